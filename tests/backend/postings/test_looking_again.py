"""An objection reopens the inquiry: who dismisses it has looked again (民发〔2021〕57号 art. 19, 43号 art. 15)."""

from datetime import date, datetime
from typing import Any

import pytest

from backend import applications, clock, inquiries, postings
from backend.applications import Application, State
from backend.inquiries import CheckItem, LookAgainFirst, OpinionFirst, Weighed
from backend.journal import By, Signature
from backend.postings import Objection, PostingLine
from backend.programmes import Enactment, PhotoKind, enact
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_photo, hand
from tests.backend.inquiries.checks import a_letter, a_reply
from tests.backend.inquiries.opinions import ALONE, HOUSEHOLD, dibao_accepted, opined
from tests.backend.inquiries.visits import visited, what_was_found
from tests.people import COUNTY, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def objected(programme: str, clerk: Officer, leader: Officer, at: Any) -> tuple[Application, Objection]:
    """Visited by the clerk, for it the leader; on the second day of the notice a neighbour says that it is not so."""
    case = await dibao_accepted(await a_resident(), clerk, programme)
    await visited(case, clerk)
    await opined(case, leader, facts=ALONE if programme == "tekun" else HOUSEHOLD)
    await postings.post([case.id], leader)
    at("2026-03-03 09:30")
    line = await postings.line_of(case.id)
    assert line is not None
    raised = await postings.object_to(line.id, "他家有车。", hand(await a_resident("刘大山")))
    return await applications.get_application(case.id), raised


async def stands(case: Application) -> tuple[State, str | None]:
    line = await PostingLine.filter(application_id=case.id).order_by("-id").first()
    assert line is not None
    return (await applications.get_application(case.id)).state, line.ended


async def test_nobody_dismisses_an_objection_from_the_desk(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, raised = await objected("rural_dibao", clerk, leader, at)
    before = datetime(2026, 3, 2, 10, tzinfo=clock.COUNTY_TIME)
    await inquiries.record_visit(case.id, await what_was_found(case, clerk, visited_at=before), clerk)
    with pytest.raises(OpinionFirst):
        await postings.answer(raised.id, clerk, False, "没有这回事。")
    with pytest.raises(LookAgainFirst):
        await opined(case, leader)  # what was seen on the day before answers nobody
    assert (await Objection.get(id=raised.id)).answered_at is None
    at("2026-03-04 09:30")
    await visited(case, clerk)
    with pytest.raises(OpinionFirst):
        await postings.answer(raised.id, clerk, False, "没有这回事。")
    await opined(case, leader)
    await postings.answer(raised.id, clerk, False, "再次入户，车是邻居的。")
    assert await stands(case) == (State.POSTED, None), "the same notice hangs on to its last day"


async def deliberated(case: Application, clerk: Officer) -> None:
    minutes = await a_photo(await Resident.get(id=case.resident_id), PhotoKind.MINUTES, by=clerk.signature)
    weighed = Weighed(clock.today(), 12, 10, 9, 1, "多数认为困难", minutes)
    await inquiries.record_deliberation(case.id, weighed, clerk)


async def asked_anew(case: Application, clerk: Officer) -> None:
    asker = await an_officer(Role.COUNTY_REVIEWER)
    await a_letter(case, clerk)
    batch = await inquiries.make_check_batch([CheckItem.VEHICLES], asker)
    await inquiries.take_reply(batch.id, await a_reply(batch, asker, ("车辆、船舶", "无", "")), asker)


@pytest.mark.parametrize("how", [deliberated, asked_anew])
async def test_a_deliberation_or_the_registers_will_do_as_well(at: Any, how: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, raised = await objected("rural_dibao", clerk, leader, at)
    await how(case, clerk)
    await opined(case, leader)
    await postings.answer(raised.id, leader, False, "重新调查，情况不属实。")
    assert (await stands(case))[0] is State.POSTED


async def test_after_an_upheld_one_too_the_new_opinion_rests_on_a_new_inquiry(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, raised = await objected("rural_dibao", clerk, leader, at)
    await postings.answer(raised.id, clerk, True, "有车，再核实。")
    with pytest.raises(LookAgainFirst):
        await opined(case, leader)
    await visited(case, clerk)
    await opined(case, leader)


@pytest.mark.parametrize("programme", ["tekun", "rural_dibao"])
async def test_where_it_is_to_be_posted_again_it_hangs_for_all_its_days(at: Any, programme: str) -> None:
    again = Enactment(f"{COUNTY}000000", "dibao.repost_after_objection", "yes", date(2026, 1, 1), None, "洛民2号", True)
    await enact(again, by=Signature(By.IMPORT))
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, raised = await objected(programme, clerk, leader, at)
    await visited(case, clerk)
    await opined(case, leader, facts=ALONE if programme == "tekun" else HOUSEHOLD)
    await postings.answer(raised.id, clerk, False, "再次入户，车是邻居的。")
    assert await stands(case) == (State.OBJECTED, "dismissed")
    at("2026-03-10 00:10")
    assert await postings.end_due(clock.today()) == 0, "the first notice takes it nowhere"
    assert (await postings.post([case.id], leader)).ends_on == date(2026, 3, 17)
    at("2026-03-18 00:10")
    assert await postings.end_due(clock.today()) == 1


async def test_another_amount_than_the_one_that_hangs_is_posted_anew(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, raised = await objected("rural_dibao", clerk, leader, at)
    await visited(case, clerk)
    await opined(case, leader, facts={**HOUSEHOLD, "monthly_income_fen": 90_000}, why="儿子寄回的钱没有报")
    await postings.answer(raised.id, clerk, False, "没有车；收入按新核实的算。")
    assert await stands(case) == (State.OBJECTED, "dismissed"), "the board would go on saying another sum"
    await postings.post([case.id], leader)
    line = await postings.line_of(case.id)
    assert line is not None
    assert line.shown_detail == "3人，拟每月保障420元"


async def test_a_no_does_not_dismiss_an_objection(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, raised = await objected("rural_dibao", clerk, leader, at)
    at("2026-03-04 09:30")
    await visited(case, clerk)
    await opined(case, leader, favourable=False, reasons="邻居说的是真的，家里有车。")
    with pytest.raises(inquiries.OpinionAgainst):
        await postings.answer(raised.id, clerk, False, "没有这回事。")
    assert await stands(case) == (State.OBJECTED, None)
