"""A rule in words for nobody in particular: what must hold, at the standards of the day."""

from datetime import date

import pytest

from backend import eligibility

TODAY = date(2026, 3, 2)
STANDARDS = {"dibao.standard.rural": 44000, "aged.bands": [[80, 5000], [90, 10000]]}


def clause(programme: str, key: str, **more: object) -> eligibility.ClauseReadOut:
    rule = eligibility.read_out(programme, on=TODAY, parameters={**STANDARDS, **more})
    return next(each for each in rule.clauses if each.key == key)


def test_standards_stand_as_their_values_and_facts_as_their_names() -> None:
    income, age = clause("rural_dibao", "income"), clause("old_age_allowance", "age_reached")
    assert "低于每人每月440元的标准" in income.holds
    assert "【周岁年龄】周岁，达到80周岁" in age.holds
    assert "{" not in income.holds + income.otherwise + age.holds + age.otherwise


def test_a_limit_that_hangs_on_standards_alone_is_worked_out() -> None:
    assert "在15840元的提示线以内" in clause("rural_dibao", "financial_assets").holds.replace(",", "")


def test_a_standard_that_is_not_set_says_so() -> None:
    rule = eligibility.read_out("rural_dibao", on=TODAY, parameters={})
    assert rule.standards["dibao.standard.rural"] is None
    assert any("县里还没有设定" in each.holds for each in rule.clauses)


def test_a_condition_that_the_county_does_not_use_is_marked() -> None:
    assert clause("old_age_allowance", "residence").applies is False
    assert clause("old_age_allowance", "residence", **{"aged.residence_years": 2}).applies is True


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_every_rule_can_be_read_out(programme: str) -> None:
    for parameters in ({}, STANDARDS):
        rule = eligibility.read_out(programme, on=TODAY, parameters=parameters)
        assert rule.clauses
        assert all(each.article and each.holds and each.otherwise for each in rule.clauses)
        assert "{" not in "".join(each.holds + each.otherwise for each in rule.clauses) + rule.amount


def test_versions_stand_with_their_days() -> None:
    (version, *_) = eligibility.versions_of("old_age_allowance")
    assert version.since <= TODAY


def test_what_is_no_programme_or_before_its_first_version_is_refused() -> None:
    with pytest.raises(eligibility.NoSuchProgramme):
        eligibility.read_out("moon_rent", on=TODAY, parameters={})
    with pytest.raises(eligibility.NoSuchProgramme):
        eligibility.versions_of("moon_rent")
    with pytest.raises(eligibility.BadFact):
        eligibility.read_out("old_age_allowance", on=date(1999, 1, 1), parameters={})
