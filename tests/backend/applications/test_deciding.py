"""Deciding: accepted, returned, refused, withdrawn; one wins, the other is told who and when."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, inquiries, journal, letters, postings
from backend.applications import (
    Application,
    AskedOnce,
    NoReasonGiven,
    NoSuchApplication,
    NoteTooLong,
    NothingAskedFor,
    State,
    WrongState,
)
from backend.programmes import PhotoKind
from backend.refusals import NotAllowed
from backend.staff import OutsideYourPlace, Role
from tests.backend.applications.cases import a_draft, a_photo, accepted, hand, in_county_review, submitted
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters, some_id


async def test_acceptance_starts_the_laws_clock(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-02-13 16:59")
    case = await accepted(await a_resident(), await an_officer())
    assert case.state is State.ACCEPTED
    assert (case.decision_due_on, case.due_provisional) == (date(2026, 4, 2), False)
    assert case.step_due_on == date(2026, 2, 27)
    (decision,) = await applications.decisions_on(case.id)
    assert decision.kind == "accepted"


async def test_of_two_officers_at_once_one_accepts_and_the_other_is_told_who_and_when(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    clerks = [await an_officer(name="赵敏"), await an_officer(name="孙丽")]
    at("2026-03-02 09:30")
    case = await submitted(await a_resident())
    outcomes = await asyncio.gather(*(applications.accept(case.id, clerk) for clerk in clerks), return_exceptions=True)
    (winner,) = [clerk for clerk, outcome in zip(clerks, outcomes, strict=True) if isinstance(outcome, Application)]
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, WrongState)]
    assert winner.name in refused.shown
    assert "3月2日09:30" in refused.shown
    assert "已受理" in refused.shown
    assert refused.details["by_title"] == winner.name
    assert winner.name not in str(refused), "an exception's text ends in logs"
    assert len(await applications.decisions_on(case.id)) == 1


async def test_a_resident_is_told_the_part_and_not_the_name(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident()
    case = await accepted(resident, await an_officer(name="赵敏"))
    with pytest.raises(WrongState) as refused:
        await applications.submit(case.id, by=hand(resident))
    assert "赵敏" not in refused.value.shown
    assert refused.value.details["by_title"] == "工作人员"


async def test_a_return_adds_what_the_form_finds_missing(empty_database: str) -> None:
    await seed_parameters()
    case, clerk = await submitted(await a_resident()), await an_officer()
    await applications.Attachment.filter(application_id=case.id, kind="portrait").delete()
    await applications.return_for_more(case.id, clerk, [PhotoKind.BANK_CARD], "请带社保卡。")
    (decision,) = await applications.decisions_on(case.id)
    assert decision.reasons == ["bank_card", "portrait"]
    entry = (await journal.history_of(case.id))[-1]
    assert entry.facts["titles"] == ["社保卡或存折照片", "本人近照"]


async def test_a_return_that_asks_for_nothing_is_refused(empty_database: str) -> None:
    await seed_parameters()
    case, clerk = await submitted(await a_resident()), await an_officer()
    with pytest.raises(NothingAskedFor):
        await applications.return_for_more(case.id, clerk, [], "  ")


async def test_what_was_there_and_not_named_in_the_notice_is_asked_for_no_more(empty_database: str) -> None:
    """一次性告知 is once: nobody is sent home a second time for what could have been said the first."""
    await seed_parameters()
    elder, clerk = await a_resident(), await an_officer()
    case = await submitted(elder)
    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT], "看不清")
    await applications.attach(case.id, await a_photo(elder, PhotoKind.PORTRAIT, width=60), hand(elder))
    await applications.submit(case.id, by=hand(elder))
    with pytest.raises(AskedOnce) as refused:
        await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT, PhotoKind.BANK_CARD], "还要银行卡")
    assert "社保卡或存折照片" in refused.value.shown
    assert (await applications.get_application(case.id)).state is State.SUBMITTED
    again = await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT, PhotoKind.MANDATE], "还是看不清")
    assert again.state is State.RETURNED, "what was named and is not right yet, and what may have been taken back"


async def test_a_second_notice_in_words_alone_asks_only_for_what_the_first_words_did(empty_database: str) -> None:
    await seed_parameters()
    elder, clerk = await a_resident(), await an_officer()
    case = await submitted(elder)
    await applications.return_for_more(case.id, clerk, [], "申请表请签名，并写明电话。")
    await applications.submit(case.id, by=hand(elder))
    with pytest.raises(AskedOnce):
        await applications.return_for_more(case.id, clerk, [], "再交一份村里的证明。")
    assert (await applications.get_application(case.id)).state is State.SUBMITTED
    again = await applications.return_for_more(case.id, clerk, [], "申请表请签名")
    assert again.state is State.RETURNED, "what was asked and did not come"


async def test_of_a_paper_that_came_in_since_a_better_picture_may_be_asked_for(empty_database: str) -> None:
    await seed_parameters()
    elder, clerk = await a_resident(), await an_officer()
    case = await submitted(elder)
    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT], "看不清")
    for kind in (PhotoKind.PORTRAIT, PhotoKind.BANK_CARD):
        await applications.attach(case.id, await a_photo(elder, kind, width=60), hand(elder))
    await applications.submit(case.id, by=hand(elder))
    assert (await applications.return_for_more(case.id, clerk, [PhotoKind.BANK_CARD])).state is State.RETURNED


@pytest.mark.parametrize("reasons", [[], ["bad_mood"], ["deceased", "bad_mood"]])
async def test_a_refusal_needs_reasons_from_the_list(empty_database: str, reasons: list[str]) -> None:
    await seed_parameters()
    case, clerk = await submitted(await a_resident()), await an_officer()
    with pytest.raises(NoReasonGiven):
        await applications.refuse(case.id, clerk, reasons)
    assert (await applications.get_application(case.id)).state is State.SUBMITTED


async def test_a_note_that_does_not_fit_is_refused_and_nothing_moves(empty_database: str) -> None:
    await seed_parameters()
    case, clerk = await submitted(await a_resident()), await an_officer()
    with pytest.raises(NoteTooLong):
        await applications.accept(case.id, clerk, "字" * 501)
    assert (await applications.get_application(case.id)).state is State.SUBMITTED
    assert (await journal.history_of(case.id))[-1].deed == "applications.submitted"


async def test_who_may_say_no_depends_on_whose_turn_it_is(empty_database: str) -> None:
    await seed_parameters()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    early, late = await submitted(await a_resident()), await in_county_review(await a_resident(), clerk)
    with pytest.raises(NotAllowed):
        await applications.refuse(early.id, reviewer, ["deceased"])
    with pytest.raises(NotAllowed):
        await applications.refuse(late.id, clerk, ["deceased"])
    assert (await applications.refuse(early.id, clerk, ["deceased"])).state is State.NOT_ACCEPTED
    assert (await applications.refuse(late.id, reviewer, ["deceased"])).state is State.REFUSED


async def test_another_townships_clerk_and_an_unknown_case_are_refused(empty_database: str) -> None:
    await seed_parameters()
    case, stranger = await submitted(await a_resident()), await an_officer(place=OTHER_TOWNSHIP)
    for deed in (
        applications.accept(case.id, stranger),
        applications.return_for_more(case.id, stranger, [PhotoKind.PORTRAIT]),
        applications.refuse(case.id, stranger, ["deceased"]),
    ):
        with pytest.raises(OutsideYourPlace):
            await deed
    with pytest.raises(NoSuchApplication):
        await applications.accept(some_id(), stranger)


async def test_nothing_more_happens_in_a_withdrawn_case(empty_database: str) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    case = await submitted(resident)
    await applications.withdraw(case.id, hand(resident))
    for deed in (
        applications.accept(case.id, clerk),
        applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT]),
        applications.refuse(case.id, clerk, ["deceased"]),
        applications.submit(case.id, by=hand(resident)),
        applications.withdraw(case.id, hand(resident)),
    ):
        with pytest.raises(WrongState) as refused:
            await deed
        assert "已撤回" in refused.value.shown


async def test_a_decision_that_came_first_keeps_a_withdrawal_out(empty_database: str) -> None:
    await seed_parameters()
    resident, clerk = await a_resident(), await an_officer()
    case = await submitted(resident)
    outcomes = await asyncio.gather(
        applications.refuse(case.id, clerk, ["deceased"]), applications.withdraw(case.id, hand(resident)),
        return_exceptions=True,
    )  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Application", "WrongState"]


async def test_a_draft_is_nobodys_to_decide(empty_database: str) -> None:
    draft, clerk = await a_draft(await a_resident()), await an_officer()
    with pytest.raises(WrongState):
        await applications.accept(draft.id, clerk)


async def test_who_decides_what_was_just_withdrawn_is_told_and_it_stands_on_record(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    elder, clerk, reviewer = await a_resident(), await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await in_county_review(elder, clerk)
    at("2026-03-02 09:31")
    await applications.withdraw(case.id, hand(elder))
    at("2026-03-02 09:32")
    for deciding in (
        entitlements.grant(case.id, reviewer),
        applications.refuse(case.id, reviewer, ["under_age"]),
    ):
        with pytest.raises(WrongState) as late:
            await deciding
        assert "已撤回" in late.value.shown
        assert "申请人" in late.value.shown
    lines = await journal.Entry.filter(deed=journal.Deed.DECISION_TOO_LATE.value, subject_id=case.id)
    assert [(each.by_id, each.facts["state"]) for each in lines] == [(reviewer.id, "withdrawn")] * 2
    assert [each.kind for each in await applications.decisions_on(case.id)] == ["accepted"]


async def test_that_it_was_withdrawn_is_said_before_anything_that_is_still_missing(
    empty_database: str, at: Any
) -> None:
    """The county would have to visit first; of a case that its applicant took back nobody is sent to the door."""
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, clerk, leader = await a_resident(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    case = await dibao_accepted(elder, clerk, kin_told=True)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(date(2026, 3, 10))
    with pytest.raises(inquiries.CountyVisitFirst):
        await entitlements.grant(case.id, reviewer)
    await applications.withdraw(case.id, hand(elder))
    at("2026-03-10 09:45")
    for deciding in (
        entitlements.grant(case.id, reviewer),
        applications.send_back(case.id, "再核实", reviewer),
        applications.return_for_more(case.id, clerk, [PhotoKind.DECLARATION], "再拍一张"),
        applications.accept(case.id, clerk, kin_told=True),
    ):
        with pytest.raises(WrongState) as late:
            await deciding
        assert "「已撤回」（申请人，3月10日09:30）" in late.value.shown
    lines = await journal.Entry.filter(deed=journal.Deed.DECISION_TOO_LATE.value, subject_id=case.id).order_by("id")
    assert [each.by_id for each in lines] == [reviewer.id, reviewer.id, clerk.id, clerk.id]


async def test_who_comes_late_is_told_who_decided_also_after_the_letter_was_drawn_up(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER, name="孙敏")
    case = await in_county_review(await a_resident(), clerk)
    await entitlements.grant(case.id, reviewer)
    at("2026-03-02 09:32")
    assert await letters.draw_up() == 1
    with pytest.raises(WrongState) as late:
        await applications.refuse(case.id, await an_officer(Role.COUNTY_REVIEWER), ["under_age"])
    assert "（孙敏，3月2日09:30）" in late.value.shown
