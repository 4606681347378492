"""One definition: a person alone and the same person in a frame of thousands get the same answer."""

import random
from datetime import date, timedelta

import polars as pl
import pytest

from backend import eligibility

from .law_cases import COUNTY, ON

ROWS = 2000
GENERATED = {
    "birth_date": lambda rng: ON - timedelta(days=rng.randrange(20_000, 40_000)),
    "alive": lambda rng: rng.random() < 0.95,
    "registered_here": lambda rng: rng.random() < 0.9,
    "receives_old_age_elsewhere": lambda rng: rng.random() < 0.05,
    "years_living_here": lambda rng: rng.randrange(0, 60),
    "family_hukou_and_home_here": lambda rng: rng.random() < 0.5,
    "home_kind": lambda rng: rng.choice(["village", "village", "town"]),
    "members_counted": lambda rng: rng.randrange(1, 8),
    "monthly_income_fen": lambda rng: rng.choice([0, 44000, 88000, 132000, rng.randrange(0, 300_000)]),
    "members_authorised": lambda rng: rng.random() < 0.95,
    "member_receives_tekun": lambda rng: rng.random() < 0.05,
    "receives_dibao_elsewhere": lambda rng: rng.random() < 0.02,
    "homes": lambda rng: rng.randrange(0, 3),
    "vehicles": lambda rng: rng.choice([0, 0, 0, 1]),
    "financial_assets_fen": lambda rng: rng.randrange(0, 8_000_000),
}


@pytest.mark.parametrize("programme", ["old_age_allowance", "rural_dibao"])
@pytest.mark.parametrize(("unknown", "on"), [(0.02, ON), (0.3, date(2028, 2, 29))])
def test_two_thousand_random_rows(programme, unknown, on):
    rng = random.Random(410325)
    county = COUNTY | {"aged.residence_years": 2, "dibao.rounding_fen": 100}
    rows = [
        {key: None if rng.random() < unknown else make(rng) for key, make in GENERATED.items()} for _ in range(ROWS)
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    many = eligibility.decide_many(programme, frame, on=on, parameters=county).to_dicts()
    alone = [flat(eligibility.decide(programme, row, on=on, parameters=county)) for row in rows]
    assert alone == many
    assert {row["outcome"] for row in many} == {"yes", "no", "unknown"}
    assert all(row["amount_fen"] is None or row["amount_fen"] > 0 for row in many)


def flat(verdict: eligibility.Verdict) -> dict:
    conditions = {f"condition_{c.key}": c.outcome.value for c in verdict.conditions}
    review = any(c.review for c in verdict.conditions)
    return {
        "outcome": verdict.outcome.value,
        "amount_fen": verdict.amount_fen,
        "at_least": verdict.at_least,
        "review": review,
    } | conditions


def test_an_empty_frame_and_absent_columns_are_no_trouble():
    nobody = pl.DataFrame(schema={"birth_date": pl.Date()})
    assert eligibility.decide_many("old_age_allowance", nobody, on=ON, parameters=COUNTY).height == 0
    stranger = pl.DataFrame({"person": ["one"], "registered_here": [None]})
    found = eligibility.decide_many("old_age_allowance", stranger, on=ON, parameters=COUNTY)
    assert found["outcome"].to_list() == ["unknown"]
    assert found["amount_fen"].dtype == pl.Int64
