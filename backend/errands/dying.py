"""Dying: who goes to see somebody learns that the person has died, and nobody goes there for the dead any more."""

from typing import NoReturn
from uuid import UUID

from backend import clock, database
from backend.errands.errand import NEEDLESS, ErrandKind, Outcome
from backend.errands.raising_many import line_of
from backend.errands.reading import errand_for
from backend.journal import Deed, Line, Signature, history_of, record, record_many
from backend.refusals import NotNow
from backend.staff import Officer, Power, must_have, who_and_when, youngest_shown

_CLOSED_WITH = "登记显示本人已去世，不用再去。"
# The board is about a village, and who wrote to us from that phone may be the family. What a guardian was to be told is
# about somebody who lives.
_FOR_OTHERS = [ErrandKind.PROVE_BOARD.value, ErrandKind.CALL_BACK.value]
_CLOSE = """
UPDATE errand SET done_at = $2, outcome = $3, note = $4, closed_for_death = true
WHERE resident_id = $1 AND done_at IS NULL AND kind <> ALL ($5)
  AND NOT (kind = 'deliver_message' AND EXISTS (SELECT FROM guardianship g WHERE g.guardian_id = $1
                                                AND g.ended_at IS NULL))
RETURNING id, county, village, resident_id, kind, due_on, of_children
"""
_OPEN_AGAIN = """
UPDATE errand SET done_at = NULL, outcome = NULL, note = NULL, closed_for_death = false
WHERE resident_id = $1 AND closed_for_death
RETURNING id, county, village, resident_id, kind, due_on, of_children
"""
_REPORTED = """
SELECT count(*) AS number FROM errand e JOIN resident r ON r.id = e.resident_id AND r.deceased_on IS NULL
WHERE e.outcome = 'died' AND e.county = $1 AND e.village LIKE $2 AND r.birth_date <= $3
"""


class NoDeathReported(NotNow):
    """Nobody said so at this door, or a colleague has said already that it is not so."""

    sentence = "这个任务没有报本人去世，或者已经有同事核实过了，请刷新后再看。"


async def close_for_death(resident_id: UUID, *, by: Signature) -> int:
    """Nobody need go to see the dead: inside the transaction that records the death; how many errands."""
    given = resident_id, clock.now(), NEEDLESS, _CLOSED_WITH, _FOR_OTHERS
    return await _turned(Deed.ERRAND_CALLED_OFF, by, _CLOSE, *given, closed_for="death")


async def open_again(resident_id: UUID, *, by: Signature) -> int:
    """The person lives: what was closed for the death is to be done after all; in that transaction; how many."""
    return await _turned(Deed.ERRAND_RAISED, by, _OPEN_AGAIN, resident_id)


async def deaths_reported(officer: Officer) -> int:
    """Of how many doors in the officer's places a cadre brought the news, and no death is recorded yet."""
    (found,) = await database.rows(_REPORTED, officer.county, officer.scope.like, youngest_shown(officer))
    return int(found["number"])


async def find_alive(errand_id: UUID, officer: Officer) -> None:
    """The township looked into it and the person lives: the errand ended with nobody found, and goes on from there.

    Refuses with NoSuchPower, NoSuchErrand as `errand_for`, and NoDeathReported. Of who is dead the death is recorded.
    """
    must_have(officer, Power.REVIEW)
    errand = await errand_for(errand_id, officer)
    async with database.transaction():
        alive = await database.execute(
            "UPDATE errand SET outcome = $2 WHERE id = $1 AND outcome = $3",
            errand_id, Outcome.NOT_FOUND.value, Outcome.DIED.value,
        )  # fmt: skip
        if not alive:
            await _tell_who_looked(errand_id)
        line = Line(
            Deed.ERRAND_FOUND_ALIVE, errand.county, "errand", errand.id, resident_id=errand.resident_id,
            village=errand.village, facts={"kind": errand.kind},
        )  # fmt: skip
        await record(line, by=officer.signature)


async def _tell_who_looked(errand_id: UUID) -> NoReturn:
    found = [each for each in await history_of(errand_id) if each.deed == Deed.ERRAND_FOUND_ALIVE.value]
    if not found:
        raise NoDeathReported
    raise NoDeathReported(f"已经核实过本人健在（{await who_and_when(found[-1].by_id, found[-1].at)}），请刷新后再看。")


async def _turned(deed: Deed, by: Signature, statement: str, *values: object, **facts: object) -> int:
    turned = await database.rows(statement, *values)
    await record_many([line_of(deed, each, **facts) for each in turned], by=by)
    return len(turned)
