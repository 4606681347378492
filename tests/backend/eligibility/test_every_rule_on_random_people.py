"""Every rule over people made up from the facts' declarations: one, a few and many get the same, in whole words."""

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from backend import eligibility
from backend.eligibility import Fact, Verdict

from .law_cases import ON

PEOPLE, ALONE = 500, 60
UNFIT = ("拒绝", "驳回", "不予", "不合格", "不符合", "没有资格", "未填", "None", "{", "}")


def somebody(facts: tuple[Fact, ...], rng: random.Random, unknown: float) -> dict[str, Any]:
    known = (fact for fact in facts if not fact.age_from)  # an age is reckoned from its date
    return {fact.key: None if rng.random() < unknown else made_up(fact, rng) for fact in known}


def made_up(fact: Fact, rng: random.Random) -> Any:
    if fact.type == "bool":
        return rng.random() < 0.5
    if fact.type == "enum":
        return rng.choice(list(fact.choices))
    if fact.type == "date":
        return ON - timedelta(days=rng.randrange(0, 40_000))
    low, high = fact.minimum or 0, fact.maximum or 0
    near = 500_000 if fact.type == "fen" else 6  # where the law's boundaries lie
    return rng.choice((low, rng.randint(low, min(high, near)), rng.randint(low, min(high, near)), high))


def standards(programme: str) -> dict[str, Any]:
    """The example of each standard: where the county may choose, the choice that is not the default."""
    return {each.key: each.example for each in eligibility.parameters_declared(programme, on=ON)}


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_one_alone_a_few_and_many_get_the_same_in_whole_words(programme: str) -> None:
    rng, county = random.Random(410325), standards(programme)
    facts = eligibility.facts_declared(programme)
    people = [somebody(facts, rng, rng.choice((0.0, 0.05, 0.4))) for _ in range(PEOPLE)]
    frame = pl.DataFrame(people, schema={fact.key: fact.kind.column for fact in facts})
    many = eligibility.decide_many(programme, frame, on=ON, parameters=county).to_dicts()
    outcomes = eligibility.outcomes_many(programme, frame, on=ON, parameters=county)
    truths = {"yes": True, "no": False, "unknown": None}
    assert outcomes.rows() == [(truths[row["outcome"]], row["review"]) for row in many]
    few = eligibility.decide_each(programme, people, on=ON, parameters=county)
    for person, row, verdict in zip(people, many, few, strict=True):
        assert isinstance(verdict, Verdict)
        told = {f"condition_{condition.key}": condition.outcome.value for condition in verdict.conditions}
        told |= {"outcome": verdict.outcome.value, "amount_fen": verdict.amount_fen}
        assert {key: row[key] for key in told} == told, person
        assert unfit(verdict) == [], person
    for person, verdict in zip(people[:ALONE], few[:ALONE], strict=True):
        assert eligibility.decide(programme, person, on=ON, parameters=county) == verdict


def unfit(verdict: Verdict) -> list[str]:
    texts = [verdict.summary, verdict.speak_text, verdict.amount_basis or "", *(c.sentence for c in verdict.conditions)]
    return [text for text in texts if any(word in text for word in UNFIT)]


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_with_nothing_known_nothing_is_denied_and_the_first_question_is_named(programme: str) -> None:
    verdict = eligibility.decide(programme, {}, on=ON, parameters=standards(programme))
    assert verdict.outcome is eligibility.Outcome.UNKNOWN
    assert verdict.missing
    assert verdict.amount_fen is None or verdict.amount_fen > 0
    assert unfit(verdict) == []


def test_before_the_first_version_no_rule_answers() -> None:
    for programme in eligibility.programmes():
        with pytest.raises(eligibility.BadFact) as refusal:
            eligibility.decide(programme, {}, on=date(1999, 1, 1), parameters=standards(programme))
        assert "更早的日期" in refusal.value.shown
