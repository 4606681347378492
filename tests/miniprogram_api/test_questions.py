"""What a register answered differently is explained from the phone, by the person alone, and read at the desk."""

from typing import Any

import pytest

from backend import applications, inquiries
from backend.inquiries import CheckItem
from backend.inquiries.check import CheckExplanation, CheckResult
from backend.journal import Deed, Entry
from backend.staff import Role
from tests.backend.applications.cases import hand
from tests.backend.inquiries.checks import a_letter, a_reply
from tests.backend.inquiries.opinions import dibao_accepted
from tests.miniprogram_api.clients import Door
from tests.people import a_cadre, a_household, a_resident, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def monday(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_the_person_explains_and_nobody_else_reads(door: Door) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    home = await a_household()
    elder, son = await a_resident(household=home), await a_resident("王建设", household=home)
    case = await dibao_accepted(elder, clerk)
    await a_letter(case, clerk)
    batch = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, ("车辆、船舶", "有", "豫C12345")), reviewer)
    wang = await door.account(resident=elder)
    here = f"/applications/{case.id}/questions"
    (asked,) = (await wang.get(here)).json()["items"]
    assert (asked["name"], asked["item"], asked["said"]) == ("王秀英", "车辆、船舶", [])
    assert "豫C" not in str(asked)
    turn = (await wang.get(f"/applications/{case.id}")).json()
    assert (turn["to_explain"], turn["who_acts"], "有1项" in turn["next_step"]) == (1, "申请人本人", True)
    for other in (await door.account(resident=son), await door.account(cadre=await a_cadre())):
        assert (await other.get(here)).status_code in (403, 404)
        forged = await other.post(f"{here}/{asked['id']}/explanation", {"words": "替他说"})
        assert forged.status_code in (403, 404)
    said = await wang.post(f"{here}/{asked['id']}/explanation", {"words": "那辆车三年前就卖了"})
    assert (said.status_code, said.json()["items"][0]["said"]) == (201, ["那辆车三年前就卖了"])
    turn = (await wang.get(f"/applications/{case.id}")).json()
    assert (turn["to_explain"], turn["who_acts"]) == (0, "乡镇民政所"), "it is said: the township's turn again"
    for _ in range(4):
        await wang.post(f"{here}/{asked['id']}/explanation", {"words": "有过户手续"})
    enough = await wang.post(f"{here}/{asked['id']}/explanation", {"words": "再说一次"})
    assert (enough.status_code, enough.json()["code"]) == (409, "inquiries.SaidEnough")
    (person,) = await inquiries.check_of(case.id, clerk)
    assert person.answers[0].explained[0] == "那辆车三年前就卖了"
    await inquiries.settle_result(person.answers[0].id, inquiries.Settled.EXPLAINED, "有过户手续", clerk)
    assert (await wang.get(here)).json() == {"items": []}
    late = await wang.post(f"{here}/{asked['id']}/explanation", {"words": "还有"})
    assert (late.status_code, late.json()["code"]) == (409, "inquiries.AlreadySettled")
    facts = await Entry.filter(deed=Deed.CHECK_EXPLAINED.value).values_list("facts", flat=True)
    assert (len(facts), "卖" in str(facts)) == (5, False)
    told = await applications.status_of(case, audience=applications.Audience.RESIDENT)
    assert "说明了核对的情况" in [step.title for step in told.history]


async def test_only_what_was_asked_is_explained_in_words_while_it_is_under_way(door: Door) -> None:
    clerk, reviewer, elder = await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_resident()
    case = await dibao_accepted(elder, clerk)
    await a_letter(case, clerk)
    batch = await inquiries.make_check_batch([CheckItem.VEHICLES, CheckItem.DEPOSITS], reviewer)
    answers = ("车辆、船舶", "有", "豫C12345"), ("存款、证券等金融资产", "无", "")
    await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, *answers), reviewer)
    wang, here = await door.account(resident=elder), f"/applications/{case.id}/questions"
    (asked,) = (await wang.get(here)).json()["items"]
    nothing = await CheckResult.get(flagged=False)
    for which, words, status in (
        (asked["id"], "  ", 422), (nothing.id, "没有存款", 404), (some_id(), "没有车", 404),
        (asked["id"], "车卖了", 409),
    ):  # fmt: skip
        if status == 409:
            await applications.withdraw(case.id, hand(elder))
        assert (await wang.post(f"{here}/{which}/explanation", {"words": words})).status_code == status
    assert not await CheckExplanation.all().exists()
