"""What is said to be out of reach is out of reach, by trying out everything; and what is in reach is let be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.eligibility.parsing import parse
from backend.eligibility.reach import outcomes

RANGES = {"a": (0, 4), "b": (False, True), "c": ("x", "y", "z"), "p": (0, 4)}
PEOPLE = [dict(zip("abcp", each, strict=True)) for each in product(range(5), (False, True), "xyz", range(5))]


def atoms() -> st.SearchStrategy[str]:
    number, sign = st.integers(-1, 5), st.sampled_from(["<", "<=", "=", "<>", ">=", ">"])
    return st.one_of(
        st.builds("{} {} {}".format, st.sampled_from(["a", "p"]), sign, number),
        st.builds("{} {} a".format, number, sign),
        st.builds("a {} p".format, sign),
        st.builds("p {} a".format, sign),
        st.builds("a + 1 {} p * 2".format, sign),
        st.builds("a NOT BETWEEN {} AND {}".format, number, number),
        st.builds("c IN ('{}', '{}')".format, st.sampled_from("xyz"), st.sampled_from("xyz")),
        st.builds("c <> '{}'".format, st.sampled_from("xyz")),
        st.just("b"),
    )


CONDITIONS = st.recursive(
    atoms(),
    lambda inner: st.one_of(
        st.builds("({}) AND ({})".format, inner, inner),
        st.builds("({}) OR ({})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=4,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(asked=CONDITIONS, before=CONDITIONS)
def test_it_never_says_more_than_is_true(asked: str, before: str) -> None:
    trees = parse(asked), parse(before)
    really = {bool(trees[0].at(each).value) for each in PEOPLE if trees[1].at(each).value}
    assert outcomes(trees[0], [trees[1]], RANGES) >= really


@pytest.mark.parametrize(
    ("asked", "before", "found"),
    [
        ("a > 4", "b", {False}),
        ("a >= 0", "b", {True}),
        ("a < 3 AND a > 1", "a <> 2", {False}),
        ("c = 'x' OR c = 'y' OR c = 'z'", "b", {True}),
        ("c IN ('x', 'y')", "c = 'z'", {False}),
        ("a NOT BETWEEN 0 AND 4", "b", {False}),
        ("a > -1", "b", {True}),
        ("a < p", "p <= a", {False}),
        ("a + 1 > p", "NOT (a + 1 <= p)", {True}),
        ("a < p", "a = p", {False}),
        ("a < p", "a < 3", {True, False}),
        ("b", "NOT b", {False}),
        ("b", "a > 4", set()),
    ],
)
def test_what_it_finds(asked: str, before: str, found: set[bool]) -> None:
    assert outcomes(parse(asked), [parse(before)], RANGES) == found


def test_too_much_to_look_through_is_left_alone() -> None:
    many = " AND ".join(f"(a <> {number} OR p <> {number} OR n{number})" for number in range(9)) + " AND a > 6"
    ranges = RANGES | {f"n{number}": (False, True) for number in range(9)} | {"q": (0, 99), "p": (0, 99)}
    assert outcomes(parse(many + " AND q > 50 AND p > 40"), [], ranges) == {True, False}
