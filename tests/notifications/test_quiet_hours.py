"""Nobody is disturbed before eight or after eight, except by the code they are waiting for."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from backend.clock import COUNTY_TIME
from backend.journal import Deed
from backend.residents import request_phone_code
from notifications import holidays, quiet_hours
from notifications.announcing import announce
from notifications.channels import CHANNELS, SmsChannel, VoiceChannel, WechatChannel
from notifications.message import ChannelName, Lane, Message
from notifications.settings import settings
from notifications.turnstile import Turnstile
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import COUNTY, a_resident, a_wechat_account


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COUNTY_TIME)


@pytest.mark.parametrize(
    ("moment", "goes_at"),
    [
        ("2026-03-02 07:59:59", "2026-03-02 08:00"),
        ("2026-03-02 08:00:00", "2026-03-02 08:00:00"),
        ("2026-03-02 19:59:59", "2026-03-02 19:59:59"),
        ("2026-03-02 20:00:00", "2026-03-03 08:00"),
        ("2026-12-31 23:30:00", "2027-01-01 08:00"),
        ("2026-03-02 00:00:00", "2026-03-02 08:00"),
    ],
)
def test_notices_wait_for_the_morning(moment: str, goes_at: str) -> None:
    assert quiet_hours.earliest(Lane.ROUTINE, beijing(moment)) == beijing(goes_at)
    assert quiet_hours.earliest(Lane.CODE, beijing(moment)) == beijing(moment)


@pytest.mark.parametrize(
    ("moment", "rings_at"),
    [
        ("2026-03-02 08:59", "2026-03-02 09:00"),
        ("2026-03-02 11:59", "2026-03-02 11:59"),
        ("2026-03-02 12:00", "2026-03-02 14:00"),
        ("2026-03-02 19:59", "2026-03-02 19:59"),
        ("2026-03-02 20:00", "2026-03-03 09:00"),
        ("2026-12-31 23:30", "2027-01-01 09:00"),
    ],
)
def test_nobody_is_rung_at_noon_or_before_nine(moment: str, rings_at: str) -> None:
    assert quiet_hours.earliest(Lane.ROUTINE, beijing(moment), ChannelName.VOICE) == beijing(rings_at)


@pytest.mark.parametrize(
    ("kept", "occasion", "moment", "goes_at"),
    [
        ("all", "payout_settled", "2026-02-14 19:59:59", "2026-02-14 19:59:59"),  # a Saturday that is worked
        ("all", "payout_settled", "2026-02-14 20:00", "2026-02-24 08:00"),
        ("all", "payout_settled", "2026-02-23 19:59", "2026-02-24 08:00"),
        ("all", "payout_settled", "2026-02-24 00:00", "2026-02-24 08:00"),
        ("all", "payout_settled", "2026-02-28 12:00", "2026-02-28 12:00"),  # another
        ("all", "payout_settled", "2026-03-01 12:00", "2026-03-01 12:00"),  # a Sunday is no holiday
        ("all", "policy_news", "2026-09-30 20:00", "2026-10-08 08:00"),
        ("all", "payout_settled", "2026-12-31 20:00", "2027-01-01 08:00"),  # of 2027 nothing is published yet
        ("all", "flood", "2026-10-01 09:00", "2026-10-01 09:00"),  # lives may depend on it
        ("all", "refused", "2026-02-17 09:00", "2026-02-17 09:00"),  # the term to appeal runs
        ("all", "suspension_coming", "2026-02-17 09:00", "2026-02-17 09:00"),
        ("all", "certification_due", "2026-02-17 09:00", "2026-02-17 09:00"),
        ("all", "payout_bounced", "2026-02-17 09:00", "2026-02-17 09:00"),
        ("spring_festival", "payout_settled", "2026-02-15 09:00", "2026-02-24 08:00"),
        ("spring_festival", "payout_settled", "2026-05-01 09:00", "2026-05-01 09:00"),
        ("none", "payout_settled", "2026-02-17 09:00", "2026-02-17 09:00"),
    ],
)
def test_on_holidays_what_can_wait_does(
    kept: str, occasion: str, moment: str, goes_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIET_HOLIDAYS", kept)
    settings.cache_clear()
    assert holidays.earliest(occasion, Lane.ROUTINE, beijing(moment), ChannelName.SMS) == beijing(goes_at)
    settings.cache_clear()


def test_days_on_which_it_had_to_wait_make_nothing_old() -> None:
    since, again = beijing("2026-02-14 19:00"), beijing("2026-02-24 08:00")
    assert holidays.age("payout_settled", since, again) == timedelta(hours=13)
    assert holidays.age("refused", since, again) == again - since
    assert holidays.age("payout_settled", again, since) == since - again


async def test_what_was_in_line_on_the_eve_waits_until_the_holiday_is_over(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    travel("2026-02-14 19:59")
    elder = await a_resident(phone="13800008888")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await happened(Deed.APPLICATION_REFUSED, elder, reasons=["too_young"])
    await announce()
    travel("2026-02-15 10:00")
    money, _ = await outreach.until_states("waiting", "delivered")
    assert (money.send_after, money.attempts, money.code) == (beijing("2026-02-24 08:00"), 0, "holiday")
    travel("2026-02-24 08:00")
    await outreach.until_states("delivered", "delivered")


async def test_at_night_only_codes_go_out(outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]) -> None:
    travel("2026-03-02 22:00")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800008888"), **SETTLED)
    account = await a_wechat_account()
    await request_phone_code(account.id, COUNTY, "13800006666")
    await outreach.until_states("waiting", "delivered")
    assert [text["phone"] for text in sandbox.texts()] == ["13800006666"]
    travel("2026-03-03 08:01")
    await outreach.until_states("delivered", "delivered")
    assert sandbox.ask("accounting")["outside_hours_count"] == 0


async def test_what_waited_past_closing_waits_for_the_morning(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    sandbox.tell("faults", aliyun={"drop_percent": 100})
    travel("2026-03-02 19:59")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800008888"), **SETTLED)
    await outreach.step()
    sandbox.tell("faults", clear=True)
    travel("2026-03-02 20:01")
    await outreach.step_after(60)
    await outreach.step_after(60)
    assert sandbox.texts() == []
    (message,) = await Message.all()
    assert message.attempts == 1


async def test_what_is_in_line_at_closing_goes_back(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    travel("2026-03-02 19:59:30")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800008888"), **SETTLED)
    turns = Turnstile.turns

    def closing_meanwhile(self: Turnstile, count: int) -> list[float]:
        travel("2026-03-02 19:59:50")
        return turns(self, count)

    with monkeypatch.context() as patched:
        patched.setattr(Turnstile, "turns", closing_meanwhile)
        await outreach.step()
    (message,) = await Message.all()
    assert (message.state, message.attempts, sandbox.texts()) == ("waiting", 0, [])
    travel("2026-03-03 08:00")
    await outreach.until_states("delivered")


def test_no_call_begins_that_could_end_after_closing() -> None:
    for channel, way in CHANNELS.items():
        for opens, closes in way.hours:
            on_time, closing = (datetime.combine(date(2026, 3, 2), each, COUNTY_TIME) for each in (opens, closes))
            assert quiet_hours.may_begin(Lane.ROUTINE, on_time, channel)
            assert not quiet_hours.may_begin(Lane.ROUTINE, closing - timedelta(seconds=14), channel)
    assert max(SmsChannel.patience, VoiceChannel.patience, WechatChannel.patience) <= 14


async def test_a_code_too_old_to_be_of_use_is_not_sent(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    account = await a_wechat_account()
    await request_phone_code(account.id, COUNTY, "13800006666")
    travel("2026-03-02 10:11")
    (message,) = await outreach.until_states("rejected")
    assert message.code == "expired"
    assert sandbox.texts() == []
