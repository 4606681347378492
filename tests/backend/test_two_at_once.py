"""Two officers at one thing in the same moment: one of them did it, the other is told who was faster, and when."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from backend import applications, clock, database, entitlements, evidence, inquiries, letters, postings, relays
from backend.applications import Application, Ground
from backend.entitlements import AmendmentGround, Award, Becomes, FactKind, Reason
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from backend.letters import Way
from backend.programmes import PhotoKind
from backend.relays import Relayed
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_jpeg, accepted, in_county_review, submitted
from tests.backend.entitlements.funerals import proposed as a_funeral
from tests.backend.entitlements.funerals import the_dead, the_figure
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.test_recognising import EDGE
from tests.backend.inquiries.visits import visited
from tests.backend.payouts.awards import an_award
from tests.backend.races import INVESTIGATING, Race
from tests.console.cases import objected, posted
from tests.people import OTHER_VILLAGE, a_resident, an_officer, seed_parameters

MONDAY = date(2026, 3, 2)
NAMES = ("钱芳", "孙敏")


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def a_reviewer() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


async def extension_asked() -> Race:
    case = await dibao_accepted(await a_resident(), await an_officer())

    def asks(by: Officer) -> Awaitable[Any]:
        return applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", by)

    return Race(asks, Role.TOWNSHIP_CLERK, applications.ExtendedBefore, Deed.EXTENSION_ASKED)


async def extension_answered() -> Race:
    clerk = await an_officer()
    case = await dibao_accepted(await a_resident(), clerk)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    return Race(
        lambda by: applications.answer_extension(case.id, True, by), Role.TOWNSHIP_LEADER,
        applications.NoSuchExtension, Deed.EXTENSION_APPROVED,
    )  # fmt: skip


async def sample_announced() -> Race:
    return Race(
        lambda by: inquiries.announce_sample("tekun", date(2026, 3, 10), by), Role.COUNTY_REVIEWER,
        inquiries.SampleOpen, Deed.SAMPLE_ANNOUNCED,
    )  # fmt: skip


async def sample_drawn() -> Race:
    with clock.travelled_to(datetime(2026, 3, 1, 9, tzinfo=clock.COUNTY_TIME)):
        sample = await inquiries.announce_sample("rural_dibao", MONDAY, await a_reviewer())
    case = await in_county_review(await a_resident(), await an_officer())
    await Application.filter(id=case.id).update(programme="rural_dibao")
    return Race(
        lambda by: inquiries.draw_sample(sample.id, by), Role.COUNTY_REVIEWER, inquiries.DrawnBefore, Deed.SAMPLE_DRAWN
    )


async def a_receipt(resident: Resident, by: Officer) -> UUID:
    kind = PhotoKind.LETTER_RECEIPT
    taken = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=resident, kind=kind, by=by.signature)
    return taken.photo.id


async def letter_handed_over() -> Race:
    elder, clerk = await a_resident(), await an_officer()
    case = await submitted(elder)
    await applications.refuse(case.id, clerk, ["papers_untrue"])
    await letters.draw_up()
    paper = await a_receipt(elder, clerk)
    return Race(
        lambda by: letters.deliver(case.id, by, way=Way.TOWNSHIP, receiver="王秀英", photo_id=paper),
        Role.TOWNSHIP_CLERK, letters.AlreadyDelivered, Deed.LETTER_DELIVERED,
    )  # fmt: skip


async def change_letter_handed_over() -> Race:
    elder, clerk = await a_resident(), await an_officer()
    award = await a_dibao(elder)
    await entitlements.confirm_change((await a_stop(award, clerk)).id, await a_reviewer())
    await letters.draw_up()
    letter, paper = await letters.DecisionLetter.get(), await a_receipt(elder, clerk)
    return Race(
        lambda by: letters.deliver_of_change(letter.id, by, way=Way.TOWNSHIP, receiver="王秀英", photo_id=paper),
        Role.TOWNSHIP_CLERK, letters.AlreadyDelivered, Deed.LETTER_DELIVERED,
    )  # fmt: skip


async def objection_answered() -> Race:
    objection = await objected(await posted(await a_resident(), await an_officer()))
    return Race(
        lambda by: postings.answer(objection, by, False, "查过了"), Role.TOWNSHIP_CLERK,
        postings.AlreadyAnswered, Deed.OBJECTION_ANSWERED,
    )  # fmt: skip


async def forwarded() -> Race:
    case = await submitted(await a_resident())
    return Race(
        lambda by: applications.forward(case.id, OTHER_VILLAGE, by), Role.TOWNSHIP_CLERK, applications.WrongState,
        Deed.APPLICATION_FORWARDED,
    )  # fmt: skip


async def notice_posted() -> Race:
    case = await accepted(await a_resident(), await an_officer())
    return Race(
        lambda by: postings.post([case.id], by), Role.TOWNSHIP_CLERK, applications.WrongState, Deed.NOTICE_POSTED
    )


async def a_wish(case: Application, becomes: Becomes, by: Officer) -> entitlements.Amendment:
    terms: dict[str, Any] = (
        {"month": date(2026, 4, 1), "reasons": ["papers_untrue"]} if becomes is Becomes.WITHDRAWN else {}
    )
    ground = AmendmentGround.REVIEW
    return await entitlements.propose_amendment(case.id, becomes, by, ground=ground, basis="复议决定", **terms)


async def amendment_proposed() -> Race:
    case = await in_county_review(await a_resident(), await an_officer())
    await applications.refuse(case.id, await a_reviewer(), ["receives_elsewhere"])
    return Race(
        lambda by: a_wish(case, Becomes.GRANTED, by), Role.COUNTY_REVIEWER,
        entitlements.AmendmentWaiting, Deed.AMENDMENT_PROPOSED,
    )  # fmt: skip


async def amendment_decided() -> Race:
    case = await in_county_review(await a_resident(), await an_officer())
    await applications.refuse(case.id, await a_reviewer(), ["receives_elsewhere"])
    return _deciding(await a_wish(case, Becomes.GRANTED, await a_reviewer()))


def _deciding(wish: entitlements.Amendment) -> Race:
    return Race(
        lambda by: entitlements.confirm_amendment(wish.id, by), Role.COUNTY_REVIEWER,
        entitlements.AmendmentDecided, Deed.DECISION_AMENDED,
    )  # fmt: skip


async def amendment_declined() -> Race:
    race = await amendment_decided()
    wish = await entitlements.Amendment.get()
    declining = Deed.AMENDMENT_DECLINED
    return Race(lambda by: entitlements.decline_amendment(wish.id, by), race.role, race.refusal, declining)


async def _withdrawn(case: Application) -> entitlements.Amendment:
    """Withdrawn, and to be restored."""
    wrong = await a_wish(case, Becomes.WITHDRAWN, await a_reviewer())
    await entitlements.confirm_amendment(wrong.id, await a_reviewer())
    await Entry.filter(deed=Deed.DECISION_AMENDED.value).delete()  # of the withdrawal: what follows is counted
    return await a_wish(case, Becomes.RESTORED, await a_reviewer())


async def award_restored() -> Race:
    case = await in_county_review(await a_resident(), await an_officer())
    await entitlements.grant(case.id, await a_reviewer())
    return _deciding(await _withdrawn(case))


async def recognition_restored() -> Race:
    case = await dibao_accepted(await a_resident(), await an_officer(), "edge_family")
    await opined(case, await an_officer(Role.TOWNSHIP_LEADER), facts=EDGE, why="核对")
    await entitlements.recognise(case.id, await a_reviewer())
    return _deciding(await _withdrawn(case))


async def a_dibao(elder: Resident) -> Award:
    return await an_award(elder, programme="rural_dibao", monthly_fen=22_000, from_month=date(2026, 1, 1))


async def a_stop(award: Award, by: Officer) -> entitlements.AwardChange:
    given: dict[str, Any] = {"month": date(2026, 4, 1), "reason": Reason.GIVEN_UP, "basis": "本人申请"}
    return await entitlements.propose_change(award.id, FactKind.STOPPED, by, **given)


async def award_change_proposed() -> Race:
    award = await a_dibao(await a_resident())
    return Race(
        lambda by: a_stop(award, by), Role.TOWNSHIP_CLERK, entitlements.ChangeWaiting, Deed.AWARD_CHANGE_PROPOSED
    )


async def award_change_decided() -> Race:
    change = await a_stop(await a_dibao(await a_resident()), await an_officer())
    return Race(
        lambda by: entitlements.decline_change(change.id, by), Role.COUNTY_REVIEWER,
        entitlements.ChangeDecided, Deed.AWARD_CHANGE_DECLINED,
    )  # fmt: skip


async def funeral_aid_decided() -> Race:
    await the_figure()
    clerk = await an_officer()
    aid = await a_funeral(*await the_dead(clerk, died_on=date(2026, 3, 1)), clerk)
    return Race(
        lambda by: entitlements.give_funeral_aid(aid.id, by), Role.COUNTY_REVIEWER,
        entitlements.FuneralAidDecided, Deed.FUNERAL_AID_GIVEN,
    )  # fmt: skip


async def _relay(way: relays.Way) -> relays.Relay:
    number, phone = (await a_resident()).identity_number, "13800009999" if way is relays.Way.OUT else ""
    given = Relayed(way, "disability_care", "湖北省十堰市郧西县", "王秀英", number, MONDAY, phone)
    return await relays.take_relay(given, await an_officer())


async def relay_pushed() -> Race:
    relay = await _relay(relays.Way.OUT)
    return Race(
        lambda by: relays.record_push(relay.id, MONDAY, by), Role.TOWNSHIP_CLERK, relays.NotItsTurn, Deed.RELAY_PUSHED
    )


async def relay_opened() -> Race:
    relay, papers = await _relay(relays.Way.IN), [(PhotoKind.CARE_NEED, a_jpeg())]
    return Race(
        lambda by: relays.hand_in_papers(relay.id, MONDAY, papers, by), Role.TOWNSHIP_CLERK,
        relays.CaseOpened, Deed.RELAY_CASE_OPENED,
    )  # fmt: skip


RACES = [
    *INVESTIGATING,
    extension_asked, extension_answered, sample_announced, sample_drawn, letter_handed_over, change_letter_handed_over,
    forwarded, notice_posted, objection_answered, amendment_proposed, amendment_decided, amendment_declined,
    award_restored, recognition_restored, award_change_proposed, award_change_decided, funeral_aid_decided,
    relay_pushed, relay_opened,
]  # fmt: skip


@pytest.mark.parametrize("starts", RACES, ids=lambda each: each.__name__)
async def test_one_does_it_and_the_other_is_told_by_whom_and_when(starts: Callable[[], Awaitable[Race]]) -> None:
    race = await starts()
    pair = [await an_officer(race.role, name=name) for name in NAMES]
    ended = await asyncio.gather(*(race.tries(each) for each in pair), return_exceptions=True)
    (late,) = [each for each in ended if isinstance(each, BaseException)]
    assert isinstance(late, race.refusal), late
    faster = pair[[isinstance(each, BaseException) for each in ended].index(False)]
    assert f"{faster.name}，3月2日09:30" in late.shown
    told = await Entry.filter(deed=race.deed.value).order_by("id")
    assert [each.by_id for each in told] == [faster.id]
    slower = await Entry.filter(by_id=pair[pair.index(faster) - 1].id)
    left = {Deed.PHOTO_RECEIVED.value, Deed.CHECK_REPLY_REFUSED.value}
    assert {each.deed for each in slower} <= left, "nothing else of the slower one is left"


async def test_a_complaint_that_comes_while_somebody_decides_is_not_overlooked(at: Any) -> None:
    """The decision waits for it, and then sees it."""
    clerk, leader = await an_officer(name="钱芳"), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await a_reviewer()
    case = await in_the_county(clerk, leader, at)
    noting = asyncio.Event()

    async def decides() -> Any:
        await noting.wait()
        return await entitlements.grant(case.id, reviewer)

    decided = asyncio.create_task(decides())
    async with database.transaction():
        await applications.note_complaint(case.id, "听说有车", clerk)
        noting.set()
        for _ in range(1000):
            if await database.rows("SELECT FROM pg_locks WHERE NOT granted"):
                break
            await asyncio.sleep(0.01)
    with pytest.raises(inquiries.CountyVisitFirst) as refused:
        await decided
    assert "收到过投诉举报（钱芳，3月10日09:30登记）" in refused.value.shown
    assert not await Award.all().exists()


async def test_what_comes_after_the_decision_is_told_who_decided_and_when(at: Any) -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await in_the_county(clerk, leader, at)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER, name="孙敏"))
    at("2026-03-11 09:30")
    for late in (
        applications.answer_extension(case.id, True, leader),
        applications.refuse(case.id, leader, ["papers_untrue"]),
        applications.send_back(case.id, "再查", await a_reviewer()),
    ):
        with pytest.raises(applications.WrongState) as told:
            await late
        assert "「审核通过」（孙敏，3月10日09:30）" in told.value.shown


async def in_the_county(clerk: Officer, leader: Officer, at: Any) -> Application:
    """A case of 低保 that waits for the county since 10 March."""
    case = await dibao_accepted(await a_resident(), clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    return await Application.get(id=case.id)
