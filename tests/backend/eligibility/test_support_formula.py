"""The county's word for a formula becomes the formula; each on either side of its line."""

from pathlib import Path

import pytest

from backend.eligibility import Obligor, RuleFileInvalid, StandardsNotSet, support_formula, support_owed
from backend.eligibility.support_formula import read_support_formulas
from backend.programmes import get_declaration

STANDARD = 44_000
HALF, FIFTH, BY_CHILDREN = "half_over_standard", "fifth_over_double", "half_or_two_fifths"


@pytest.mark.parametrize(
    ("chosen", "income", "children", "owed"),
    [
        (HALF, 88_000, None, 0), (HALF, 88_002, None, 1), (HALF, 188_000, None, 50_000),
        (FIFTH, 176_000, None, 0), (FIFTH, 176_005, None, 1), (FIFTH, 276_000, None, 20_000),
        (BY_CHILDREN, 188_000, 2, 50_000), (BY_CHILDREN, 188_000, 3, 40_000), (BY_CHILDREN, 188_000, None, None),
    ],
)  # fmt: skip
def test_two_in_the_payers_household_support_one(
    chosen: str, income: int, children: int | None, owed: int | None
) -> None:
    formula = support_formula({"dibao.support_formula": chosen})
    payer = Obligor(income_fen=income, members=2, supported=1, paid_fen=0, children=children)
    assert support_owed(payer, STANDARD, formula) == owed


def test_every_choice_of_a_county_has_its_formula() -> None:
    for choice in get_declaration("dibao.support_formula").choices:
        assert support_formula({"dibao.support_formula": choice})


@pytest.mark.parametrize("chosen", [None, "", "as_you_like"])
def test_without_a_choice_nothing_is_reckoned(chosen: str | None) -> None:
    with pytest.raises(StandardsNotSet):
        support_formula({"dibao.support_formula": chosen})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x: 1\n", 1), ("formulas:\n  a: 5\n", 2), ("formulas:\n  a: {line: 100, share: 50}\n", 2),
        ("formulas:\n  a: {line: 100, share: 150, source: 通知}\n", 2),
        ("formulas:\n  a: {line: 1.5, share: 50, source: 通知}\n", 2),
        ("formulas:\n  a: {line: 100, source: 通知}\n", 2), ("formulas:\n  a: {height: 1, source: 通知}\n", 2),
    ],
)  # fmt: skip
def test_a_file_that_does_not_hold_together_is_said_so(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "formulas.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileInvalid) as invalid:
        read_support_formulas(file)
    assert invalid.value.line == line
