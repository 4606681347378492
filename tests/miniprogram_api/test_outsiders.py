"""A son who lives and is registered elsewhere acts for his mother: known by name, number and phone, and of one case."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import journal
from backend.residents import Outsider, Resident
from miniprogram_api.sessions import open_session
from notifications.message import Message
from tests.miniprogram_api.cases import a_complete_draft
from tests.miniprogram_api.clients import Door, Knocker
from tests.miniprogram_api.photos import a_jpeg
from tests.miniprogram_api.test_news import told
from tests.people import a_cadre, a_household, a_resident, an_identity_number, seed_parameters
from tests.wechat_platform.phone import Phone

SON, PHONE = "王建军", "13812345678"
PAPER = {"relation": "儿子", "scope": "申请高龄津贴", "expires_on": "2026-06-30"}


@pytest.fixture(autouse=True)
async def monday(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


@pytest.fixture
def number() -> str:
    return an_identity_number(date(1970, 1, 1), "male")


async def named(hand: Knocker, case: str, agent: dict[str, str]) -> Any:
    sheet = (await hand.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="mandate")).json()["id"]
    return await hand.post(f"/applications/{case}/mandate", {**PAPER, "photo_id": sheet, "agent": agent})


async def bound(door: Door, phone: Phone, number: str, *, name: str = SON, own: str = PHONE) -> tuple[Knocker, Any]:
    knocker = await door.account()
    told = {"name": name, "identity_number": number, "wechat_phone_code": phone.phone_code(own)}
    return knocker, await knocker.post("/helper-bindings", told)


async def a_case_for(hand: Knocker, elder: Resident | None, number: str) -> str:
    case = str((await a_complete_draft(hand, elder))["id"])
    given = await named(hand, case, {"name": SON, "identity_number": number, "phone": PHONE})
    assert given.status_code == 201, given.text
    return case


@pytest.mark.parametrize("brought_by_a_cadre", [False, True])
async def test_he_proves_his_phone_shows_his_card_and_acts_in_this_case_alone(
    door: Door, phone: Phone, number: str, brought_by_a_cadre: bool
) -> None:
    home = await a_household()
    elder, wife = await a_resident(household=home), await a_resident("刘芳", household=home)
    first = await (door.account(cadre=await a_cadre()) if brought_by_a_cadre else door.account(resident=elder))
    case = await a_case_for(first, elder if brought_by_a_cadre else None, number)
    kept = await Outsider.get()
    assert number not in repr(vars(kept)), "sealed"
    assert PHONE not in repr(vars(kept))
    son, answer = await bound(door, phone, number)
    assert (answer.status_code, answer.json()["name"]) == (201, SON)
    assert number not in answer.text
    (listed,) = (await son.get("/applications")).json()["items"]
    assert (listed["id"], listed["helped_name"]) == (case, elder.name)
    # No register vouches for his name, so his card is asked for, of him and not of her.
    no_card = await son.post(f"/applications/{case}/submission")
    assert (no_card.json()["code"], no_card.json()["facts"]["missing"]) == (
        "applications.NotComplete", [{"kind": "helper_identity", "title": "代办人身份证照片"}],
    )  # fmt: skip
    card = await son.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="helper_identity")
    assert card.status_code == 201, card.text
    assert (await son.post(f"/applications/{case}/submission")).json()["state"] == "submitted"
    told = (await son.get(f"/applications/{case}")).json()
    paper = told["mandate"]
    assert (paper["agent_name"], paper["relation"], paper["in_force"], paper["confirmed"]) == (SON, "儿子", True, None)
    assert [(each["title"], each["by_title"]) for each in told["history"]][-1] == ("提交申请", "代办人")
    mine = await (door.account(resident=elder) if brought_by_a_cadre else door.account(resident=wife))
    if brought_by_a_cadre:
        hers = (await mine.get(f"/applications/{case}")).json() | {"helped_name": elder.name}
        assert hers == told, "helper and helped are told the same"
    # Of the register and of everything else: nothing.
    other = str(elder.id)
    for path in ("/account", "/payouts", "/awards", f"/applications/{case}/obligors"):
        answer = await son.get(path)
        assert answer.status_code in (403, 404), f"{path}: {answer.text}"
    begun = await son.post("/applications", {"programme": "rural_dibao", "resident_id": other})
    assert begun.json()["code"] == "asking.HelpersCannot"
    account = {"holder_name": SON, "number": "6228480000000000018", "bank": "农商银行", "kind": "card"}
    for path in ("/account", f"/elders/{other}/account"):
        assert (await son.put(path, account)).status_code == 403
    assert (await son.get("/letters")).json()["items"] == []
    me = (await son.get("/me")).json()
    assert (me["resident"], me["cadre"], me["helper"]["phone"]) == (None, None, "138****5678")
    assert (await son.post(f"/applications/{case}/withdrawal")).status_code == 201
    assert "outsider" in {each.by_kind for each in await journal.history_of(UUID(case))}


async def test_it_ends_when_she_takes_it_back_and_when_it_runs_out(
    door: Door, phone: Phone, number: str, at: Any
) -> None:
    elder = await a_resident()
    own = await door.account(resident=elder)
    case = await a_case_for(own, None, number)
    son, _ = await bound(door, phone, number)
    assert (await son.get(f"/applications/{case}")).status_code == 200
    assert (await own.delete(f"/applications/{case}/mandate")).status_code == 204
    for answer in (await son.get(f"/applications/{case}"), await son.post(f"/applications/{case}/submission")):
        assert (answer.status_code, answer.json()["code"]) == (404, "applications.NoSuchApplication")
    assert (await son.get("/applications")).json()["items"] == []
    again = await named(own, case, {"name": SON, "identity_number": number, "phone": PHONE})
    assert again.status_code == 201, "the same helper once more"
    assert await Outsider.all().count() == 1
    await son.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="helper_identity")
    at("2026-07-01 09:30")
    late = await submitted_later(son, case, door)
    assert late.json()["code"] == "applications.MandateExpired"


async def submitted_later(knocker: Knocker, case: str, door: Door) -> Any:
    """The session of the day before yesterday has ended."""
    assert knocker.account is not None
    fresh = door.with_token(await open_session(knocker.account.id))
    return await fresh.post(f"/applications/{case}/submission")


async def test_who_names_a_strangers_number_and_another_phone_gets_at_nothing_of_theirs(
    door: Door, phone: Phone, number: str
) -> None:
    elder, schemer = await a_resident(), await a_resident("刘大山")
    case = await a_case_for(await door.account(resident=elder), None, number)
    son, _ = await bound(door, phone, number)
    his = await door.account(resident=schemer)
    trap = str((await a_complete_draft(his, None))["id"])
    other = "13900001111"
    assert (await named(his, trap, {"name": SON, "identity_number": number, "phone": other})).status_code == 201
    false, answer = await bound(door, phone, number, own=other)
    assert answer.status_code == 201
    assert (await false.get(f"/applications/{case}")).status_code == 404
    assert (await false.get(f"/applications/{trap}")).status_code == 200
    assert (await son.get(f"/applications/{trap}")).status_code == 404, "another phone, another hand"


async def test_wrong_name_number_or_phone_binds_nobody_and_is_kept(door: Door, phone: Phone, number: str) -> None:
    await a_case_for(await door.account(resident=await a_resident()), None, number)
    for wrong in (
        await bound(door, phone, number, name="王建"),
        await bound(door, phone, an_identity_number(date(1971, 1, 1))),
        await bound(door, phone, number, own="13900002222"),
    ):
        assert (wrong[1].status_code, wrong[1].json()["code"]) == (403, "residents.IdentityNotMatched")
        assert (await wrong[0].get("/applications")).json()["code"] == "asking.BindFirst"
    son, _ = await bound(door, phone, number)
    _, second = await bound(door, phone, number)
    assert second.json()["code"] == "residents.AlreadyBound"
    refused = await journal.Entry.filter(deed=journal.Deed.WECHAT_BINDING_REFUSED.value)
    assert sorted(str(each.facts["reason"]) for each in refused) == ["already_bound", *["outsider_not_named"] * 3]
    assert (await son.get("/me")).json()["helper"]["name"] == SON


async def test_who_is_named_is_of_age_and_no_second_name_of_somebody_on_the_register(door: Door, number: str) -> None:
    elder, neighbour = await a_resident(), await a_resident("刘大山", date(1970, 1, 1))
    own = await door.account(resident=elder)
    case = str((await a_complete_draft(own, None))["id"])
    for agent, code in (
        ({"name": SON, "identity_number": number}, "AgentNotKnown"),
        ({"name": SON, "identity_number": number, "phone": "0379-66310000"}, "BadPhone"),
        ({"name": SON, "identity_number": number, "phone": "110"}, "BadPhone"),
        ({"name": "民政局，点 t.cn/x", "identity_number": number, "phone": PHONE}, "AgentNotKnown"),
        ({"name": SON, "identity_number": an_identity_number(date(2010, 1, 1)), "phone": PHONE}, "AgentNotKnown"),
        ({"name": SON, "identity_number": str(neighbour.identity_number), "phone": PHONE}, "AgentNotKnown"),
        ({"name": elder.name, "identity_number": str(elder.identity_number), "phone": PHONE}, "MandateNotNeeded"),
        ({"name": SON, "identity_number": number[:-1] + "?", "phone": PHONE}, "BadIdentityNumber"),
    ):
        answer = await named(own, case, agent)
        assert answer.status_code == 422, answer.text
        assert answer.json()["code"].endswith(code), answer.text
    assert not await Outsider.exists(), "nobody is kept whom nothing was given to"


async def test_anothers_phone_makes_no_helper(door: Door, phone: Phone, number: str) -> None:
    """Hers, his neighbour's, or the one by which somebody else acts: what comes there is not read by him alone."""
    elder = await a_resident(phone="13811110000")
    own = await door.account(resident=elder)
    case = await a_case_for(own, None, number)
    again = await named(own, case, {"name": SON, "identity_number": number, "phone": "13811110000"})
    assert again.status_code == 201, "whose a number is, nobody is told who types it"
    _, hers = await bound(door, phone, number, own="13811110000")
    assert hers.json()["code"] == "residents.PhoneNotOnFile"
    _, his = await bound(door, phone, number)
    assert his.status_code == 201
    wife = an_identity_number(date(1971, 1, 1))
    await named(own, case, {"name": "刘芳", "identity_number": wife, "phone": PHONE})
    _, shared = await bound(door, phone, wife, name="刘芳")
    assert shared.json()["code"] == "residents.PhoneNotOnFile"


async def test_once_on_the_register_he_is_the_same_person(door: Door, phone: Phone, number: str) -> None:
    case = await a_case_for(await door.account(resident=await a_resident()), None, number)
    # Put on the register before he bound: his own account as a resident opens what the mandate gave.
    moved_here = await a_resident(SON, date(1970, 1, 1), identity_number=number)
    as_resident = await door.account(resident=moved_here)
    (listed,) = (await as_resident.get("/applications")).json()["items"]
    assert listed["id"] == case
    await as_resident.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="helper_identity")
    assert (await as_resident.post(f"/applications/{case}/submission")).json()["state"] == "submitted"


async def test_one_account_is_one_person(door: Door, phone: Phone, number: str) -> None:
    await a_case_for(await door.account(resident=await a_resident()), None, number)
    neighbours = await door.account(resident=await a_resident("刘大山"))
    told = {"name": SON, "identity_number": number, "wechat_phone_code": phone.phone_code(PHONE)}
    assert (await neighbours.post("/helper-bindings", told)).json()["code"] == "residents.AlreadyBound"
    son, _ = await bound(door, phone, number)
    other = an_identity_number(date(1950, 1, 1))
    await a_resident("刘小山", identity_number=other)
    told = {"name": "刘小山", "identity_number": other, "wechat_phone_code": phone.phone_code("13700001111")}
    assert (await son.post("/bindings", told)).json()["code"] == "residents.AlreadyBound"


async def test_a_card_of_the_helper_before_shows_nothing_of_the_next(door: Door, phone: Phone, number: str) -> None:
    own = await door.account(resident=await a_resident())
    case = await a_case_for(own, None, number)
    await own.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="helper_identity")
    assert (await own.get(f"/applications/{case}")).json()["missing"] == []
    await named(own, case, {"name": "王建国", "identity_number": an_identity_number(date(1972, 1, 1)), "phone": PHONE})
    lacking = (await own.get(f"/applications/{case}")).json()["missing"]
    assert [each["kind"] for each in lacking] == ["helper_identity"]
    assert (await own.post(f"/applications/{case}/submission")).status_code == 201, (
        "her own hand needs no helper's card"
    )


async def test_he_reads_again_what_he_was_told_and_nothing_that_she_was(door: Door, phone: Phone, number: str) -> None:
    elder = await a_resident()
    await a_case_for(await door.account(resident=elder), None, number)
    son, _ = await bound(door, phone, number)
    (his,) = await Outsider.all()
    await told(elder, "delivered", text="她的钱")
    beside = await told(elder, "delivered", text="王秀英的代办人您好，申请已受理。")
    await Message.filter(entry_id=beside).update(recipient_kind="helper", recipient_id=his.id)
    (seen,) = (await son.get("/news")).json()["items"]
    assert (seen["id"], seen["text"]) == (beside, "王秀英的代办人您好，申请已受理。")
    assert (await son.put(f"/news/{beside}/reading", {})).status_code == 204
    assert (await son.put(f"/news/{elder.id}/reading", {})).status_code == 404
    cadre = await door.account(cadre=await a_cadre())
    assert (await cadre.get("/news")).json()["code"] == "asking.BindFirst"


async def test_he_hands_on_to_nobody_what_was_given_to_him(door: Door, phone: Phone, number: str) -> None:
    case = await a_case_for(await door.account(resident=await a_resident()), None, number)
    son, _ = await bound(door, phone, number)
    wife = {"name": "刘芳", "identity_number": an_identity_number(date(1971, 1, 1)), "phone": "13700001111"}
    refused = await named(son, case, wife)
    assert (refused.status_code, refused.json()["code"]) == (403, "applications.HelperNamesAnother")
    assert await Outsider.all().count() == 1
    sheet = (await son.send_photo(f"/applications/{case}/photos", a_jpeg(), kind="mandate")).json()["id"]
    renewed = await son.post(f"/applications/{case}/mandate", {**PAPER, "photo_id": sheet})
    assert renewed.status_code == 201, "his own he renews"


async def test_of_two_accounts_at_once_one_is_his(door: Door, phone: Phone, number: str) -> None:
    case = await a_case_for(await door.account(resident=await a_resident()), None, number)
    tries = await asyncio.gather(*(bound(door, phone, number) for _ in range(3)))
    assert sorted(answer.status_code for _, answer in tries) == [201, 409, 409]
    for knocker, answer in tries:
        seen = await knocker.get(f"/applications/{case}")
        assert (seen.status_code == 200) is (answer.status_code == 201)


async def test_she_sees_who_acts_for_her_and_another_cadre_does_not(door: Door, number: str) -> None:
    elder = await a_resident()
    own, cadre = await door.account(resident=elder), await door.account(cadre=await a_cadre())
    case = await a_case_for(own, None, number)
    assert (await own.get(f"/applications/{case}")).json()["mandate"]["agent_name"] == SON
    assert (await cadre.get(f"/applications/{case}")).json()["mandate"] is None
    line = await journal.Entry.get(deed=journal.Deed.MANDATE_GIVEN.value)
    assert (line.facts["agent"], line.facts["agent_id"]) == ("outsider", str((await Outsider.get()).id))
