"""A whole household on one sheet: from members, entries, obligors and property to the verdict."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.eligibility import (
    RECKONED,
    Absence,
    Asset,
    ImportantMember,
    IncomeEntry,
    Kinship,
    Member,
    Obligor,
    Outcome,
    PropertyItem,
    Sheet,
    StandardsNotSet,
    reckon,
)

ON = date(2026, 11, 23)
COUNTY: dict[str, Any] = {
    "dibao.standard.rural": 44_000, "dibao.standard.urban": 64_000, "dibao.lookback_months": 12,
    "dibao.support_formula": "half_over_standard", "dibao.employment_cost": 10,
    "dibao.extra": [{"kind": "severe_disability", "percent": 20}],
    "dibao.asset_rules": [{"asset": "home", "operator": ">=", "threshold": "2套", "severity": "BLOCK"}],
}  # fmt: skip
HALE = {"age": 40, "serious_illness": False, "severe_disability": False, "single_parent": False}
FAMILY = Sheet(
    members=[
        Member("a", Kinship.APPLICANT, age=40, absence=Absence.NONE),
        Member("b", Kinship.SPOUSE, age=41, absence=Absence.NONE),
        Member("c", Kinship.CHILD, age=9, absence=Absence.NONE),
        Member("d", Kinship.CHILD, age=20, absence=Absence.PRISON),
    ],
    important=[ImportantMember(key, **HALE) for key in "abcd"],
    entries=[IncomeEntry("wage", "a", date(2025, 11, 1), 12, 600_000)],
    income_complete=True,
    items=[PropertyItem(Asset.HOME, 1)],
    property_complete=True,
    facts={
        "registered_here": True, "members_authorised": True, "home_kind": "village", "member_receives_tekun": False,
        "receives_dibao_elsewhere": False, "applies_alone": False,
    },
)  # fmt: skip


def test_from_the_entries_to_the_amount() -> None:
    found = reckon("rural_dibao", FAMILY, on=ON, county=COUNTY)
    assert (found.home.members_counted, found.monthly_fen, found.per_capita_fen) == (3, 45_000, 15_000)
    assert (found.owned.outcome, found.extra.percent) == ("clear", 0)
    assert (found.verdict.outcome, found.verdict.amount_fen) == (Outcome.YES, 3 * 44_000 - 45_000)
    urban = reckon("urban_dibao", replace(FAMILY, facts={**FAMILY.facts, "home_kind": "town"}), on=ON, county=COUNTY)
    assert urban.verdict.amount_fen == 3 * 64_000 - 45_000
    assert RECKONED == ("rural_dibao", "urban_dibao")


def test_support_is_income_and_what_is_not_known_of_it_leaves_the_income_open() -> None:
    grown = Obligor(income_fen=144_000, members=1, supported=1, paid_fen=0)
    found = reckon("rural_dibao", replace(FAMILY, obligors=[grown]), on=ON, county=COUNTY)
    assert (found.owed, found.monthly_fen) == ((50_000,), 95_000)
    found = reckon("rural_dibao", replace(FAMILY, obligors=[grown, Obligor()]), on=ON, county=COUNTY)
    assert (found.support_fen, found.monthly_fen, found.verdict.outcome) == (None, None, Outcome.UNKNOWN)


def test_important_members_add_to_the_amount_but_not_one_who_does_not_count() -> None:
    disabled = [ImportantMember("c", **HALE | {"severe_disability": True}), *FAMILY.important[:2], FAMILY.important[3]]
    found = reckon("rural_dibao", replace(FAMILY, important=disabled), on=ON, county=COUNTY)
    assert (found.extra.percent, found.verdict.amount_fen) == (20, 87_000 + 8_800)
    prisoner = [*FAMILY.important[:3], ImportantMember("d", **HALE | {"severe_disability": True})]
    found = reckon("rural_dibao", replace(FAMILY, important=prisoner), on=ON, county=COUNTY)
    assert found.extra.percent == 0


def test_a_second_home_is_beyond_the_countys_limit() -> None:
    found = reckon("rural_dibao", replace(FAMILY, items=[PropertyItem(Asset.HOME, 2)]), on=ON, county=COUNTY)
    assert (found.owned.outcome, found.verdict.outcome) == ("blocked", Outcome.NO)


@pytest.mark.parametrize("left_open", ["income_complete", "property_complete"])
def test_what_nobody_says_is_complete_is_not_known(left_open: str) -> None:
    found = reckon("rural_dibao", replace(FAMILY, **{left_open: False}), on=ON, county=COUNTY)
    assert found.verdict.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("key", ["dibao.standard.rural", "dibao.lookback_months", "dibao.support_formula"])
def test_without_a_standard_nothing_is_reckoned(key: str) -> None:
    lacking = {name: value for name, value in COUNTY.items() if name != key}
    with pytest.raises(StandardsNotSet):
        reckon("rural_dibao", replace(FAMILY, obligors=[Obligor(paid_fen=0)]), on=ON, county=lacking)
