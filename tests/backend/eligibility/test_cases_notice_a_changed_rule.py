"""Change one operator of a rule, and some case must notice: otherwise a boundary of the law is not tried."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend import eligibility
from backend.eligibility import deciding
from backend.eligibility.law import LawInvalid, made_ready
from backend.eligibility.library import Library, library
from backend.eligibility.rule import Amount, Rule
from xiangyin.law_cases import read_cases, try_case

CASES = Path(__file__).parent / "cases"
CHANGES = [
    (r"<=", "<"), (r">=", ">"), (r"<(?![=>])", "<="), (r"(?<!<)>(?!=)", ">="), (r"<>", "="), (r"(?<![<>])=", "<>"),
    (r"\bAND\b", "OR"), (r"\bOR\b", "AND"), (r"\bNOT ", ""),
]  # fmt: skip
# Nothing is paid where nothing lacks, whichever of its two arms says so.
SAME = {("unsupported_child", "amount", "<", "<=")}
# At the cap or the minimum itself both arms say the same.
SAME |= {
    (dibao, "amount", *change) for dibao in ("rural_dibao", "urban_dibao") for change in (("<", "<="), (">", ">="))
}


@pytest.mark.parametrize("programme", eligibility.programmes())
def test_a_changed_operator_is_noticed(programme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = read_cases(CASES / f"{programme}.yaml").cases
    facts, rule = library().facts, library().laws[programme][-1].rule
    tried, unnoticed = 0, []
    for what, change, changed in changed_rules(rule):
        if (programme, what, *change) in SAME:
            continue
        try:
            law = made_ready(changed, facts, "changed")
        except LawInvalid:
            continue
        monkeypatch.setattr(deciding, "library", lambda law=law: Library(facts, {programme: (law,)}))
        tried += 1
        if not any(try_case(programme, case).differences for case in cases):
            unnoticed.append((what, *change))
    assert unnoticed == []
    assert tried > 0


def changed_rules(rule: Rule) -> Iterator[tuple[str, tuple[str, str], Rule]]:
    for key, condition in rule.conditions.items():
        for part in ("expression", "applies_when"):
            for change, text in changed_texts(getattr(condition, part) or ""):
                changed = condition.model_copy(update={part: text})
                yield key, change, rule.model_copy(update={"conditions": {**rule.conditions, key: changed}})
    for change, amount in changed_amounts(rule.amount):
        yield "amount", change, rule.model_copy(update={"amount": amount})


def changed_amounts(amount: Amount) -> Iterator[tuple[tuple[str, str], Amount]]:
    for change, text in changed_texts(amount.expression):
        yield change, amount.model_copy(update={"expression": text})
    for key, way in amount.ways.items():
        for part in ("when", "expression"):
            for change, text in changed_texts(getattr(way, part) or ""):
                ways = {**amount.ways, key: way.model_copy(update={part: text})}
                yield change, amount.model_copy(update={"ways": ways})
    for part in ("applies_when", "expression") if amount.addition else ():
        for change, text in changed_texts(getattr(amount.addition, part) or ""):
            addition = amount.addition.model_copy(update={part: text})
            yield change, amount.model_copy(update={"addition": addition})


def changed_texts(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    for pattern, instead in CHANGES:
        for found in re.finditer(pattern, text):
            yield (found.group(), instead), text[: found.start()] + instead + text[found.end() :]
