"""Replying: what people text back. A phone that is not surely one person's own learns nothing."""

from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

import structlog

from backend import applications, clock, database, entitlements, errands, journal, payouts, residents, sealing
from backend.identifiers import new_id
from backend.residents import Contact, PhoneOwner, Resident
from backend.workdays import after_workdays
from notifications.asking_for_numbers import IS_ANOTHERS, ask_for_number, ask_for_payees_number, on_file_beside
from notifications.checking_beside import confirm_beside
from notifications.closing_phones import withdraw_waiting
from notifications.keywords import meaning_of, says_that_it_is_theirs
from notifications.message import PHONE
from notifications.number_checking import confirm_number
from notifications.reply import Meaning, Reply
from notifications.uplink import Uplink, uplinks_in
from notifications.whose_number import WhoseNumber, whose_number
from notifications.wording.number_check import NUMBER_CHECK

CONTENT = "reply"  # the sealing purpose of what people write
_ANSWERS_A_DAY = 3  # of each kind: two answering machines must not talk to each other for ever
_KEPT_A_DAY = 100  # of one number; no person writes more, and a machine that does must not fill the township's letters
_CALL_BACK_WITHIN = 2  # working days
_BY_CARRIER = journal.Signature(journal.By.CARRIER)
_NEWEST_TEXT = """
SELECT occasion FROM message
WHERE address_index = $1 AND channel = 'sms' AND state IN ('accepted', 'delivered', 'unknown') ORDER BY id DESC LIMIT 1
"""

log = structlog.get_logger()


async def take_replies(body: Any) -> int:
    """Take the replies of one callback, in the present transaction; how many items were none. Each in a savepoint of
    its own, so that one that cannot be understood holds up nobody else's stop."""
    odd = 0
    for uplink in uplinks_in(body):
        if uplink is None:
            odd += 1
        elif not await _is_too_much(uplink):  # the callback itself is kept, sealed, as it came
            odd += not await _taken(uplink)
    return odd


async def _is_too_much(uplink: Uplink) -> bool:
    """From a number that has written enough, a stop alone is taken, and of many stops one."""
    index, since = sealing.blind_index(uplink.phone, PHONE), clock.now() - timedelta(days=1)
    if await Reply.filter(phone_index=index, received_at__gt=since).count() < _KEPT_A_DAY:
        return False
    return meaning_of(uplink.text) is not Meaning.STOP or await _has_stopped(index)


async def _has_stopped(index: bytes) -> bool:
    """Whether that was its last word on what may come."""
    words = Meaning.STOP.value, Meaning.RESUME.value
    last = await Reply.filter(phone_index=index, meaning__in=words).order_by("-id").first()
    return last is not None and last.meaning == Meaning.STOP.value


async def _taken(uplink: Uplink) -> bool:
    try:
        async with database.transaction():
            await _take(uplink)
    except Exception as fault:
        if database.may_pass(fault):
            raise
        log.error("A reply could not be taken.", fault=type(fault).__name__)
        return False
    return True


async def _take(uplink: Uplink) -> None:
    index, meaning = sealing.blind_index(uplink.phone, PHONE), meaning_of(uplink.text)
    if says_that_it_is_theirs(uplink.text) and await _was_asked_last(index):
        meaning = Meaning.STATE  # the 1 that was asked for, in a word
    whose = await whose_number(index)
    owner = whose.sole_owner
    new = await database.execute(
        """INSERT INTO reply (id, county, sequence_id, phone_sealed, phone_index, content_sealed, meaning, resident_id,
                              received_at, said_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (sequence_id, phone_index) DO NOTHING""",
        new_id(), whose.county, uplink.sequence, sealing.seal(uplink.phone, PHONE), index,
        sealing.seal(uplink.text, CONTENT), meaning.value, owner.resident_id if owner else None, clock.now(),
        uplink.said_at,
    )  # fmt: skip
    if not new or await _is_about_the_number(whose, index, meaning, uplink.said_at):
        return
    if whose.contacts:
        await _answer_or_call(whose, index, meaning)
    else:
        await _have_payees_called(whose, index)


async def _is_about_the_number(whose: WhoseNumber, index: bytes, meaning: Meaning, said_at: datetime | None) -> bool:
    """Whether it was a word on what may come to this number, which anybody's phone has; it is heeded by then, unless
    the same phone has taken it back and only the news of that came first."""
    if meaning in (Meaning.STOP, Meaning.RESUME) and await _was_taken_back(index, meaning, said_at):
        return True
    if meaning is Meaning.STOP:
        for county in whose.counties:
            await residents.stop_number(county, index, by=_BY_CARRIER)
        await withdraw_waiting(index)
        return True
    if meaning is Meaning.RESUME:
        return any([await residents.resume_number(county, index, by=_BY_CARRIER) for county in whose.counties])
    if meaning is Meaning.STATE and any([await confirm_beside(county, index) for county in whose.counties]):
        owner = whose.sole_owner
        if owner is not None:  # asked about it as their own, too
            await confirm_number(owner)
        return True
    return meaning is Meaning.NOT_MINE and await _disown(whose, index)


async def _was_taken_back(index: bytes, meaning: Meaning, said_at: datetime | None) -> bool:
    """Whether a 恢复 that was sent after this 退订 has come in before it, or the other way round."""
    other = Meaning.RESUME if meaning is Meaning.STOP else Meaning.STOP
    return said_at is not None and await Reply.exists(phone_index=index, meaning=other.value, said_at__gt=said_at)


async def _was_asked_last(index: bytes) -> bool:
    """Whether the newest text to the number asked whose phone it is."""
    newest = await database.row(_NEWEST_TEXT, index)
    return newest is not None and newest["occasion"] == NUMBER_CHECK.code


async def _answer_or_call(whose: WhoseNumber, index: bytes, meaning: Meaning) -> None:
    owner = whose.sole_owner
    if owner is not None and await _is_awaited(owner, meaning):
        return
    if owner is not None and owner.doubted_since is None and meaning in (Meaning.STATE, Meaning.PAID):
        await _answer(owner, index, meaning)
    else:
        await _have_called(owner or whose.contacts[0])


async def _is_awaited(owner: Contact, meaning: Meaning) -> bool:
    """Whether something waited for the word: a number to be confirmed, or a mandate; it now has it."""
    if meaning is Meaning.STATE:
        return await confirm_number(owner)
    if meaning not in (Meaning.YES, Meaning.NO) or owner.doubted_since is not None:
        return False
    agreed = meaning is Meaning.YES
    return await applications.hear_by_text(owner.resident_id, agreed=agreed, by=_BY_CARRIER) > 0


async def _disown(whose: WhoseNumber, index: bytes) -> bool:
    """Take a number out of use that somebody else holds now, and have its owners asked for theirs; False where it is
    nobody's own, for a neighbour may well say so."""
    own = [each for each in whose.contacts if each.owner == PhoneOwner.SELF.value and each.dead_since is None]
    beside = {county: await on_file_beside(county, index) for county in whose.counties}
    if not own and not any(beside.values()):
        return False
    for county in (county for county, found in beside.items() if found):
        await residents.close_number(county, index, reason=Meaning.NOT_MINE.value)
    for contact in own:
        await residents.mark_contact_dead(contact.id, reason=Meaning.NOT_MINE.value, by=_BY_CARRIER)
        await ask_for_number(contact, why=IS_ANOTHERS)
    for agreement_id, resident_id in chain.from_iterable(beside.values()):
        if agreement_id is not None:
            await ask_for_payees_number(agreement_id, resident_id, why=IS_ANOTHERS)
    await withdraw_waiting(index)
    return True


async def _answer(contact: Contact, index: bytes, meaning: Meaning) -> None:
    """The answer is a message like any other: it follows from this journal entry."""
    since = clock.now() - timedelta(days=1)
    asked = await Reply.filter(phone_index=index, meaning=meaning.value, received_at__gt=since).count()
    if asked <= _ANSWERS_A_DAY:
        told = await (_state if meaning is Meaning.STATE else _last_payment)(contact.resident_id)
        await _record(contact, {"asked": meaning.value, **told})


async def _state(resident_id: UUID) -> dict[str, object]:
    cases = await applications.of_resident(resident_id)
    return {"state_title": cases[0].state.shown if cases else None}


async def _last_payment(resident_id: UUID) -> dict[str, object]:
    """Of the newest month that has arrived; amounts of several benefits are not mixed, the newest line speaks."""
    settled = [line for line in await payouts.statement(resident_id) if line.settled_on is not None]
    if not settled:
        return {"settled_on": None}
    newest = max(settled, key=lambda line: (line.settled_on or line.month, line.month))
    return {
        "settled_on": str(newest.settled_on),
        "amount_fen": newest.amount_fen,
        "account_last_four": newest.account_last_four,
    }


async def _have_called(contact: Contact) -> None:
    """A person calls back; one errand a day, however often they write."""
    resident = await Resident.get(id=contact.resident_id)
    if await _ask_to_call(resident, contact.id, "登记的电话发来短信，请回个电话问问有什么事。"):
        await _record(contact, {"asked": Meaning.CALL_ME.value})


async def _have_payees_called(whose: WhoseNumber, index: bytes) -> None:
    """A payee is rung about whatever they write: of the person whose money it is they are told nothing by a keyword."""
    for county in whose.counties:
        for agreement_id, resident_id in await on_file_beside(county, index):
            resident = await Resident.get_or_none(id=resident_id, deceased_on=None) if resident_id else None
            if resident is not None and agreement_id is not None:
                await _ask_to_call(
                    resident, agreement_id, "的代领人发来短信，请给代领人回个电话问问有什么事。",
                    of_children=await entitlements.is_of_a_child(agreement_id),
                )  # fmt: skip


async def _ask_to_call(resident: Resident, line: UUID, what: str, *, of_children: bool = False) -> bool:
    """Of the cadre of the person's village, or of a child's handlers; whether nobody was asked today about the line."""
    today = clock.today()
    raised = await errands.raise_errand(
        errands.ErrandKind.CALL_BACK, resident, reason=f"{resident.name}{what}",
        because=f"reply:{line}:{today.isoformat()}", due_on=after_workdays(today, _CALL_BACK_WITHIN),
        by=_BY_CARRIER, of_children=of_children,
    )  # fmt: skip
    return raised is not None


async def _record(contact: Contact, facts: dict[str, object]) -> None:
    resident = await Resident.get(id=contact.resident_id)
    line = journal.Line(
        journal.Deed.REPLY_RECEIVED, contact.county, "contact", contact.id, resident_id=resident.id,
        village=resident.village, facts=facts,
    )  # fmt: skip
    await journal.record(line, by=_BY_CARRIER)
