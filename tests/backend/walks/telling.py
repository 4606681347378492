"""The person is told at each step: on the status page, and by whoever carries news to them."""

from contextlib import suppress

from backend import applications
from backend.applications import Audience, NoSuchApplication, State
from backend.journal import Deed, Entry
from backend.residents import Resident
from backend.staff import OutsideYourVillage
from notifications.announcing import announce
from notifications.message import Message
from tests.backend.applications.cases import hand
from tests.backend.walks.holding import states_told
from tests.backend.walks.walker import Walk
from tests.people import OTHER_VILLAGE

# Of these a message goes out; the status page shows them all.
_TOLD = {
    Deed.APPLICATION_SUBMITTED, Deed.APPLICATION_ACCEPTED, Deed.APPLICATION_RETURNED, Deed.APPLICATION_REFUSED,
    Deed.APPLICATION_TURNED_AWAY, Deed.APPLICATION_TERMINATED, Deed.CASE_PASSED_ON,
    Deed.APPLICATION_WITHDRAWN, Deed.APPLICATION_FORWARDED, Deed.NOTICE_POSTED, Deed.OBJECTION_ANSWERED,
    Deed.EXTENSION_APPROVED, Deed.DUE_MOVED, Deed.ADVISED_AGAINST, Deed.CHECK_DISCREPANCY_FOUND,
}  # fmt: skip
_WHAT_IT_GIVES = {Deed.AWARD_STARTED, Deed.AID_GIVEN, Deed.RECOGNISED}


async def must_be_told(walk: Walk, entries: list[Entry]) -> None:
    """AssertionError that names the step of which the person heard nothing."""
    while await announce():
        pass
    about = await Entry.filter(resident_id=walk.person.id).order_by("id")
    messages = await Message.filter(entry_id__in=[each.id for each in about]).values_list("entry_id", flat=True)
    heard = [each for each in about if each.id in set(messages)]
    given = any(each.deed in _WHAT_IT_GIVES for each in heard)
    dead = (await Resident.get(id=walk.person.id)).deceased_on is not None  # whom nobody writes to
    for each in [] if dead else entries:
        told = each in heard
        if each.deed == Deed.APPLICATION_CONFIRMED:
            told = given
        elif each.deed == Deed.DECISION_AMENDED:  # money that changes with it is told by itself
            changes = each.facts["amendment_id"]
            told |= (
                given if each.facts["becomes"] == "granted" else changes in [a.facts.get("amendment_id") for a in heard]
            )
        elif each.deed not in _TOLD:
            continue
        assert told, f"{each.deed} is told to nobody"
    status = await applications.status_of(walk.case, audience=Audience.RESIDENT)
    assert (status.state, status.state_title) == (walk.case.state, walk.case.state.shown)
    assert status.next_step, "nobody knows how it goes on"
    assert status.due_on or walk.case.state in (State.DRAFT, State.RETURNED) or not walk.case.state.is_running
    moves = [stands["state"] for _, stands in states_told(entries)]
    changed = sum(before != after for before, after in zip([None, *moves], moves, strict=False))
    assert len(status.history) >= changed, "a step is missing on the status page"
    await _nobody_else_is_told(walk)


async def _nobody_else_is_told(walk: Walk) -> None:
    """A neighbour and another village's cadre, unless they hold a mandate or the case has come to that village."""
    mandate = await applications.mandate_of(walk.case_id)
    elsewhere = walk.office.cadres[1].signature
    for stranger in (hand(walk.office.neighbour), elsewhere):
        with suppress(NoSuchApplication, OutsideYourVillage):
            await applications.follow(walk.case_id, stranger)
            part = stranger == elsewhere and walk.case.village == OTHER_VILLAGE
            assert part or (mandate and mandate.agent == stranger), "told to somebody who has no part in it"
