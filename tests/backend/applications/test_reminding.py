"""Reminding: not too early, not twice, and not about what has been done."""

import asyncio
from typing import Any

from backend import applications, journal
from backend.applications import remind_of_papers, warn_of_steps_coming_due
from tests.backend.applications.cases import hand, submitted
from tests.people import a_resident, an_officer, seed_parameters


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
    await applications.return_for_more(case.id, clerk, [], "还缺一页。")
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
