"""Submitting: complete, entitled as far as known, in the person's name, once."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, journal, relays, staff
from backend.applications import (
    Application,
    MandateExpired,
    MandateMissing,
    NotComplete,
    NotEligible,
    NotYourFamily,
    State,
    WrongState,
)
from backend.eligibility import FactValue
from backend.programmes import PhotoKind
from backend.residents import Capacity, Resident
from tests.backend.applications.cases import a_draft, a_photo, hand, mandated, submitted
from tests.people import a_cadre, a_resident, an_officer, seed_parameters


async def test_a_complete_case_gets_its_number_its_due_date_and_its_verdict(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-02-09 09:30")
    case = await submitted(await a_resident())
    assert case.state is State.SUBMITTED
    assert case.case_number == "MZ-410325-2026-000001"
    assert case.step_due_on == date(2026, 2, 12)
    assert case.verdict is not None
    assert case.verdict["outcome"] in ("yes", "unknown")
    deeds = [entry.deed for entry in await journal.history_of(case.id)]
    assert deeds == ["applications.started", *["applications.paper_handed_in"] * 3, "applications.submitted"]


async def test_numbers_have_no_gap_though_a_submission_failed_between(empty_database: str) -> None:
    await seed_parameters()
    young = await a_resident(birth_date=date(1990, 1, 1))
    numbers = [(await submitted(await a_resident())).case_number]
    draft = await a_draft(young)
    with pytest.raises(NotEligible):
        await applications.submit(draft.id, by=hand(young))
    numbers.append((await submitted(await a_resident())).case_number)
    assert [str(number)[-6:] for number in numbers] == ["000001", "000002"]


async def test_what_is_missing_is_listed_at_once(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident()
    case = await applications.start("rigid_spending", resident, by=hand(resident))
    await applications.attach(case.id, await a_photo(resident, PhotoKind.DECLARATION), hand(resident))
    with pytest.raises(NotComplete) as refusal:
        await applications.submit(case.id, by=hand(resident))
    assert refusal.value.details["missing"] == [
        {"kind": "check_authorisation", "title": "核对授权书照片（一起生活的成年人都签字）"},
        {"kind": "spending_proof", "title": "医疗、教育、残疾康复等支出的凭证照片"},
    ]


async def test_a_clear_no_is_told_with_its_sentences(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    resident = await a_resident(birth_date=date(1950, 1, 1))
    draft = await a_draft(resident)
    with pytest.raises(NotEligible) as refusal:
        await applications.submit(draft.id, by=hand(resident))
    assert any("80" in sentence for sentence in refusal.value.details["reasons"])


async def test_what_the_register_knows_wins_over_what_is_said(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident(birth_date=date(1990, 1, 1))
    draft = await a_draft(resident)
    said: dict[str, FactValue] = {"age": 90, "birth_date": date(1930, 1, 1)}
    with pytest.raises(NotEligible):
        await applications.submit(draft.id, by=hand(resident), facts=said)


async def test_of_two_submissions_at_once_one_wins(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident()
    draft = await a_draft(resident)
    outcomes = await asyncio.gather(
        *(applications.submit(draft.id, by=hand(resident)) for _ in range(2)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes].count(Application) == 1
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, WrongState)]
    assert refused.details["state"] == "submitted"
    deeds = [entry.deed for entry in await journal.history_of(draft.id)]
    assert deeds.count("applications.submitted") == 1


async def test_a_cadre_needs_the_persons_mandate(empty_database: str) -> None:
    await seed_parameters()
    resident, cadre = await a_resident(), await a_cadre()
    draft = await a_draft(resident, by=cadre.signature)
    with pytest.raises(MandateMissing):
        await applications.submit(draft.id, by=cadre.signature)
    await mandated(draft, resident, cadre)
    assert (await applications.submit(draft.id, by=cadre.signature)).state is State.SUBMITTED


async def test_the_guardian_on_file_needs_no_mandate_and_is_no_family_without_the_ruling(empty_database: str) -> None:
    await seed_parameters()
    ward, son = await a_resident(), await a_resident("王建军", date(1970, 1, 1))
    with pytest.raises(NotYourFamily):
        await applications.start("old_age_allowance", ward, by=hand(son))
    ruling: dict[str, Any] = {
        "capacity": Capacity.NONE,
        "guardian_number": son.identity_number,
        "basis": "（2025）豫0325民特3号",
    }
    clerk = await an_officer()
    await staff.record_guardian(ward.id, clerk, **ruling)
    case = await applications.submit((await a_draft(ward, by=hand(son))).id, by=hand(son))
    assert case.state is State.SUBMITTED
    assert (await applications.accept(case.id, clerk)).state is State.ACCEPTED
    await staff.end_guardianship(ward.id, clerk)
    with pytest.raises(applications.NoSuchApplication):
        await applications.follow(case.id, hand(son))


async def test_the_person_hands_in_herself_what_a_cadre_began(empty_database: str) -> None:
    """Her own hand needs no paper, at the submission and when the township accepts."""
    await seed_parameters()
    resident, cadre = await a_resident(), await a_cadre()
    draft = await a_draft(resident, by=cadre.signature)
    case = await applications.submit(draft.id, by=hand(resident))
    assert (await applications.accept(case.id, await an_officer())).state is State.ACCEPTED


async def test_a_mandate_past_its_last_day_is_no_mandate(empty_database: str, at: Any) -> None:
    await seed_parameters()
    resident, cadre = await a_resident(), await a_cadre()
    at("2026-03-02 09:30")
    draft = await a_draft(resident, by=cadre.signature)
    await mandated(draft, resident, cadre, until=date(2026, 3, 10))
    at("2026-03-11 00:01")
    with pytest.raises(MandateExpired):
        await applications.submit(draft.id, by=cadre.signature)


async def test_on_its_last_day_a_mandate_still_holds(empty_database: str, at: Any) -> None:
    await seed_parameters()
    resident, cadre = await a_resident(), await a_cadre()
    at("2026-03-02 09:30")
    draft = await a_draft(resident, by=cadre.signature)
    await mandated(draft, resident, cadre, until=date(2026, 3, 10))
    at("2026-03-10 23:50")
    assert (await applications.submit(draft.id, by=cadre.signature)).state is State.SUBMITTED


async def test_another_cadre_of_the_village_needs_a_mandate_of_their_own(empty_database: str) -> None:
    await seed_parameters()
    resident, cadre, colleague = await a_resident(), await a_cadre(), await a_cadre()
    draft = await a_draft(resident, by=cadre.signature)
    await mandated(draft, resident, cadre)
    with pytest.raises(MandateMissing):
        await applications.submit(draft.id, by=colleague.signature)


async def test_a_withdrawn_case_cannot_be_submitted(empty_database: str) -> None:
    await seed_parameters()
    resident = await a_resident()
    draft = await a_draft(resident)
    await applications.withdraw(draft.id, hand(resident))
    with pytest.raises(WrongState) as refusal:
        await applications.submit(draft.id, by=hand(resident))
    assert "已撤回" in refusal.value.shown
    assert refusal.value.details["by_title"] == "申请人"


async def test_who_insists_is_answered_by_the_office_and_not_by_the_check(empty_database: str, at: Any) -> None:
    """Only the office decides, in writing and with the way to appeal (policy §1.3)."""
    await seed_parameters()
    at("2026-03-02 09:30")
    young = await a_resident(birth_date=date(1950, 1, 1))
    draft = await a_draft(young)
    with pytest.raises(NotEligible) as told:
        await applications.submit(draft.id, by=hand(young))
    assert "仍然可以提交" in told.value.shown
    case = await applications.submit(draft.id, by=hand(young), insists=True)
    assert case.verdict is not None
    assert (case.state, case.verdict["outcome"]) == (State.SUBMITTED, "no"), "the township sees what the check said"
    answered = await applications.refuse(case.id, await an_officer(), ["under_age"])
    assert answered.state is State.NOT_ACCEPTED


async def test_the_wrong_place_keeps_nobody_from_handing_it_in(empty_database: str) -> None:
    """It is passed on by the office, never refused, and least of all by a machine (art. 60)."""
    await seed_parameters()
    elder = await a_resident()
    await Resident.filter(id=elder.id).update(registered_here=False)
    case = await submitted(elder)
    assert case.verdict is not None
    assert (case.state, case.verdict["outcome"]) == (State.SUBMITTED, "no")
    gone = await relays.hand_over(case.id, "湖北省郧西县民政局", "户口在郧西县", await an_officer())
    assert gone.state is State.PASSED_ON
    young = await a_resident(birth_date=date(1990, 1, 1))
    await Resident.filter(id=young.id).update(registered_here=False)
    with pytest.raises(NotEligible):
        await submitted(young)
