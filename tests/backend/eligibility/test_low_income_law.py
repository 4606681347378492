"""低保边缘家庭 and 刚性支出困难家庭: each clause on both sides of its boundary; neither pays money of its own."""

import pytest

from backend import eligibility
from backend.eligibility import Outcome, Verdict

from .law_cases import FAMILY, ON

YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN
COUNTY = {
    "dibao.standard.rural": 44000, "dibao.standard.urban": 64000, "edge.financial_months": 36, "rigid.ratio": 80,
    "rigid.financial_months": 24,
}  # fmt: skip
EDGE = FAMILY | {"receives_dibao": False, "receives_tekun": False}
RIGID = EDGE | {
    "lives_in_edge_family": False, "income_below_local_average": True, "yearly_income_fen": 10_000_000,
    "rigid_spending_fen": 8_000_000,
}  # fmt: skip


def check(programme: str, facts: dict) -> Verdict:
    base = EDGE if programme == "edge_family" else RIGID
    return eligibility.decide(programme, base | facts, on=ON, parameters=COUNTY)


@pytest.mark.parametrize(
    ("programme", "facts", "outcome"),
    [
        ("edge_family", {"monthly_income_fen": 197999}, YES), ("edge_family", {"monthly_income_fen": 198000}, NO),
        ("edge_family", {"monthly_income_fen": 287999, "home_kind": "town"}, YES),
        ("edge_family", {"monthly_income_fen": 288000, "home_kind": "town"}, NO),
        ("edge_family", {"monthly_income_fen": None}, UNKNOWN), ("edge_family", {"home_kind": None}, UNKNOWN),
        ("edge_family", {"receives_dibao": True}, NO), ("edge_family", {"receives_tekun": True}, NO),
        ("edge_family", {"receives_dibao": None}, UNKNOWN), ("edge_family", {"members_authorised": False}, NO),
        ("edge_family", {"financial_assets_fen": 36 * 44000 * 3}, YES),
        ("edge_family", {"financial_assets_fen": 36 * 44000 * 3 + 1}, UNKNOWN),
        ("edge_family", {"registered_here": False, "family_hukou_and_home_here": False}, UNKNOWN),
        ("rigid_spending", {}, YES), ("rigid_spending", {"rigid_spending_fen": 7_999_999}, NO),
        ("rigid_spending", {"rigid_spending_fen": None}, UNKNOWN), ("rigid_spending", {"yearly_income_fen": 0}, YES),
        ("rigid_spending", {"income_below_local_average": False}, NO),
        ("rigid_spending", {"income_below_local_average": None}, UNKNOWN),
        ("rigid_spending", {"receives_dibao": True}, NO), ("rigid_spending", {"receives_tekun": True}, NO),
        ("rigid_spending", {"lives_in_edge_family": True}, NO), ("rigid_spending", {"members_authorised": False}, NO),
        ("rigid_spending", {"financial_assets_fen": 24 * 64000 * 3}, YES),
        ("rigid_spending", {"financial_assets_fen": 24 * 64000 * 3 + 1}, UNKNOWN),
    ],
)  # fmt: skip
def test_each_clause_on_either_side(programme, facts, outcome):
    verdict = check(programme, facts)
    assert (verdict.outcome, verdict.amount_fen) == (outcome, None)


def test_the_line_is_said_in_yuan():
    income = next(c for c in check("edge_family", {}).conditions if c.key == "income")
    assert income.sentence == "人均月收入385元，低于660元的边缘家庭收入线。"
