"""An objection holds the case until it is answered, and never shortens the notice."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, inquiries, journal, postings, residents, sealing
from backend.applications import Application, State
from backend.postings import Objection, PostingLine
from backend.programmes import Enactment, enact
from backend.staff import Officer, OutsideYourPlace, Role
from tests.backend.applications.cases import accepted, hand, turned_down
from tests.backend.inquiries.opinions import ALONE, HOUSEHOLD, dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import OTHER_TOWNSHIP, a_cadre, a_resident, an_officer, seed_parameters, some_id


async def a_posted_case(clerk: Officer) -> tuple[Application, PostingLine]:
    """A case whose notice hangs, and its line."""
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line is not None
    return case, line


async def state_of(case: Application) -> State:
    return (await applications.get_application(case.id)).state


async def an_objection(line: PostingLine, body: str = "他家在县城有两套房。") -> Objection:
    return await postings.object_to(line.id, body, (await a_cadre()).signature)


async def test_an_objection_holds_the_case_past_the_last_day(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    case, line = await a_posted_case(clerk)
    objection = await an_objection(line)
    assert await state_of(case) is State.OBJECTED
    at("2026-03-10 00:10")
    assert await postings.end_due(date(2026, 3, 10)) == 0
    await postings.answer(objection.id, clerk, False, "已入户核实，情况不属实。")
    assert await state_of(case) is State.COUNTY_REVIEW
    assert (await PostingLine.get(id=line.id)).ended == "dismissed"


async def test_an_answer_before_the_last_day_puts_the_case_back_on_the_notice(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    case, line = await a_posted_case(clerk)
    objection = await an_objection(line)
    at("2026-03-04 09:00")
    await postings.answer(objection.id, clerk, False, "已核实，不属实。")
    back = await applications.get_application(case.id)
    assert (back.state, back.step_due_on) == (State.POSTED, date(2026, 3, 9))
    assert await postings.end_due(date(2026, 3, 9)) == 0
    assert await postings.end_due(date(2026, 3, 10)) == 1
    assert (await PostingLine.get(id=line.id)).ended == "dismissed"


async def test_an_upheld_objection_leaves_the_case_to_be_refused(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    case, line = await a_posted_case(clerk)
    objection = await an_objection(line)
    await postings.answer(objection.id, clerk, True, "属实。")
    assert await state_of(case) is State.OBJECTED
    assert (await PostingLine.get(id=line.id)).ended == "upheld"
    at("2026-03-10 00:10")
    assert await postings.end_due(date(2026, 3, 10)) == 0
    await turned_down(case, "papers_untrue")
    assert await state_of(case) is State.REFUSED


async def test_an_upheld_objection_may_lead_to_a_new_notice_of_full_length(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    case, line = await a_posted_case(clerk)
    objection = await an_objection(line)
    with pytest.raises(postings.AlreadyPosted):
        await postings.post([case.id], clerk)
    await postings.answer(objection.id, clerk, True, "材料已更正，重新公示。")
    at("2026-03-06 09:00")
    assert (await postings.post([case.id], clerk)).ends_on == date(2026, 3, 13)
    assert await postings.end_due(date(2026, 3, 13)) == 0
    assert await postings.end_due(date(2026, 3, 14)) == 1


async def test_every_objection_must_be_answered_before_the_case_goes_on(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    case, line = await a_posted_case(clerk)
    first, second = await an_objection(line), await an_objection(line, "他的户口不在本村。")
    await postings.answer(first.id, clerk, False, "不属实。")
    assert await state_of(case) is State.OBJECTED
    await postings.answer(second.id, clerk, False, "不属实。")
    assert await state_of(case) is State.POSTED


async def test_two_officers_answer_at_once_and_one_answer_stands(empty_database: str) -> None:
    await seed_parameters()
    clerk, colleague = await an_officer(), await an_officer()
    case, line = await a_posted_case(clerk)
    objection = await an_objection(line)
    outcomes = await asyncio.gather(
        postings.answer(objection.id, clerk, True, "属实。"),
        postings.answer(objection.id, colleague, False, "不属实。"),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Objection) for each in outcomes) == 1
    assert sum(isinstance(each, postings.AlreadyAnswered) for each in outcomes) == 1
    stands = await Objection.get(id=objection.id)
    assert (await state_of(case) is State.OBJECTED) == stands.upheld


async def test_what_an_objection_says_is_not_in_the_journal(empty_database: str) -> None:
    await seed_parameters()
    _, line = await a_posted_case(await an_officer())
    await an_objection(line, "王秀英在县城有两套房。")
    entry = await journal.Entry.get(deed=journal.Deed.OBJECTION_RAISED.value)
    assert set(entry.facts) == {"objection_id", "stands"}


async def test_a_notice_that_is_over_takes_no_objection(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    case, line = await a_posted_case(await an_officer())
    at("2026-03-10 00:01")
    with pytest.raises(postings.NoticeOver):
        await an_objection(line)
    assert await state_of(case) is State.POSTED
    assert await journal.Entry.filter(deed=journal.Deed.OBJECTION_TOO_LATE.value).count() == 1


async def test_a_case_taken_back_takes_no_objection(empty_database: str) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    case = await accepted(resident, clerk)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line is not None
    await applications.withdraw(case.id, hand(resident))
    with pytest.raises(postings.NoticeOver):
        await an_objection(line)


@pytest.mark.parametrize("body", ["", "   ", "长" * 1001])
async def test_an_objection_says_something_that_fits(empty_database: str, body: str) -> None:
    await seed_parameters()
    _, line = await a_posted_case(await an_officer())
    with pytest.raises(postings.ObjectionEmpty):
        await an_objection(line, body)


@pytest.mark.parametrize("words", ["", " ", "长" * 1001])
async def test_an_answer_says_something_that_fits(empty_database: str, words: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    _, line = await a_posted_case(clerk)
    objection = await an_objection(line)
    with pytest.raises(postings.AnswerEmpty):
        await postings.answer(objection.id, clerk, False, words)


async def test_an_unknown_line_is_refused(empty_database: str) -> None:
    cadre = await a_cadre()
    with pytest.raises(postings.NoSuchNoticeLine):
        await postings.object_to(some_id(), "不对。", cadre.signature)


async def test_an_unknown_objection_is_refused(empty_database: str) -> None:
    with pytest.raises(postings.NoSuchObjection):
        await postings.answer(some_id(), await an_officer(), False, "不属实。")


async def test_another_township_does_not_answer(empty_database: str) -> None:
    await seed_parameters()
    _, line = await a_posted_case(await an_officer())
    objection = await an_objection(line)
    with pytest.raises(OutsideYourPlace):
        await postings.answer(objection.id, await an_officer(place=OTHER_TOWNSHIP), False, "不属实。")
    assert (await Objection.get(id=objection.id)).answered_at is None


@pytest.mark.parametrize("neighbour", [True, False])
async def test_the_case_tells_that_someone_objected_and_never_who(
    empty_database: str, at: Any, neighbour: bool
) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    case, line = await a_posted_case(await an_officer())
    by = hand(await a_resident("刘大山")) if neighbour else (await a_cadre()).signature
    await postings.object_to(line.id, "他家在县城有两套房。", by)
    for audience in applications.Audience:
        status = await applications.status_of(await applications.get_application(case.id), audience=audience)
        assert (status.history[-1].title, status.history[-1].by_title) == ("有人提出异议，正在核实", "")
    for asker in (hand(await a_resident()), (await an_officer()).signature):
        with pytest.raises(applications.WrongState) as late:
            await applications.tell_what_happened(case.id, asker)
        assert late.value.details["by_title"] == ""
        assert "（3月2日" in late.value.shown, "when, and by nobody's hand"


async def posted_on_facts(programme: str, clerk: Officer, leader: Officer) -> tuple[Application, PostingLine]:
    """A case of 低保 or 特困 whose notice hangs: visited by the clerk, its opinion the leader's."""
    case = await dibao_accepted(await a_resident(), clerk, programme)
    await visited(case, clerk)
    await opined(case, leader, facts=ALONE if programme == "tekun" else HOUSEHOLD)
    await postings.post([case.id], leader)
    line = await postings.line_of(case.id)
    assert line is not None
    return case, line


@pytest.mark.parametrize("programme", ["rural_dibao", "tekun"])
async def test_by_law_no_objection_is_unfounded_before_the_township_has_looked_again(
    empty_database: str, at: Any, programme: str
) -> None:
    """民发〔2021〕57号 art. 19, 43号 art. 15: looked into again, and a new opinion, whatever it turns out to be."""
    at("2026-03-02 09:00")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, line = await posted_on_facts(programme, clerk, leader)
    objection = await an_objection(line)
    with pytest.raises(inquiries.OpinionFirst):
        await postings.answer(objection.id, clerk, False, "没有这回事。")
    assert (await Objection.get(id=objection.id)).answered_at is None
    at("2026-03-10 09:00")
    assert await postings.end_due(date(2026, 3, 10)) == 0
    await visited(await applications.get_application(case.id), clerk)
    await opined(case, leader, facts=ALONE if programme == "tekun" else HOUSEHOLD)
    await postings.answer(objection.id, clerk, False, "重新入户核实，没有车。")
    assert (await PostingLine.get(id=line.id)).ended == "dismissed"
    if programme == "rural_dibao":
        assert await state_of(case) is State.COUNTY_REVIEW
        return
    assert await state_of(case) is State.OBJECTED, "特困 hangs once more, though nobody was right"
    assert (await postings.post([case.id], leader)).ends_on == date(2026, 3, 17)
    at("2026-03-18 00:10")
    assert await postings.end_due(date(2026, 3, 18)) == 1
    assert await state_of(case) is State.COUNTY_REVIEW


async def test_where_the_city_posts_again_it_does_so_after_every_objection(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:00")
    await seed_parameters()
    key = "dibao.repost_after_objection"
    again = Enactment("410325000000", key, "yes", date(2026, 1, 1), None, "洛民〔2026〕2号", True)
    await enact(again, by=journal.Signature(journal.By.IMPORT))
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, line = await posted_on_facts("rural_dibao", clerk, leader)
    objection = await an_objection(line)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.answer(objection.id, clerk, False, "重新核实，没有车。")
    assert await state_of(case) is State.OBJECTED
    assert (await postings.post([case.id], leader)).ends_on == date(2026, 3, 9)


async def test_an_objection_to_tekun_starts_the_laws_days_anew_and_the_person_is_told(
    empty_database: str, at: Any
) -> None:
    """Fifteen to look again, seven on the board, fifteen at the county (民发〔2021〕43号 art. 15 and 16)."""
    at("2026-03-02 09:00")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case, line = await posted_on_facts("tekun", clerk, leader)
    at("2026-03-06 09:00")
    await an_objection(line)
    objected = await applications.get_application(case.id)
    assert (case.decision_due_on, objected.step_due_on) == (date(2026, 4, 21), date(2026, 3, 27))
    assert objected.decision_due_on == date(2026, 4, 27)
    await an_objection(line, "他的户口不在本村。")
    (moved,) = await journal.Entry.filter(deed=journal.Deed.DUE_MOVED.value)
    assert (moved.by_kind, moved.by_id, moved.facts["because"]) == ("clock", None, "objection"), "by nobody's hand"
    assert moved.facts["decision_due_on"] == "2026-04-27"
    assert await applications.strayed_cases() == []
    other, its_line = await posted_on_facts("rural_dibao", clerk, leader)
    await an_objection(its_line)
    kept = await applications.get_application(other.id)
    assert kept.decision_due_on == other.decision_due_on, "低保 runs on, or is extended by two officers"


async def test_a_number_typed_by_a_neighbour_undoes_no_doubt_about_it(empty_database: str) -> None:
    """Whoever stands at the office says that they are reached there; a phone in a village types what it likes."""
    await seed_parameters()
    clerk, neighbour = await an_officer(), await a_resident("刘大山")
    _, line = await a_posted_case(clerk)
    index = sealing.blind_index("13800007777", "phone")
    await residents.close_number("410325", index, reason="asked twice")
    await postings.object_to(line.id, "不对。", hand(neighbour), phone="13800007777")
    assert await residents.closed_among([("410325", index)]) == {("410325", index)}
    await postings.object_to(line.id, "不对。", clerk.signature, phone="13800007777")
    assert await residents.closed_among([("410325", index)]) == set()
