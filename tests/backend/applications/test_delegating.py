"""下放: the township confirms 低保 where the county has set it, in the law's shorter time; the county keeps its eye."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, inquiries, postings, staff
from backend.applications import Application, Audience, State
from backend.journal import By, Signature
from backend.programmes import Enactment, enact, get_declaration, get_programme
from backend.residents import Resident
from backend.staff import NoSuchPower, Officer, Relation, Relative, Role
from tests.backend.applications.cases import in_county_review
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import COUNTY, a_resident, an_officer, seed_parameters

FIRST = date(2026, 1, 1)


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def is_set(key: str, value: object, since: date = FIRST) -> None:
    await enact(Enactment(f"{COUNTY}000000", key, value, since, None, "嵩民〔2026〕2号", True), by=Signature(By.IMPORT))


async def for_a_decision(clerk: Officer, other: Officer, at: Any) -> Application:
    """Accepted and visited by one clerk, with another's opinion, and its notice over without an objection."""
    at("2026-03-02 09:30")
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, other)
    await postings.post([case.id], other)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    return await Application.get(id=case.id)


# From 2 March 2026, counted by policy §16: what is set, what is asked for, and the day of the law.
LIMITS: list[tuple[dict[str, object], str, date]] = [
    ({}, "whole", date(2026, 4, 14)),
    ({}, "special", date(2026, 5, 8)),
    ({"dibao.delegated": "yes"}, "whole", date(2026, 3, 30)),
    ({"dibao.limits.statutory": 28}, "whole", date(2026, 4, 10)),
    ({"dibao.delegated": "yes", "dibao.limits.statutory_delegated": 15}, "whole", date(2026, 3, 23)),
    ({"dibao.limits.statutory_special": 40}, "special", date(2026, 4, 28)),
]


async def test_the_laws_days_are_dated_values() -> None:
    clerk = await an_officer()
    dibao = get_programme("rural_dibao")
    assert (dibao.statutory_workdays, dibao.extended_workdays) == (30, 45), "as declared, where nobody has set them"
    for values, asked, day in LIMITS:
        for key, value in values.items():
            await is_set(key, value)
        case = await dibao_accepted(await a_resident(), clerk)
        if asked == "special":
            extension = await applications.ask_extension(case.id, applications.Ground.OBJECTION, "有异议", clerk)
            assert extension.due_after == day, values
        else:
            assert case.decision_due_on == day, values
            assert case.promised_due_on is not None
            assert case.promised_due_on <= day
        for key in values:
            await is_set(key, get_declaration(key).default)


async def test_the_leader_confirms_what_the_county_has_given_up_and_nobody_twice(at: Any) -> None:
    clerk, other, leader = await an_officer(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    kept = await for_a_decision(clerk, other, at)
    with pytest.raises(applications.NotDelegated):
        await entitlements.grant(kept.id, leader)
    await is_set("dibao.delegated", "yes", date(2026, 3, 10))
    with pytest.raises(applications.NotDelegated):
        await entitlements.grant(kept.id, leader)  # accepted before, with the county's limit
    assert await applications.wait_for_township(leader) == (0, 0)
    await is_set("dibao.delegated", "yes")
    case = await for_a_decision(clerk, other, at)
    assert await applications.wait_for_township(leader) == (2, 0)
    status = await applications.status_of(case, audience=Audience.RESIDENT)
    assert (status.state_title, status.who_acts) == ("等待审批", "乡镇")
    for officer, refusal in ((other, NoSuchPower), (clerk, NoSuchPower)):
        with pytest.raises(refusal):
            await entitlements.grant(case.id, officer)
        officer.role = Role.TOWNSHIP_LEADER.value
        await officer.save()
        with pytest.raises((inquiries.YouGaveTheOpinion, inquiries.YouInvestigated, entitlements.YouHandledThisCase)):
            await entitlements.grant(case.id, officer)
    assert (await applications.send_back(case.id, "再看看房子", leader)).state is State.ACCEPTED
    assert (await entitlements.grant(kept.id, leader)).monthly_fen == 72_000
    ended = await applications.status_of(await Application.get(id=kept.id), audience=Audience.RESIDENT)
    assert all("县" not in each.title for each in ended.history)


async def test_relatives_samples_and_what_is_taken_back_stay_the_countys(at: Any) -> None:
    clerk, other, leader = await an_officer(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    await is_set("dibao.delegated", "yes")
    case = await for_a_decision(clerk, other, at)
    sample = await inquiries.announce_sample("rural_dibao", date(2026, 3, 11), reviewer)
    with pytest.raises(inquiries.SampleFirst):
        await entitlements.grant(case.id, leader)
    at("2026-03-11 09:30")
    await inquiries.draw_sample(sample.id, reviewer)
    with pytest.raises(inquiries.SampledVisitFirst):
        await entitlements.grant(case.id, leader)
    number = (await Resident.get(id=case.resident_id)).identity_number
    await staff.declare_own_kin(await an_officer(name="钱敏"), [Relative(Relation.PARENT, "王秀英", number)])
    await visited(case, reviewer)
    with pytest.raises(applications.KinForTheCounty):
        await entitlements.grant(case.id, leader)
    with pytest.raises(NoSuchPower):
        await applications.refuse((await in_county_review(await a_resident(), clerk)).id, clerk, ["deceased"])
    await is_set("dibao.delegated", "no", date(2026, 3, 11))
    with pytest.raises(applications.NotDelegated):
        await applications.refuse(case.id, leader, ["income_above"])
    refused = await applications.refuse(case.id, await an_officer(Role.COUNTY_REVIEWER), ["income_above"])
    assert refused.state is State.REFUSED


# What the law lets the county give up (民发〔2021〕57号 art. 2, 43号 art. 28); each switch is for its own alone.
SWITCHES = [
    ("rural_dibao", "dibao.delegated", True), ("urban_dibao", "dibao.delegated", True),
    ("tekun", "tekun.delegated", True), ("tekun", "dibao.delegated", False),
    ("rural_dibao", "tekun.delegated", False), ("edge_family", "dibao.delegated", False),
    ("old_age_allowance", "tekun.delegated", False), ("orphan", "tekun.delegated", False),
]  # fmt: skip


async def test_each_switch_opens_its_own_programme() -> None:
    case, leader = (
        await in_county_review(await a_resident(), await an_officer()),
        await an_officer(Role.TOWNSHIP_LEADER),
    )
    for programme, switch, opens in SWITCHES:
        await is_set(switch, "yes")
        await Application.filter(id=case.id).update(programme=programme)
        case = await Application.get(id=case.id)
        assert await applications.township_confirms(case) is opens, (programme, switch)
        assert await applications.wait_for_township(leader) == (int(opens), 0), (programme, switch)
        await is_set(switch, "no")
