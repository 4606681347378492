"""The law cases that policy staff can read, each tried, and every clause of every rule tried on all of its sides."""

import json
from functools import cache
from pathlib import Path

import pytest

from backend import eligibility
from backend.eligibility import Verdict
from xiangyin.law_cases import CaseFile, read_cases, try_case, untouched

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))

UNFIT = ("拒绝", "驳回", "不予", "不合格", "不符合", "没有资格", "未填", "None", "{", "}")


@cache
def cases_of(file: Path) -> CaseFile:
    return read_cases(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_law_says_what_each_case_expects(file: Path) -> None:
    read = cases_of(file)
    wrong = [
        f"第{case.line}行 {case.name}：{difference}"
        for case in read.cases
        for difference in try_case(read.programme, case).differences
    ]
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_clause_is_tried_where_it_holds_where_not_and_where_it_is_open(file: Path) -> None:
    read = cases_of(file)
    assert untouched(read.programme, [try_case(read.programme, case) for case in read.cases]) == []


def test_every_programme_has_its_file_of_cases() -> None:
    assert {file.stem for file in FILES} == set(eligibility.programmes())
    assert all(cases_of(file).programme == file.stem for file in FILES)


def test_there_are_at_least_two_hundred_and_fifty() -> None:
    assert sum(len(cases_of(file).cases) for file in FILES) >= 250


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_people_read_is_whole_and_never_harsh(file: Path) -> None:
    read = cases_of(file)
    for case in read.cases:
        verdict = eligibility.decide(read.programme, case.facts, on=case.on, parameters=case.standards)
        texts = [
            verdict.summary,
            verdict.speak_text,
            verdict.amount_basis or "",
            *(c.sentence for c in verdict.conditions),
        ]
        wrong = [(case.name, text) for text in texts for word in UNFIT if word in text]
        assert wrong == []
        assert all(condition.article and condition.sentence for condition in verdict.conditions)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_verdict_is_given_again_by_what_it_keeps(file: Path) -> None:
    read = cases_of(file)
    for case in read.cases:
        first = eligibility.decide(read.programme, case.facts, on=case.on, parameters=case.standards)
        kept = Verdict.from_json(json.loads(json.dumps(first.as_json())))
        assert kept == first
        assert eligibility.decide(kept.programme, kept.facts, on=kept.on, parameters=kept.parameters) == first
