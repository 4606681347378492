"""One text to many: nobody is told before two officers agree, each once, at the set pace, and stopped at a word."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import campaigns, clock, programmes
from backend.campaigns import (
    AudienceEmpty,
    BadCampaign,
    BadNews,
    CampaignKind,
    CampaignState,
    Draft,
    NoSuchCampaign,
    NoSuchPlace,
    OwnCampaign,
    ShamingNews,
    UnwelcomeNews,
    WrongCampaignState,
)
from backend.journal import By, Deed, Entry, Signature
from backend.messages import parts_of
from backend.programmes import Enactment, NoSuchProgramme
from backend.refusals import Refusal
from backend.residents import Contact
from backend.staff import NoSuchPower, Officer, OutsideYourPlace, Role
from tests.backend.payouts.awards import an_award
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    TOWNSHIP,
    VILLAGE,
    a_contact,
    a_resident,
    an_officer,
    seed_parameters,
)

NEWS = "12月起高龄津贴直接打到社保卡"


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


@pytest.fixture
async def planner() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


@pytest.fixture
async def approver() -> Officer:
    return await an_officer(Role.COUNTY_APPROVER)


def draft(**other: Any) -> Draft:
    given = {
        "kind": CampaignKind.POLICY_NEWS, "place": VILLAGE, "programme": None, "from_age": 60, "news": NEWS,
        "per_minute": 2,
    }  # fmt: skip
    return Draft(**{**given, **other})


async def told() -> list[str]:
    return [str(each.resident_id) for each in await Entry.filter(deed=Deed.CAMPAIGN_TOLD.value).order_by("id")]


async def test_nobody_is_told_before_a_second_officer_approves(planner: Officer, approver: Officer) -> None:
    await a_resident(phone="13800000001")
    campaign = await campaigns.propose(draft(), planner)
    assert (campaign.state, campaign.people, campaign.texts) == (CampaignState.PROPOSED, 1, 1)
    assert await campaigns.tell_some() == 0
    with pytest.raises(NoSuchPower):
        await campaigns.approve(campaign.id, planner)
    approved = await campaigns.approve(campaign.id, approver)
    assert (approved.state, approved.approved_by) == (CampaignState.RUNNING, approver.id)
    assert [await campaigns.tell_some() for _ in range(2)] == [1, 0]
    done = await campaigns.get_campaign(campaign.id, approver)
    assert (done.state, done.told, done.finished_at is not None) == (CampaignState.DONE, 1, True)
    deeds = await Entry.filter(subject_id=campaign.id).order_by("id").values_list("deed", flat=True)
    assert deeds == ["campaigns.proposed", "campaigns.approved", "campaigns.told", "campaigns.done"]


async def test_who_proposed_does_not_approve(planner: Officer) -> None:
    await a_resident()
    campaign = await campaigns.propose(draft(), planner)
    planner.role = Role.COUNTY_APPROVER.value  # promoted meanwhile
    with pytest.raises(OwnCampaign):
        await campaigns.approve(campaign.id, planner)


async def test_of_two_approvals_at_once_one_counts(planner: Officer, approver: Officer) -> None:
    await a_resident()
    campaign = await campaigns.propose(draft(), planner)
    done = await asyncio.gather(*(campaigns.approve(campaign.id, approver) for _ in range(2)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Campaign", "WrongCampaignState"]


async def test_each_of_the_audience_is_named_once_at_the_set_pace(planner: Officer, approver: Officer) -> None:
    meant = [await a_resident(f"王秀{digit}") for digit in "一二三四五"]
    await a_resident("远方", village=OTHER_VILLAGE)
    await a_resident("孩子", birth_date=date(2015, 5, 6))
    gone = await a_resident("走了")
    gone.deceased_on = date(2026, 1, 1)
    await gone.save()
    campaign = await campaigns.approve((await campaigns.propose(draft(), planner)).id, approver)
    assert campaign.people == 5
    assert [await campaigns.tell_some() for _ in range(4)] == [2, 2, 1, 0]
    assert sorted(await told()) == sorted(str(each.id) for each in meant)


async def test_two_timetables_at_once_name_nobody_twice(planner: Officer, approver: Officer) -> None:
    for digit in "一二三四五六七":
        await a_resident(f"王秀{digit}")
    await campaigns.approve((await campaigns.propose(draft(), planner)).id, approver)
    for _ in range(3):
        await asyncio.gather(campaigns.tell_some(), campaigns.tell_some())
    assert (len(await told()), len(set(await told()))) == (7, 7)


async def test_paused_resumed_and_cancelled(planner: Officer, approver: Officer) -> None:
    for digit in "一二三四五":
        await a_resident(f"王秀{digit}")
    campaign = await campaigns.approve((await campaigns.propose(draft(), planner)).id, approver)
    await campaigns.tell_some()
    await campaigns.pause(campaign.id, planner)
    assert await campaigns.tell_some() == 0
    with pytest.raises(WrongCampaignState):
        await campaigns.pause(campaign.id, planner)
    await campaigns.resume(campaign.id, approver)
    assert await campaigns.tell_some() == 2
    await campaigns.cancel(campaign.id, approver)
    assert await campaigns.tell_some() == 0
    for again in (campaigns.resume, campaigns.pause, campaigns.cancel):
        with pytest.raises(WrongCampaignState):
            await again(campaign.id, approver)
    assert len(await told()) == 4


async def test_who_receives_a_benefit(planner: Officer) -> None:
    await an_award(await a_resident())
    await a_resident("没有")
    assert (await campaigns.propose(draft(programme="old_age_allowance"), planner)).people == 1


async def test_ways_and_cost_are_foreseen(planner: Officer) -> None:
    await a_resident(phone="13800000001")
    unread = await a_resident("不识字", phone="13800000002")
    unread.can_read = False
    await unread.save()
    await a_contact(await a_resident("邻居代"), "13800000003", owner="neighbour")
    await a_contact(await a_resident("座机"), "0379-66312345", kind="landline")
    stopped = await a_resident("不要", phone="13800000004")
    await Contact.filter(resident_id=stopped.id).update(opted_out_at=clock.now())
    await a_resident("没有")

    news = await campaigns.must_make_sense(draft(), planner)
    assert (news.people, news.texts, news.calls, news.without, news.cost_fen) == (6, 1, 1, 4, None)
    assert news.doors == {VILLAGE: 4}
    warning = await campaigns.must_make_sense(draft(kind=CampaignKind.FLOOD), planner)
    assert (warning.texts, warning.calls, warning.without) == (2, 2, 2)
    for key, fen in (("outreach.thousand_texts_fen", 4500), ("outreach.thousand_calls_fen", 10000)):
        await programmes.enact(
            Enactment(f"{COUNTY}000000", key, fen, date(2026, 1, 1), None, "合同", True), by=Signature(By.CLOCK)
        )
    priced = await campaigns.must_make_sense(draft(), planner)
    assert priced.cost_fen == 15  # 4.5 + 10 fen, rounded up
    assert priced.most_fen == 69  # both by text and three times by call


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_text_is_charged_by_its_length(length: int, parts: int) -> None:
    assert parts_of("字" * length) == parts


def test_a_rare_character_takes_the_place_of_two() -> None:
    assert (parts_of("字" * 70), parts_of("字" * 69 + "𠮷")) == (1, 2)


@pytest.mark.parametrize("kind", CampaignKind)
def test_every_kind_fits_into_one_part(kind: CampaignKind) -> None:
    longest = kind.text.replace("${name}", "阿卜杜热合曼·买买提").replace("${news}", "字" * 35)
    assert parts_of("【嵩县民政局】" + longest) == 1


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"news": ""}, BadNews),
        ({"news": "   "}, BadNews),
        ({"news": "字" * 36}, BadNews),
        ({"news": "详见http://a.cn"}, BadNews),
        ({"news": "详见songxian.gov.cn"}, BadNews),
        ({"news": "请打0379-66312345"}, BadNews),
        ({"news": "请打13800000000"}, BadNews),
        ({"news": "【注意】"}, BadNews),
        ({"news": "下雨😀"}, BadNews),
        ({"news": "下雨\n了"}, BadNews),
        ({"news": "贫困户来领米"}, ShamingNews),
        ({"news": "残疾人补贴"}, ShamingNews),
        ({"news": "惠农贷款开始办了"}, UnwelcomeNews),
        ({"news": "请填调查问卷"}, UnwelcomeNews),
        ({"from_age": 17}, BadCampaign),
        ({"from_age": 121}, BadCampaign),
        ({"per_minute": 0}, BadCampaign),
        ({"per_minute": 1001}, BadCampaign),
        ({"programme": "moon"}, NoSuchProgramme),
        ({"place": "410325199201"}, NoSuchPlace),
        ({"place": "410300000000"}, NoSuchPlace),
        ({"place": ""}, NoSuchPlace),
        ({"place": OTHER_VILLAGE}, AudienceEmpty),
        ({"from_age": 120}, AudienceEmpty),
    ],
)
async def test_what_cannot_be_sent_is_refused(planner: Officer, other: dict[str, Any], refusal: type[Refusal]) -> None:
    await a_resident()
    with pytest.raises(refusal):
        await campaigns.propose(draft(**other), planner)


async def test_a_township_speaks_to_its_own_people(planner: Officer) -> None:
    await a_resident()
    clerk, neighbour = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP)
    campaign = await campaigns.propose(draft(place=TOWNSHIP), clerk)
    with pytest.raises(OutsideYourPlace):
        await campaigns.propose(draft(place=f"{COUNTY}000000"), clerk)
    with pytest.raises(NoSuchCampaign):
        await campaigns.approve(campaign.id, neighbour)
    assert await campaigns.campaigns_for(neighbour) == []
    assert [each.id for each in await campaigns.campaigns_for(planner)] == [campaign.id]


async def test_who_may_neither_plan_nor_approve_steers_nothing(planner: Officer) -> None:
    await a_resident()
    campaign = await campaigns.propose(draft(), planner)
    for role in (Role.AUDITOR, Role.COUNTY_PAYER):
        with pytest.raises(NoSuchPower):
            await campaigns.cancel(campaign.id, await an_officer(role))
