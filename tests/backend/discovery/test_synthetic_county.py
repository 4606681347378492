"""The whole synthetic county, as small as it comes: one person's answer is the county's, and the shares make sense."""

from typing import Any

import pytest

from backend import database, discovery, eligibility, programmes, statements
from backend.discovery.asking_law import given, judge
from backend.discovery.screen import Rows
from backend.discovery.terms import Terms
from backend.eligibility import BadFact, Outcome
from sandbox.people import County
from tests.backend.discovery.lives import NIGHT, TODAY
from tests.people import COUNTY, seed_parameters
from xiangyin.loading import load_people

EVERY = 10  # of the rows, one that is asked by itself


@pytest.fixture
async def county(empty_database: str, at: Any) -> None:
    at(NIGHT)
    await seed_parameters()
    async with database.dedicated_connection() as connection:
        await load_people(connection, County(scale=0.01))


async def test_one_by_one_and_all_at_once_give_the_same_answers(county: None) -> None:
    known = await discovery.know(COUNTY, TODAY)
    parameters = await programmes.parameters_on(COUNTY, TODAY)
    asked = 0
    for programme in eligibility.programmes():
        law = judge(known, programme, Terms(TODAY, parameters))
        people = given(known.facts_of(programme, known.members if law.rows is Rows.PEOPLE else known.homes))
        assert len(people) > (5_000 if law.rows is Rows.PEOPLE else 1_800)
        each = eligibility.decide_each(programme, people, on=TODAY, parameters=parameters)
        assert not any(isinstance(one, BadFact) for one in each)
        truths = {Outcome.YES: True, Outcome.NO: False, Outcome.UNKNOWN: None}
        assert [truths[one.outcome] for one in each if not isinstance(one, BadFact)] == law.outcomes.to_list()
        for number in range(0, len(people), EVERY):
            assert eligibility.decide(programme, people[number], on=TODAY, parameters=parameters) == each[number]
            asked += 1
    assert asked > 500


async def test_the_night_finds_some_of_every_kind_and_few_in_all(county: None) -> None:
    screening = await discovery.screen(COUNTY)
    assert screening.unscreened == []
    counted = await discovery.open_counts(COUNTY)
    counts = {f"{count.rule} {count.programme}".strip(): count.number for count in counted}
    for kind in (
        "entitled old_age_allowance", "entitled rural_dibao", "entitled disability_care",
        "age_coming old_age_allowance", "card_expiring", "high_medical_cost", "single_person_dibao",
        "no_longer_fits disability_care",
    ):  # fmt: skip
        assert counts.get(kind, 0) > 0, kind
    assert 0.02 < screening.found / screening.people < 0.08
    # Of those who receive, most fit: a mistake in where a fact comes from would put them all on the list.
    receiving = await database.row("SELECT count(*) AS number FROM award WHERE stopped_from IS NULL")
    assert receiving
    no_longer = sum(number for kind, number in counts.items() if kind.startswith("no_longer_fits"))
    assert no_longer < 0.06 * receiving["number"]
    again = await discovery.screen(COUNTY)
    assert (again.new, again.passed) == (0, 0)


async def test_its_journal_tells_how_each_award_began(county: None) -> None:
    made = await statements.replay(COUNTY)
    assert made.awards > 300
    assert (made.untold, made.differing) == (0, [])
    assert not await database.rows("SELECT FROM journal_entry WHERE announced_at IS NULL")
