"""Who hears of what, by which way, and what a phone that is not theirs may learn."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend import applications, errands
from backend.errands import Errand
from backend.journal import Deed
from backend.programmes import PhotoKind
from backend.residents import Resident, Subscription, add_quota
from backend.staff import Role
from notifications.message import Message
from notifications.wording import PAYMENT
from tests.backend.applications.cases import a_photo, hand
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach, let_pass
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.standing_in import a_case_in_the_hand_of, a_guardianship, two_at_home
from tests.people import a_cadre, a_contact, a_household, a_resident, a_wechat_account, an_officer


async def a_subscriber(sandbox: Sandbox, *, granted: int) -> None:
    """A resident with a phone and WeChat; `granted` messages of the payment template by our count and WeChat's."""
    openid = str(sandbox.tell("wechat/login", user="秀英")["openid"])
    resident = await a_resident(phone="13800001111")
    account = await a_wechat_account(resident=resident, openid=openid)
    for _ in range(granted):
        sandbox.tell("wechat/tap-subscribe", user="秀英", template_id=PAYMENT.template)
        await add_quota(account.id, PAYMENT.template)
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)


async def test_wechat_first_when_a_message_was_granted(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_subscriber(sandbox, granted=1)
    (card,) = await outreach.until_states("delivered")
    assert card.channel == "wechat"
    assert sandbox.texts() == []
    assert sandbox.ask("accounting")["wechat_total_accepted"] == 1


async def test_the_second_notice_goes_by_sms_when_one_was_granted(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_subscriber(sandbox, granted=1)
    await outreach.until_states("delivered")
    await happened(Deed.PAYOUT_SETTLED, await Resident.get(), **SETTLED)
    first, second = await outreach.until_states("delivered", "delivered")
    assert (first.channel, second.channel) == ("wechat", "sms")


async def test_43101_clears_the_count_and_the_text_goes(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("faults", wechat={"always_43101": True})
    await a_subscriber(sandbox, granted=1)
    await outreach.until_states("rejected")
    await outreach.step_after(5)
    card, text = await outreach.until_states("rejected", "delivered")
    assert (card.code, text.channel) == ("43101", "sms")
    assert (await Subscription.get()).quota == 0


async def test_a_sent_event_before_the_answer_counts(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("faults", wechat={"sent_event_first": True})
    await a_subscriber(sandbox, granted=1)
    await outreach.until_states("delivered")


async def test_a_card_of_unknown_fate_is_followed_by_a_text_not_by_a_card(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_subscriber(sandbox, granted=2)
    await outreach.until_states("delivered")  # the token is in Redis now, so that the reset meets the card itself
    sandbox.tell("push-urls", wechat="")
    sandbox.tell("faults", wechat={"reset_after": True})
    await happened(Deed.PAYOUT_SETTLED, await Resident.get(), **SETTLED)
    await outreach.until_states("delivered", "unknown")
    sandbox.tell("faults", clear=True)
    await outreach.step_after(10)
    await outreach.step_after(10)
    _, card, text = await outreach.until_states("delivered", "undelivered", "delivered")
    assert (card.channel, card.attempts, text.channel) == ("wechat", 1, "sms")
    assert sandbox.ask("accounting")["wechat_total_accepted"] == 2


async def test_a_card_whose_arrival_nobody_reports_is_followed_by_a_text(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("push-urls", wechat="")  # pushed into the void
    await a_subscriber(sandbox, granted=1)
    await outreach.until_states("accepted")
    await let_pass(sandbox, 86400)
    await outreach.reconciler.poll_receipts()
    await let_pass(sandbox, 5)
    card, text = await outreach.until_states("undelivered", "delivered")
    assert (card.channel, card.code, text.channel) == ("wechat", "no_receipt", "sms")


async def test_without_any_phone_a_cadre_goes_at_once(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre(phone="13900000000")
    resident = await a_resident()
    await a_contact(resident, "037966310000", kind="landline")
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    await outreach.until_states("delivered")
    errand = await Errand.get()
    assert errand.because.startswith("notice:")
    assert errand.reason == "请告诉王秀英：2026年2月的补贴50元已到账，账户尾号0018。"
    assert [text["phone"] for text in sandbox.texts()] == ["13900000000"]


async def test_anothers_phone_learns_that_there_is_something_and_no_more(outreach: Outreach, sandbox: Sandbox) -> None:
    resident = await a_resident(phone="13800009999", phone_owner="relative")
    await happened(Deed.APPLICATION_REFUSED, resident, reasons=["too_young"])
    await outreach.until_states("delivered")
    (text,) = sandbox.texts()
    assert text["text"] == "【嵩县民政局】请转告王秀英：有一件事要当面告诉本人，请抽空联系村干部。谢谢您帮忙转达。"


async def test_the_dead_hear_nothing(outreach: Outreach) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999", deceased_on=date(2026, 2, 1)), **SETTLED)
    await outreach.step()
    assert await Message.all().count() == 0
    assert await Errand.all().count() == 0


async def test_an_entry_without_its_facts_sends_a_person_and_holds_up_nobody(outreach: Outreach) -> None:
    await a_cadre(phone="13900000000")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), amount_fen="fifty")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800008888"), **SETTLED)
    await outreach.until_states("delivered", "delivered")
    assert await Errand.all().count() == 1


async def test_an_entry_is_announced_once(outreach: Outreach, sandbox: Sandbox) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    await outreach.until_states("delivered")
    await outreach.step()
    assert await Message.all().count() == 1
    assert sandbox.ask("accounting")["total_accepted"] == 1


async def test_a_cadre_is_not_buried_under_texts(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_cadre(phone="13900000000")
    for _ in range(5):
        await happened(Deed.PAYOUT_SETTLED, await a_resident(), **SETTLED)
    await outreach.until_states(*["delivered"] * 3)
    await outreach.step()
    assert await Errand.all().count() == 5
    assert len(sandbox.texts("13900000000")) == 3


async def test_who_is_sent_to_a_door_is_told_and_reminded_and_nobody_else(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    await a_cadre(phone="13900000000")
    sent = await a_cadre(name="张卫国", phone="13900000009")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(), **SETTLED)
    await outreach.until_states("delivered")
    await errands.assign((await Errand.get()).id, sent.id, await an_officer(Role.TOWNSHIP_LEADER))
    await outreach.until_states("delivered", "delivered")
    travel("2026-03-09 10:00")
    assert await errands.remind_of_errands_overdue() == 1
    await outreach.until_states("delivered", "delivered", "delivered")
    assert ["村里有一件上门的事" in each["text"] for each in sandbox.texts("13900000000")] == [True]
    told, reminded = sandbox.texts("13900000009")
    assert "张卫国您好，村里有一件上门的事：上门告知" in told["text"]
    assert "张卫国您好，上门告知应在2026年3月5日前办好" in reminded["text"]


async def test_words_and_addresses_are_sealed(outreach: Outreach) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    (message,) = await outreach.until_states("delivered")
    kept = bytes(message.address_sealed) + bytes(message.content_sealed or b"")
    assert b"13800009999" not in kept
    assert "王秀英".encode() not in kept


async def test_for_a_child_its_guardian_hears_and_at_the_door_nothing_is_said(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    home = await a_household()
    await a_resident("王建军", date(1980, 1, 1), phone="13800001111", household=home)
    await a_resident("王大爷", date(1950, 1, 1), phone="13800002222", household=home, relation="parent")
    child = await a_resident("王小明", date(2016, 1, 1), phone="13800003333", household=home, relation="child")
    await happened(Deed.PAYOUT_SETTLED, child, **SETTLED)
    (message,) = await outreach.until_states("delivered")
    assert message.recipient_id == child.id
    (text,) = sandbox.texts()
    assert (text["phone"], "王小明家长您好，您2026年2月的补贴50元已到账" in text["text"]) == ("13800001111", True)

    await a_cadre(phone="13900000000")
    await happened(Deed.PAYOUT_SETTLED, await a_resident("李小花", date(2016, 1, 1)), **SETTLED)
    await outreach.until_states("delivered", "delivered")
    assert (await Errand.get()).reason == "有一件事要当面告诉李小花的家长，请他们联系乡镇。"


async def test_who_helps_in_a_case_hears_the_same_on_a_phone_of_their_own(outreach: Outreach, sandbox: Sandbox) -> None:
    elder, helper = await two_at_home("13800001111", "13800002222")
    await a_contact(helper, "13800003333", owner="neighbour")
    case = await a_case_in_the_hand_of(helper, elder)
    await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(case), reasons=["too_young"])
    await outreach.until_states("delivered", "delivered")
    texts = {each["phone"]: each["text"].partition("您好，")[::2] for each in sandbox.texts()}
    assert texts["13800001111"][1] == texts["13800002222"][1]
    assert texts["13800002222"][0] == "【嵩县民政局】王秀英的代办人"
    assert set(texts) == {"13800001111", "13800002222"}
    assert sorted([each.recipient_kind for each in await Message.all()]) == ["helper", "resident"]
    await applications.revoke_mandate(case, hand(elder))
    await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(case), reasons=["too_young"])
    await outreach.until_states(*["delivered"] * 3)
    assert len(sandbox.texts("13800002222")) == 1


# What is no step of a case is told to its helper all the same.
OF_A_CASE: list[tuple[Deed, dict[str, Any]]] = [
    (Deed.EXTENSION_APPROVED, {"decision_due_on": "2026-05-12"}),
    (Deed.CHECK_DISCREPANCY_FOUND, {}),
    (Deed.FIRST_OPINION_GIVEN, {"favourable": False}),
]


@pytest.mark.parametrize(("deed", "facts"), OF_A_CASE, ids=[deed.value for deed, _ in OF_A_CASE])
async def test_a_helper_hears_of_longer_time_of_what_is_to_be_explained_and_of_a_first_no(
    outreach: Outreach, sandbox: Sandbox, deed: Deed, facts: dict[str, Any]
) -> None:
    elder, helper = await two_at_home("13800001111", "13800002222")
    case = await a_case_in_the_hand_of(helper, elder)
    await happened(deed, elder, application_id=str(case), **facts)
    told = await outreach.until_states("delivered", "delivered")
    texts = {each["phone"]: each["text"].partition("您好，")[2] for each in sandbox.texts()}
    assert (set(texts), len(set(texts.values()))) == ({"13800001111", "13800002222"}, 1)
    assert [each.case_id for each in told] == [case, case], "found again by the case"


async def test_a_guardian_who_also_holds_the_mandate_is_told_once(outreach: Outreach, sandbox: Sandbox) -> None:
    ward, guardian = await two_at_home("13800002222", "13800001111")
    await a_guardianship(ward, guardian)
    case = await a_case_in_the_hand_of(guardian, ward)
    await happened(Deed.APPLICATION_REFUSED, ward, application_id=str(case), reasons=["too_young"])
    await outreach.until_states("delivered")
    (text,) = sandbox.texts()
    assert (text["phone"], "王秀英的监护人您好" in text["text"]) == ("13800001111", True)


async def test_what_a_cadre_hears_as_a_helper_hides_no_errand(outreach: Outreach, sandbox: Sandbox) -> None:
    by = (await a_cadre(phone="13900000000")).signature
    elder = await a_resident(phone="13800001111")
    case = await applications.start("old_age_allowance", elder, by=by)
    await applications.give_mandate(
        case.id, relation="村干部", scope="申请高龄津贴", expires_on=date(2026, 12, 1), by=by,
        photo_id=await a_photo(elder, PhotoKind.MANDATE, by=by),
    )  # fmt: skip
    for _ in range(3):
        await happened(Deed.APPLICATION_RETURNED, elder, application_id=str(case.id), titles=["本人近照"])
    await happened(Deed.PAYOUT_SETTLED, await a_resident("李桂兰"), **SETTLED)

    async def told_of_the_errand() -> bool:
        return any("村里有一件上门的事" in each["text"] for each in sandbox.texts("13900000000"))

    await outreach.until(told_of_the_errand)
    assert sum("的代办人您好" in each["text"] for each in sandbox.texts("13900000000")) == 3


async def test_a_helper_who_cannot_be_reached_sends_nobody_to_a_door(outreach: Outreach, sandbox: Sandbox) -> None:
    elder, helper = await two_at_home("13800001111", "13800000005")
    case = await a_case_in_the_hand_of(helper, elder)
    await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(case), reasons=["too_young"])
    await outreach.until_states("delivered", "undelivered")
    await outreach.step_after(5)
    assert await Errand.all().count() == 0
