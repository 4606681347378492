"""Another channel is one file and one line: here the file is this one, and the line is in `another_channel`."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any

import pytest

from backend import clock, database, messages
from backend.journal import Deed
from backend.messages import Arrival
from backend.staff import Role
from notifications import ways_to_people
from notifications.channels import CHANNELS, Outcome, Parcel, Result, Template, Way
from notifications.channels_on_file import let_words_in, put_channels_on_file
from notifications.counting_months import count_months
from notifications.gauges import gauges
from notifications.message import ChannelName, Message
from notifications.registrations import put_on_file
from notifications.route import Route, ways
from notifications.settings import Settings
from notifications.wording import Occasion
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach, let_pass
from tests.notifications.sandbox_process import Sandbox
from tests.people import COUNTY, a_resident, an_officer

SENT: list[Parcel] = []


class RichText:
    """A provider that takes whatever comes."""

    patience = 1.0

    def __init__(self, _: Settings) -> None:
        SENT.clear()

    def send(self, parcel: Parcel) -> Outcome:
        SENT.append(parcel)
        return Outcome(Result.ACCEPTED, "OK", provider_id=f"rich-{len(SENT)}")

    def close(self) -> None:
        """Nothing is held."""


def _fill(occasion: Occasion, _: bool, words: dict[str, str]) -> tuple[str, dict[str, str]]:
    return "RICH_1", {"text": occasion.sms.read(words)}


def _templates(_: Settings) -> Iterable[Template]:
    return [Template("payout_settled", "RICH_1", "${text}", True)]


RICH = Way(
    name=ChannelName("rich"), title="视频短信", arrival=Arrival.HANDSET, make=RichText, fill=_fill, receipt_late=600.0,
    templates=_templates,
)  # fmt: skip


@pytest.fixture
async def another_channel(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setitem(CHANNELS, RICH.name, RICH)
    monkeypatch.setattr(ways_to_people, "ways", richly_first)
    await put_channels_on_file()
    yield
    async with database.transaction():  # the database is the other tests' as well
        for table in ("message", "past_message", "template_on_file", "channel_day", "message_month"):
            await database.execute(f"DELETE FROM {table} WHERE channel = $1", RICH.name)
        await database.execute("DELETE FROM channel WHERE name = $1", RICH.name)
        await let_words_in()


def richly_first(*given: Any, **known: bool) -> list[Route]:
    """Who is told by it is a rule of its own."""
    before = ways(*given, **known)
    return [replace(before[0], channel=RICH.name), *before]


async def test_a_message_goes_by_it_and_is_accounted_for(
    another_channel: None, outreach: Outreach, sandbox: Sandbox
) -> None:
    """Sent, counted by day, month, state and reach, and called by its name on every page."""
    elder, officer = await a_resident(phone="13800000000"), await an_officer(role=Role.COUNTY_REVIEWER)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    (message,) = await outreach.until_states("accepted")
    assert [(each.out_id, each.address, each.template) for each in SENT] == [(message.id.hex, "13800000000", "RICH_1")]
    assert SENT[0].words["text"].startswith("王秀英您好，您2026年2月的补贴50元已到账")
    assert message.provider_id == "rich-1"
    assert 'xiangyin_attempts_today{channel="rich",result="accepted"} 1.0' in (await gauges([], {})).decode()

    await Message.filter(id=message.id).update(state="delivered", finished_at=clock.now())  # as its callback would
    today = clock.today()
    balance = await messages.balance_of(COUNTY, "%", today, today)
    assert (balance.told, balance.handset, balance.is_whole) == (1, 1, True)
    await count_months()
    await put_on_file()
    on_pages = {
        "days": {(each.channel.shown, each.accepted, each.arrived) for each in (await messages.channel_days())[0]},
        "months": {
            (each.channel.shown, each.delivered, each.cost_fen) for each in await messages.past_months(officer, 2026)
        },
        "carriers": {
            (each.channel.shown, each.tried, each.arrived) for each in (await messages.carrier_months(COUNTY))[0]
        },
        "notices": {(each.channel.shown, each.state.shown) for each in await messages.notices(officer)},
        "templates": {(e.channel.shown, e.code) for e in await messages.templates() if e.channel.name == RICH.name},
    }
    assert on_pages == {
        "days": {("视频短信", 1, 1)}, "months": {("视频短信", 1, None)}, "carriers": {("视频短信", 1, 1)},
        "notices": {("视频短信", "已送达")}, "templates": {("视频短信", "RICH_1")},
    }  # fmt: skip
    proof = await messages.proof_of(message.id, officer)
    assert proof.reached == "视频短信已送达手机"
    assert "视频短信（本人的电话138****0000）：交给服务商" in [each.what for each in proof.steps]


async def test_without_a_receipt_the_next_way_is_tried(
    another_channel: None, outreach: Outreach, sandbox: Sandbox
) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800000000"), **SETTLED)
    await outreach.until_states("accepted")
    await database.execute("UPDATE message SET look_at = now()")
    await outreach.reconciler.poll_receipts()
    assert [(each.state, each.code) for each in await Message.all()] == [("undelivered", "no_receipt")]
    await let_pass(sandbox, 5)
    _, followed = await outreach.until_states("undelivered", "delivered")
    assert (followed.channel, len(sandbox.texts("13800000000"))) == ("sms", 1)
