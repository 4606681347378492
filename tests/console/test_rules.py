"""A civil servant reads a rule and can say: yes, that is the law."""

from datetime import date
from typing import Any

import pytest

from backend import eligibility
from tests.console.desks import Console, Desk, words_of
from tests.people import seed_parameters


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-05 09:30")
    await seed_parameters()
    return await console.desk()


async def test_the_list_has_every_programme(clerk: Desk) -> None:
    text = (await clerk.get("/rules")).text
    assert all(f'href="/rules/{code}"' in text for code in eligibility.programmes())


@pytest.mark.parametrize("code", eligibility.programmes())
async def test_a_rule_shows_each_condition_with_its_article(clerk: Desk, code: str) -> None:
    answer = await clerk.get(f"/rules/{code}")
    words = words_of(answer)
    rule = eligibility.read_out(code, on=date(2026, 3, 5), parameters={})
    for clause in rule.clauses:
        assert clause.article.replace(" ", "") in words
    assert rule.version.version in words
    assert rule.digest[:16] in words


async def test_a_rule_shows_what_it_means_beside_other_benefits(clerk: Desk) -> None:
    words = words_of(await clerk.get("/rules/disability_living"))
    assert "特困人员救助供养不能同时领特困供养里已经包括照料护理" in words
    assert "事实无人抚养儿童基本生活补贴补足差额" in words
    for code in eligibility.programmes():
        words = words_of(await clerk.get(f"/rules/{code}"))
        beside = [each for each in eligibility.exclusions() if code in (each.benefit, each.other)]
        assert beside
        assert all(each.sentence in words for each in beside)


async def test_the_standards_are_those_of_the_day(clerk: Desk) -> None:
    words = words_of(await clerk.get("/rules/rural_dibao?on=2026-03-01"))
    assert "低于每人每月440元的标准" in words
    assert "还没有设定" in words_of(await clerk.get("/rules/rural_dibao?on=2022-03-01"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rules/moon_rent", 404), ("/rules/%00", 404), ("/rules/" + "x" * 99, 404), ("/rules/rural_dibao?on=x", 422),
        ("/rules/rural_dibao?on=1999-01-01", 422), ("/rules/rural_dibao?on=2026-02-30", 422),
        ("/rules/rural_dibao?on=9999-12-31", 200),
    ],
)  # fmt: skip
async def test_what_is_no_rule_or_no_day(clerk: Desk, path: str, status: int) -> None:
    assert (await clerk.get(path)).status_code == status
