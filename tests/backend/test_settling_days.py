"""Errands, letters and relays reckoned before the year's holidays were known get their day anew, once, on record."""

from datetime import date
from typing import Any

import pytest

from backend import applications, database, entitlements, errands, letters, relays, workdays
from backend.applications import Application
from backend.applications.reminding import remind_of_papers
from backend.errands import Errand, ErrandKind, Wanted
from backend.journal import By, Deed, Entry, Signature
from backend.letters import DecisionLetter
from backend.programmes import PhotoKind
from backend.relays import Relay, Relayed, Way
from notifications.settling_days import settle_days
from tests.backend.applications.cases import a_jpeg, submitted
from tests.backend.applications.test_settling_dates import UNKNOWN, later, published  # noqa: F401
from tests.backend.payouts.awards import an_award
from tests.people import a_resident, an_officer, seed_parameters

BEFORE = UNKNOWN - 1
CLOCK = Signature(By.CLOCK)


@pytest.fixture(autouse=True)
async def the_last_day_of_the_year(empty_database: str, at: Any) -> None:
    at(f"{BEFORE}-12-31 09:30")
    await seed_parameters()


def test_as_many_working_days_as_were_counted(published: Any) -> None:  # noqa: F811
    start = date(BEFORE, 12, 28)
    by_the_week = workdays.after_workdays(start, 6)
    assert by_the_week.provisional
    published()
    known = workdays.after_workdays(start, 6)
    assert (workdays.reckoned_anew(start, by_the_week.day), known.provisional) == (known, False)
    assert known.day > by_the_week.day


async def test_an_errand_counted_in_working_days_moves_and_one_with_a_day_of_its_own_does_not(
    published: Any,  # noqa: F811
) -> None:
    elder = await a_resident()
    counted = workdays.after_workdays(date(BEFORE, 12, 31), 5)
    fixed = date(UNKNOWN, 3, 1)
    for because, due in (("counted", counted), ("fixed", fixed)):
        await errands.raise_errand(
            ErrandKind.CERTIFY_LIFE, elder, reason="请上门", because=because, due_on=due, by=CLOCK
        )
    many = [Wanted(ErrandKind.COLLECT_PAPERS, elder.county, elder.village, elder.id, "请补", "many", counted)]
    async with database.transaction():
        await errands.raise_many(many, by=CLOCK)
    assert await errands.settle_errands() == 0, "nobody knows more yet"
    published()
    assert await errands.settle_errands() == 2
    assert await errands.settle_errands() == 0
    days = {each.because: (each.due_on, each.due_provisional) for each in await Errand.all()}
    moved = (later(counted.day, 2), False)
    assert days == {"counted": moved, "many": moved, "fixed": (fixed, False)}
    told = await Entry.filter(deed=Deed.ERRAND_DUE_MOVED.value)
    assert {each.facts["due_on"] for each in told} == {str(moved[0])}


async def test_a_letter_and_the_errand_to_bring_it_move_together(published: Any) -> None:  # noqa: F811
    case = await submitted(await a_resident())
    await applications.refuse(case.id, await an_officer(), ["under_age"])
    assert await letters.draw_up() == 1
    before = await DecisionLetter.get()
    assert before.due_provisional
    published()
    assert await settle_days() == 2
    after, errand = await DecisionLetter.get(), await Errand.get()
    assert (after.due_on, errand.due_on) == (later(before.due_on, 2),) * 2
    (told,) = await Entry.filter(deed=Deed.LETTER_DUE_MOVED.value)
    assert (told.subject_id, told.facts["due_on"]) == (case.id, str(after.due_on))
    assert await applications.strayed_cases() == []


async def test_what_came_from_elsewhere_and_its_case_keep_one_day(published: Any) -> None:  # noqa: F811
    clerk, elder = await an_officer(), await a_resident()
    came = Relayed(
        Way.IN, "disability_care", "湖北省十堰市郧西县", "陈小山", elder.identity_number, date(BEFORE, 12, 31)
    )
    relay = await relays.take_relay(came, clerk)
    case = await relays.hand_in_papers(relay.id, date(BEFORE, 12, 31), [(PhotoKind.CARE_NEED, a_jpeg())], clerk)
    assert (case.decision_due_on, relay.due_provisional) == (relay.due_on, True)
    published()
    assert await settle_days() >= 1
    settled, case = await Relay.get(id=relay.id), await Application.get(id=case.id)
    assert (settled.due_on, settled.due_provisional) == (later(relay.due_on, 2), False)
    assert (case.decision_due_on, case.due_provisional) == (settled.due_on, False)
    assert await applications.strayed_cases() == []


async def test_a_relay_of_ours_moves_with_the_part_that_is_open(at: Any, published: Any) -> None:  # noqa: F811
    clerk = await an_officer()
    going = Relayed(
        Way.OUT, "disability_care", "湖北省十堰市郧西县", "陈小山", (await a_resident()).identity_number,
        date(BEFORE, 12, 30), "13800009999",
    )  # fmt: skip
    relay = await relays.take_relay(going, clerk)
    relay = await relays.record_push(relay.id, date(BEFORE, 12, 31), clerk)
    published()
    assert await relays.settle_relays() == 1
    assert (await Relay.get(id=relay.id)).due_on == later(relay.due_on, 2)
    assert await Entry.filter(subject_id=relay.id, deed=Deed.RELAY_DUE_MOVED.value).count() == 1


async def test_a_cadre_sent_for_papers_has_the_days_that_are_working_days(at: Any, published: Any) -> None:  # noqa: F811
    case = await submitted(await a_resident())
    await applications.return_for_more(case.id, await an_officer(), [PhotoKind.PORTRAIT])
    at(f"{UNKNOWN}-01-06 09:30")
    await remind_of_papers()
    before = await Errand.get()
    assert before.due_provisional
    published()
    await errands.settle_errands()
    assert (await Errand.get()).due_on == before.due_on, "the days off were before it began"


async def test_an_agreement_asked_for_at_the_end_of_the_year_has_such_a_day() -> None:
    child = await a_resident("小田", date(BEFORE - 10, 5, 6))
    await an_award(child, programme="orphan", monthly_fen=105_000)
    await entitlements.ask_for_care_agreements()
    assert (await Errand.get(kind=ErrandKind.SIGN_AGREEMENT.value)).due_provisional
