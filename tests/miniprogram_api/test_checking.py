"""The check: open to all, three answers, each condition with its article; the register fills in what it knows."""

import asyncio
from datetime import date

import pytest

from tests.miniprogram_api.clients import Door
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, seed_parameters

ELDER = {"birth_date": "1942-05-06", "alive": True, "registered_here": True, "receives_old_age_elsewhere": False}


@pytest.fixture(autouse=True)
async def parameters(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


async def test_a_stranger_learns_yes_with_amount_articles_and_a_text_to_read_aloud(door: Door) -> None:
    answer = await door.stranger.post("/eligibility-checks", {"programme": "old_age_allowance", "facts": ELDER})
    assert answer.status_code == 200, answer.text
    result = answer.json()
    assert (result["outcome"], result["amount_fen"], result["amount_text"]) == ("yes", 5000, "50元")
    assert result["questions"] == []
    assert all(each["article"] and each["sentence"] for each in result["conditions"])
    assert result["summary"]
    assert result["speak_text"]


async def test_what_is_not_said_is_not_yet_known_and_asked_next(door: Door) -> None:
    facts = {"birth_date": "1942-05-06"}
    result = (
        await door.stranger.post("/eligibility-checks", {"programme": "old_age_allowance", "facts": facts})
    ).json()
    assert result["outcome"] == "unknown"
    assert {question["fact"] for question in result["questions"]} >= {"registered_here"}
    assert all(question["question"] for question in result["questions"])


async def test_a_younger_person_learns_no(door: Door) -> None:
    facts = {**ELDER, "birth_date": "1980-05-06"}
    result = (
        await door.stranger.post("/eligibility-checks", {"programme": "old_age_allowance", "facts": facts})
    ).json()
    assert result["outcome"] == "no"
    assert result["amount_fen"] is None


async def test_rural_dibao_is_checked_in_fen(door: Door) -> None:
    facts = {"monthly_income_fen": 60_000, "members_counted": 3, "registered_here": True, "home_kind": "village"}
    answer = await door.stranger.post("/eligibility-checks", {"programme": "rural_dibao", "facts": facts})
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] in ("yes", "unknown")


async def test_a_bound_resident_is_not_asked_what_the_register_knows(door: Door) -> None:
    knocker = await door.account(resident=await a_resident(birth_date=date(1942, 5, 6)))
    body = {"programme": "old_age_allowance", "facts": {"birth_date": "1980-01-01", "age": 46}}
    result = (await knocker.post("/eligibility-checks", body)).json()
    assert result["from_register"] == ["alive", "birth_date", "registered_here"]
    assert result["outcome"] != "no"
    for_another = (await knocker.post("/eligibility-checks", {**body, "for_myself": False})).json()
    assert (for_another["outcome"], for_another["from_register"]) == ("no", [])


async def test_a_cadre_checks_for_an_elder_of_the_own_villages_only(door: Door) -> None:
    knocker = await door.account(cadre=await a_cadre())
    here, there = await a_resident(), await a_resident(village=OTHER_VILLAGE)
    body = {"programme": "old_age_allowance", "on_behalf_of": str(here.id)}
    assert (await knocker.post("/eligibility-checks", body)).json()["from_register"]
    refused = await knocker.post("/eligibility-checks", {**body, "on_behalf_of": str(there.id)})
    assert (refused.status_code, refused.json()["code"]) == (403, "staff.OutsideYourVillage")
    assert (await door.stranger.post("/eligibility-checks", body)).status_code == 401
    resident = await door.account(resident=here)
    assert (await resident.post("/eligibility-checks", body)).status_code == 403


@pytest.mark.parametrize(
    "facts",
    [
        {"birth_date": "1942-02-30"},
        {"birth_date": "2999-01-01"},
        {"age": 10**40},
        {"alive": "yes"},
        {"no_such_fact": 1},
        {"age": 1.5},
        {"home_kind": "a\x00b"},
        {"monthly_income_fen": -1},
    ],
)
async def test_facts_that_cannot_be_are_refused_with_a_sentence(door: Door, facts: dict[str, object]) -> None:
    answer = await door.stranger.post("/eligibility-checks", {"programme": "rural_dibao", "facts": facts})
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"].endswith("。")


async def test_an_unknown_programme_is_not_found(door: Door) -> None:
    answer = await door.stranger.post("/eligibility-checks", {"programme": "moon_rent"})
    assert answer.status_code == 404
    assert (await door.stranger.get("/programmes/moon_rent")).status_code == 404


async def test_programmes_are_public(door: Door) -> None:
    programmes = (await door.stranger.get("/programmes")).json()["items"]
    assert [programme["title"] for programme in programmes] == [
        "高龄津贴", "农村最低生活保障", "城市最低生活保障", "特困人员救助供养", "困难残疾人生活补贴",
        "重度残疾人护理补贴", "低保边缘家庭认定", "刚性支出困难家庭认定", "临时救助（急难型）",
        "临时救助（支出型）", "孤儿基本生活费", "事实无人抚养儿童基本生活补贴",
    ]  # fmt: skip
    one = (await door.stranger.get("/programmes/old_age_allowance")).json()
    assert [material["title"] for material in one["materials"]] == ["本人近照"]


async def test_checks_that_arrive_together_each_get_their_own_answer(door: Door) -> None:
    asked = [
        {"birth_date": "1942-05-06", "alive": True, "registered_here": True},
        {"birth_date": "1980-05-06"},
        {"birth_date": "1942-05-06", "age": 12},
        {"birth_date": "1942-13-01"},
        ELDER,
    ] * 5
    answers = await asyncio.gather(
        *(
            door.stranger.post("/eligibility-checks", {"programme": "old_age_allowance", "facts": facts})
            for facts in asked
        )
    )
    found = [answer.json().get("outcome", answer.json().get("facts")) for answer in answers]
    assert found == ["unknown", "no", {"fact": "age"}, {"fact": "birth_date"}, "yes"] * 5
