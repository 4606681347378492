"""The book of subscribe messages: what the phone reports and what WeChat pushes of one tap is one message."""

import json
from datetime import timedelta
from itertools import count, permutations
from typing import Any

import pytest

from backend import clock
from backend.journal import Deed
from backend.residents import Subscription, WechatAccount, add_quota
from notifications.hearing_back import hear_back
from notifications.message import Message
from notifications.receipt import Receipt, ReceiptKind, keep
from notifications.wording import PAYMENT
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_resident, a_wechat_account

TEMPLATE = PAYMENT.template
_seconds = count(1_772_416_800)


async def pushed(account: WechatAccount, answer: str = "accept", **event: Any) -> None:
    """A popup event as WeChat sends it, read at once."""
    items = event.pop("items", {"TemplateId": TEMPLATE, "SubscribeStatusString": answer, "PopupScene": "0"})
    body = {
        "ToUserName": "gh_1", "FromUserName": account.openid, "CreateTime": next(_seconds), "MsgType": "event",
        "Event": "subscribe_msg_popup_event", "List": items, **event,
    }  # fmt: skip
    await keep([(ReceiptKind.WECHAT, json.dumps(body))])
    await hear_back()


async def in_the_book(template: str = TEMPLATE) -> int:
    subscription = await Subscription.get_or_none(template=template)
    return subscription.quota if subscription else 0


@pytest.mark.parametrize("order", sorted(set(permutations("ppww"))), ids="".join)
async def test_a_tap_told_by_both_is_counted_once_in_any_order(empty_database: str, order: tuple[str, ...]) -> None:
    account = await a_wechat_account()
    for teller in order:
        await (add_quota(account.id, TEMPLATE) if teller == "p" else pushed(account))
    assert await in_the_book() == 2


@pytest.mark.parametrize("teller", ["phone", "wechat"])
async def test_a_tap_told_by_one_alone_is_counted(empty_database: str, teller: str) -> None:
    account = await a_wechat_account()
    for _ in range(3):
        await (add_quota(account.id, TEMPLATE) if teller == "phone" else pushed(account))
    assert await in_the_book() == 3


async def test_taps_far_apart_are_two_though_told_by_one_each(empty_database: str) -> None:
    account = await a_wechat_account()
    await add_quota(account.id, TEMPLATE, at=clock.now() - timedelta(minutes=11))
    await pushed(account)
    assert await in_the_book() == 2


async def test_a_push_in_another_form_or_over_the_edge_of_a_month_is_no_new_tap(empty_database: str) -> None:
    account = await a_wechat_account()
    await pushed(account, CreateTime=1_772_416_000)
    await pushed(account, CreateTime="1772416000")
    await Receipt.all().delete()
    await pushed(account, CreateTime=1_772_416_000)
    assert await in_the_book() == 1


async def test_several_answers_come_as_a_list_and_each_template_has_its_own_count(empty_database: str) -> None:
    account = await a_wechat_account()
    await add_quota(account.id, "other")
    items = [{"TemplateId": TEMPLATE, "SubscribeStatusString": "accept"},
             {"TemplateId": "other", "SubscribeStatusString": "reject"}]  # fmt: skip
    await pushed(account, items=items)
    assert (await in_the_book(), await in_the_book("other")) == (1, 0)


async def test_a_change_in_the_settings_takes_away_and_gives_nothing(empty_database: str) -> None:
    account = await a_wechat_account()
    await add_quota(account.id, TEMPLATE)
    await pushed(account, Event="subscribe_msg_change_event", answer="accept")
    assert await in_the_book() == 1
    await pushed(account, Event="subscribe_msg_change_event", answer="reject")
    assert await in_the_book() == 0


@pytest.mark.parametrize(
    "event",
    [{"FromUserName": "nobody"}, {"List": []}, {"List": [None]}, {"List": "accept"}, {"CreateTime": "tomorrow"},
     {"items": {"SubscribeStatusString": "accept", "TemplateId": None}}],
    ids=str,
)  # fmt: skip
async def test_an_odd_event_holds_up_no_other(empty_database: str, event: dict[str, Any]) -> None:
    account = await a_wechat_account()
    await pushed(account, **event)
    assert await Receipt.filter(read_at=None).count() == 0
    await pushed(account)
    assert await in_the_book() >= 1


async def test_a_tap_that_only_wechat_told_of_lets_a_card_go(outreach: Outreach, sandbox: Sandbox) -> None:
    openid = str(sandbox.tell("wechat/login", user="秀英")["openid"])
    elder = await a_resident(phone="13800001111")
    await a_wechat_account(resident=elder, openid=openid)
    sandbox.tell("wechat/tap-subscribe", user="秀英", template_id=TEMPLATE)

    async def counted() -> bool:
        return await in_the_book() == 1

    await outreach.until(counted)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    (card,) = await outreach.until_states("delivered")
    assert (card.channel, await in_the_book()) == ("wechat", 0)


async def test_a_sent_event_that_comes_again_does_not_start_the_wait_for_the_reader_anew(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await test_a_tap_that_only_wechat_told_of_lets_a_card_go(outreach, sandbox)
    card = await Message.get()
    account = await WechatAccount.get()
    for code, form in (("0", 1), ("0", "1"), ("-1", 2)):
        item = {"MsgID": card.provider_id, "ErrorCode": code, "ErrorStatus": "success"}
        await pushed(account, Event="subscribe_msg_sent_event", items=item, CreateTime=form)
    again = await Message.get()
    assert (again.state, again.finished_at) == ("delivered", card.finished_at)
