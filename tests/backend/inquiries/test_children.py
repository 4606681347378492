"""A child's case: the guardian applies, named handlers decide, and nobody else learns that there is one."""

from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, inquiries, letters, postings
from backend.applications import Application, NoSuchApplication, State
from backend.errands import Errand
from backend.journal import Entry
from backend.programmes import PhotoKind
from backend.residents import Household, Resident
from backend.staff import Cadre, NoSuchPower, Officer, Role
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.backend.inquiries.opinions import CHILD, ORPHAN, opined
from tests.people import VILLAGE, a_cadre, a_household, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def a_child_and_its_grandmother() -> tuple[Resident, Resident]:
    home = await a_household()
    child = await a_resident("小田", date(2017, 5, 6), household=home)
    return child, await a_resident("王秀英", date(1960, 5, 6), household=home)


async def applied_for(child: Resident, guardian: Resident) -> Application:
    draft = await a_draft(child, by=hand(guardian), programme="orphan")
    return await applications.submit(draft.id, by=hand(guardian), facts=ORPHAN)


async def test_an_orphan_is_recognised_without_a_notice_and_paid_from_the_next_month() -> None:
    child, grandmother = await a_child_and_its_grandmother()
    leader, reviewer = await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.COUNTY_REVIEWER)
    case = await applied_for(child, grandmother)
    assert [each.id for each in await applications.of_resident(grandmother.id)] == [case.id]
    case = await applications.accept(case.id, leader)
    assert (case.step_due_on, case.decision_due_on) == (date(2026, 3, 16), date(2026, 3, 30))
    with pytest.raises(postings.NeverPosted):
        await postings.post([case.id], leader)
    # No economic check is asked of a child, so none is missing.
    await opined(case, leader, facts=CHILD, why="民政、公安数据比对", no_check_because="")
    waiting = await Application.get(id=case.id)
    assert (waiting.state, waiting.step_due_on) == (State.COUNTY_REVIEW, date(2026, 3, 16))
    leader.role, leader.place = Role.COUNTY_REVIEWER.value, f"{case.county}000000"
    await leader.save()
    with pytest.raises((inquiries.YouGaveTheOpinion, entitlements.YouHandledThisCase)):
        await entitlements.grant(case.id, leader)
    award = await entitlements.grant(case.id, reviewer)
    assert (award.from_month, award.monthly_fen) == (date(2026, 4, 1), 105_000)
    await letters.draw_up()
    await letters.open_letter_of_case(case.id, [hand(grandmother)])
    opened = await letters.letter_of(case.id)
    assert opened is not None
    assert opened.way is letters.Way.SMS_LINK


async def test_nobody_but_the_handlers_learns_of_it() -> None:
    child, grandmother = await a_child_and_its_grandmother()
    case = await applied_for(child, grandmother)
    cadre, clerk, leader = await a_cadre(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    neighbour = await a_resident("刘大山")
    outsiders = [clerk, await an_officer(Role.COUNTY_APPROVER), await an_officer(Role.AUDITOR)]
    (attachment,) = [each for each in await applications.attached(case.id) if each.kind == PhotoKind.PORTRAIT]
    for officer in outsiders:
        await must_know_nothing(officer, case)
        assert await applications.photo_withheld(attachment.photo_id, officer)
    assert not await applications.photo_withheld(attachment.photo_id, leader)
    assert await a_line_in(leader, State.SUBMITTED)
    for stranger in (cadre.signature, hand(neighbour)):
        with pytest.raises(NoSuchApplication):
            await applications.follow(case.id, stranger)
    assert await applications.of_villages([VILLAGE], cadre=cadre.id) == []
    with pytest.raises(NoSuchPower):
        await applications.accept(case.id, await an_officer(Role.COUNTY_REVIEWER))
    await applications.refuse(case.id, leader, ["over_age"])
    await letters.draw_up()
    assert await letters.undelivered(clerk) == []
    assert [each.application_id for each in await letters.undelivered(leader)] == [case.id]
    assert not await Errand.all().exists(), "no cadre is sent with a child's letter"
    assert "小田" not in str(await Entry.all().values_list("facts", flat=True))


async def must_know_nothing(officer: Officer, case: Application) -> None:
    for about in (applications.visible_to_officer, applications.accept, letters.get_letter):
        with pytest.raises(NoSuchApplication):
            await about(case.id, officer)
    assert not await a_line_in(officer, State.SUBMITTED)


async def a_line_in(officer: Officer, state: State) -> bool:
    """Whether the officer's lists or counts have anything in them at all."""
    lines = (await applications.worklist(officer, state=[state])).items
    assert bool(lines) == any((await applications.counts_by_state(officer)).values())
    return bool(lines)


async def test_a_village_may_apply_in_special_cases_but_with_papers() -> None:
    child, _ = await a_child_and_its_grandmother()
    cadre: Cadre = await a_cadre()
    draft = await a_draft(child, by=cadre.signature, programme="unsupported_child")
    assert [each.id for each in await applications.of_villages([VILLAGE], cadre=cadre.id)] == [draft.id]
    with pytest.raises(applications.MandateMissing):
        await applications.submit(draft.id, by=cadre.signature)
    other = await a_cadre()
    with pytest.raises(NoSuchApplication):
        await applications.follow(draft.id, other.signature)
    sister = await a_resident("小妹", date(2012, 1, 1), household=await Household.get(id=child.household_id))
    with pytest.raises(NoSuchApplication):
        await applications.follow(draft.id, hand(sister))  # a child speaks for no child
    mandate = await a_photo(child, PhotoKind.MANDATE, by=cadre.signature)
    await applications.give_mandate(
        draft.id, relation="村委会", scope="申请", expires_on=date(2026, 6, 1), photo_id=mandate, by=cadre.signature
    )
    case = await applications.submit(draft.id, by=cadre.signature)
    assert case.state is State.SUBMITTED


async def test_the_village_does_not_hear_that_a_mandate_for_a_child_was_denied() -> None:
    child, _ = await a_child_and_its_grandmother()
    cadre, leader = await a_cadre(), await an_officer(Role.TOWNSHIP_LEADER)
    draft = await a_draft(child, by=cadre.signature, programme="orphan")
    mandate = await a_photo(child, PhotoKind.MANDATE, by=cadre.signature)
    await applications.give_mandate(
        draft.id, relation="村委会", scope="申请", expires_on=date(2026, 6, 1), photo_id=mandate, by=cadre.signature
    )
    await applications.submit(draft.id, by=cadre.signature, facts=ORPHAN)
    await applications.accept(draft.id, leader)
    await applications.hear_by_call(draft.id, leader, agreed=False)
    assert [case for case, _ in await applications.denials_open(leader)] == [draft.id], "its handlers find it"
    assert not await Errand.all().exists()
