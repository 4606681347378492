"""A promise stands for a paper where the law lets it; a case at the wrong office is passed on with its papers."""

from datetime import date
from typing import Any

import pytest

from backend import applications, eligibility, places, staff
from backend.applications import Application, State, WrongState
from backend.journal import Deed, Entry
from backend.programmes import CATALOGUE, PhotoKind
from tests.backend.applications.cases import a_photo, hand, submitted
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_resident, an_officer, seed_parameters


def test_what_may_be_promised_is_what_the_rule_file_lets_be_promised() -> None:
    promised = [(code, each.instead) for code, p in CATALOGUE.items() for each in p.materials if each.instead]
    assert promised
    for code, name in promised:
        papers = eligibility.procedure(code, date(2026, 3, 2)).materials
        assert [each.promise for each in papers if each.name == name] == [True], code


async def test_a_promise_instead_of_receipts_and_of_nothing_else(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, stranger = await a_resident(), await a_resident("刘大山")
    case = await applications.start("rigid_spending", elder, by=hand(elder))
    told = await applications.missing(case)
    assert {each.kind: each.may_be_promised for each in told} == {
        PhotoKind.DECLARATION: False, PhotoKind.CHECK_AUTHORISATION: False, PhotoKind.SPENDING_PROOF: True,
    }  # fmt: skip
    with pytest.raises(applications.MustBeShown):
        await applications.promise(case.id, PhotoKind.DECLARATION, hand(elder))
    with pytest.raises(applications.NoSuchApplication):
        await applications.promise(case.id, PhotoKind.SPENDING_PROOF, hand(stranger))
    for _ in range(2):
        await applications.promise(case.id, PhotoKind.SPENDING_PROOF, hand(elder))
    for kind in (PhotoKind.DECLARATION, PhotoKind.CHECK_AUTHORISATION):
        await applications.attach(case.id, await a_photo(elder, kind), hand(elder))
    assert (await applications.submit(case.id, by=hand(elder))).state is State.SUBMITTED
    assert await Entry.filter(deed=Deed.PAPER_PROMISED.value).count() == 1
    with pytest.raises(WrongState):
        await applications.promise(case.id, PhotoKind.SPENDING_PROOF, hand(elder))
    # What the township then asks to see must be shown after all.
    clerk = await an_officer()
    back = await applications.return_for_more(case.id, clerk, [PhotoKind.SPENDING_PROOF])
    assert [each.kind for each in await applications.missing(back)] == [PhotoKind.SPENDING_PROOF]


async def test_the_wrong_office_passes_it_on_with_its_papers(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, there = await an_officer(), await an_officer(place=OTHER_TOWNSHIP)
    case = await submitted(await a_resident())
    for village, refusal in (("410325999999", places.NoSuchVillage), (VILLAGE, applications.SameOffice)):
        with pytest.raises(refusal):
            await applications.forward(case.id, village, clerk)
    with pytest.raises(staff.OutsideYourPlace):
        await applications.forward(case.id, OTHER_VILLAGE, there)
    at("2026-03-04 09:30")
    moved = await applications.forward(case.id, OTHER_VILLAGE, clerk)
    assert (moved.township, moved.step_due_on) == (OTHER_TOWNSHIP, date(2026, 3, 9))
    told = await Entry.get(deed=Deed.APPLICATION_FORWARDED.value)
    assert (told.resident_id, told.facts["office"]) == (case.resident_id, await places.name_of(OTHER_TOWNSHIP))
    (photo, *_) = await applications.attached(case.id)
    assert await applications.photo_in_a_case_of(photo.photo_id, there)
    assert not await applications.photo_in_a_case_of(photo.photo_id, clerk)
    with pytest.raises(staff.OutsideYourPlace):
        await applications.accept(case.id, clerk)
    await applications.accept(case.id, there)
    with pytest.raises(WrongState):
        await applications.forward(case.id, VILLAGE, there)
    assert (await Application.get(id=case.id)).accepted_at is not None
