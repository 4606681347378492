"""A stop and a lower amount reach the person in writing (民发〔2021〕57号 art. 32) in three working days."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, entitlements, errands, evidence, letters
from backend.entitlements import Award, FactKind, Reason
from backend.errands import Errand, Outcome
from backend.identifiers import new_id
from backend.journal import By, Deed, Entry, Signature
from backend.letters import AlreadyDelivered, DecisionLetter, NoSuchLetter, ReceiptMissing, ReceiverMissing, Way
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import NoSuchPower, Role
from tests.backend.applications.cases import a_jpeg
from tests.backend.payouts.awards import an_award
from tests.papers import words_on
from tests.people import OTHER_TOWNSHIP, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def friday(empty_database: str, at: Any) -> None:
    at("2026-03-06 09:30")
    await seed_parameters()


async def changed(award: Award, kind: FactKind, reason: Reason, **terms: Any) -> DecisionLetter | None:
    """Proposed, confirmed, and its letter written."""
    change = await entitlements.propose_change(
        award.id, kind, await an_officer(), month=terms.pop("month", date(2026, 4, 1)), reason=reason,
        basis="年度复核第12号", posted_on=date(2026, 2, 1), **terms,
    )  # fmt: skip
    assert await letters.draw_up() == 0, "nothing is decided yet"
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER, name="孙敏"))
    drawn_up = await letters.draw_up()
    assert drawn_up + await letters.draw_up() == drawn_up, "once"
    return await DecisionLetter.get_or_none(change_id=change.id)


async def a_receiver(**terms: Any) -> tuple[Award, Resident]:
    resident = await a_resident("王秀英")
    terms = {"programme": "rural_dibao", "monthly_fen": 22_000, "from_month": date(2026, 1, 1), **terms}
    return await an_award(resident, **terms), resident


@pytest.mark.parametrize(
    ("kind", "reason", "terms", "title", "said", "due_on"),
    [
        (FactKind.STOPPED, Reason.NO_LONGER_FITS, {}, "停发告知书", "从2026年4月起停发", date(2026, 3, 11)),
        (FactKind.ADJUSTED, Reason.INCOME_CHANGED, {"fen": 10_000}, "调整金额告知书",
         "从2026年4月起由每月220.00元调整为每月100.00元", date(2026, 3, 11)),
        (FactKind.ADJUSTED, Reason.PEOPLE_CHANGED, {"fen": 30_000}, "调整金额告知书",
         "从2026年4月起由每月220.00元调整为每月300.00元", None),
        (FactKind.GRACE, Reason.EMPLOYED, {"amounts": (22_000, 22_000)}, "渐退告知书",
         "从2026年4月起渐退，各月发220.00元、220.00元，从2026年6月起停发", date(2026, 3, 11)),
    ],
    ids=["stopped", "less", "more", "grace"],
)  # fmt: skip
async def test_what_is_written_of_each_change_and_by_when(
    kind: FactKind, reason: Reason, terms: dict[str, Any], title: str, said: str, due_on: date | None
) -> None:
    award, resident = await a_receiver()
    letter = await changed(award, kind, reason, **terms)
    assert letter is not None
    assert (letter.facts["title"], letter.facts["changed"], letter.due_on) == (title, said, due_on)
    assert letter.facts["reasons"] == [[reason.shown, "年度复核第12号"]]
    paper = words_on(await letters.print_letter(letter))
    for words in (title, said, f"{reason.shown}（依据：年度复核第12号）", "行政复议", "60日", "6个月"):
        assert words in paper
    asked = await Errand.filter(resident_id=resident.id, because=f"letter:{letter.id}").count()
    assert asked == (1 if due_on else 0), "nobody is sent with good news"
    assert (await Entry.get(deed=Deed.LETTER_DRAWN_UP.value)).subject_id == award.id
    assert "王秀英" not in str([each.facts for each in await Entry.all()])


async def test_what_holds_the_money_up_or_back_is_no_letter_and_neither_is_what_was_before() -> None:
    award, _ = await a_receiver(suspended_from=date(2026, 3, 1))
    assert await changed(award, FactKind.RESUMED, Reason.CLEARED, month=date(2026, 3, 1)) is None
    other, _ = await a_receiver()
    change = await entitlements.propose_change(
        other.id, FactKind.STOPPED, await an_officer(), month=date(2026, 4, 1), reason=Reason.GIVEN_UP, basis="本人申请"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    await database.execute("UPDATE award_change SET in_writing = false")
    assert await letters.draw_up() == 0


async def test_of_two_timetables_at_once_one_writes_it() -> None:
    award, _ = await a_receiver()
    change = await entitlements.propose_change(
        award.id, FactKind.STOPPED, await an_officer(), month=date(2026, 4, 1), reason=Reason.GIVEN_UP, basis="本人申请"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    assert sum(await asyncio.gather(*(letters.draw_up() for _ in range(4)))) == 1
    assert await DecisionLetter.all().count() == await Errand.all().count() == 1


async def a_receipt(resident: Resident, by: Signature, kind: PhotoKind = PhotoKind.LETTER_RECEIPT) -> Any:
    return (await evidence.receive(a_jpeg(), upload_id=new_id(), resident=resident, kind=kind, by=by)).photo.id


async def test_it_is_handed_over_with_a_signed_receipt_or_brought_to_the_door(at: Any) -> None:
    award, resident = await a_receiver()
    letter = await changed(award, FactKind.STOPPED, Reason.NO_LONGER_FITS)
    assert letter is not None
    clerk = await an_officer()
    listed = await letters.undelivered(clerk)
    assert [(each.award_id, each.application_id, each.title) for each in listed] == [(award.id, None, "停发告知书")]
    assert await letters.overdue_letters(clerk) == 0
    at("2026-03-12 09:00")
    assert await letters.overdue_letters(clerk) == 1
    elsewhere = await an_officer(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)
    receipt, wrong = (
        await a_receipt(resident, clerk.signature),
        await a_receipt(resident, clerk.signature, PhotoKind.PORTRAIT),
    )
    given = {"way": Way.IN_PERSON, "receiver": "王秀英", "photo_id": receipt}
    for officer, change, refusal in (
        (elsewhere, {}, entitlements.NoSuchAward),
        (await an_officer(Role.COUNTY_PAYER), {}, NoSuchPower),
        (clerk, {"receiver": " "}, ReceiverMissing),
        (clerk, {"photo_id": wrong}, ReceiptMissing),
        (clerk, {"way": Way.SMS_LINK}, ReceiptMissing),
    ):
        with pytest.raises(refusal):
            await letters.deliver_of_change(letter.id, officer, **{**given, **change})
    with pytest.raises(NoSuchLetter):
        await letters.deliver_of_change(new_id(), clerk, **given)
    delivered = await letters.deliver_of_change(letter.id, clerk, **given)
    assert (delivered.way, delivered.receiver) == (Way.IN_PERSON, "王秀英")
    assert (await Entry.get(deed=Deed.LETTER_DELIVERED.value)).facts["in_time"] is False
    with pytest.raises(AlreadyDelivered):
        await letters.deliver_of_change(letter.id, clerk, **given)
    assert await letters.undelivered(clerk) == []
    spared = await Errand.get(because=f"letter:{letter.id}")
    assert spared.outcome == "needless", "nobody walks with what was handed over"


async def test_a_cadre_brings_it() -> None:
    award, resident = await a_receiver()
    letter = await changed(award, FactKind.STOPPED, Reason.NO_LONGER_FITS)
    assert letter is not None
    cadre = await a_cadre()
    errand = await Errand.get(because=f"letter:{letter.id}")
    receipt = await a_receipt(resident, Signature(By.CADRE, cadre.id))
    await errands.finish(errand.id, cadre, outcome=Outcome.DONE, photo_id=receipt)
    assert await letters.heed_visits() == 1
    assert (await DecisionLetter.get(id=letter.id)).way is Way.VISIT
