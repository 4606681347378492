"""The law cases that policy staff can read, each tried, and every clause of every rule tried on all of its sides."""

from functools import cache
from pathlib import Path

import pytest

from backend import eligibility
from xiangyin.law_cases import CaseFile, read_cases, try_case, untouched

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


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
