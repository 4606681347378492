"""What comes in while somebody is deciding: the one is seen by the other, or comes after it; never between the two."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from backend import applications, clock, database, entitlements, evidence, inquiries, postings
from backend.applications import Application, State
from backend.entitlements import Award
from backend.errands import Errand
from backend.identifiers import new_id
from backend.inquiries import guarding
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, a_jpeg, accepted, hand, in_county_review, mandated, submitted
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def meanwhile(first: Callable[[], Awaitable[Any]], second: Callable[[], Awaitable[Any]]) -> tuple[Any, Any]:
    """`second` begins when `first` has done its part and is not committed yet; what became of each."""
    begun = asyncio.Event()

    async def follows() -> Any:
        await begun.wait()
        return await second()

    following = asyncio.create_task(follows())  # outside of the transaction, whose connection it would take along
    async with database.transaction():
        done = await first()
        begun.set()
        await _until_it_waits(following)
    (ended,) = await asyncio.gather(following, return_exceptions=True)
    return done, ended


async def _until_it_waits(following: asyncio.Task[Any]) -> None:
    for _ in range(1000):
        if following.done() or await database.rows("SELECT FROM pg_locks WHERE NOT granted"):
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it neither waited nor ended")


@pytest.mark.parametrize("deed", ["accept", "return", "refuse"])
async def test_a_case_passed_on_in_the_same_moment_is_its_old_office_s_no_more(deed: str) -> None:
    case, clerk, other = await submitted(await a_resident()), await an_officer(name="钱芳"), await an_officer()
    tries: dict[str, Callable[[], Awaitable[Any]]] = {
        "accept": lambda: applications.accept(case.id, other),
        "return": lambda: applications.return_for_more(case.id, other, [], "请补充"),
        "refuse": lambda: applications.refuse(case.id, other, ["papers_untrue"]),
    }
    _, ended = await meanwhile(lambda: applications.forward(case.id, OTHER_VILLAGE, clerk), tries[deed])
    assert isinstance(ended, applications.WrongState), ended
    assert "已经转到田湖镇办理（钱芳，3月2日09:30）" in ended.shown
    now = await Application.get(id=case.id)
    assert (now.state, now.village) == (State.SUBMITTED, OTHER_VILLAGE)


async def test_no_notice_hangs_on_an_opinion_that_became_a_no_in_the_same_moment() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    _, ended = await meanwhile(
        lambda: opined(case, leader, favourable=False, reasons="邻居证明有车。"),
        lambda: postings.post([case.id], leader),
    )
    assert isinstance(ended, inquiries.OpinionAgainst), ended
    assert (await Application.get(id=case.id)).state is State.ACCEPTED


async def test_no_notice_hangs_of_who_denies_in_the_same_moment_that_they_asked() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    draft = await a_draft(elder, by=cadre.signature)
    await mandated(draft, elder, cadre)
    case = await applications.submit(draft.id, by=cadre.signature)
    await applications.accept(case.id, clerk)
    _, ended = await meanwhile(
        lambda: applications.hear_by_text(elder.id, agreed=False, by=hand(elder)),
        lambda: postings.post([case.id], clerk),
    )
    assert isinstance(ended, applications.HearThePersonFirst), ended


async def test_who_denies_while_the_case_is_taken_on_is_asked_at_the_door() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    draft = await a_draft(elder, by=cadre.signature)
    await mandated(draft, elder, cadre)
    case = await applications.submit(draft.id, by=cadre.signature)

    async def denies() -> int:
        async with database.transaction():
            return await applications.hear_by_text(elder.id, agreed=False, by=hand(elder))

    _, heard = await meanwhile(lambda: applications.accept(case.id, clerk), denies)
    assert heard == 1
    assert await Errand.filter(resident_id=elder.id, done_at=None).exists(), "nobody goes and asks"


async def test_a_denial_in_the_moment_of_the_decision_is_not_put_where_nobody_reads_it() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    draft = await a_draft(elder, by=cadre.signature)
    await mandated(draft, elder, cadre)
    case = await applications.submit(draft.id, by=cadre.signature)
    await applications.accept(case.id, clerk)
    await applications.advise_against(case.id, await an_officer(Role.TOWNSHIP_LEADER), ["papers_untrue"])
    reviewer = await an_officer(Role.COUNTY_REVIEWER)

    async def denies() -> int:
        async with database.transaction():
            return await applications.hear_by_text(elder.id, agreed=False, by=hand(elder))

    _, heard = await meanwhile(lambda: applications.refuse(case.id, reviewer, ["papers_untrue"]), denies)
    assert heard == 0, "decided already: the answer goes the way of all that come later"
    assert not await Entry.filter(deed=Deed.MANDATE_DENIED.value).exists()


async def test_a_death_in_the_moment_of_the_yes_stops_the_money() -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await in_county_review(elder, clerk)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    _, stopped = await meanwhile(
        lambda: entitlements.grant(case.id, reviewer),
        lambda: entitlements.stop_for_death(elder.id, date(2026, 3, 1), clerk, reason="村里上报"),
    )
    assert [each.application_id for each in stopped] == [case.id]
    assert (await Award.get(application_id=case.id)).stopped_from is not None


async def test_nobody_is_granted_anything_who_is_recorded_dead_in_the_same_moment() -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await in_county_review(elder, clerk)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    _, ended = await meanwhile(
        lambda: entitlements.stop_for_death(elder.id, date(2026, 3, 1), clerk, reason="村里上报"),
        lambda: entitlements.grant(case.id, reviewer),
    )
    assert isinstance(ended, Refusal), ended
    assert not await Award.all().exists()


async def test_a_yes_restored_in_the_moment_of_a_death_pays_nobody_on() -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await in_county_review(elder, clerk)
    first, second = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
    await entitlements.grant(case.id, first)
    given: dict[str, Any] = {"ground": entitlements.AmendmentGround.REVIEW, "basis": "复议决定"}
    gone = await entitlements.propose_amendment(
        case.id, entitlements.Becomes.WITHDRAWN, first, month=date(2026, 4, 1), reasons=["papers_untrue"], **given
    )
    await entitlements.confirm_amendment(gone.id, second)
    back = await entitlements.propose_amendment(case.id, entitlements.Becomes.RESTORED, first, **given)
    third = await an_officer(Role.COUNTY_REVIEWER)
    await meanwhile(
        lambda: entitlements.confirm_amendment(back.id, third),
        lambda: entitlements.stop_for_death(elder.id, date(2026, 3, 1), clerk, reason="村里上报"),
    )
    assert (await Award.get(application_id=case.id)).stopped_from is not None, "the dead are paid"


async def test_who_is_drawn_in_the_moment_of_the_decision_is_visited_before(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer, other = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
    with clock.travelled_to(datetime(2026, 3, 1, 9, tzinfo=clock.COUNTY_TIME)):
        sample = await inquiries.announce_sample("rural_dibao", date(2026, 3, 2), other)
    case = await in_county_review(await a_resident(), await an_officer())
    await Application.filter(id=case.id).update(programme="rural_dibao")
    asks, outside = guarding._draw_is_due, copy_context()

    async def drawn_just_before(of: Application) -> bool:
        """A colleague's draw is committed between what the decision asked before and this."""
        await asyncio.get_running_loop().create_task(_drawn(sample.id, other), context=outside)
        return await asks(of)

    monkeypatch.setattr(guarding, "_draw_is_due", drawn_just_before)
    with pytest.raises((inquiries.SampledVisitFirst, inquiries.SampleFirst)):
        async with database.transaction():
            await inquiries.must_be_ready_to_decide(await Application.get(id=case.id), reviewer)


async def _drawn(sample_id: UUID, by: Officer) -> None:
    await inquiries.draw_sample(sample_id, by)


async def test_nobody_is_sent_for_the_photo_that_just_came(at: Any) -> None:
    clerk, cadre = await an_officer(), await a_cadre()
    notice = await postings.post([(await accepted(await a_resident(), clerk)).id], clerk)
    whose, kind = await postings.whose_board(notice.id, cadre), PhotoKind.NOTICE_BOARD
    taken = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=whose, kind=kind, by=cadre.signature)
    at("2026-03-03 08:40")
    await meanwhile(lambda: postings.prove_board(notice.id, taken.photo.id, cadre), postings.ask_for_board_photos)
    assert not await Errand.filter(done_at=None).exists()
