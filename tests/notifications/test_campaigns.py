"""A campaign goes out like any notice: to phones of their own, never to who opted out; cancelled, it is taken back."""

from collections.abc import Callable
from uuid import UUID

import pytest

from backend import campaigns, clock
from backend.campaigns import CampaignKind, Draft, Report
from backend.errands import Errand
from backend.residents import Contact
from backend.staff import Role
from notifications.announcing import announce
from notifications.campaigning import run_campaigns
from notifications.message import Lane, Message
from notifications.settings import settings
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import VILLAGE, a_contact, a_resident, an_officer, seed_parameters

OWN, SHARED, STOPPED = "13800007001", "13800007002", "13800007003"


@pytest.fixture(autouse=True)
async def three_people(outreach: Outreach) -> None:
    await seed_parameters()
    await a_resident(phone=OWN)
    await a_contact(await a_resident("刘大山"), SHARED, owner="neighbour")
    stopped = await a_resident("陈桂兰", phone=STOPPED)
    await Contact.filter(resident_id=stopped.id).update(opted_out_at=clock.now())


async def begun(kind: CampaignKind, news: str = "明天起降温10度") -> UUID:
    draft = Draft(kind, VILLAGE, None, 60, news, 100)
    proposed = await campaigns.propose(draft, await an_officer(Role.COUNTY_REVIEWER))
    await campaigns.approve(proposed.id, await an_officer(Role.COUNTY_APPROVER))
    return proposed.id


async def report(campaign_id: UUID) -> Report:
    return await campaigns.report_of(await campaigns.Campaign.get(id=campaign_id))


async def test_news_goes_to_phones_of_their_own_and_to_no_door(outreach: Outreach, sandbox: Sandbox) -> None:
    campaign = await begun(CampaignKind.POLICY_NEWS, "本月起可在村里办社保卡")
    assert await run_campaigns() == 3
    await outreach.until_states("delivered")
    assert [each["text"] for each in sandbox.texts(OWN)] == [
        "【嵩县民政局】王秀英您好，政策消息：本月起可在村里办社保卡。请问村干部。"
    ]
    assert (sandbox.texts(SHARED), sandbox.texts(STOPPED)) == ([], [])
    assert await Errand.all().count() == 0
    assert (await Message.get()).lane == Lane.CAMPAIGN
    assert await report(campaign) == Report(3, 1, 0, 0, 0, 2, {VILLAGE: 2})


async def test_a_warning_goes_to_whoever_can_pass_it_on(outreach: Outreach, sandbox: Sandbox) -> None:
    await begun(CampaignKind.FLOOD, "今夜有暴雨，住河边的转到村委会")
    await run_campaigns()
    await outreach.until_states("delivered", "delivered")
    assert "刘大山您好，防汛：今夜有暴雨" in sandbox.texts(SHARED)[0]["text"]
    assert sandbox.texts(STOPPED) == []
    assert {each.lane for each in await Message.all()} == {Lane.URGENT}


async def test_what_waits_is_withdrawn_when_it_is_cancelled(outreach: Outreach, sandbox: Sandbox) -> None:
    campaign = await begun(CampaignKind.COLD_WAVE)
    await campaigns.Campaign.filter(id=campaign).update(per_minute=2)
    await run_campaigns()
    await announce()
    assert (await report(campaign)).under_way == 2
    await campaigns.cancel(campaign, await an_officer(Role.COUNTY_APPROVER))
    assert await run_campaigns() == 2
    await outreach.step_after(10)
    assert (sandbox.texts(OWN), sandbox.texts(SHARED)) == ([], [])
    assert (await report(campaign)).withdrawn == 2


async def test_a_text_that_the_provider_refuses_holds_the_campaign_and_loses_nobody(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_TEMPLATE_CODES", '{"policy_news": "SMS_404"}')
    settings.cache_clear()
    campaign = await begun(CampaignKind.POLICY_NEWS)
    await campaigns.Campaign.filter(id=campaign).update(per_minute=1)
    for _ in range(3):
        await run_campaigns()
        await outreach.step()
    assert (await Message.get()).code == "isv.SMS_TEMPLATE_ILLEGAL"
    await run_campaigns()
    held = await campaigns.Campaign.get(id=campaign)
    paused = await campaigns.last_pause(held)
    assert paused is not None
    assert (held.state, paused.officer_id, paused.because) == ("paused", None, "isv.SMS_TEMPLATE_ILLEGAL")
    monkeypatch.delenv("SMS_TEMPLATE_CODES")
    settings.cache_clear()
    await outreach.step_after(3700)
    await outreach.until_states("delivered")
    assert len(sandbox.texts(OWN)) == 1


async def test_nobody_is_told_at_night(outreach: Outreach, travel: Callable[[str], None]) -> None:
    await begun(CampaignKind.COLD_WAVE)
    travel("2026-03-02 21:00")
    assert await run_campaigns() == 0
    travel("2026-03-03 08:00")
    assert await run_campaigns() == 3


async def test_who_cannot_be_reached_is_in_the_report_and_no_errand(outreach: Outreach, sandbox: Sandbox) -> None:
    campaign = await begun(CampaignKind.POLICY_NEWS)
    await run_campaigns()
    await announce()
    await Message.all().update(state="undelivered", finished_at=clock.now(), code="MK:0000")
    await outreach.step_after(10)
    assert (await report(campaign)).not_reached == 1
    assert await Errand.all().count() == 0
