"""What would change a verdict: one fact, the limit that the law really has, and nothing that wounds to read."""

import random
from typing import Any

import pytest

from backend import eligibility
from backend.eligibility import Outcome, Verdict
from backend.eligibility.library import library

from .law_cases import ELDER, FAMILY, ON
from .test_every_rule_on_random_people import somebody, standards, unfit

CHILD = {
    "birth_date": "2015-01-01", "registered_here": True, "father": "able", "mother": "dead",
    "receives_orphan_allowance": False, "receives_tekun": False, "receives_elsewhere": False,
    "lives_in_institution": False, "held_monthly_fen": 0,
}  # fmt: skip


def check(programme: str, facts: dict[str, Any]) -> Verdict:
    return eligibility.decide(programme, facts, on=ON, parameters=standards(programme))


@pytest.mark.parametrize(
    ("programme", "facts", "said"),
    [
        ("rural_dibao", FAMILY, []),
        ("rural_dibao", FAMILY | {"monthly_income_fen": 150_000}, ["如果人均月收入低于440元，就可能符合。"]),
        ("rural_dibao", FAMILY | {"members_authorised": False}, ["如果家人同意授权核对，就可能符合。"]),
        # Two things at once: neither alone would turn it.
        ("rural_dibao", FAMILY | {"monthly_income_fen": 150_000, "members_authorised": False}, []),
        ("rural_dibao", FAMILY | {"monthly_income_fen": None},
         ["还要看一项：如果人均月收入低于440元，就可能符合。"]),
        ("rural_dibao", FAMILY | {"vehicles": 3}, []),
        ("old_age_allowance", ELDER | {"birth_date": "1960-01-01"}, ["如果满了80周岁，就可能符合。"]),
        ("old_age_allowance", ELDER | {"years_living_here": 1}, ["如果在本县实际居住年数达到2年，就可能符合。"]),
        ("old_age_allowance", ELDER | {"years_living_here": 9, "alive": False}, []),
        ("orphan", CHILD, []),
        ("edge_family", {"receives_dibao": True}, ["如果没有「正在享受低保」的情况，就可能符合。"]),
    ],
)  # fmt: skip
def test_what_would_change_it_is_said_with_the_laws_own_limit(programme, facts, said):
    assert [change.sentence for change in check(programme, facts).changes_it] == said


def test_an_open_answer_says_what_it_turns_on():
    changes = check("disability_care", {"registered_here": True}).changes_it
    assert "还要看一项：如果有残疾人证，就可能符合。" in [change.sentence for change in changes]
    assert all(change.sentence.startswith("还要看一项：") for change in changes)


def test_nobody_reads_what_would_follow_from_a_death_or_an_illness():
    unsaid = {key for key, fact in library().facts.items() if not fact.supposed}
    assert {"alive", "father", "mother", "serious_illness", "obligors", "disability_grade"} <= unsaid
    rng = random.Random(7)
    for programme in eligibility.programmes():
        facts = eligibility.facts_declared(programme)
        for _ in range(40):
            verdict = check(programme, somebody(facts, rng, rng.choice((0.0, 0.3))))
            assert not unsaid & {change.fact for change in verdict.changes_it}
            assert not unfit(verdict)


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_a_yes_or_no_that_is_said_to_turn_a_no_turns_it(programme):
    rng, facts = random.Random(11), eligibility.facts_declared(programme)
    for _ in range(60):
        person = somebody(facts, rng, 0.0)
        verdict = check(programme, person)
        for change in verdict.changes_it if verdict.outcome is Outcome.NO else ():
            if library().facts[change.fact].type == "bool":
                assert check(programme, person | {change.fact: not person[change.fact]}).outcome is not Outcome.NO


def test_the_limit_is_the_laws_to_the_fen():
    over = FAMILY | {"monthly_income_fen": 132_000}
    assert [change.fact for change in check("rural_dibao", over).changes_it] == ["monthly_income_fen"]
    assert check("rural_dibao", over | {"monthly_income_fen": 131_999}).outcome is Outcome.YES


def test_it_is_kept_with_the_verdict_and_verdicts_kept_before_it_can_be_read():
    verdict = check("rural_dibao", FAMILY | {"monthly_income_fen": 150_000})
    kept = verdict.as_json()
    assert Verdict.from_json(kept) == verdict
    del kept["changes_it"]
    assert Verdict.from_json(kept).changes_it == ()
