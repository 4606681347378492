"""What Prometheus is told, by whom it may be asked, and that every alert asks for something that is told."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest

from backend import clock, database
from backend.journal import Deed
from notifications import settings as outreach_settings
from notifications.announcing import announce
from notifications.breaker import Breaker
from notifications.callback_door import callback_door
from notifications.channel_day import count
from notifications.channels import Outcome, Result
from notifications.gauges import gauges
from notifications.keeping_time import Timekeeper
from notifications.message import ChannelName, Message
from notifications.receipt import ReceiptKind, keep
from notifications.speaking import Speaker
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.test_keeping_time import Bell, daily
from tests.people import a_resident

RUNBOOK = Path(__file__).parents[2] / "docs/runbooks/alerts.md"


async def told(breakers: dict[ChannelName, Breaker] | None = None, bell: Bell | None = None) -> dict[str, float]:
    text = (await gauges([daily(bell or Bell())], breakers or {})).decode()
    lines = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


async def test_what_waits_how_long_and_what_is_late(empty_database: str, at: Callable[[str], None]) -> None:
    bell = Bell()
    at("2026-03-02 09:00")
    await Timekeeper([daily(bell)]).look(daily(bell))
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    await announce()
    at("2026-03-02 09:02")
    figures = await told(bell=bell)
    waiting = '{channel="sms",lane="routine",state="waiting"}'
    assert figures[f"xiangyin_messages_open{waiting}"] == 1
    assert figures[f"xiangyin_messages_oldest_seconds{waiting}"] == pytest.approx(120, abs=1)
    assert figures['xiangyin_duty_late_seconds{duty="bell"}'] == 0
    at("2026-03-03 10:00")
    assert (await told(bell=bell))['xiangyin_duty_late_seconds{duty="bell"}'] == pytest.approx(3600, abs=1)


async def test_a_provider_that_is_left_alone_shows(empty_database: str) -> None:
    sick = Breaker()
    sick.weigh([Outcome(Result.LATER, "isv.AMOUNT_NOT_ENOUGH", stops_channel=True)])
    figures = await told({ChannelName.SMS: sick, ChannelName.VOICE: Breaker()})
    assert figures['xiangyin_provider_left_alone{channel="sms",code="isv.AMOUNT_NOT_ENOUGH"}'] == 1
    assert figures['xiangyin_provider_left_alone{channel="voice",code=""}'] == 0
    assert figures["xiangyin_replies_last_hour"] == 0


async def test_only_who_knows_the_token_is_told(
    empty_database: str, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = Speaker()
    transport = httpx.ASGITransport(callback_door(speaker.callback_came.set, speaker.gauges))
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        nobody = await client.get("/metrics", headers={"Authorization": "Bearer "})
        monkeypatch.setenv("METRICS_TOKEN", "a-token")
        outreach_settings.settings.cache_clear()
        wrong = await client.get("/metrics", headers={"Authorization": "Bearer another"})
        right = await client.get("/metrics", headers={"Authorization": "Bearer a-token"})
    speaker.close()
    assert [nobody.status_code, wrong.status_code, right.status_code] == [404, 404, 200]
    told_of = set(re.findall(r"^# HELP (\w+)", right.text, re.M))
    asked_for = set(re.findall(r"\bxiangyin_\w+", RUNBOOK.read_text(encoding="utf-8")))
    assert len(asked_for) > 5
    assert asked_for <= told_of


async def test_a_deed_of_which_nobody_has_spoken_shows(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-02 09:00")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    at("2026-03-02 09:11")
    assert (await told())["xiangyin_journal_untold_seconds"] == pytest.approx(660, abs=2)
    await announce()
    assert (await told())["xiangyin_journal_untold_seconds"] == 0


async def test_texts_of_which_no_report_comes_show_though_the_record_says_how_they_ended(
    empty_database: str, at: Callable[[str], None]
) -> None:
    """The provider's record makes up for receipts, and so nothing else tells that the callback is shut."""
    elder = await a_resident(phone="13800009999")
    at("2026-03-02 09:00")
    await keep([(ReceiptKind.SMS_REPORT, "[]")])
    for minute in (1, 2, 20):
        at(f"2026-03-02 09:{minute:02d}")
        await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
        await announce()
        sent = {"provider_id": "1^0", "sent_at": clock.now(), "attempts": 1}
        await Message.filter(sent_at=None).update(state="accepted" if minute == 1 else "delivered", **sent)
    at("2026-03-02 09:14")
    assert (await told())["xiangyin_texts_unreported"] == 0, "it may still come"
    at("2026-03-02 09:30")
    assert (await told())["xiangyin_texts_unreported"] == 2
    at("2026-03-02 09:36")
    assert (await told())["xiangyin_texts_unreported"] == 3
    await keep([(ReceiptKind.SMS_REPORT, '[{"out_id": "1"}]')])
    assert (await told())["xiangyin_texts_unreported"] == 0


async def test_a_budget_is_told_beside_what_is_left_of_it(
    empty_database: str, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICE_MOST_A_DAY", "300")
    outreach_settings.settings.cache_clear()
    await count(ChannelName.VOICE, [Result.ACCEPTED] * 20)
    figures = await told()
    budget, left = (figures[f'xiangyin_{name}{{channel="voice"}}'] for name in ("budget", "budget_left"))
    assert (budget, left) == (300, 280)
    assert 'xiangyin_budget{channel="sms"}' not in figures


async def test_a_night_on_which_the_record_could_not_be_read_shows(
    empty_database: str, at: Callable[[str], None]
) -> None:
    assert (await told())["xiangyin_statement_unanswered"] == 0
    at("2026-03-03 06:00")
    for day, unanswered in (("2026-03-01", 7), ("2026-03-02", 31)):
        await database.execute(
            "INSERT INTO statement_day VALUES ('410325', $1, 0, 0, 40, $2, $3)", date.fromisoformat(day), unanswered,
            clock.now(),
        )  # fmt: skip
    assert (await told())["xiangyin_statement_unanswered"] == 31
