"""The tree of a condition says what Polars says, and what is still open in it and nothing more."""

import random

import polars as pl
import pytest

from backend import eligibility
from backend.eligibility.deciding import chosen_parameters, worked_out
from backend.eligibility.fact import columns
from backend.eligibility.library import library
from backend.eligibility.parsing import Unparsable, parse
from backend.eligibility.taking import take
from backend.eligibility.working_out import work_out

from .law_cases import ON
from .test_every_rule_on_random_people import somebody, standards

PEOPLE = 400


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_one_person_alone_comes_to_what_polars_says_in_every_column(programme: str) -> None:
    law, rng = library().in_force(programme, ON), random.Random(410326)
    facts = eligibility.facts_declared(programme)
    people = [somebody(facts, rng, rng.choice((0.0, 0.2, 0.6))) for _ in range(PEOPLE)]
    chosen = chosen_parameters(law, standards(programme))
    taken = [take(law, library().facts, person, on=ON) for person in people]
    frame = pl.from_dicts([dict(facts) for facts in taken], schema=columns(law.facts))
    rows = worked_out(law, frame, chosen, on=ON).collect()
    for facts, row in zip(taken, rows.iter_rows(named=True), strict=True):
        assert work_out(law, facts, chosen, ON) == row
        for clause in law.clauses:
            found = clause.tree.at(row)
            assert found.value is row[f"raw_{clause.key}"], (clause.key, row)
            assert bool(found.open) == (found.value is None)


@pytest.mark.parametrize(
    ("text", "row", "value", "open_columns"),
    [
        ("a >= 60 OR b", {"a": 70}, True, set()),
        ("a >= 60 OR (b AND c = 'limb')", {"b": False}, None, {"a"}),
        ("a >= 60 OR (b AND c = 'limb')", {"a": 30, "b": True}, None, {"c"}),
        ("a >= 60 OR (b AND c = 'limb')", {"a": 30}, None, {"b", "c"}),
        ("NOT b AND a < 3", {"b": True}, False, set()),
        ("NOT b AND a < 3", {}, None, {"a", "b"}),
        ("a * 100 < d * 2 + 1", {"a": 3, "d": 150}, True, set()),
        ("a NOT IN (1, 2) AND a BETWEEN 0 AND -d", {"a": 3, "d": -3}, True, set()),
        ("a - 1 - 1 = 1", {"a": 3}, True, set()),
        ("DIV(a, d) < 2", {"a": 3, "d": 2}, True, set()),
        ("DIV(a, d) < 2", {"a": 3, "d": 0}, None, set()),
        ("DIV(a, d) = -1", {"a": -7, "d": 4}, True, set()),
        ("TRUE AND b", {}, None, {"b"}),
    ],
)
def test_what_is_open_is_what_can_still_matter(text, row, value, open_columns):
    assert parse(text).at(row) == (value, open_columns)


@pytest.mark.parametrize(
    "text", ["", "a <", "a < b < c", "(a < b", "a IN ()", "a NOT b", "a ; b", "a BETWEEN 1", "AND a"]
)
def test_what_is_no_condition_has_no_tree(text):
    with pytest.raises(Unparsable):
        parse(text)


def test_names_and_words_bind_as_polars_binds_them():
    frame = pl.DataFrame({"a": [1, 2, 3], "b": [True, False, True], "c": [False, False, True]})
    for text in ("b OR c AND NOT b", "NOT b AND c OR b", "NOT a = 2", "NOT a > 1 OR c", "a + 2 * a > 5 AND NOT c"):
        polars = frame.select(pl.sql_expr(text).alias("found"))["found"].to_list()
        assert [parse(text).at(row).value for row in frame.iter_rows(named=True)] == polars
