"""Expressions keep what is not known as not known, and money as whole fen."""

import polars as pl
import pytest

from backend.eligibility.expression import read_expression

KNOWN = {"age": pl.Int64(), "income": pl.Int64(), "alive": pl.Boolean(), "well": pl.Boolean()}


def valued(text: str, result: pl.DataType, **row: object) -> object:
    written = read_expression(text, KNOWN, result, case=result == pl.Int64())
    frame = pl.DataFrame({key: [row.get(key)] for key in KNOWN}, schema=KNOWN)
    return frame.select(written.only_where_known() if result == pl.Int64() else written.compiled).item()


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("alive AND well", {"alive": True}, None),
        ("alive AND well", {"alive": False}, False),
        ("alive OR well", {"alive": True}, True),
        ("alive OR well", {"alive": False}, None),
        ("NOT alive", {}, None),
        ("age BETWEEN 60 AND 69", {}, None),
        ("age IN (60, 70)", {"age": 70}, True),
    ],
)
def test_conditions_are_three_valued(text, row, value):
    assert valued(text, pl.Boolean(), **row) is value


@pytest.mark.parametrize(("row", "value"), [({"age": 90}, 10000), ({"age": 80}, 5000), ({}, None)])
def test_a_case_over_an_unknown_fact_does_not_fall_through_to_its_else(row, value):
    assert valued("CASE WHEN age >= 90 THEN 10000 ELSE 5000 END", pl.Int64(), **row) == value


def test_division_is_of_integers_beyond_what_a_float_can_hold():
    assert valued("DIV(income, age)", pl.Int64(), income=(2**53 + 1) * 3, age=3) == 2**53 + 1
    assert valued("DIV(income, age)", pl.Int64(), income=100, age=0) is None


def test_columns_are_named_once_in_the_order_written():
    assert read_expression("income > age AND income < 9", KNOWN, pl.Boolean()).columns == ("income", "age")
