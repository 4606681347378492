"""A death is recorded once, by the person's township, with a reason; and stops what the county pays."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import entitlements
from backend.entitlements import Award
from backend.journal import Deed, Entry
from backend.residents import NoSuchResident, Resident
from backend.staff import Role
from backend.staff.powers import NoSuchPower
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_VILLAGE, a_resident, an_officer, seed_parameters, some_id

DIED = date(2026, 2, 28)


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-15 09:00")
    await seed_parameters()


async def test_a_death_stops_everything_from_the_next_month_and_leaves_what_others_pay() -> None:
    resident, clerk = await a_resident(), await an_officer()
    await an_award(resident)
    await an_award(resident, programme="rural_dibao", monthly_fen=22000)
    others = await an_award(resident, programme="youfu", monthly_fen=56000, read_only=True)
    stopped = await entitlements.stop_for_death(resident.id, DIED, clerk, reason=" 火化证明 ")
    assert [each.stopped_from for each in stopped] == [date(2026, 3, 1)] * 2
    assert (await Award.get(id=others.id)).stopped_from is None
    assert (await Resident.get(id=resident.id)).deceased_on == DIED
    assert await Entry.filter(deed=Deed.AWARD_STOPPED.value, by_id=clerk.id).count() == 2
    entry = await Entry.get(deed=Deed.DEATH_RECORDED.value)
    assert (entry.subject_id, entry.by_id) == (resident.id, clerk.id)
    assert entry.facts == {"died_on": "2026-02-28", "reason": "火化证明"}


async def test_of_clerks_at_once_one_records_it() -> None:
    resident, clerk = await a_resident(), await an_officer()
    await an_award(resident)
    days = [date(2026, 2, day) for day in (1, 2, 3, 4)]
    outcomes = await asyncio.gather(
        *(entitlements.stop_for_death(resident.id, day, clerk, reason="村里上报") for day in days),
        return_exceptions=True,
    )
    assert sum(isinstance(each, list) for each in outcomes) == 1
    assert sum(isinstance(each, entitlements.DeathRecordedBefore) for each in outcomes) == 3
    assert await Entry.filter(deed=Deed.DEATH_RECORDED.value).count() == 1


@pytest.mark.parametrize("died_on", [date(2026, 3, 16), date(1942, 5, 5), date.max, date.min])
async def test_nobody_dies_tomorrow_or_before_birth(died_on: date) -> None:
    resident = await a_resident()
    with pytest.raises(entitlements.DeathDateImpossible):
        await entitlements.stop_for_death(resident.id, died_on, await an_officer(), reason="村里上报")
    await nothing_is_recorded_of(resident)


@pytest.mark.parametrize("reason", ["", "  ", "死", "长" * 101])
async def test_nobody_is_declared_dead_without_a_reason(reason: str) -> None:
    resident = await a_resident()
    with pytest.raises(entitlements.DeathReasonMissing):
        await entitlements.stop_for_death(resident.id, DIED, await an_officer(), reason=reason)
    await nothing_is_recorded_of(resident)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TOWNSHIP_CLERK])
async def test_only_who_reviews_records_a_death(role: Role) -> None:
    resident = await a_resident()
    with pytest.raises(NoSuchPower):
        await entitlements.stop_for_death(resident.id, DIED, await an_officer(role), reason="村里上报")
    await nothing_is_recorded_of(resident)


async def test_elsewhere_a_resident_is_as_good_as_unknown() -> None:
    resident, clerk = await a_resident(village=OTHER_VILLAGE), await an_officer()
    for unknown in (resident.id, some_id()):
        with pytest.raises(NoSuchResident):
            await entitlements.stop_for_death(unknown, DIED, clerk, reason="村里上报")
    await nothing_is_recorded_of(resident)


async def nothing_is_recorded_of(resident: Resident) -> None:
    assert (await Resident.get(id=resident.id)).deceased_on is None
    assert await Entry.filter(deed=Deed.DEATH_RECORDED.value).count() == 0
