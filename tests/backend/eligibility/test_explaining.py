"""Every answer cites its article, sounds kind, and can be read back and run again years later."""

import hashlib
import json
from pathlib import Path

import pytest

from backend import eligibility
from backend.eligibility import Verdict

from .law_cases import COUNTY, ELDER, FAMILY, ON

RULES = Path(eligibility.__file__).parent / "rules"
CASES = [
    ("old_age_allowance", ELDER),
    ("old_age_allowance", ELDER | {"birth_date": "1950-01-01"}),
    ("old_age_allowance", ELDER | {"receives_old_age_elsewhere": True}),
    ("old_age_allowance", {}),
    ("rural_dibao", FAMILY),
    ("rural_dibao", FAMILY | {"monthly_income_fen": 132000}),
    ("rural_dibao", FAMILY | {"vehicles": 2, "homes": 3}),
    ("rural_dibao", {}),
]
HARSH = ("拒绝", "驳回", "不予", "不合格", "不符合", "没有资格", "None", "{", "}")


def check(programme: str, facts: dict) -> Verdict:
    return eligibility.decide(programme, facts, on=ON, parameters=COUNTY)


@pytest.mark.parametrize(("programme", "facts"), CASES)
def test_a_check_never_sounds_like_a_refusal_and_leaves_the_decision_to_the_county(programme, facts):
    verdict = check(programme, facts)
    for text in (verdict.summary, verdict.speak_text, *(c.sentence for c in verdict.conditions)):
        assert text
        assert not [word for word in HARSH if word in text], text
    assert "最终由县民政局决定" in verdict.summary
    assert len(verdict.speak_text) <= 60
    assert all(c.article for c in verdict.conditions)


@pytest.mark.parametrize(
    ("programme", "facts", "condition", "sentence"),
    [
        ("old_age_allowance", ELDER, "age_reached", "老人已满83周岁，达到80周岁"),
        ("old_age_allowance", ELDER | {"birth_date": "1950-01-01"}, "age_reached", "现在76周岁，满80周岁就可以申请"),
        ("rural_dibao", FAMILY, "income", "人均月收入385元，低于每人每月440元"),
        ("rural_dibao", FAMILY | {"monthly_income_fen": 131999}, "income", "人均月收入439.99元，低于"),
        ("rural_dibao", FAMILY | {"monthly_income_fen": 132000}, "income", "人均月收入440元，没有低于"),
        ("rural_dibao", {}, "income", "还不知道全家每月的收入和人数，标准是每人每月440元"),
        ("rural_dibao", FAMILY | {"vehicles": 2}, "vehicles", "家里有2辆机动车，需要工作人员核实"),
    ],
)
def test_sentences_say_the_numbers(programme, facts, condition, sentence):
    found = {c.key: c.sentence for c in check(programme, facts).conditions}
    assert sentence in found[condition]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (FAMILY, "全家每月大约165元"),
        (FAMILY | {"monthly_income_fen": 132000}, "没有低于每人每月440元"),
        (FAMILY | {"vehicles": 2}, "家里有2辆机动车"),
    ],
)
def test_the_summary_gives_the_amount_or_the_reason(facts, told):
    assert told in check("rural_dibao", facts).summary


def test_the_amount_is_worked_out_in_words():
    verdict = check("rural_dibao", FAMILY)
    assert verdict.amount_basis == "每人每月440元，3口人，减去全家月收入1,155元，差额165元，每月发165元。"
    assert "第十二条" in verdict.amount_article


@pytest.mark.parametrize(("programme", "facts"), CASES)
def test_a_verdict_survives_json_and_runs_again_to_the_same(programme, facts):
    verdict = check(programme, facts)
    text = json.dumps(verdict.as_json(), ensure_ascii=False, sort_keys=True)
    back = Verdict.from_json(json.loads(text))
    assert back == verdict
    assert json.dumps(back.as_json(), ensure_ascii=False, sort_keys=True) == text
    again = eligibility.decide(back.programme, back.facts, on=back.on, parameters=back.parameters)
    assert again == verdict


def test_a_verdict_names_the_rule_file_it_was_made_by():
    verdict = check("rural_dibao", FAMILY)
    assert verdict.rule_digest == hashlib.sha256((RULES / "rural_dibao.yaml").read_bytes()).hexdigest()
    assert verdict.rule_version == "2021.1"
    assert verdict.parameters["dibao.standard.rural"] == 44000


def test_facts_of_another_programme_are_taken_but_not_kept():
    verdict = check("old_age_allowance", ELDER | {"monthly_income_fen": 115500})
    assert "monthly_income_fen" not in verdict.facts


def test_what_is_declared_can_be_looked_up():
    assert {"old_age_allowance", "rural_dibao", "tekun", "disability_care"} <= set(eligibility.programmes())
    assert "age" in {fact.key for fact in eligibility.facts_declared("old_age_allowance")}
    by_key = {p.key: p for p in eligibility.parameters_declared("rural_dibao", on=ON)}
    assert by_key["dibao.standard.rural"].default is None
    assert by_key["dibao.rounding_fen"].default == 1


def test_what_nobody_reckons_is_bounded_by_the_countys_caps():
    facts = {"sudden_hardship": True, "basic_life_broken": True, "aided_times_this_year": 0}
    caps = {"temp.yearly_rule": 1, "temp.cap": 10, "temp.township_cap": 200000}
    verdict = eligibility.decide("temporary_emergency", facts, on=ON, parameters=caps)
    assert verdict.amount_fen is None
    assert "最多相当于10个月的低保标准，2,000元以内由乡镇直接审批" in verdict.summary
