"""Support from outside: 《最低生活保障审核确认办法》第十三条, with formulas of other places."""

import pytest

from backend import eligibility
from backend.eligibility import BadFact, Obligor, SupportFormula

STANDARD = 44_000
HALF_ABOVE = SupportFormula(line=100, share=50)
FIFTH_ABOVE_DOUBLE = SupportFormula(line=200, share=20)
SON = {"income_fen": 300_000, "members": 3, "supported": 2, "paid_fen": 0}

ROWS = [
    (SON, HALF_ABOVE, 42_000),
    (SON, FIFTH_ABOVE_DOUBLE, 3_600),
    (SON | {"income_fen": 264_000}, FIFTH_ABOVE_DOUBLE, 0),
    (SON | {"income_fen": 264_011}, FIFTH_ABOVE_DOUBLE, 1),
    (SON | {"income_fen": 0}, HALF_ABOVE, 0),
    (SON | {"agreed_fen": 20_000}, HALF_ABOVE, 20_000),
    (SON | {"agreed_fen": 20_000, "paid_fen": 25_000}, HALF_ABOVE, 25_000),
    (SON | {"paid_fen": 50_000}, HALF_ABOVE, 50_000),
    ({"agreed_fen": 20_000, "paid_fen": 0}, HALF_ABOVE, 20_000),
    (SON | {"income_fen": None}, HALF_ABOVE, None),
    (SON | {"members": None}, HALF_ABOVE, None),
    (SON | {"supported": None}, HALF_ABOVE, None),
    (SON | {"paid_fen": None}, HALF_ABOVE, None),
]


@pytest.mark.parametrize(("told", "formula", "owed"), ROWS)
def test_what_counts(told, formula, owed):
    assert eligibility.support_owed(Obligor(**told), STANDARD, formula) == owed


@pytest.mark.parametrize("bad", [{"income_fen": -1}, {"agreed_fen": -1}, {"paid_fen": -1}])
def test_an_amount_below_nothing_is_refused(bad):
    with pytest.raises(BadFact) as refusal:
        eligibility.support_owed(Obligor(**SON | bad), STANDARD, HALF_ABOVE)
    assert "不能小于0" in refusal.value.shown


@pytest.mark.parametrize("bad", [{"members": 0}, {"supported": 0}])
def test_nobody_to_share_among_is_refused(bad):
    with pytest.raises(BadFact) as refusal:
        eligibility.support_owed(Obligor(**SON | bad), STANDARD, HALF_ABOVE)
    assert "至少是1人" in refusal.value.shown


@pytest.mark.parametrize(("line", "share"), [(-1, 50), (100, -1), (100, 101)])
def test_a_formula_that_cannot_be_is_not_made(line, share):
    with pytest.raises(ValueError, match="percentage"):
        SupportFormula(line=line, share=share)
