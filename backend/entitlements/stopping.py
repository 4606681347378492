"""Stopping for death: nothing is owed after the month of death (policy §13.4)."""

from datetime import date
from uuid import UUID

from backend import clock, database, journal
from backend.entitlements.award import Award
from backend.entitlements.month import month_of, months_after
from backend.journal import Signature
from backend.refusals import NotAcceptable
from backend.residents import Resident


class DeathDateImpossible(NotAcceptable):
    """The person cannot have died on that day."""

    sentence = "去世日期不能早于出生日期，也不能晚于今天，请核对后再填。"


async def stop_for_death(resident_id: UUID, died_on: date, by: Signature) -> list[Award]:
    """Note a person's death and stop all they receive from the next month on; the awards stopped now.

    Months up to that of the death stay owed. Twice is once. Refuses with DeathDateImpossible.
    """
    resident = await Resident.get(id=resident_id)
    if not resident.birth_date <= died_on <= clock.today():
        raise DeathDateImpossible
    async with database.transaction():
        await database.execute(
            "UPDATE resident SET deceased_on = $2 WHERE id = $1 AND deceased_on IS NULL", resident_id, died_on
        )
        stopped = await database.rows(
            """UPDATE award SET stopped_from = $2, stop_reason = 'death'
               WHERE resident_id = $1 AND stopped_from IS NULL AND NOT read_only RETURNING id""",
            resident_id,
            months_after(month_of(died_on), 1),
        )
        awards = await Award.filter(id__in=[each["id"] for each in stopped]).order_by("id")
        lines = [each.line(journal.Deed.AWARD_STOPPED, reason="death") for each in awards]
        await journal.record_many(lines, by=by)
    return awards
