"""Support from outside: 《最低生活保障审核确认办法》第十三条, with formulas of other places."""

import pytest

from backend import eligibility
from backend.eligibility import BadFact, MaintenanceFormula, Obligor, Payer, SupportFormula

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


QUARTER = MaintenanceFormula(each=25, cap=50)
FATHER = {"income_fen": 400_000, "maintained": 1, "ours": 1, "paid_fen": 0}

PAYERS = [
    (FATHER, 100_000),
    (FATHER | {"maintained": 2, "ours": 2}, 200_000),
    (FATHER | {"maintained": 2}, 100_000),
    (FATHER | {"maintained": 3, "ours": 3}, 200_000),
    (FATHER | {"maintained": 3, "ours": 1}, 66_666),
    (FATHER | {"income_fen": 3}, 0),
    (FATHER | {"agreed_fen": 30_000}, 30_000),
    (FATHER | {"agreed_fen": 30_000, "paid_fen": 50_000}, 50_000),
    (FATHER | {"paid_fen": 150_000}, 150_000),
    ({"agreed_fen": 30_000, "paid_fen": 0}, 30_000),
    *((FATHER | {unknown: None}, None) for unknown in FATHER),
]


@pytest.mark.parametrize(("told", "owed"), PAYERS)
def test_what_maintenance_counts(told, owed):
    assert eligibility.maintenance_owed(Payer(**told), QUARTER) == owed


BAD_PAYERS = [
    *(({key: -1}, "不能小于0") for key in ("income_fen", "agreed_fen", "paid_fen")),
    ({"maintained": 0}, "至少是1人"),
    ({"ours": 0}, "至少是1人"),
    ({"ours": 2}, "还多"),
]


@pytest.mark.parametrize(("bad", "sentence"), BAD_PAYERS)
def test_a_payer_who_cannot_be_is_refused(bad, sentence):
    with pytest.raises(BadFact) as refusal:
        eligibility.maintenance_owed(Payer(**FATHER | bad), QUARTER)
    assert sentence in refusal.value.shown


@pytest.mark.parametrize(("each", "cap"), [(-1, 50), (51, 50), (50, 101)])
def test_a_maintenance_formula_that_cannot_be_is_not_made(each, cap):
    with pytest.raises(ValueError, match="percentage"):
        MaintenanceFormula(each=each, cap=cap)


@pytest.mark.parametrize(("owed", "total"), [([], 0), ([5, 7], 12), ([5, None], None)])
def test_everybody_together(owed, total):
    assert eligibility.support_in_all(owed) == total
