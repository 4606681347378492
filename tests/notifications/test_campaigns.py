"""A campaign goes out like any notice: to phones of their own, never to who opted out; cancelled, it is taken back."""

import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import campaigns, clock, programmes
from backend.campaigns import Became, CampaignKind, Draft, Report
from backend.errands import Errand
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment
from backend.residents import Contact, DisabilityCard, Resident, Tongue
from backend.staff import Role
from notifications.announcing import announce
from notifications.audience import Audience
from notifications.campaigning import run_campaigns
from notifications.channels import CHANNELS
from notifications.delivering import Deliverer
from notifications.message import ChannelName, Lane, Message
from notifications.registrations import put_on_file
from notifications.settings import settings
from notifications.wording import OCCASIONS
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.test_ways import WAYS, a_ward
from tests.people import (
    COUNTY,
    OTHER_VILLAGE,
    VILLAGE,
    a_contact,
    a_household,
    a_resident,
    an_officer,
    seed_parameters,
    some_id,
)

OWN, SHARED, STOPPED = "13800007001", "13800007002", "13800007003"


@pytest.fixture(autouse=True)
async def three_people(outreach: Outreach) -> None:
    await seed_parameters()
    await a_resident(phone=OWN)
    await a_contact(await a_resident("刘大山"), SHARED, owner="neighbour")
    stopped = await a_resident("陈桂兰", phone=STOPPED)
    await Contact.filter(resident_id=stopped.id).update(opted_out_at=clock.now())


async def a_person(number: int, reads: bool, hears: bool, understands: bool, owner: str, kind: str) -> Resident:
    """As a line of the table of ways says."""
    tongue = Tongue.PUTONGHUA if understands else (Tongue.DIALECT, Tongue.OTHER)[number % 2]
    resident = await a_resident(f"王{number}", can_read=reads, understands=tongue)
    await a_contact(resident, f"138000014{number:02d}" if kind == "mobile" else "0379-66312345", owner=owner, kind=kind)
    if not hears:
        await a_hearing_card(resident)
    return resident


async def a_hearing_card(resident: Resident) -> None:
    await DisabilityCard.create(
        id=some_id(), county=COUNTY, resident_id=resident.id, number_sealed=b"x", disability_class="2", grade=1,
        valid_to="2030-01-01",
    )  # fmt: skip


async def begun(kind: CampaignKind, news: str = "明天起降温10度", *, place: str = VILLAGE) -> UUID:
    draft = Draft(kind, place, None, 60, news, 100)
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
    told = await report(campaign)
    assert (told.told, told.became[Became.HANDSET], told.became[Became.WITHOUT]) == (3, 1, 2)
    assert told.by_village == {VILLAGE: 2}


async def test_a_warning_goes_to_whoever_can_pass_it_on(outreach: Outreach, sandbox: Sandbox) -> None:
    await begun(CampaignKind.FLOOD, "今夜有暴雨，住河边的转到村委会")
    await run_campaigns()
    await outreach.until_states("delivered", "delivered")
    errand = await Errand.get()  # who wants no texts is told all the same, and today
    assert (errand.reason, errand.due_on) == ("请今天就告诉陈桂兰：今夜有暴雨，住河边的转到村委会。", clock.today())
    assert "刘大山您好，防汛：今夜有暴雨" in sandbox.texts(SHARED)[0]["text"]
    assert sandbox.texts(STOPPED) == []
    assert {each.lane for each in await Message.all()} == {Lane.URGENT}


async def test_what_waits_is_withdrawn_when_it_is_cancelled(outreach: Outreach, sandbox: Sandbox) -> None:
    campaign = await begun(CampaignKind.COLD_WAVE)
    await campaigns.Campaign.filter(id=campaign).update(per_minute=2)
    await run_campaigns()
    await announce()
    assert (await report(campaign)).became[Became.UNDER_WAY] == 2
    await campaigns.cancel(campaign, await an_officer(Role.COUNTY_APPROVER))
    assert await run_campaigns() == 2
    await outreach.step_after(10)
    assert (sandbox.texts(OWN), sandbox.texts(SHARED)) == ([], [])
    assert (await report(campaign)).became[Became.WITHDRAWN] == 2


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("SMS_TEMPLATE_CODES", '{"policy_news": "SMS_404"}', "isv.SMS_TEMPLATE_ILLEGAL"),
        ("SMS_SIGN_NAME", "没有报备的签名", "isv.SMS_SIGNATURE_ILLEGAL"),
        ("SMS_SIGN_NAME", "嵩县未报备", "isv.SIGN_STATE_ILLEGAL"),
    ],
)
async def test_a_text_or_signature_that_the_provider_refuses_holds_the_campaign_and_loses_nobody(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, code: str
) -> None:
    right = outreach.deliverers[ChannelName.SMS]
    monkeypatch.setenv(setting, value)
    settings.cache_clear()
    outreach.deliverers[ChannelName.SMS] = Deliverer(
        ChannelName.SMS, CHANNELS[ChannelName.SMS].make(settings()), threads=1, lease_seconds=15
    )
    campaign = await begun(CampaignKind.POLICY_NEWS)
    await campaigns.Campaign.filter(id=campaign).update(per_minute=1)
    for _ in range(3):
        await run_campaigns()
        await outreach.step()
    assert (await Message.get()).code == code
    await run_campaigns()
    held = await campaigns.Campaign.get(id=campaign)
    paused = await campaigns.last_pause(held)
    assert paused is not None
    assert (held.state, paused.officer_id, paused.because) == ("paused", None, code)
    monkeypatch.setenv(setting, {"SMS_SIGN_NAME": "嵩县民政局", "SMS_TEMPLATE_CODES": "{}"}[setting])
    settings.cache_clear()
    outreach.deliverers[ChannelName.SMS].close()
    outreach.deliverers[ChannelName.SMS] = right
    await outreach.step_after(3700)
    await outreach.until_states("delivered")
    assert len(sandbox.texts(OWN)) == 1


async def test_news_that_the_provider_takes_from_nobody_is_held_and_a_warning_goes_on(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    for number in range(4):
        await a_resident(f"王秀{number}", phone=f"1380000710{number}")
    news = await begun(CampaignKind.POLICY_NEWS, "本月補貼已發")  # in traditional script
    warning = await begun(CampaignKind.COLD_WAVE, "明天會變冷，請關好門窗")
    await campaigns.Campaign.all().update(per_minute=5)
    for _ in range(3):
        await run_campaigns()
        await outreach.step()
    held, going = [await campaigns.Campaign.get(id=each) for each in (news, warning)]
    paused = await campaigns.last_pause(held)
    assert paused is not None
    assert (held.state, held.told, paused.officer_id, paused.because, paused.blames_news) == (
        "paused", 5, None, "isv.UNSUPPORTED_CONTENT", True,
    )  # fmt: skip
    assert (going.state, going.told) == ("done", 7)
    assert sandbox.texts(OWN) == []


async def test_a_few_numbers_on_the_providers_black_list_hold_no_news(outreach: Outreach) -> None:
    campaign = await begun(CampaignKind.POLICY_NEWS)
    for number in range(7):
        await a_resident(f"王秀{number}", phone=f"1380000710{number}")
    await campaigns.Campaign.filter(id=campaign).update(per_minute=10)
    await run_campaigns()
    await announce()
    now = clock.now()
    await Message.all().update(state="delivered", attempts=1, sent_at=now, finished_at=now)
    three = [each.id for each in await Message.all().limit(3)]
    await Message.filter(id__in=three).update(state="rejected", code="isv.BLACK_KEY_CONTROL_LIMIT")
    await run_campaigns()
    assert (await campaigns.Campaign.get(id=campaign)).state == "done"


async def test_a_warning_goes_on_without_a_signature(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is not reached by text within half an hour is called or told at the door."""
    monkeypatch.setenv("SMS_SIGN_NAME", "没有报备的签名")
    settings.cache_clear()
    outreach.deliverers[ChannelName.SMS]._channel._sign = "没有报备的签名"
    campaign = await begun(CampaignKind.FLOOD)
    await campaigns.Campaign.filter(id=campaign).update(per_minute=1)
    for _ in range(4):
        await run_campaigns()
        await outreach.step()
    assert (await campaigns.Campaign.get(id=campaign)).state == "done"
    assert await Message.filter(code="isv.SMS_SIGNATURE_ILLEGAL").count() == 1


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
    assert (await report(campaign)).became[Became.NOT_REACHED] == 1
    assert await Errand.all().count() == 0


async def test_each_person_of_a_warning_is_in_one_line_of_the_report(outreach: Outreach) -> None:
    """One way each: a text, a call, read, visited, still asked for, withdrawn with its errand, not reached."""
    people = [await a_resident(f"王秀{digit}", phone=f"1380000810{number}") for number, digit in enumerate("一二三四")]
    campaign = await begun(CampaignKind.FLOOD, "今夜有暴雨")
    await run_campaigns()
    assert (await report(campaign)).became[Became.UNDER_WAY] == 7, "named, and not announced yet"
    await announce()
    final = {"finished_at": clock.now(), "followed_up_at": clock.now()}
    ends: list[dict[str, Any]] = [
        {"state": "delivered"}, {"state": "delivered", "channel": "voice"}, {"state": "rejected", "code": "read"},
        {"state": "undelivered"},
    ]  # fmt: skip
    for person, end in zip(people, ends, strict=True):
        await Message.filter(recipient_id=person.id).update(**final, **end)
    await Message.filter(recipient_id=people[2].id).update(read_at=clock.now())
    await Message.exclude(recipient_id__in=[each.id for each in people]).update(state="delivered", **final)
    await Errand.all().update(done_at=clock.now(), outcome="done")
    told = await report(campaign)
    assert {became.value: number for became, number in told.became.items() if number} == {
        "handset": 3, "heard": 1, "read": 1, "visited": 1, "not_reached": 1,
    }  # fmt: skip
    assert (told.told, told.reached, told.by_village) == (7, 6, {VILLAGE: 1})


async def test_who_was_to_be_visited_is_not_when_it_is_cancelled(outreach: Outreach) -> None:
    campaign = await begun(CampaignKind.FLOOD)
    await campaigns.Campaign.filter(id=campaign).update(per_minute=10)
    await run_campaigns()
    await announce()
    await campaigns.Campaign.filter(id=campaign).update(state="running")
    await campaigns.cancel(campaign, await an_officer(Role.COUNTY_APPROVER))
    await run_campaigns()
    errand = await Errand.get()
    assert (errand.outcome, errand.note) == ("needless", "这次群发取消了，不用再去。")
    assert (await report(campaign)).became[Became.WITHDRAWN] == 3


@pytest.mark.parametrize("voice", ["true", "false"])
@pytest.mark.parametrize("kind", [CampaignKind.POLICY_NEWS, CampaignKind.FLOOD])
async def test_what_is_foreseen_is_what_outreach_would_try(
    outreach: Outreach, monkeypatch: pytest.MonkeyPatch, kind: CampaignKind, voice: str
) -> None:
    """Everything the register may know of a person and a phone, and every guardian there may be."""
    monkeypatch.setenv("VOICE_CALLS", voice)
    settings.cache_clear()
    await put_on_file()
    await Resident.all().update(deceased_on=clock.today())  # only those of the table
    hands = [await a_person(number, *known) for number, known in enumerate(WAYS)]
    home, born = await a_household(OTHER_VILLAGE), date(1980, 1, 1)
    deaf = await a_resident("聋", born, phone="13800001201", village=OTHER_VILLAGE)
    await a_hearing_card(deaf)
    buried = await a_resident("故", born, phone="13800001202", village=OTHER_VILLAGE, deceased_on=date(2026, 1, 1))
    reader = await a_resident("读", born, phone="13800001203", village=OTHER_VILLAGE)
    silent = await a_resident("盲", born, phone="13800001204", village=OTHER_VILLAGE, can_read=False)
    for number, guardian in enumerate([deaf, buried, reader, silent, None] * 2):
        await a_ward(f"被监护{number}", guardian, home, phone=f"1380000130{number}" if number > 4 else None)
    several = await a_resident("两部", phone="13800001205")
    await a_contact(several, "13800001206", owner="neighbour")
    for name in ("同号甲", "同号乙"):
        await a_contact(await a_resident(name, can_read=False), "13800001207")
    doubted = await a_resident("没回", phone="13800001208")
    await Contact.filter(resident_id=doubted.id).update(doubted_since=clock.now())
    for key, fen in (("outreach.thousand_texts_fen", 4500), ("outreach.thousand_calls_fen", 10000)):
        await programmes.enact(
            Enactment(f"{COUNTY}000000", key, fen, date(2026, 1, 1), None, "合同", True), by=Signature(By.CLOCK)
        )
    campaign = await begun(kind, place=f"{COUNTY}000000")
    await campaigns.Campaign.filter(id=campaign).update(per_minute=1000)
    await campaigns.tell_some()
    entries = await Entry.filter(subject_id=campaign, deed=Deed.CAMPAIGN_TOLD.value)
    assert len(entries) == len(hands) + 14
    audience = await Audience.of([(each, OCCASIONS[kind.value]) for each in entries])
    ways = [audience.recipients(each, OCCASIONS[kind.value])[0].routes for each in entries]
    first = Counter(str(each[0].channel) if each else "none" for each in ways)
    known = await campaigns.Campaign.get(id=campaign)
    assert (known.texts, known.calls) == (first["sms"], first["voice"])
    assert known.people - known.texts - known.calls == first["none"]
    assert known.by_guardian == 10
    every = Counter(str(way.channel) for each in ways for way in each)
    assert known.most_fen == math.ceil((every["sms"] * 4500 + every["voice"] * 3 * 10000) / 1000)
