"""Next way: what did not arrive is told another way, and when none is left a person goes to the door.

Many at a time, with one reading of those whom it concerns, one COPY and one statement for the errands: a warning to a
county fails for thousands within minutes.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend import database, errands, journal, sealing
from backend.journal import Entry
from backend.programmes import OF_CHILDREN
from backend.residents import Resident
from notifications.asking_for_numbers import IS_DEAD
from notifications.audience import Audience
from notifications.channels import CHANNELS
from notifications.knocking import NUMBER_DEAD, PAYEES_NUMBER, a_visit, ask_for_visits, at_the_door
from notifications.message import CONTENT, PHONE, RecipientKind, State
from notifications.overtaking import case_of, is_overtaken
from notifications.route import Recipient, Route
from notifications.whose_door import HELPER_SILENT, has_it
from notifications.wording import OCCASIONS, Occasion
from notifications.writing import Draft, write

# The carriers' words for "nobody is reached at this number" (carrier code tables). A phone that is switched off or
# whose bill is unpaid is not among them: it may answer again.
_DEAD = frozenset({
    "MK:0001", "MN:0001", "MI:0001", "MOBILE_NOT_ON_SERVICE", "INVALID_NUMBER", "MOBILE_NUMBER_ILLEGAL",
    "200004",  # of a call
})  # fmt: skip

Row = dict[str, Any]  # of `message`
_Hearer = tuple[UUID, UUID]  # entry and recipient


@dataclass
class _Plan:
    """What is to be written down. `asked`: by the message, at whose door another number is asked for."""

    drafts: list[Draft] = field(default_factory=list)
    visits: list[errands.Wanted] = field(default_factory=list)
    failures: list[journal.Line] = field(default_factory=list)
    asked: dict[UUID, UUID] = field(default_factory=dict)

    async def carry_out(self) -> None:
        """In the present transaction."""
        await write(self.drafts)
        await journal.record_many(self.failures, by=journal.Signature(journal.By.CARRIER))
        await ask_for_visits(self.visits)


def is_dead(message: Row) -> bool:
    """Whether the carrier said that nobody is reached at this number."""
    by_phone = CHANNELS[message["channel"]].seal == PHONE
    return by_phone and (message["code"] or "").removeprefix("isv.") in _DEAD


async def try_next_ways(messages: Sequence[Row]) -> dict[UUID, UUID]:
    """Tell each another way, or have it said at the door; in the transaction that marked them as followed up. By the
    message: at whose door another number is asked for.

    Nothing where no more is to be told: its words are forgotten, it was read in the mini program, newer news of the
    case was told, or the recipient died, or helps no more.
    """
    tried = await _tried(messages)
    owed = [each for each in messages if await _is_owed(each, tried[each["entry_id"], each["recipient_id"]])]
    entries = {each.id: each for each in await Entry.filter(id__in={each["entry_id"] for each in owed})}
    told = {(each["entry_id"], each["occasion"]) for each in owed}
    audience = await Audience.of([(entries[entry], OCCASIONS[code]) for entry, code in sorted(told)])
    heard = {(entry, code): audience.recipients(entries[entry], OCCASIONS[code]) for entry, code in sorted(told)}
    asked: dict[UUID, UUID] = {}
    # A helper's silence sends somebody only where the person has not the news: whose way is decided first.
    for helpers in (False, True):
        plan = _Plan()
        for message in owed:
            if (message["recipient_kind"] == RecipientKind.HELPER.value) is helpers:
                of_entry = entries[message["entry_id"]], heard[message["entry_id"], message["occasion"]]
                await _decide(plan, message, *of_entry, tried[message["entry_id"], message["recipient_id"]], audience)
        await plan.carry_out()
        asked |= plan.asked
    return asked


async def _is_owed(message: Row, tried: Iterable[Row]) -> bool:
    if message["content_sealed"] is None or any(each["read_at"] is not None for each in tried):
        return False
    return not await is_overtaken(message["case_id"], message["entry_id"], OCCASIONS[message["occasion"]])


async def _decide(
    plan: _Plan, message: Row, entry: Entry, heard: Sequence[Recipient], tried: Iterable[Row], audience: Audience
) -> None:
    occasion = OCCASIONS[message["occasion"]]
    recipient = next((each for each in heard if each.id == message["recipient_id"]), None)
    if recipient is None:
        return
    words: dict[str, str] = json.loads(sealing.unseal(message["content_sealed"], CONTENT))
    route = _untried(tried, recipient, dead=message["address_index"] if is_dead(message) else None)
    if route is not None:
        plan.drafts.append(_draft(entry, occasion, recipient, route, words))
    elif occasion.visit and entry.resident_id is not None:  # of news to many the report names the village
        person = audience.residents[entry.resident_id]
        await _have_it_said(plan, message, entry, {**words, "first": heard[0].name}, person, audience)


async def _have_it_said(
    plan: _Plan, message: Row, entry: Entry, words: Mapping[str, str], person: Resident, audience: Audience
) -> None:
    """At the door (`whose_door`) of whom it concerns; `first` of the words is the name by which they, or a guardian,
    are told."""
    occasion = OCCASIONS[message["occasion"]]
    if message["state"] != State.DELIVERED.value:  # a card that nobody opens has arrived all the same
        plan.failures.append(_failure(message, person))
    if message["recipient_kind"] == RecipientKind.HELPER.value:
        if await has_it(message["entry_id"], person.id):
            return
        reason = at_the_door(person, occasion, {**words, "name": words["first"]}, entry) + HELPER_SILENT
    else:
        reason = at_the_door(person, occasion, words, entry) + _another_number(message, entry)
    door = audience.door_of(person)
    plan.visits.append(a_visit(door, reason=reason, because=f"message:{message['id']}", today=occasion.today))
    if _another_number(message, entry):
        plan.asked[message["id"]] = door.id


def _another_number(message: Row, entry: Entry) -> str:
    """What to ask for beside the news; a helper's own number is asked for at the helper's, and that somebody's account
    receives a child's aid the village is not told (policy §14.4)."""
    to_payee = message["recipient_kind"] == RecipientKind.PAYEE.value
    of_a_child = to_payee and entry.facts.get("programme") in OF_CHILDREN
    if not is_dead(message) or of_a_child or message["recipient_kind"] == RecipientKind.HELPER.value:
        return ""
    return PAYEES_NUMBER.format(why=IS_DEAD) if to_payee else NUMBER_DEAD


async def _tried(messages: Sequence[Row]) -> dict[_Hearer, list[Row]]:
    """Every way that was tried to the same hearers for the same entries."""
    found = await database.rows(
        """SELECT entry_id, recipient_id, channel, address_index, read_at FROM every_message
           WHERE entry_id = ANY ($1::uuid[]) AND recipient_id = ANY ($2::uuid[])""",
        [each["entry_id"] for each in messages], [each["recipient_id"] for each in messages],
    )  # fmt: skip
    tried: dict[_Hearer, list[Row]] = defaultdict(list)
    for row in found:
        tried[row["entry_id"], row["recipient_id"]].append(row)
    return tried


def _untried(tried: Iterable[Row], recipient: Recipient, *, dead: bytes | None) -> Route | None:
    known = {(each["channel"], bytes(each["address_index"])) for each in tried}
    untried = (route for route in recipient.routes if (route.channel, route.address_index) not in known)
    return next((route for route in untried if route.address_index != dead), None)


def _failure(message: Row, resident: Resident) -> journal.Line:
    return journal.Line(
        journal.Deed.MESSAGE_FAILED, message["county"], "message", message["id"], resident_id=resident.id,
        village=resident.village, facts={"occasion": message["occasion"], "code": message["code"]},
    )  # fmt: skip


def _draft(entry: Entry, occasion: Occasion, recipient: Recipient, route: Route, words: dict[str, str]) -> Draft:
    return Draft(
        entry.county, entry.village, entry.id, occasion, recipient, route, words, case_of(entry, occasion),
        opens=occasion.opens(entry) if route.opens_link else None,
    )  # fmt: skip
