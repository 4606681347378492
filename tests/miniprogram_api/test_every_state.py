"""The status page: every state that a case of any programme can be in has everyday words, a next step and a turn."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, eligibility, entitlements, postings, relays, residents
from backend.applications import TRANSITIONS, Application, Move, State
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.programmes import CATALOGUE, Enactment, PhotoKind, Programme, enact
from backend.residents import Resident
from backend.staff import Role
from tests.backend.applications.cases import a_draft, a_photo, accepted, hand, in_county_review, turned_down, would_not
from tests.miniprogram_api.clients import Door
from tests.people import COUNTY, TOWNSHIP, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters

OPEN = [each for each in CATALOGUE.values() if each.open_for_application]
# Words of the office that nobody at home uses.
JARGON = ("初审", "流程", "节点", "审批流", "系统", "状态", "补正", "受理中", "回退")
TURNS = {"对方民政部门", "您", "乡镇民政所", "乡镇", "村里和乡镇", "县民政局", "乡镇或县民政局"}
THE_PERSONS = {State.DRAFT, State.RETURNED, State.WITHDRAWN, *(state for state in State if state.is_a_no)}


@pytest.fixture(autouse=True)
async def monday(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


def procedure(programme: Programme) -> Any:
    return eligibility.procedure(programme.code, clock.today())


def is_posted(programme: Programme) -> bool:
    return procedure(programme).step("posting") is not None


def is_once(programme: Programme) -> bool:
    return procedure(programme).first_month.rule is eligibility.FirstMonth.ONCE


def states_of(programme: Programme) -> set[State]:
    """Wherever the declared machine leads from a draft; what is never posted has neither posting nor objection."""
    moves = [TRANSITIONS[each] for each in Move if is_posted(programme) or each not in (Move.POST, Move.OBJECT)]
    reached = {State.DRAFT}
    while more := {move.to for move in moves if move.allowed & reached} - reached:
        reached |= more
    return reached


async def in_state(programme: Programme, state: State, resident: Resident) -> Application:
    decided = not state.is_running
    return await Application.create(
        id=new_id(), county=COUNTY, township=TOWNSHIP, village=VILLAGE, programme=programme.code,
        resident_id=resident.id, started_by_kind="resident", started_by_id=resident.id, state=state,
        started_at=clock.now(), submitted_at=clock.now(),
        accepted_at=None if state is State.NOT_ACCEPTED else clock.now(),
        decided_at=clock.now() if decided else None, decision_due_on=date(2026, 4, 14),
    )  # fmt: skip


def test_the_machine_leads_everywhere() -> None:
    assert len(OPEN) >= 12, "nothing was checked"
    assert set.union(*(states_of(each) for each in OPEN)) == set(State)
    assert [each.code for each in OPEN if State.POSTED in states_of(each) and each.of_children] == []


@pytest.mark.parametrize("programme", OPEN, ids=[each.code for each in OPEN])
async def test_every_state_is_told_in_everyday_words(door: Door, programme: Programme) -> None:
    wang, told = await a_resident(account="6228480000000000018"), {}
    knocker = await door.account(resident=wang)
    for state in sorted(states_of(programme)):
        case = await in_state(programme, state, wang)
        page = (await knocker.get(f"/applications/{case.id}")).json()
        words = page["state_title"] + page["next_step"]
        assert page["state_title"], state
        assert page["next_step"].endswith("。"), state
        assert not [each for each in JARGON if each in words], words
        assert page["who_acts"] in TURNS, page["who_acts"]
        assert (page["who_acts"] == "您") == (state in THE_PERSONS), "whose turn it is"
        if state.is_running:
            assert page["decision_due_on"] == "2026-04-14", "the law's date is shown as soon as there is one"
        if not is_posted(programme):
            assert "公示" not in words, "who is never posted is not told of a notice"
        if is_once(programme):
            assert "按月" not in words
            assert "县里审核" not in words, "a small sum is decided at the township"
        told[state] = (page["state_title"], page["next_step"])
        await case.delete()
    assert len(set(told.values())) == len(told), "no two states look alike"


async def test_what_is_delegated_names_the_county_nowhere(door: Door) -> None:
    await enact(
        Enactment(f"{COUNTY}000000", "dibao.delegated", "yes", date(2026, 1, 1), None, "嵩民〔2026〕2号", True),
        by=Signature(By.IMPORT),
    )  # fmt: skip
    wang = await a_resident()
    knocker = await door.account(resident=wang)
    programme = CATALOGUE["rural_dibao"]
    for state in (State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW):
        case = await in_state(programme, state, wang)
        page = (await knocker.get(f"/applications/{case.id}")).json()
        listed = (await knocker.get("/applications")).json()["items"][0]
        assert "县" not in page["state_title"] + page["next_step"] + page["who_acts"]
        assert listed["state_title"] == page["state_title"], "a list says the same as the page"
        await case.delete()


async def test_help_in_an_emergency_waits_for_no_paper_and_says_by_when_they_are_due(door: Door) -> None:
    wang = await a_resident()
    knocker = await door.account(resident=wang)
    programme = next(each for each in OPEN if each.urgent)
    case = await in_state(programme, State.SUBMITTED, wang)
    assert "先救助" in (await knocker.get(f"/applications/{case.id}")).json()["next_step"]
    await Application.filter(id=case.id).update(state=State.CONFIRMED, papers_due_on=date(2026, 3, 16))
    page = (await knocker.get(f"/applications/{case.id}")).json()
    assert (page["who_acts"], page["due_on"]) == ("您", "2026-03-16")
    assert page["missing"], "what is still to come is listed"
    cadre = await door.account(cadre=await a_cadre([VILLAGE]))
    (line,) = (await cadre.get("/applications?whose=villages")).json()["items"]
    assert (line["due_on"], line["overdue"]) == ("2026-03-16", False)
    (listed,) = (await knocker.get("/applications")).json()["items"]
    assert (listed["due_on"], listed["due_on_provisional"]) == ("2026-03-16", False), "a list says the page's day"
    await Application.filter(id=case.id).update(papers_due_on=date(2027, 3, 16))
    page = (await knocker.get(f"/applications/{case.id}")).json()
    (listed,) = (await knocker.get("/applications")).json()["items"]
    assert (page["provisional"], page["due_on_provisional"], listed["due_on_provisional"]) == (["due_on"], True, True)


async def test_who_is_granted_without_an_account_is_told_so_by_the_page(door: Door) -> None:
    wang, account = await a_resident(), "6228480000000000018"
    cadre = await door.account(cadre=await a_cadre([VILLAGE]))
    knocker = await door.account(resident=wang)
    case = await in_state(CATALOGUE["old_age_allowance"], State.CONFIRMED, wang)
    page, theirs = [(await each.get(f"/applications/{case.id}")).json() for each in (knocker, cadre)]
    assert ("没有登记收款账户" in page["next_step"], page["who_acts"], theirs["who_acts"]) == (True, "您", "申请人")
    assert (page["helped_name"], theirs["helped_name"]) == (None, wang.name), "who helps reads whom"
    assert page["due_provisional"] is False, "no day is waited for"
    recognised = await in_state(CATALOGUE["edge_family"], State.CONFIRMED, wang)
    assert "账户" not in (await knocker.get(f"/applications/{recognised.id}")).json()["next_step"]
    given = {"holder_name": wang.name, "number": account, "bank": "农商行", "kind": residents.AccountKind.CARD}
    await residents.change_account(wang.id, **given, by=hand(wang))
    assert "留意到账" in (await knocker.get(f"/applications/{case.id}")).json()["next_step"]


async def test_what_was_refused_says_what_it_may_go_on_to(door: Door) -> None:
    wang = await a_resident()
    knocker = await door.account(resident=wang)
    case = await in_state(CATALOGUE["rural_dibao"], State.REFUSED, wang)
    page = (await knocker.get(f"/applications/{case.id}")).json()
    assert [each["programme"] for each in page["goes_on_to"]] == ["edge_family", "rigid_spending"]
    assert page["next_step"].endswith("也可以不重新交材料，接着申请后面的救助或认定。")
    other = await in_state(CATALOGUE["old_age_allowance"], State.REFUSED, wang)
    page = (await knocker.get(f"/applications/{other.id}")).json()
    assert (page["goes_on_to"], "60日" in page["next_step"]) == ([], True)


async def test_through_every_state_by_deeds_the_page_names_the_day(door: Door, at: Any) -> None:
    """Whose turn it is and the law's day of each state, as the deeds themselves set them."""
    wang, clerk = await a_resident(account="6228480000000000018"), await an_officer()
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    knocker, seen = await door.account(resident=wang), {}

    async def look(case: Application) -> None:
        page = (await knocker.get(f"/applications/{case.id}")).json()
        seen[State(page["state"])] = (page["who_acts"], page["due_on"], page["decision_due_on"])

    case = await a_draft(wang)
    await look(case)
    await look(await applications.submit(case.id, by=hand(wang)))
    await look(await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT]))
    await applications.attach(case.id, await a_photo(wang, PhotoKind.PORTRAIT), hand(wang))
    await applications.submit(case.id, by=hand(wang))
    await look(await applications.accept(case.id, clerk))
    await postings.post([case.id], clerk)
    await look(case)
    line = await postings.line_of(case.id)
    assert line is not None
    objection = await postings.object_to(line.id, "他家有两套房。", by=hand(await a_resident("刘大山")))
    await look(case)
    await postings.answer(objection.id, clerk, upheld=False, answer="查过，没有这回事。")
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    await look(case)
    await look(await applications.refuse(case.id, reviewer, ["under_age"]))
    second = await applications.submit((await a_draft(wang)).id, by=hand(wang))
    await look(await applications.withdraw(second.id, hand(wang)))
    turned_away = await applications.submit((await a_draft(wang)).id, by=hand(wang))
    await look(await applications.refuse(turned_away.id, clerk, ["under_age"]))
    fourth = await accepted(wang, clerk)
    await would_not(fourth, clerk)
    await look(await turned_down(fourth, "no_cooperation"))
    elsewhere = await applications.submit((await a_draft(wang)).id, by=hand(wang))
    await look(await relays.hand_over(elsewhere.id, "湖北省郧西县民政局", "户口在郧西县", clerk))
    third = await in_county_review(wang, clerk)
    await entitlements.grant(third.id, reviewer)
    await look(third)
    assert set(seen) == set(State), "every state that is declared was seen"
    by_law = "2026-04-14"  # 30 working days from 2 March, Qingming in between (民发〔2021〕57号 art. 22)
    assert seen == {
        State.DRAFT: ("您", None, None), State.SUBMITTED: ("乡镇民政所", "2026-03-05", None),
        State.RETURNED: ("您", None, None), State.ACCEPTED: ("乡镇民政所", "2026-03-09", by_law),
        State.POSTED: ("村里和乡镇", "2026-03-09", by_law), State.OBJECTED: ("乡镇民政所", "2026-03-16", by_law),
        State.COUNTY_REVIEW: ("县民政局", "2026-03-24", by_law), State.REFUSED: ("您", None, by_law),
        State.WITHDRAWN: ("您", None, None), State.NOT_ACCEPTED: ("您", None, None),
        State.PASSED_ON: ("对方民政部门", None, None),
        State.TERMINATED: ("您", None, "2026-04-22"), State.CONFIRMED: ("县民政局", None, "2026-04-22"),
    }  # fmt: skip
