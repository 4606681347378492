"""Stopping for death: nothing is owed after the month of death, or where the county has it so from it on (§13.4)."""

from datetime import date
from typing import NoReturn
from uuid import UUID

from backend import applications, clock, database, errands, journal, staff
from backend.entitlements.award import Award
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.noting import note
from backend.entitlements.rechecking import call_recheck_after_death
from backend.entitlements.stopping_month import after_death
from backend.refusals import NotAcceptable, NotNow
from backend.residents import NoSuchResident, Resident
from backend.staff import Officer, Power

_REASON_AT_LEAST, _REASON_AT_MOST = 2, 100  # characters


class DeathDateImpossible(NotAcceptable):
    """The person cannot have died on that day."""

    sentence = "去世日期不能早于出生日期，也不能晚于今天，请核对后再填。"


class DeathReasonMissing(NotAcceptable):
    """Nobody is declared dead without a word on how that is known."""

    sentence = f"请用{_REASON_AT_LEAST}到{_REASON_AT_MOST}个字写明怎么知道的，比如“火化证明”“村里上报”。"


class DeathRecordedBefore(NotNow):
    """A death is recorded once; a wrong date is a matter for the register."""

    sentence = "这位居民已经登记过去世，不能重复登记。请刷新页面查看。"


async def stop_for_death(resident_id: UUID, died_on: date, officer: Officer, *, reason: str) -> list[Award]:
    """Record a person's death, once, and stop all they receive, as `after_death`; the awards stopped now.

    Earlier months stay owed; what others of the household receive is to be looked at again, and nobody is sent to the
    dead any more. For the person's township: refuses with NoSuchPower, NoSuchResident (also to other places),
    DeathReasonMissing, DeathDateImpossible and DeathRecordedBefore.
    """
    staff.must_have(officer, Power.REVIEW)
    if not _REASON_AT_LEAST <= len(reason.strip()) <= _REASON_AT_MOST:
        raise DeathReasonMissing
    resident = await Resident.get_or_none(id=resident_id, village__startswith=officer.scope.prefix)
    if resident is None:
        raise NoSuchResident
    if not resident.birth_date <= died_on <= clock.today():
        raise DeathDateImpossible
    async with database.transaction():
        await _record(resident, died_on, officer, reason.strip())
        awards = await _running(resident_id)
        for each in awards:
            stops = await after_death(each, died_on)
            died = Fact(FactKind.DEATH, stops, reason="death", basis=reason.strip())
            await note(each, died, officer.signature)
        await call_recheck_after_death(resident_id, died_on, officer.signature)
        await errands.close_for_death(resident_id, by=officer.signature)
        await applications.end_mandates_at_death(resident_id, died_on, officer.signature)
    return await Award.filter(id__in=[each.id for each in awards]).order_by("id")


async def _record(resident: Resident, died_on: date, officer: Officer, reason: str) -> None:
    recorded = await database.execute(
        "UPDATE resident SET deceased_on = $2 WHERE id = $1 AND deceased_on IS NULL", resident.id, died_on
    )
    if not recorded:
        await _tell_who_recorded(resident.id)
    line = journal.Line(
        journal.Deed.DEATH_RECORDED, resident.county, "resident", resident.id, resident_id=resident.id,
        village=resident.village, facts={"died_on": died_on.isoformat(), "reason": reason},
    )  # fmt: skip
    await journal.record(line, by=officer.signature)


async def _tell_who_recorded(resident_id: UUID) -> NoReturn:
    known = [each for each in await journal.history_of(resident_id) if each.deed == journal.Deed.DEATH_RECORDED.value]
    if not known:  # by the register
        raise DeathRecordedBefore
    who = await staff.who_and_when(known[-1].by_id, known[-1].at)
    raise DeathRecordedBefore(f"这位居民已经登记过去世（{who}），不能重复登记。请刷新页面查看。")


async def _running(resident_id: UUID) -> list[Award]:
    """What is stopped now; held, so that no other change comes in between."""
    return await Award.select_for_update().filter(
        resident_id=resident_id, stopped_from=None, read_only=False
    ).order_by("id")  # fmt: skip
