"""特困: when somebody reports that self-care has changed, it is assessed again within ten working days."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements
from backend.entitlements import FactKind, Which
from backend.journal import Deed, Entry
from backend.staff import NoSuchPower, OutsideYourPlace, Role
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_ten_working_days_from_the_report_and_never_later_than_it_was_due(at: Any) -> None:
    clerk = await an_officer()
    award = await an_award(await a_resident(), programme="tekun", monthly_fen=57_200, recheck_due_on=date(2026, 9, 2))
    called = await entitlements.report_self_care_change(award.id, clerk, basis=" 侄子说不能下床了 ")
    assert called.recheck_due_on == date(2026, 3, 16)
    (told,) = await Entry.filter(deed=Deed.AWARD_RECHECK_CALLED.value)
    assert "侄子" not in str(told.facts)
    fact = (await entitlements.facts_of(called))[-1]
    assert (fact.kind, fact.reason, fact.basis) == (FactKind.RECHECK_CALLED, "self_care", "侄子说不能下床了")
    at("2026-03-05 09:30")
    assert (await entitlements.report_self_care_change(award.id, clerk, basis="又有人说")).recheck_due_on == date(
        2026, 3, 16
    )
    at("2026-03-16 09:30")
    assert [each.id for each in await entitlements.awards_for(clerk, Which.RECHECK_DUE)] == [award.id]
    assert (await entitlements.note_recheck(award.id, clerk, basis="评估没有变化")).recheck_due_on != date(2026, 3, 16)


async def test_who_may_not_and_of_what_it_is_not_asked() -> None:
    clerk = await an_officer()
    award = await an_award(await a_resident(), programme="tekun", monthly_fen=57_200)
    for officer, refusal in (
        (await an_officer(Role.AUDITOR), NoSuchPower), (await an_officer(place=OTHER_TOWNSHIP), OutsideYourPlace),
    ):  # fmt: skip
        with pytest.raises((refusal, entitlements.NoSuchAward)):
            await entitlements.report_self_care_change(award.id, officer, basis="不能走了")
    with pytest.raises(entitlements.BasisMissing):
        await entitlements.report_self_care_change(award.id, clerk, basis=" ")
    other = await an_award(await a_resident("刘大山"), programme="rural_dibao", monthly_fen=22_000)
    with pytest.raises(entitlements.NotAssessed):
        await entitlements.report_self_care_change(other.id, clerk, basis="不能走了")
    gone = await an_award(
        await a_resident("赵四"), programme="tekun", monthly_fen=57_200, stopped_from=date(2026, 3, 1),
        stop_reason="not_eligible", from_month=date(2026, 1, 1),
    )  # fmt: skip
    with pytest.raises(entitlements.StoppedAlready):
        await entitlements.report_self_care_change(gone.id, clerk, basis="不能走了")
