"""A child's aid is looked at on the day its person comes of age: it ends, or goes on while they study."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements
from backend.entitlements import Award, FactKind, Reason, Which
from backend.journal import Deed, Entry
from backend.residents import Resident
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.people import a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")


async def an_orphan(born: date, **terms: Any) -> Award:
    given = {"programme": "orphan", "monthly_fen": 105_000, "recheck_due_on": date(2026, 11, 1), **terms}
    return await an_award(await a_resident("小田", born), **given)


async def due(award: Award) -> date | None:
    return (await Award.get(id=award.id)).recheck_due_on


async def test_it_is_called_a_month_ahead_and_once(at: Any) -> None:
    soon, later = await an_orphan(date(2008, 4, 1)), await an_orphan(date(2008, 4, 2))
    leap = await an_orphan(date(2008, 2, 29))
    assert [await entitlements.call_rechecks_of_age() for _ in range(2)] == [2, 0]
    assert (await due(soon), await due(later)) == (date(2026, 4, 1), date(2026, 11, 1))
    assert await due(leap) == date(2026, 3, 2), "of age since 28 February: at once"
    called = await Entry.filter(deed=Deed.AWARD_RECHECK_CALLED.value)
    assert {each.subject_id for each in called} == {soon.id, leap.id}
    assert await entitlements.remind_of_rechecks() == 2, "the guardian hears as of every re-check"
    at("2026-03-03 09:00")
    assert await entitlements.remind_of_rechecks() == 1, "which calls it by itself"
    county = await an_officer(Role.COUNTY_REVIEWER)
    at("2026-04-02 09:00")
    listed = {each.id for each in await entitlements.awards_for(county, Which.RECHECK_DUE)}
    assert listed == {soon.id, later.id, leap.id}


async def test_a_recheck_that_comes_before_is_done_first(at: Any) -> None:
    award = await an_orphan(date(2008, 3, 25), recheck_due_on=date(2026, 3, 10))
    assert await entitlements.call_rechecks_of_age() == 0
    leader = await an_officer(Role.TOWNSHIP_LEADER)
    await entitlements.note_recheck(award.id, leader, basis="入户看过，照常")
    assert await entitlements.call_rechecks_of_age() == 1
    assert await due(award) == date(2026, 3, 25)
    at("2026-03-26 09:00")
    await entitlements.note_recheck(award.id, leader, basis="在县职高就读，学籍证明")
    assert await entitlements.call_rechecks_of_age() == 0, "looked at since: studies on"


async def test_who_studies_no_more_is_stopped_and_others_are_left_alone() -> None:
    award = await an_orphan(date(2008, 3, 2))
    await an_award(await a_resident("刘大山", date(2008, 3, 2)), programme="rural_dibao", monthly_fen=22_000)
    gone = await an_orphan(date(2008, 3, 2), stopped_from=date(2026, 2, 1), stop_reason="given_up")
    dead = await an_orphan(date(2008, 3, 2))
    await Resident.filter(id=dead.resident_id).update(deceased_on=date(2026, 2, 1))
    assert await entitlements.call_rechecks_of_age() == 1
    assert (await due(award), await due(gone)) == (date(2026, 3, 2), date(2026, 11, 1))
    leader, county = await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.COUNTY_REVIEWER)
    change = await entitlements.propose_change(
        award.id, FactKind.STOPPED, leader, month=date(2026, 4, 1), reason=Reason.NO_LONGER_FITS,
        basis="满18周岁，不在校就读",
    )  # fmt: skip
    await entitlements.confirm_change(change.id, county)
    assert (await Award.get(id=award.id)).stopped_from == date(2026, 4, 1)
