"""两项补贴: the federation answers for the card, the notice hangs the county's working days, pay starts with the month
of the application."""

from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, inquiries, postings
from backend.applications import Application, State
from backend.eligibility import FactValue
from backend.inquiries import CardAnswer
from backend.journal import Deed, Entry
from backend.refusals import Refusal
from backend.residents import BadCardNumber, DisabilityCard, Household, get_resident, keep_card, read_card_number
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, hand
from tests.backend.inquiries.opinions import opined
from tests.backend.payouts.awards import an_award
from tests.people import a_resident, an_officer, seed_parameters

CARE: dict[str, FactValue] = {
    "needs_long_care": True, "receives_work_injury_care": False, "receives_tekun": False, "receives_elsewhere": False,
}  # fmt: skip
LIVING: dict[str, FactValue] = {
    "receives_work_injury_care": False, "receives_tekun": False, "receives_orphan_allowance": False,
    "receives_child_allowance_in_full": False, "receives_elsewhere": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-30 09:30")
    await seed_parameters()


async def taken_in(programme: str, clerk: Officer, **told: FactValue) -> Application:
    elder = await a_resident(birth_date=date(1962, 5, 6))
    if programme == "disability_care":  # what the register knows of the card is asked of nobody
        card = read_card_number(elder.identity_number + "42")
        await keep_card(elder.id, elder.county, card, date(2030, 1, 1))
    await an_award(elder, programme="rural_dibao", monthly_fen=22000)
    draft = await a_draft(elder, programme=programme)
    case = await applications.submit(draft.id, by=hand(elder), facts=told)
    return await applications.accept(case.id, clerk)


async def a_card(case: Application, officer: Officer, ending: str = "42", **instead: Any) -> inquiries.CardCheck:
    number = (await get_resident(case.resident_id)).identity_number + ending
    given: dict[str, Any] = {"holds": True, "words": "残联12号函", "number": number, "valid_to": date(2030, 1, 1)}
    return await inquiries.record_card_check(case.id, CardAnswer(**(given | instead)), officer)


async def three() -> tuple[Officer, Officer, Officer]:
    return await an_officer(), await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.COUNTY_REVIEWER)


async def test_care_from_the_application_to_the_award_of_its_month(at: Any) -> None:
    clerk, leader, reviewer = await three()
    case = await taken_in("disability_care", clerk)
    with pytest.raises(inquiries.CardCheckFirst):
        await opined(case, leader, facts=CARE)
    wrong: list[tuple[dict[str, Any], type[Refusal]]] = [
        ({"number": "12345"}, BadCardNumber), ({"valid_to": None}, inquiries.CardTermMissing),
        ({"words": " "}, inquiries.CardWordsMissing),
    ]  # fmt: skip
    for instead, refusal in wrong:
        with pytest.raises(refusal):
            await a_card(case, clerk, **instead)
    await a_card(case, clerk, holds=False)
    with pytest.raises(inquiries.AgainstTheLaw):
        await opined(case, leader, facts=CARE)
    await a_card(case, clerk, "44")  # grade 4, and the law says no whatever the person said
    with pytest.raises(inquiries.AgainstTheLaw):
        await opined(case, leader, facts=CARE)
    check = await a_card(case, clerk, " ４２B01")
    assert (check.grade, check.number_differs) == (2, False)
    card = await DisabilityCard.get(resident_id=case.resident_id)
    assert (card.disability_class, card.grade, card.valid_to) == ("4", 2, date(2030, 1, 1))
    await opined(case, leader, facts=CARE)
    with pytest.raises(inquiries.YouGaveTheOpinion):
        await a_card(case, leader)
    notice = await postings.post([case.id], leader)
    assert notice.ends_on == date(2026, 4, 7), "five working days, with Qingming in them"
    assert (await postings.PostingLine.get(posting_id=notice.id)).shown_detail == "拟每月补贴80元"
    at("2026-04-08 09:30")
    await postings.end_due(clock.today())
    waiting = await Application.get(id=case.id)
    assert (waiting.state, waiting.step_due_on) == (State.COUNTY_REVIEW, date(2026, 4, 22))
    award = await entitlements.grant(case.id, reviewer)
    assert (award.from_month, award.monthly_fen) == (date(2026, 3, 1), 8_000), "from the month of the application"
    assert await Entry.filter(deed=Deed.CARD_CHECKED.value).count() == 3


async def test_a_card_that_ran_out_meanwhile_is_none_and_who_checked_it_decides_nothing(at: Any) -> None:
    clerk, leader, reviewer = await three()
    case = await taken_in("disability_living", clerk, has_disability_card=True)
    await a_card(case, clerk, valid_to=date(2026, 4, 10))
    await opined(case, leader, facts=LIVING)
    await postings.post([case.id], leader)
    at("2026-04-13 09:30")
    await postings.end_due(clock.today())
    with pytest.raises(entitlements.NoLongerEligible):
        await entitlements.grant(case.id, reviewer)
    await a_card(case, reviewer)
    with pytest.raises(inquiries.YouInvestigated):
        await entitlements.grant(case.id, reviewer)
    award = await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER, name="周敏"))
    assert award.from_month == date(2026, 3, 1)


async def test_where_no_card_is_asked_for_none_is_checked() -> None:
    clerk, elder = await an_officer(), await a_resident()
    draft = await a_draft(elder)
    case = await applications.accept((await applications.submit(draft.id, by=hand(elder))).id, clerk)
    with pytest.raises(inquiries.NoCardToCheck):
        await a_card(case, clerk)


async def test_a_parent_asks_for_a_childs_care_without_a_paper_and_the_notice_names_no_child() -> None:
    clerk, leader, _ = await three()
    mother = await a_resident("李秋萍", date(1988, 5, 6))
    home = await Household.get(id=mother.household_id)
    child = await a_resident("小田", date(2017, 5, 6), household=home, relation="child")
    await keep_card(child.id, child.county, read_card_number(child.identity_number + "42"), date(2030, 1, 1))
    draft = await a_draft(child, by=hand(mother), programme="disability_care")
    with pytest.raises(applications.NoSuchApplication):
        await applications.submit(draft.id, by=hand(await a_resident("刘大山")), facts={})
    case = await applications.submit(draft.id, by=hand(mother), facts={})
    assert [each.id for each in await applications.of_resident(mother.id)] == [case.id]
    case = await applications.accept(case.id, clerk)
    await a_card(case, clerk)
    await opined(case, leader, facts=CARE)
    notice = await postings.post([case.id], leader)
    line = await postings.PostingLine.get(posting_id=notice.id)
    assert (line.shown_name, line.shown_detail) == ("李*萍家未成年人", "拟每月补贴80元")
