"""What Prometheus is told, by whom it may be asked, and that every alert asks for something that is told."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from backend.journal import Deed
from notifications import settings as outreach_settings
from notifications.announcing import announce
from notifications.breaker import Breaker
from notifications.callback_door import callback_door
from notifications.channels import Outcome, Result
from notifications.gauges import gauges
from notifications.keeping_time import Timekeeper
from notifications.message import ChannelName
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
