"""Finishing in the office: what is to be done about a child's aid no cadre reads of; its handlers see to it."""

from uuid import UUID

from backend import clock, database
from backend.errands.errand import Errand, ErrandKind, Outcome
from backend.errands.finishing import NOTE_AT_MOST, ErrandDone, ErrandNoteTooLong, WordsMissing
from backend.errands.reading import errand_for
from backend.journal import Deed, Line, record
from backend.refusals import NotAllowed
from backend.staff import Officer, Power, has_power, must_have, must_not_be_kin


class ForTheCadre(NotAllowed):
    """It stands on the village's list."""

    sentence = "这个任务由村干部上门办结，请村干部在小程序里填写结果。"


async def finish_in_office(errand_id: UUID, officer: Officer, *, outcome: Outcome, note: str) -> None:
    """Close a child's errand, once, by whoever handles children at the township or decides at the county.

    Refuses with NoSuchPower, NoSuchErrand as `errand_for`, ForTheCadre, staff.YourOwnKin, ErrandNoteTooLong,
    WordsMissing and ErrandDone.
    """
    if not has_power(officer, Power.REVIEW_CHILDREN):
        must_have(officer, Power.CONFIRM)
    errand = await errand_for(errand_id, officer)
    if not errand.of_children:
        raise ForTheCadre
    await must_not_be_kin(officer.signature, errand.resident_id)
    if len(note) > NOTE_AT_MOST:
        raise ErrandNoteTooLong
    if not note.strip():
        raise WordsMissing
    async with database.transaction():
        closed = await database.execute(
            """UPDATE errand SET done_at = $2, done_by_officer = $3, outcome = $4, note = $5
               WHERE id = $1 AND done_at IS NULL""",
            errand_id, clock.now(), officer.id, outcome.value, note.strip(),
        )  # fmt: skip
        if not closed:
            raise ErrandDone
        line = Line(
            Deed.ERRAND_DONE, errand.county, "errand", errand.id, resident_id=errand.resident_id,
            village=errand.village, facts={"kind": ErrandKind(errand.kind).value, "outcome": outcome.value},
        )  # fmt: skip
        await record(line, by=officer.signature)


async def children_waiting(officer: Officer) -> int:
    """How many errands about children's aid are open in the officer's places; none for who does not handle them."""
    if not has_power(officer, Power.HANDLE_CHILDREN):
        return 0
    open_ones = Errand.filter(county=officer.county, village__startswith=officer.scope.prefix, of_children=True)
    return await open_ones.filter(done_at=None).count()
