"""The rule files against the law written a second time: outcome, amount and every condition, gaps included."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import eligibility

from .dibao import dibao
from .disability import disability_care, disability_living
from .households import MAKERS, many, one
from .tekun import tekun

ON = date(2026, 11, 23)
HOUSEHOLDS = 20_000
GAPS = (0.0, 0.02, 0.1, 0.4)
CARE = {
    "tekun.base.rural": 57_200, "tekun.base.urban": 83_200,
    "tekun.care.full.institution": 80_000, "tekun.care.full.home": 70_000, "tekun.care.half.institution": 32_000,
    "tekun.care.half.home": 30_000, "tekun.care.self.institution": 8_000, "tekun.care.self.home": 7_001,
}  # fmt: skip
COUNTIES: Mapping[str, dict[str, Any]] = {
    "as Luoyang": {
        "dibao.standard.rural": 44_000, "dibao.standard.urban": 64_000, "dibao.method": "补差",
        "dibao.rounding_fen": 1, "dibao.asset_rules.financial_months": 36, "dibao.asset_rules.homes": 1,
        "dibao.asset_rules.vehicles": 0, "dis.living": 8_000, "dis.care": 8_000, "dis.extend_to_edge": "no",
        "dis.with_old_age": "both", "dis.extend_care_to_grade_34": "no",
        "tekun.admits_16_17": "review", "tekun.counts_employee_pension": "yes", **CARE,
    },
    "wider": {
        "dibao.standard.rural": 44_000, "dibao.standard.urban": 64_050, "dibao.method": "补差",
        "dibao.minimum_payment": 5_000, "dibao.extra": [{"percent": 10, "kind": "minor"}],
        "dibao.rounding_fen": 100, "dibao.asset_rules.financial_months": 48, "dibao.asset_rules.homes": 2,
        "dibao.asset_rules.vehicles": 1, "dis.living": 10_000, "dis.care": 12_050, "dis.extend_to_edge": "yes",
        "dis.with_old_age": "choose", "dis.extend_care_to_grade_34": "grade_3",
        "tekun.admits_16_17": "no", "tekun.counts_employee_pension": "no", **CARE,
    },
    "widest": {
        "dibao.standard.rural": 64_000, "dibao.standard.urban": 88_000, "dibao.method": "分档",
        "dibao.grades.rural": [{"fen": 65_000, "grade": "一类"}, {"fen": 22_000, "grade": "二类"}],
        "dibao.grades.urban": [{"fen": 89_000, "grade": "一类"}, {"fen": 500, "grade": "三类"}],
        "dibao.minimum_payment": 30_000, "dibao.capped_at_standard": "no",
        "dibao.extra": [{"percent": 30, "kind": "serious_illness"}, {"percent": 10, "kind": "minor"}],
        "dibao.rounding_fen": 10, "dibao.asset_rules.financial_months": 0, "dibao.asset_rules.homes": 0,
        "dibao.asset_rules.vehicles": 0, "dis.living": 6_000, "dis.care": 6_000, "dis.extend_to_edge": "yes",
        "dis.with_old_age": "both", "dis.extend_care_to_grade_34": "grade_34",
        "tekun.admits_16_17": "yes", "tekun.counts_employee_pension": "yes", **CARE,
    },
}  # fmt: skip
ORACLES: Mapping[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "rural_dibao": lambda person, county: dibao(person, county, "rural"),
    "urban_dibao": lambda person, county: dibao(person, county, "urban"),
    "tekun": tekun,
    "disability_living": disability_living,
    "disability_care": disability_care,
}


@cache
def crowd() -> list[dict[str, Any]]:
    return many(HOUSEHOLDS, seed=410325, unknown=GAPS)


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("programme", ORACLES)
def test_twenty_thousand_households_get_the_answer_of_the_oracle(programme: str, county: str) -> None:
    frame = pl.DataFrame(crowd(), infer_schema_length=None)
    found = eligibility.decide_many(programme, frame, on=ON, parameters=COUNTIES[county]).to_dicts()
    wanted = [ORACLES[programme](person, COUNTIES[county]) for person in crowd()]
    different = [
        (person, got, want)
        for person, got, want in zip(crowd(), found, wanted, strict=True)
        if shared(got, want) != want
    ]
    assert different[:1] == []
    outcomes = Counter(want["outcome"] for want in wanted)
    assert min(outcomes[word] for word in ("yes", "no", "unknown")) > HOUSEHOLDS // 250, outcomes


@pytest.mark.parametrize("programme", ORACLES)
def test_the_oracle_has_a_counterpart_for_every_clause(programme: str) -> None:
    clauses = {clause.key for clause in eligibility.read_out(programme, on=ON, parameters={}).clauses}
    told = {key for county in COUNTIES.values() for key in ORACLES[programme](dict.fromkeys(MAKERS), county)}
    assert {f"condition_{key}" for key in clauses} == told - {"outcome", "amount_fen"}


@settings(max_examples=150, deadline=None, database=None)
@given(st.randoms(use_true_random=False), st.sampled_from(GAPS), st.sampled_from(list(COUNTIES)), st.data())
def test_one_alone_gets_the_answer_of_the_oracle_too(
    rng: random.Random, unknown: float, county: str, data: st.DataObject
) -> None:
    programme = data.draw(st.sampled_from(list(ORACLES)))
    person = one(rng, unknown)
    verdict = eligibility.decide(programme, person, on=ON, parameters=COUNTIES[county])
    told = {f"condition_{condition.key}": condition.outcome.value for condition in verdict.conditions}
    found = {"outcome": verdict.outcome.value, "amount_fen": verdict.amount_fen} | told
    assert found == ORACLES[programme](person, COUNTIES[county])


def shared(got: dict[str, Any], want: dict[str, Any]) -> dict[str, Any]:
    """What both tell: a frame has a column for a clause that the county's standards put out of use, too."""
    unused = {key for key in got.keys() - want.keys() if key.startswith("condition_")}
    assert all(got[key] == "yes" for key in unused)
    return {key: got[key] for key in want}
