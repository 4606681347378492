"""One intake for all programmes: what may be had, what to ask next, until nothing is left to ask; nothing is kept."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, eligibility
from miniprogram_api.settings import settings
from tests.miniprogram_api.clients import Door, Knocker
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, seed_parameters

ELDER = {"birth_date": "1942-05-06", "alive": True, "registered_here": True, "receives_old_age_elsewhere": False}
# What to answer where the question is not about this person in particular.
PLAIN: dict[str, Any] = {"bool": False, "int": 1, "fen": 0, "date": "1942-05-06"}


@pytest.fixture(autouse=True)
async def parameters(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


async def asked(knocker: Knocker, **body: Any) -> dict[str, Any]:
    answer = await knocker.post("/eligibility-intakes", body)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def test_a_stranger_learns_of_all_programmes_at_once(door: Door) -> None:
    result = await asked(door.stranger, facts=ELDER)
    prospects = {each["programme"]: each for each in result["prospects"]}
    assert prospects["old_age_allowance"]["outcome"] == "yes"
    assert prospects["old_age_allowance"]["amount_text"] == "50元"
    assert prospects["rural_dibao"]["outcome"] == "unknown"
    order = [each["chance"] for each in result["prospects"]]
    assert order == sorted(order, key=["yes", "probable", "staff", "open", "aside", "no"].index)
    assert all(each["summary"] and each["speak_text"] for each in result["prospects"])


async def test_it_says_the_same_as_the_single_check(door: Door) -> None:
    result = await asked(door.stranger, facts=ELDER)
    for each in result["prospects"]:
        body = {"programme": each["programme"], "facts": ELDER}
        single = (await door.stranger.post("/eligibility-checks", body)).json()
        assert single["outcome"] == each["outcome"]
        if each["chance"] in {"yes", "no"}:
            assert {key: single[key] for key in each.keys() & single.keys()} == {
                key: each[key] for key in each.keys() & single.keys()
            }


async def test_the_questions_come_one_by_one_and_end(door: Door) -> None:
    facts: dict[str, Any] = {}
    lefts = []
    while True:
        result = await asked(door.stranger, facts=facts)
        question = result["next_question"]
        if question is None:
            break
        assert question["fact"] not in facts
        assert question["question"]
        lefts.append(result["questions_left"])
        plain = question["choices"][0]["value"] if question["choices"] else PLAIN[question["type"]]
        facts[question["fact"]] = ELDER.get(question["fact"], plain)
        assert len(facts) < 60
    assert result["questions_left"] == 0
    assert lefts == sorted(set(lefts), reverse=True)
    assert lefts[-1] >= 1
    assert {each["outcome"] for each in result["prospects"]} <= {"yes", "no", "unknown"}


async def test_a_poor_family_learns_what_it_may_be_recognised_as_and_what_staff_find_out(door: Door) -> None:
    facts = {
        "hard_up": True, "birth_date": "1980-01-01", "registered_here": True, "has_disability_card": True,
        "disability_grade": 2, "disability_class": "hearing", "home_kind": "village", "members_counted": 3,
        "monthly_income_fen": 100_000, "receives_dibao": False,
    }  # fmt: skip
    result = await asked(door.stranger, facts=facts)
    recognised = result["recognition"]
    assert (recognised["programme"], recognised["settled"]) == ("rural_dibao", True)
    assert recognised["article"]
    assert recognised["speak_text"]
    rural = next(each for each in result["prospects"] if each["programme"] == "rural_dibao")
    assert (rural["chance"], rural["outcome"], rural["amount_text"]) == ("probable", "unknown", "320元")
    assert "住房套数" in rural["left_to_staff"]
    assert {"programme": "disability_living", "title": "困难残疾人生活补贴", "after": True} in result["also"]
    assert result["next_question"]["speak_text"]


async def test_a_no_says_what_would_change_it(door: Door) -> None:
    facts = {**ELDER, "birth_date": "1960-01-01"}
    said = {"fact": "age", "sentence": "如果满了80周岁，就可能符合。"}
    single = await door.stranger.post("/eligibility-checks", {"programme": "old_age_allowance", "facts": facts})
    assert single.json()["changes_it"] == [said]
    result = await asked(door.stranger, facts=facts)
    assert next(each for each in result["prospects"] if each["programme"] == "old_age_allowance")["changes_it"] == [
        said
    ]


async def test_a_question_that_nobody_can_answer_is_not_asked_again(door: Door) -> None:
    first = (await asked(door.stranger, facts={}))["next_question"]["fact"]
    again = await asked(door.stranger, facts={}, unsure=[first])
    assert again["next_question"]["fact"] != first
    refused = await door.stranger.post("/eligibility-intakes", {"unsure": ["no_such_fact"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "eligibility.BadFact")


async def test_what_no_answer_can_change_is_not_asked(door: Door) -> None:
    result = await asked(door.stranger, facts={**ELDER, "birth_date": "1990-01-01"})
    assert next(each for each in result["prospects"] if each["programme"] == "old_age_allowance")["outcome"] == "no"
    assert result["next_question"]["fact"] not in {"years_living_here", "receives_old_age_elsewhere"}


async def test_a_bound_resident_is_not_asked_what_the_register_knows(door: Door) -> None:
    knocker = await door.account(resident=await a_resident(birth_date=date(1942, 5, 6)))
    result = await asked(knocker, facts={})
    assert result["from_register"] == ["alive", "birth_date", "registered_here"]
    assert result["next_question"]["fact"] not in result["from_register"]


async def test_a_cadre_asks_for_the_own_villages_only(door: Door) -> None:
    knocker = await door.account(cadre=await a_cadre())
    here, there = await a_resident(), await a_resident(village=OTHER_VILLAGE)
    assert (await asked(knocker, on_behalf_of=str(here.id)))["from_register"]
    refused = await knocker.post("/eligibility-intakes", {"on_behalf_of": str(there.id)})
    assert (refused.status_code, refused.json()["code"]) == (403, "staff.OutsideYourVillage")
    assert (await door.stranger.post("/eligibility-intakes", {"on_behalf_of": str(here.id)})).status_code == 401


async def test_a_programme_without_standards_is_left_out_and_harms_no_other(door: Door) -> None:
    from miniprogram_api.standards import forget_standards

    await database.execute("DELETE FROM parameter WHERE key = 'dibao.standard.rural'")
    forget_standards()
    result = await asked(door.stranger, facts=ELDER)
    forget_standards()  # the next test has all of them again
    codes = {each["programme"] for each in result["prospects"]}
    assert "old_age_allowance" in codes
    assert "rural_dibao" not in codes


@pytest.mark.parametrize(
    "facts",
    [
        {"birth_date": "1942-02-30"}, {"age": -1}, {"age": 131}, {"monthly_income_fen": -1}, {"members_counted": 0},
        {"monthly_income_fen": 10**12}, {"no_such_fact": 1}, {"birth_date": "1942-05-06", "age": 12}, {"alive": "yes"},
    ],
)  # fmt: skip
async def test_facts_that_cannot_be_are_refused_with_a_sentence(door: Door, facts: dict[str, object]) -> None:
    answer = await door.stranger.post("/eligibility-intakes", {"facts": facts})
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"].endswith("。")


async def test_nothing_is_kept(door: Door) -> None:
    async def rows() -> int:
        tables = await database.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        return sum([(await database.rows(f'SELECT count(*) AS n FROM "{each["name"]}"'))[0]["n"] for each in tables])

    before = await rows()
    await asyncio.gather(*(asked(door.stranger, facts=ELDER) for _ in range(5)))
    assert await rows() == before


async def test_a_stranger_may_not_ask_without_end(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMIT_CHECKS_A_MINUTE", "3")
    settings.cache_clear()
    answers = [await door.stranger.post("/eligibility-intakes", {}) for _ in range(5)]
    monkeypatch.undo()
    settings.cache_clear()
    assert [answer.status_code for answer in answers][-1] == 429
    assert answers[-1].json()["detail"].endswith("。")


@pytest.mark.parametrize("code", ["old_age_allowance", "rural_dibao"])
async def test_a_policy_page_is_the_rule_that_checks_use(door: Door, code: str) -> None:
    page = (await door.stranger.get(f"/programmes/{code}/policy")).json()
    check = (await door.stranger.post("/eligibility-checks", {"programme": code})).json()
    assert page["rule_version"] == check["rule_version"]
    assert {each["key"] for each in page["conditions"]} == {each["key"] for each in check["conditions"]}
    assert all(each["article"] and each["holds"] and each["otherwise"] for each in page["conditions"])
    assert page["materials"]
    assert page["legal_base"]
    assert code in eligibility.programmes()


async def test_a_policy_page_has_todays_amounts(door: Door) -> None:
    page = (await door.stranger.get("/programmes/old_age_allowance/policy")).json()
    bands = next(each["value"] for each in page["standards"] if each["name"] == "高龄津贴各年龄档每月标准")
    assert bands == "80岁起50元，90岁起100元，100岁起300元"
    assert (await door.stranger.get("/programmes/moon_rent/policy")).status_code == 404
