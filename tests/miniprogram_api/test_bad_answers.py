"""Answers that cannot be: each is turned away at the door with its own sentence, one programme or all at once."""

from typing import Any

import pytest

from tests.miniprogram_api.clients import Door
from tests.people import seed_parameters

ENDPOINTS = [("/eligibility-checks", {"programme": "rural_dibao"}), ("/eligibility-intakes", {})]
# the answers, which of them is named, and words of the sentence
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"age": -1}, "age", "年龄要在0到130岁之间"),
    ({"age": 131}, "age", "年龄要在0到130岁之间"),
    ({"birth_date": "1890-01-01"}, "birth_date", "130年之内"),
    ({"birth_date": "2027-01-01"}, "birth_date", "今天之前"),
    ({"birth_date": "2026-02-30"}, "birth_date", "日期要真实存在"),
    ({"monthly_income_fen": -1}, "monthly_income_fen", "亏本请填0"),
    ({"monthly_income_fen": 10**12}, "monthly_income_fen", "0到100万元之间"),
    ({"yearly_income_fen": -1}, "yearly_income_fen", "0到1200万元之间"),
    ({"financial_assets_fen": 10**15}, "financial_assets_fen", "0到1亿元之间"),
    ({"members_counted": 0}, "members_counted", "连申请人在内"),
    ({"members_counted": 31}, "members_counted", "连申请人在内"),
    ({"home_kind": "moon"}, "home_kind", "里选一项"),
    ({"disability_grade": 5}, "disability_grade", "一、二、三、四级"),
    ({"birth_date": "2015-05-06", "income_is_of_pension": True}, "income_is_of_pension", "不会领职工养老金"),
    ({"age": 40, "receives_old_age_elsewhere": True}, "age", "不会领高龄津贴"),
    ({"age": 40, "years_living_here": 41}, "years_living_here", "比年龄还大"),
    ({"has_disability_card": False, "card_valid": True}, "has_disability_card", "没有残疾人证"),
    ({"obligors": 1, "obligors_unable": 2}, "obligors_unable", "还多"),
]


@pytest.fixture(autouse=True)
async def parameters(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


@pytest.mark.parametrize(("path", "body"), ENDPOINTS, ids=["one", "all"])
async def test_each_bad_answer_has_its_own_sentence(door: Door, path: str, body: dict[str, Any]) -> None:
    for facts, named, sentence in BAD:
        answer = await door.stranger.post(path, {**body, "facts": facts})
        said = answer.json()
        assert (answer.status_code, said["code"]) == (422, "eligibility.BadFact"), facts
        assert (said["facts"], sentence in said["detail"]) == ({"fact": named}, True), said


async def test_a_day_before_the_first_version_of_a_rule(door: Door, at: Any) -> None:
    at("2019-03-02 09:30")
    answer = await door.stranger.post("/eligibility-checks", {"programme": "rural_dibao"})
    assert (answer.status_code, answer.json()["facts"]) == (422, {"fact": "on"})
    assert "更早的日期请向县民政局询问" in answer.json()["detail"]


@pytest.mark.parametrize("village", ["410325999999", "990325101201", "410325101000"])
async def test_a_place_that_is_no_village_of_the_map(door: Door, village: str) -> None:
    answer = await door.stranger.get("/notices", village=village)
    assert (answer.status_code, answer.json()["code"]) == (404, "places.NoSuchVillage")
    assert answer.json()["detail"] == "没有找到这个村，请从列表里重新选择。"
