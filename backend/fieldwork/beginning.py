"""Beginning cases: a batch's starts in one round, for after an outage every batch has some.

A round, not one after the other: of the time that a start takes, most is asking again what the last one asked.
"""

from collections.abc import Mapping
from uuid import UUID

from backend.fieldwork.doing import begin_case, people_of
from backend.fieldwork.item import FieldItem
from backend.fieldwork.item_body import StartCase
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.settling import finish, refuse
from backend.refusals import Refusal
from backend.staff import Cadre, villages_served


async def begin_cases(starts: Mapping[UUID, tuple[FieldItem, StartCase]], cadre: Cadre) -> dict[UUID, Outcome]:
    """What became of each, by the phone's ids: done or refused, for a start waits for nothing.

    In a transaction that does the cadre's items alone.
    """
    if not starts:
        return {}
    told: dict[UUID, Outcome] = {}
    done: list[tuple[FieldItem, UUID]] = []
    people = await people_of({what.resident_id for _, what in starts.values()}, cadre)
    served = await villages_served(cadre.id)
    # In the same order by every cadre: of two rounds that begin the same two cases, none waits for the other for ever.
    for row, what in sorted(starts.values(), key=lambda each: (each[1].resident_id, each[1].programme)):
        try:
            case = await begin_case(what, people.get(what.resident_id), served, cadre)
        except Refusal as refusal:
            told[row.item_id] = await refuse(row, refusal, cadre)
        else:
            done.append((row, case))
            told[row.item_id] = Outcome(Said.DONE, case)
    if done:
        await finish(done, cadre)
    return told
