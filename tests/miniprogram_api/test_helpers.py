"""Who helps an elder hears what she hears, acts as long as her paper holds, and gives way when she comes herself."""

from datetime import date
from typing import Any

import pytest

from backend import applications
from backend.applications import Application, State
from backend.residents import Account, Resident
from miniprogram_api.sessions import open_session
from tests.miniprogram_api.cases import a_complete_draft
from tests.miniprogram_api.clients import Door, Knocker
from tests.miniprogram_api.photos import a_jpeg
from tests.people import (
    OTHER_VILLAGE,
    a_cadre,
    a_household,
    a_resident,
    an_identity_number,
    an_officer,
    seed_parameters,
)

PAPER = {"relation": "女儿", "scope": "申请高龄津贴", "expires_on": "2026-06-30"}


@pytest.fixture(autouse=True)
async def monday(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def mandate(helper: Knocker, case: str, sheet: bytes) -> Any:
    """A sheet that the elder signed, photographed and handed in; the answer."""
    sent = await helper.send_photo(f"/applications/{case}/photos", sheet, kind="mandate")
    return await helper.post(f"/applications/{case}/mandate", {**PAPER, "photo_id": sent.json()["id"]})


async def helped(helper: Knocker, elder: Resident, sheet: bytes) -> str:
    """A case that the helper began, holds her mandate of, and handed in."""
    case = str((await a_complete_draft(helper, elder))["id"])
    assert (await mandate(helper, case, sheet)).status_code == 201
    assert (await helper.post(f"/applications/{case}/submission")).status_code == 201
    return case


@pytest.mark.parametrize("of_the_village", [False, True])
async def test_both_are_told_the_same_until_she_takes_it_over(door: Door, of_the_village: bool) -> None:
    home = await a_household()
    elder, daughter = await a_resident(household=home), await a_resident("刘芳", date(1970, 1, 1), household=home)
    helper = await (door.account(cadre=await a_cadre()) if of_the_village else door.account(resident=daughter))
    sheet = a_jpeg()
    case = await helped(helper, elder, sheet)
    own = await door.account(resident=elder)  # she has a phone now
    hers = (await own.get(f"/applications/{case}")).json()
    assert hers | {"helped_name": elder.name} == (await helper.get(f"/applications/{case}")).json()
    assert [each["title"] for each in hers["history"]] == ["开始填写申请", "交了委托书", "提交申请"]
    assert (await own.get("/applications")).json()["items"][0]["id"] == case
    assert (await own.delete(f"/applications/{case}/mandate")).status_code == 204
    late = await helper.post(f"/applications/{case}/withdrawal")
    no = "MandateMissing" if of_the_village else "NoSuchApplication"
    assert late.json()["code"] == f"applications.{no}"
    assert (await helper.get(f"/applications/{case}")).status_code == (200 if of_the_village else 404)
    assert (await own.post(f"/applications/{case}/withdrawal")).status_code == 201, "it is hers"


@pytest.mark.parametrize("brought_by_a_cadre", [False, True])
async def test_anybody_of_the_county_may_be_named(door: Door, brought_by_a_cadre: bool) -> None:
    """A daughter who married into another village: neither of the household nor a cadre (policy §1.6)."""
    elder, daughter = await a_resident(), await a_resident("刘芳", date(1970, 1, 1), village=OTHER_VILLAGE)
    child = await a_resident("王小明", date(2016, 1, 1))
    own = await (door.account(cadre=await a_cadre()) if brought_by_a_cadre else door.account(resident=elder))
    helper = await door.account(resident=daughter)
    case = str((await a_complete_draft(own, elder if brought_by_a_cadre else None))["id"])
    sheet = (await own.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="mandate")).json()["id"]

    async def named(name: str, number: str) -> Any:
        agent = {"name": name, "identity_number": number}
        return await own.post(f"/applications/{case}/mandate", {**PAPER, "photo_id": sheet, "agent": agent})

    nobody = an_identity_number(date(1971, 1, 1))
    for name, number in (("刘芬", daughter.identity_number), (child.name, child.identity_number), ("刘芳", nobody)):
        assert (await named(name, str(number))).json()["code"] == "applications.AgentNotKnown"
    assert (await named(elder.name, str(elder.identity_number))).json()["code"] == "applications.MandateNotNeeded"
    assert (await helper.get(f"/applications/{case}")).status_code == 404
    assert (await named("刘芳", str(daughter.identity_number))).status_code == 201
    (listed,) = (await helper.get("/applications")).json()["items"]
    assert (listed["id"], listed["helped_name"]) == (case, elder.name)
    assert (await helper.post(f"/applications/{case}/submission")).json()["state"] == "submitted"
    hers = await door.account(resident=elder) if brought_by_a_cadre else own
    assert (await hers.delete(f"/applications/{case}/mandate")).status_code == 204
    assert (await helper.get("/applications")).json()["items"] == []


async def test_the_sheet_that_she_took_back_gives_nothing_again(door: Door) -> None:
    """Still in the helper's hand, it would undo her word with a tap; a new one she has to sign."""
    elder, helper, clerk = await a_resident(), await door.account(cadre=await a_cadre()), await an_officer()
    sheet = a_jpeg()
    case = str((await a_complete_draft(helper, elder))["id"])
    for _ in range(3):  # a shaky line sends it again
        assert (await mandate(helper, case, sheet)).status_code == 201
    own = await door.account(resident=elder)
    assert (await own.delete(f"/applications/{case}/mandate")).status_code == 204
    spent = await mandate(helper, case, sheet)
    assert (spent.status_code, spent.json()["code"]) == (422, "applications.PaperSpent")
    another = a_jpeg()
    assert (await mandate(helper, case, another)).status_code == 201
    await helper.post(f"/applications/{case}/submission")
    application = await Application.get()
    await applications.hear_by_call(application.id, clerk, agreed=False)
    await own.post(f"/applications/{case}/withdrawal")
    again = str((await a_complete_draft(helper, elder))["id"])
    assert (await mandate(helper, again, sheet)).status_code == 201, "taken back in one case, given in another"
    denied = await mandate(helper, again, another)
    assert denied.json()["code"] == "applications.PaperSpent", "of what she never signed nothing holds anywhere"


async def test_a_paper_that_has_run_out_is_renewed_while_the_case_runs_and_opens_nothing_later(
    door: Door, at: Any
) -> None:
    home = await a_household()
    elder, daughter = await a_resident(household=home), await a_resident("刘芳", date(1970, 1, 1), household=home)
    helper = await door.account(resident=daughter)
    case = await helped(helper, elder, a_jpeg())
    at("2026-07-01 09:30")
    assert helper.account is not None
    helper = door.with_token(await open_session(helper.account.id))
    assert (await helper.get(f"/applications/{case}")).status_code == 200
    late = await helper.post(f"/applications/{case}/withdrawal")
    assert late.json()["code"] == "applications.MandateExpired"
    await Application.filter(id=case).update(state=State.NOT_ACCEPTED)
    assert (await helper.get(f"/applications/{case}")).status_code == 404
    assert (await (await door.account(resident=elder)).get(f"/applications/{case}")).status_code == 200


async def test_no_helper_turns_her_money_to_themselves(door: Door) -> None:
    home = await a_household()
    elder, daughter = await a_resident(household=home), await a_resident("刘芳", date(1970, 1, 1), household=home)
    cadre = await a_cadre()
    son, li = await door.account(resident=daughter), await door.account(cadre=cadre)
    await helped(son, elder, a_jpeg())
    account = {"number": "6228480000000000018", "bank": "嵩县农商银行", "kind": "card"}
    for helper, name in ((li, cadre.name), (li, "刘芳"), (son, "刘芳"), (son, elder.name)):
        answer = await helper.put(f"/elders/{elder.id}/account", {**account, "holder_name": name})
        assert answer.status_code in (403, 404, 422), answer.text
    # Nor a card that is another's already, under her name.
    await son.put("/account", {**account, "holder_name": "刘芳"})
    taken = await li.put(f"/elders/{elder.id}/account", {**account, "holder_name": elder.name})
    assert (taken.status_code, taken.json()["code"]) == (422, "residents.AccountOfAnother")
    assert await Account.filter(resident_id=elder.id).count() == 0
