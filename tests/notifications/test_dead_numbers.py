"""A number found dead goes out of use for everyone on file under it, and somebody is asked for another."""

from datetime import date

import pytest

from backend import clock, database, entitlements, messages, residents
from backend.entitlements import PayeeAgreement
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.residents import Contact, Resident
from notifications.announcing import announce
from notifications.message import Message
from notifications.reply import Reply
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.standing_in import a_case_in_the_hand_of, two_at_home
from tests.notifications.test_ways import a_ward, an_agreement
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    a_cadre,
    a_contact,
    a_household,
    a_resident,
    a_wechat_account,
    an_officer,
)

DEAD, ALIVE = "13800000001", "13800001111"  # 0001: the carrier knows no such number (MK:0001)


async def told_of_money(outreach: Outreach, elder: Resident, *states: str) -> list[Message]:
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    messages = await outreach.until_states(*states)
    await outreach.step_after(5)
    return messages


async def test_a_payees_dead_number_is_asked_for_once_and_not_tried_next_month(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    elder = await a_resident(phone=ALIVE)
    await an_agreement(elder, DEAD)
    await told_of_money(outreach, elder, "delivered", "undelivered")
    errand = await Errand.get()
    assert (errand.resident_id, errand.reason.endswith(
        "代领人登记的手机号已经打不通，请问一问代领人现在用哪个号码，报乡镇更新。"
    )) == (elder.id, True)  # fmt: skip
    await told_of_money(outreach, elder, "delivered", "undelivered", "delivered")
    assert (len(sandbox.texts(DEAD)), await Errand.all().count()) == (1, 1)
    clerk = await an_officer()
    (line,) = await messages.dead_lines(clerk)
    assert (line.name, line.award_id is not None) == ("王建军", True)
    assert await messages.dead_lines(await an_officer(place=OTHER_TOWNSHIP)) == []
    await Resident.filter(id=elder.id).update(birth_date=date(2016, 1, 1))
    assert await messages.dead_lines(clerk) == [], "whose payee a child has is for who handles children's affairs"


async def test_a_new_number_in_the_agreement_is_texted_again(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone=ALIVE)
    await an_agreement(elder, DEAD)
    await told_of_money(outreach, elder, "delivered", "undelivered")
    agreement, clerk = await PayeeAgreement.get(), await an_officer()
    with pytest.raises(residents.BadPhone):
        await entitlements.change_payees_phone(agreement.id, "12", clerk)
    await entitlements.change_payees_phone(agreement.id, "138 0000 2222", clerk)
    await told_of_money(outreach, elder, "delivered", "undelivered", "delivered", "delivered")
    assert len(sandbox.texts("13800002222")) == 1
    assert (await Entry.get(deed=Deed.AGREEMENT_PHONE_CHANGED.value)).facts["given"] is True
    assert await messages.dead_lines(clerk) == []
    await entitlements.change_payees_phone(agreement.id, "", clerk)
    assert (await PayeeAgreement.get()).phone_shown == ""


async def test_a_helpers_dead_number_is_asked_for_at_the_helpers_door(outreach: Outreach, sandbox: Sandbox) -> None:
    elder, helper = await two_at_home(ALIVE, DEAD)
    case = await a_case_in_the_hand_of(helper, elder)
    for states in (("delivered", "undelivered"), ("delivered", "undelivered", "delivered")):
        await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(case), reasons=["too_young"])
        await outreach.until_states(*states)
        await outreach.step_after(5)
    errand = await Errand.get()
    assert errand.resident_id == helper.id
    assert errand.reason == "王建军登记的手机已经打不通，请问一问现在用哪个号码，报乡镇更新。"
    assert len(sandbox.texts(DEAD)) == 1


async def test_a_guardian_with_a_second_phone_is_told_there_and_asked_for_the_dead_one(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    son = await a_resident("王建军", date(1970, 1, 1), phone=DEAD, village=OTHER_VILLAGE)
    await a_contact(son, ALIVE)
    ward = await a_ward("王老太", son, await a_household())
    await told_of_money(outreach, ward, "undelivered")
    await outreach.until_states("undelivered", "delivered")
    errand = await Errand.get()
    assert (errand.resident_id, "现在用哪个号码" in errand.reason) == (son.id, True)
    await told_of_money(outreach, ward, "undelivered", "delivered", "delivered")
    assert (len(sandbox.texts(DEAD)), await Errand.all().count()) == (1, 1)


async def test_a_guardian_whose_only_number_is_dead_is_asked_by_the_errand_with_the_news(outreach: Outreach) -> None:
    son = await a_resident("王建军", date(1970, 1, 1), phone=DEAD, village=OTHER_VILLAGE)
    ward = await a_ward("王老太", son, await a_household())
    await told_of_money(outreach, ward, "undelivered")
    errand = await Errand.get()
    assert (errand.resident_id, errand.because.startswith("message:")) == (son.id, True)
    assert errand.reason.endswith("登记的手机号已经打不通，请问一问现在用哪个号码，报乡镇更新。")


async def test_who_has_another_phone_of_their_own_is_not_visited(outreach: Outreach) -> None:
    elder = await a_resident(phone=DEAD)
    await a_contact(elder, ALIVE)
    await told_of_money(outreach, elder, "undelivered")
    await outreach.until_states("undelivered", "delivered")
    assert await Errand.all().count() == 0


async def test_a_cadres_dead_number_gives_way_to_a_colleagues_and_is_listed_for_the_township(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await a_cadre(name="李建国", phone=DEAD)
    await a_cadre(name="李爱华", phone=ALIVE)
    await told_of_money(outreach, await a_resident(), "undelivered")
    await told_of_money(outreach, await a_resident(), "undelivered", "delivered")
    assert (len(sandbox.texts(DEAD)), len(sandbox.texts(ALIVE))) == (1, 1)
    assert [each.name for each in await messages.dead_lines(await an_officer())] == ["李建国"]
    assert await messages.dead_lines(await an_officer(place=OTHER_TOWNSHIP)) == []


async def test_a_code_that_was_read_there_brings_a_number_back(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone=ALIVE)
    await an_agreement(elder, DEAD)
    await told_of_money(outreach, elder, "delivered", "undelivered")
    sandbox.tell("faults", numbers={DEAD: "0000"})
    account = await a_wechat_account()
    await residents.request_phone_code(account.id, COUNTY, DEAD)
    code = await residents.PhoneCode.get()
    await residents.verify_phone_code(account.id, DEAD, code.code)
    assert await database.rows("SELECT FROM dead_number") == []
    assert await Contact.filter(dead_since=None).count() == 1


@pytest.mark.parametrize("words", ["打错了", "不是我"])
async def test_a_payees_number_that_somebody_else_holds_now_goes_out_of_use(
    outreach: Outreach, sandbox: Sandbox, words: str
) -> None:
    elder = await a_resident(phone=ALIVE)
    await an_agreement(elder, "13800002222")
    sandbox.tell("reply", phone="13800002222", text=words)

    async def asked() -> bool:
        return await Errand.all().count() == 1

    await outreach.until(asked)
    assert (await Errand.get()).reason == (
        "王秀英的代领人登记的手机号已经是别人在用，请问一问代领人现在用哪个号码，报乡镇更新。"
    )
    await told_of_money(outreach, elder, "delivered")
    assert (len(sandbox.texts(ALIVE)), sandbox.texts("13800002222")) == (1, [])
    assert await Contact.filter(dead_since=None).count() == 1


async def test_a_stranger_who_says_so_changes_nothing(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_resident(phone=ALIVE)
    sandbox.tell("reply", phone="13800002222", text="打错了")

    async def kept() -> bool:
        return await Reply.all().count() == 1

    await outreach.until(kept)
    assert await database.rows("SELECT FROM dead_number") == []
    assert await Errand.all().count() == 0


async def test_who_refused_the_provider_is_told_at_the_door_and_texted_no_more(outreach: Outreach) -> None:
    elder = await a_resident(phone=ALIVE)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    await Message.all().update(state="rejected", code="isv.CUSTOMER_REFUSED", finished_at=clock.now())
    await outreach.step_after(5)
    assert (await Errand.get()).reason == "请告诉王秀英：2026年2月的补贴50元已到账，账户尾号0018。"
    assert (await Contact.get()).opted_out_at is not None
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.step()
    assert (await Message.all().count(), await Errand.all().count()) == (1, 2)
