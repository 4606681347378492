"""Replying: what people text back. A phone that is not surely one person's own learns nothing."""

import re
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, database, errands, journal, payouts, residents, sealing
from backend.identifiers import new_id
from backend.residents import BadPhone, Contact, PhoneOwner, Resident
from backend.settings import settings
from backend.workdays import after_workdays
from notifications.closing_phones import withdraw_waiting
from notifications.message import PHONE
from notifications.number_checking import confirm_number
from notifications.receipt import clean
from notifications.reply import Meaning, Reply

CONTENT = "reply"  # the sealing purpose of what people write
_STOP = frozenset({"R", "T", "TD", "退订", "退訂", "拒收"})
# As they are written by hand, by voice input and in traditional or banker's figures; ① and １ are 1 by then.
_STATE = frozenset({"1", "一", "壹", "进度", "查进度", "办得咋样", "办得怎么样", "办好了没", "办好没"})
_PAID = frozenset({
    "2", "二", "贰", "貳", "两", "发钱", "发钱没", "发钱了没", "钱发了没", "钱到了没", "到账没", "查补贴",
})  # fmt: skip
_YES = frozenset({"同意", "我同意", "同意的", "是我委托的"})
_NO = frozenset({"不同意", "我不同意", "没有委托", "没委托", "我没委托", "没有委托过"})
_ANSWERS_A_DAY = 3  # of each kind: two answering machines must not talk to each other for ever
_KEPT_A_DAY = 100  # of one number; no person writes more, and a machine that does must not fill the township's letters
_CALL_BACK_WITHIN = 2  # working days
_BY_CARRIER = journal.Signature(journal.By.CARRIER)


def meaning_of(text: str) -> Meaning:
    """What a reply asks for: full-width and traditional forms, spaces and closing dots are forgiven."""
    word = re.sub(r"[\s。.!！,，?？、]", "", unicodedata.normalize("NFKC", text)).upper()
    if word in _STOP:
        return Meaning.STOP
    if word in _YES | _NO:
        return Meaning.YES if word in _YES else Meaning.NO
    if word in _PAID:
        return Meaning.PAID
    return Meaning.STATE if word in _STATE else Meaning.CALL_ME


async def take_replies(body: Any) -> int:
    """Take the replies of one callback, in the present transaction; how many items were none."""
    odd = 0
    for item in body if isinstance(body, list) else [body]:
        try:
            phone = residents.normalise_phone(str(item["phone_number"]))
            text, sequence = clean(item["content"], 500), clean(item["sequence_id"], 64)
        except (KeyError, TypeError, BadPhone):
            odd += 1
            continue
        await _take(phone, text, sequence)
    return odd


async def _take(phone: str, text: str, sequence: str) -> None:
    index, meaning = sealing.blind_index(phone, PHONE), meaning_of(text)
    if meaning is not Meaning.STOP and await _has_written_enough(index):
        return  # the callback itself is kept, sealed, as it came
    on_file = await Contact.filter(county=settings().county, phone_index=index).order_by("priority", "id")
    owner = _sole_owner(on_file)
    new = await database.execute(
        """INSERT INTO reply (id, county, sequence_id, phone_sealed, phone_index, content_sealed, meaning, resident_id,
                              received_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (sequence_id, phone_index) DO NOTHING""",
        new_id(), settings().county, sequence, sealing.seal(phone, PHONE), index, sealing.seal(text, CONTENT),
        meaning.value, owner.resident_id if owner else None, clock.now(),
    )  # fmt: skip
    if not new or not on_file:
        return
    if meaning is Meaning.STOP:
        await _stop(on_file, index)
    elif owner is not None and await _is_awaited(owner, meaning):
        return
    elif meaning in (Meaning.STATE, Meaning.PAID) and owner is not None:
        await _answer(owner, index, meaning)
    else:
        await _have_called(owner or on_file[0])


async def _has_written_enough(index: bytes) -> bool:
    since = clock.now() - timedelta(days=1)
    return await Reply.filter(phone_index=index, received_at__gt=since).count() >= _KEPT_A_DAY


def _sole_owner(on_file: list[Contact]) -> Contact | None:
    """The contact, if the number is on file once, as that person's own."""
    alone = len(on_file) == 1 and on_file[0].owner == PhoneOwner.SELF.value
    return on_file[0] if alone else None


async def _is_awaited(owner: Contact, meaning: Meaning) -> bool:
    """Whether something waited for the word: a number to be confirmed, or a mandate; it now has it."""
    if meaning is Meaning.STATE:
        return await confirm_number(owner)
    if meaning not in (Meaning.YES, Meaning.NO):
        return False
    agreed = meaning is Meaning.YES
    return await applications.hear_by_text(owner.resident_id, agreed=agreed, by=_BY_CARRIER) > 0


async def _stop(on_file: list[Contact], index: bytes) -> None:
    for contact in on_file:
        await residents.mark_opted_out(contact.id, by=_BY_CARRIER)
    await withdraw_waiting(index)


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
    today = clock.today()
    raised = await errands.raise_errand(
        errands.ErrandKind.CALL_BACK, resident, reason=f"{resident.name}登记的电话发来短信，请回个电话问问有什么事。",
        because=f"reply:{contact.id}:{today.isoformat()}", due_on=after_workdays(today, _CALL_BACK_WITHIN).day,
        by=_BY_CARRIER,
    )  # fmt: skip
    if raised is not None:
        await _record(contact, {"asked": Meaning.CALL_ME.value})


async def _record(contact: Contact, facts: dict[str, object]) -> None:
    line = journal.Line(
        journal.Deed.REPLY_RECEIVED, contact.county, "contact", contact.id, resident_id=contact.resident_id,
        facts=facts,
    )  # fmt: skip
    await journal.record(line, by=_BY_CARRIER)
