"""Reminding: not too early, not twice, and not about what has been done."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, errands, journal
from backend.applications import remind_of_papers, warn_of_steps_coming_due
from backend.programmes import PhotoKind
from backend.staff import Role
from tests.backend.applications.cases import a_draft, a_photo, hand, submitted
from tests.people import VILLAGE, a_cadre, a_household, a_resident, an_officer, seed_parameters


async def test_papers_are_reminded_of_after_five_days_and_then_weekly(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk = await an_officer()
    at("2026-03-02 09:30")
    case = await submitted(await a_resident())
    await applications.return_for_more(case.id, clerk, [], "请补写电话。")
    reminded = []
    for day in range(2, 24):
        at(f"2026-03-{day:02} 10:00")
        if await remind_of_papers():
            reminded.append(day)
    assert reminded == [7, 15, 23]
    entries = [each for each in await journal.history_of(case.id) if each.deed == "applications.papers_reminded"]
    assert {each.resident_id for each in entries} == {case.resident_id}


async def test_papers_handed_in_are_not_reminded_of(empty_database: str, at: Any) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    at("2026-03-02 09:30")
    case = await submitted(resident)
    await applications.return_for_more(case.id, clerk, [], "请补写电话。")
    at("2026-03-03 09:30")
    await applications.submit(case.id, by=hand(resident))
    at("2026-03-20 09:30")
    assert await remind_of_papers() == 0


async def test_a_second_return_starts_its_own_five_days(empty_database: str, at: Any) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    at("2026-03-02 09:30")
    case = await submitted(resident)
    await applications.return_for_more(case.id, clerk, [], "请补写电话。")
    at("2026-03-06 09:30")
    await applications.submit(case.id, by=hand(resident))
    await applications.return_for_more(case.id, clerk, [], "请补写电话。")
    at("2026-03-10 09:30")
    assert await remind_of_papers() == 0
    at("2026-03-11 09:31")
    assert await remind_of_papers() == 1


async def test_two_timetables_at_once_remind_once(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk = await an_officer()
    at("2026-03-02 09:30")
    case = await submitted(await a_resident())
    await applications.return_for_more(case.id, clerk, [], "请补写电话。")
    at("2026-03-10 09:30")
    assert sorted(await asyncio.gather(*(remind_of_papers() for _ in range(4)))) == [0, 0, 0, 1]


async def test_staff_are_warned_of_a_step_once(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk = await an_officer()
    at("2026-03-02 09:30")
    case = await submitted(await a_resident())  # due on 5 March
    assert await warn_of_steps_coming_due() == 0
    at("2026-03-03 09:30")
    assert await warn_of_steps_coming_due() == 1
    assert await warn_of_steps_coming_due() == 0
    await applications.accept(case.id, clerk)  # the notice is due on 10 March
    at("2026-03-05 09:30")
    assert await warn_of_steps_coming_due() == 0
    at("2026-03-06 09:30")
    assert await warn_of_steps_coming_due() == 1
    entry = (await journal.history_of(case.id))[-1]
    assert (entry.facts["state"], entry.facts["due_on"]) == ("accepted", "2026-03-10")


async def test_a_step_that_is_late_already_is_warned_of_too(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    await submitted(await a_resident())
    at("2026-03-20 09:30")
    assert await warn_of_steps_coming_due() == 1


async def test_what_does_not_come_by_itself_is_fetched_at_the_door(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk, cadre = await an_officer(), await a_cadre()
    at("2026-03-02 09:30")
    people = [await a_resident(name) for name in ("王秀英", "刘大山", "李玉珍")]
    cases = [await submitted(each) for each in people]
    for case in cases:
        await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT, PhotoKind.BANK_CARD])
    at("2026-03-03 10:00")
    await remind_of_papers()
    assert await errands.open_errands([VILLAGE]) == [], "the person's own first days"
    for day in (9, 17):
        at(f"2026-03-{day:02} 10:00")
        assert await remind_of_papers() == 3
    fetched = await errands.open_errands([VILLAGE])
    assert {(each.kind, each.due_on) for each in fetched} == {(errands.ErrandKind.COLLECT_PAPERS, date(2026, 3, 16))}
    assert "乡镇3月2日请补社保卡或存折照片、本人近照，还没有补上" in fetched[0].reason
    for kind in (PhotoKind.PORTRAIT, PhotoKind.BANK_CARD):
        await applications.attach(cases[0].id, await a_photo(people[0], kind), hand(people[0]))
    await applications.submit(cases[0].id, by=hand(people[0]))
    await applications.withdraw(cases[1].id, hand(people[1]))
    (left,) = await errands.open_errands([VILLAGE])
    assert left.resident_id == people[2].id, "nobody goes for what has come, or is wanted no more"
    closed = await errands.Errand.get(resident_id=people[0].id)
    with pytest.raises(errands.ErrandDone):
        await errands.finish(closed.id, cadre, outcome=errands.Outcome.DONE, note="补了")


async def test_of_a_childs_papers_the_village_learns_nothing(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    household = await a_household()
    child = await a_resident("小朋友", date(2016, 1, 1), household=household)
    aunt, leader = (
        await a_resident("王姑", date(1970, 5, 6), household=household),
        await an_officer(Role.TOWNSHIP_LEADER),
    )
    draft = await a_draft(child, by=hand(aunt), programme="orphan")
    case = await applications.submit(draft.id, by=hand(aunt), facts={"father": "dead", "mother": "dead"})
    await applications.return_for_more(case.id, leader, [PhotoKind.PORTRAIT])
    at("2026-03-09 10:00")
    assert await remind_of_papers() == 1
    assert await errands.open_errands([VILLAGE]) == []
