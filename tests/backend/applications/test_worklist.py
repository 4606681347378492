"""The queue: one's own places only, what is due first on top, page by page."""

from datetime import date
from typing import Any

import pytest

from backend import applications
from backend.applications import State
from backend.refusals import NotAllowed
from backend.staff import OutsideYourPlace, OutsideYourVillage, Role
from tests.backend.applications.cases import a_draft, in_county_review, submitted
from tests.people import (
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    VILLAGE,
    a_cadre,
    a_resident,
    an_officer,
    seed_parameters,
)


async def test_an_officer_sees_the_cases_of_their_township_only(empty_database: str) -> None:
    await seed_parameters()
    here, there = await an_officer(), await an_officer(place=OTHER_TOWNSHIP)
    case = await submitted(await a_resident())
    assert [line.id for line in (await applications.worklist(here)).items] == [case.id]
    assert (await applications.worklist(there)).items == []
    assert (await applications.visible_to_officer(case.id, here)).id == case.id
    with pytest.raises(OutsideYourPlace):
        await applications.visible_to_officer(case.id, there)


async def test_pages_go_on_where_the_last_one_ended(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk = await an_officer()
    cases = []
    for day in ("09", "10", "10", "11", "12"):
        at(f"2026-03-{day} 09:30")
        cases.append(await submitted(await a_resident()))
    seen, after = [], None
    for _ in range(3):
        page = await applications.worklist(clerk, after=after, limit=2)
        seen += [line.id for line in page.items]
        after = page.next
    assert after is None
    assert seen == [case.id for case in cases]


async def test_cases_without_a_due_date_come_last_and_are_paged_too(empty_database: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    cases = [await submitted(await a_resident()) for _ in range(3)]
    for case in cases:
        await applications.refuse(case.id, clerk, ["deceased"])
    first = await applications.worklist(clerk, state=[State.NOT_ACCEPTED], limit=2)
    second = await applications.worklist(clerk, state=[State.NOT_ACCEPTED], after=first.next, limit=2)
    assert [line.id for line in first.items + second.items] == [case.id for case in cases]
    assert second.next is None


async def test_each_role_sees_what_waits_for_it(empty_database: str) -> None:
    await seed_parameters()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    waiting_here = await submitted(await a_resident())
    waiting_there = await in_county_review(await a_resident(), clerk)
    assert [line.id for line in (await applications.worklist(clerk)).items] == [waiting_here.id]
    assert [line.id for line in (await applications.worklist(reviewer)).items] == [waiting_there.id]
    counts = await applications.counts_by_state(reviewer)
    assert (counts[State.SUBMITTED], counts[State.COUNTY_REVIEW], counts[State.REFUSED]) == (1, 1, 0)


async def test_drafts_are_in_no_officers_list(empty_database: str) -> None:
    await seed_parameters()
    await a_draft(await a_resident())
    clerk = await an_officer()
    assert (await applications.worklist(clerk, state=[State.DRAFT])).items == []
    assert State.DRAFT not in await applications.counts_by_state(clerk)


async def test_what_is_late_is_marked(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk = await an_officer()
    at("2026-03-02 09:30")
    await submitted(await a_resident())
    at("2026-03-05 23:59")
    assert [line.overdue for line in (await applications.worklist(clerk)).items] == [False]
    at("2026-03-06 00:01")
    (late,) = (await applications.worklist(clerk)).items
    assert late.overdue
    assert late.step_due_on == date(2026, 3, 5)


async def test_a_cadre_sees_the_cases_of_their_villages(empty_database: str) -> None:
    await seed_parameters()
    resident, cadre, stranger = await a_resident(), await a_cadre(), await a_cadre([OTHER_VILLAGE])
    case = await a_draft(resident)
    (line,) = await applications.of_villages([VILLAGE])
    assert (line.id, line.resident_name, line.village_name) == (case.id, "王秀英", "车村村民委员会")
    assert await applications.of_villages([OTHER_VILLAGE]) == []
    assert (await applications.visible_to_cadre(case.id, cadre)).id == case.id
    with pytest.raises(OutsideYourVillage):
        await applications.visible_to_cadre(case.id, stranger)


@pytest.mark.parametrize("role", [Role.COUNTY_REVIEWER, Role.COUNTY_PAYER, Role.AUDITOR, Role.TOWNSHIP_LEADER])
async def test_only_clerks_accept(empty_database: str, role: Role) -> None:
    await seed_parameters()
    case = await submitted(await a_resident())
    with pytest.raises(NotAllowed):
        await applications.accept(case.id, await an_officer(role))
