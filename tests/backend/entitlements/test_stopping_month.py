"""From which month nothing is owed any more: the law's, or the county's where the law leaves it to the county."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements
from backend.entitlements import Award, FactKind, Reason
from backend.journal import By, Signature
from backend.programmes import Enactment, enact
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, a_resident, an_officer, seed_parameters

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
DISABLED: dict[str, Any] = {"programme": "disability_care", "monthly_fen": 8000, "from_month": date(2025, 6, 1)}


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-15 09:00")
    await seed_parameters()


async def is_set(key: str, value: object) -> None:
    county = Enactment(f"{COUNTY}000000", key, value, date(2025, 1, 1), None, "嵩民〔2026〕3号", True)
    await enact(county, by=Signature(By.IMPORT))


# Programme, what the county has set (policy §5.4, §13.4), the month asked for, and whether it may be.
STOPS: list[tuple[str, str | None, date, bool]] = [
    ("disability_care", "next_month", MARCH, False),
    ("disability_care", "next_month", APRIL, True),
    ("disability_living", "same_month", MARCH, True),
    ("disability_living", "same_month", FEBRUARY, False),
    ("rural_dibao", "same_month", MARCH, False),  # the law's own word: from the next month
    ("orphan", None, MARCH, True),
]


async def test_who_no_longer_fits_is_stopped_as_the_county_has_set_it() -> None:
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    for programme, timing, month, may in STOPS:
        if timing:
            await is_set("dis.stop_timing", timing)
        award = await an_award(programme=programme, monthly_fen=8000, from_month=date(2025, 6, 1))
        asked: dict[str, Any] = {"month": month, "reason": Reason.NO_LONGER_FITS, "basis": "比对记录3号"}
        if may:
            await entitlements.propose_change(award.id, FactKind.STOPPED, reviewer, **asked)
            continue
        with pytest.raises(entitlements.MonthImpossible):
            await entitlements.propose_change(award.id, FactKind.STOPPED, reviewer, **asked)


async def test_a_card_issued_anew_pays_back_no_further_than_the_county_lets_it(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    await is_set("dis.reissue_backpay_months", 2)
    award = await an_award(**DISABLED)
    at("2025-12-15 09:00")
    dibao = await an_award(programme="rural_dibao", monthly_fen=22000, from_month=date(2025, 6, 1))
    with pytest.raises(entitlements.ReasonUnfit):
        await entitlements.suspend(dibao.id, date(2025, 12, 1), clerk, reason=Reason.CARD_EXPIRED, basis="没有残疾证")
    basis = "残疾证2025年11月30日到期"
    await entitlements.suspend(award.id, date(2025, 12, 1), clerk, reason=Reason.CARD_EXPIRED, basis=basis)
    at("2026-03-15 09:00")
    back: dict[str, Any] = {"reason": Reason.CARD_RENEWED, "basis": "新证2026年3月发"}
    with pytest.raises(entitlements.MonthImpossible) as refused:
        await entitlements.propose_change(award.id, FactKind.RESUMED, clerk, month=date(2025, 12, 1), **back)
    assert "最多补发2个月" in refused.value.shown
    change = await entitlements.propose_change(award.id, FactKind.RESUMED, clerk, month=JANUARY, **back)
    resumed = await entitlements.confirm_change(change.id, reviewer)
    assert entitlements.standing_of(await entitlements.facts_of(resumed)).status(MARCH) == "running"


# 高龄津贴 by the county's word, 低保 never (it is looked at again); the correction follows the same word.
DEATHS = [("month_of_death", FEBRUARY, MARCH), ("next_month", MARCH, MARCH)]


async def test_after_a_death_the_month_itself_is_owed_unless_the_county_says_otherwise() -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    for rule, old_age_stops, dibao_stops in DEATHS:
        await is_set("aged.stop_rule", rule)
        elder = await a_resident()
        old_age = await an_award(elder, from_month=JANUARY)
        dibao = await an_award(elder, programme="rural_dibao", monthly_fen=22000, from_month=JANUARY)
        await entitlements.stop_for_death(elder.id, date(2026, 2, 20), clerk, reason="火化证明")
        stops = [(await Award.get(id=each.id)).stopped_from for each in (old_age, dibao)]
        assert stops == [old_age_stops, dibao_stops], rule
        change = await entitlements.propose_death_correction(
            dibao.id, date(2026, 1, 31), clerk, reason=Reason.WRONG_DAY, basis="医学证明"
        )
        await entitlements.confirm_change(change.id, reviewer)
        corrected = JANUARY if rule == "month_of_death" else FEBRUARY
        assert (await Award.get(id=old_age.id)).stopped_from == corrected, rule
