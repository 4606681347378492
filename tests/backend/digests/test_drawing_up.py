"""Each officer hears in the morning of what is theirs, once a day; what stays late goes up, once a rung."""

import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from backend import applications, clock, digests, errands, journal
from backend.digests import Digest, Matter
from backend.errands import ErrandKind
from backend.staff import Officer, Role
from tests.backend.applications.cases import submitted
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

Travel = Callable[[str], None]


async def a_case_and_a_door() -> None:
    """Submitted on Monday 2 March: its papers are to be looked at by the 5th, the door to be visited by the 6th."""
    await seed_parameters()
    elder = await a_resident(phone="13800009999")
    await submitted(elder)
    await errands.raise_errand(
        ErrandKind.CALL_BACK, elder, reason="请回个电话", because="reply:1", due_on=date(2026, 3, 6),
        by=journal.Signature(journal.By.CLOCK),
    )  # fmt: skip


async def morning() -> int:
    await applications.escalate_overdue()
    await errands.escalate_errands()
    return await digests.draw_up_digests()


async def told(officer: Officer) -> dict[str, dict[str, int]]:
    return {f"{each.day:%m-%d}": each.matters for each in reversed(await digests.digests_of(officer))}


async def test_what_is_late_is_told_to_the_clerk_daily_to_the_leader_and_the_county_once(
    empty_database: str, at: Travel
) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    clerk, leader, reviewer = [
        await an_officer(each) for each in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER)
    ]
    strangers = [
        await an_officer(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP),
        await an_officer(Role.COUNTY_PAYER),
        await an_officer(Role.AUDITOR),
    ]
    for day in range(3, 16):
        at(f"2026-03-{day:02} 08:50")
        await asyncio.gather(morning(), morning())
    late = {"step_overdue": 1}
    both = {**late, "errand_overdue": 1}
    assert await told(clerk) == {
        "03-03": {"step_close": 1}, "03-04": {"step_close": 1}, "03-05": {"step_close": 1}, "03-06": late,
        **dict.fromkeys(("03-09", "03-10", "03-11", "03-12", "03-13"), both),
    }  # fmt: skip
    assert await told(leader) == {"03-06": {"step_escalated": 1}, "03-09": {"errand_escalated": 1}}
    assert await told(reviewer) == {"03-10": {"step_escalated": 1}, "03-11": {"errand_escalated": 1}}
    assert [await told(each) for each in strangers] == [{}, {}, {}]
    entries = await journal.Entry.filter(deed=journal.Deed.DIGEST_DRAWN.value)
    assert len(entries) == await Digest.all().count() == 13
    assert all(set(each.facts) <= {matter.value for matter in Matter} for each in entries), "no names, no cases"


async def test_what_was_settled_before_the_morning_is_not_put_before_anybody(empty_database: str, at: Travel) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    leader = await an_officer(Role.TOWNSHIP_LEADER)
    at("2026-03-09 08:25")
    await applications.escalate_overdue()
    await errands.escalate_errands()
    await applications.Application.all().update(step_due_on=date(2026, 4, 1))
    await errands.Errand.all().update(done_at=clock.now())
    assert await digests.draw_up_digests() == 0
    assert await told(leader) == {}


async def test_a_childs_case_is_the_leaders_and_the_clerk_is_not_told_that_there_is_one(
    empty_database: str, at: Travel
) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    clerk, leader = await an_officer(Role.TOWNSHIP_CLERK), await an_officer(Role.TOWNSHIP_LEADER)
    await applications.Application.all().update(programme="orphan")
    at("2026-03-05 08:50")
    assert await digests.draw_up_digests() == 1
    assert (await told(clerk), await told(leader)) == ({}, {"03-05": {"step_close": 1}})


@pytest.mark.parametrize("day", ["2026-03-07", "2026-10-01"])
async def test_nobody_is_told_on_a_day_of_rest(empty_database: str, at: Travel, day: str) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    await an_officer()
    at(f"{day} 08:50")
    assert await digests.draw_up_digests() == 0


async def test_what_is_put_aside_is_new_no_more_and_only_ones_own_is(empty_database: str, at: Travel) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    clerk, colleague = await an_officer(), await an_officer(name="钱丽")
    for day in (3, 4):
        at(f"2026-03-{day:02} 08:50")
        await digests.draw_up_digests()
    assert (await digests.unseen(clerk), await digests.unseen(colleague)) == (2, 2)
    newest, first = await digests.digests_of(clerk)
    assert await digests.note_seen(colleague, first.id) <= 1
    assert await digests.unseen(clerk) == 2
    assert await digests.note_seen(clerk, first.id) == 1, "what came after the page was opened stays new"
    assert await digests.note_seen(clerk, newest.id) == 1
    assert await digests.note_seen(clerk, newest.id) == 0
