"""Who hears of what, by which way, and what a phone that is not theirs may learn."""

from datetime import date

from backend.errands import Errand
from backend.journal import Deed
from backend.residents import Resident, Subscription, add_quota
from notifications.message import Message
from notifications.wording import PAYMENT
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_cadre, a_contact, a_resident, a_wechat_account


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


async def test_words_and_addresses_are_sealed(outreach: Outreach) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    (message,) = await outreach.until_states("delivered")
    kept = bytes(message.address_sealed) + bytes(message.content_sealed or b"")
    assert b"13800009999" not in kept
    assert "王秀英".encode() not in kept
