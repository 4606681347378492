"""Starting: by whom, for whom, and only once at a time."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from backend import applications
from backend.applications import AlreadyApplied, Application, NoSuchApplication, NotYourFamily, ProgrammeNotOpen, State
from backend.programmes import CATALOGUE, NoSuchProgramme
from backend.staff import OutsideYourVillage
from tests.backend.applications.cases import PROGRAMME, a_draft, hand, submitted
from tests.people import OTHER_VILLAGE, TOWNSHIP, a_cadre, a_household, a_resident, seed_parameters, some_id, the_map


async def test_a_draft_lies_where_the_person_lives(empty_database: str) -> None:
    await the_map()
    resident = await a_resident()
    case = await applications.start(PROGRAMME, resident, by=hand(resident))
    assert (case.state, case.township, case.village) == (State.DRAFT, TOWNSHIP, resident.village)
    assert case.case_number is None


async def test_a_second_start_names_the_running_case(empty_database: str) -> None:
    resident = await a_resident()
    first = await applications.start(PROGRAMME, resident, by=hand(resident))
    with pytest.raises(AlreadyApplied) as refused:
        await applications.start(PROGRAMME, resident, by=hand(resident))
    assert refused.value.details == {"application_id": str(first.id), "state": "draft"}


async def test_of_many_starts_at_once_one_begins(empty_database: str) -> None:
    resident = await a_resident()
    outcomes = await asyncio.gather(
        *(applications.start(PROGRAMME, resident, by=hand(resident)) for _ in range(5)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes].count(AlreadyApplied) == 4
    assert await Application.all().count() == 1


async def test_after_a_withdrawal_one_may_start_again(empty_database: str) -> None:
    resident = await a_resident()
    first = await a_draft(resident)
    await applications.withdraw(first.id, hand(resident))
    assert (await applications.start(PROGRAMME, resident, by=hand(resident))).id != first.id


async def test_a_programme_of_the_window_is_not_open_here(empty_database: str, monkeypatch: Any) -> None:
    resident = await a_resident()
    monkeypatch.setitem(CATALOGUE, "rural_dibao", replace(CATALOGUE["rural_dibao"], open_for_application=False))
    with pytest.raises(ProgrammeNotOpen):
        await applications.start("rural_dibao", resident, by=hand(resident))
    with pytest.raises(NoSuchProgramme):
        await applications.start("moon_allowance", resident, by=hand(resident))


async def test_a_cadre_of_another_village_cannot_start(empty_database: str) -> None:
    stranger = await a_cadre([OTHER_VILLAGE])
    with pytest.raises(OutsideYourVillage):
        await applications.start(PROGRAMME, await a_resident(), by=stranger.signature)
    assert await Application.all().count() == 0


async def test_one_starts_for_ones_household_and_for_no_other_resident(empty_database: str) -> None:
    home = await a_household()
    mother, daughter = await a_resident(household=home), await a_resident("刘芳", household=home)
    case = await applications.start(PROGRAMME, mother, by=hand(daughter))
    assert not case.began_in_own_hand
    with pytest.raises(NotYourFamily):
        await applications.start(PROGRAMME, daughter, by=hand(await a_resident("外人")))


async def test_anothers_case_looks_like_none_at_all(empty_database: str) -> None:
    await seed_parameters()
    case, stranger = await submitted(await a_resident()), await a_resident("刘大山")
    with pytest.raises(NoSuchApplication) as anothers:
        await applications.follow(case.id, hand(stranger))
    with pytest.raises(NoSuchApplication) as nobodys:
        await applications.follow(some_id(), hand(stranger))
    assert (anothers.value.shown, anothers.value.details) == (nobodys.value.shown, nobodys.value.details)
    for deed in (
        applications.submit(case.id, by=hand(stranger)),
        applications.withdraw(case.id, hand(stranger)),
        applications.revoke_mandate(case.id, hand(stranger)),
        applications.submit(some_id(), by=hand(stranger)),
    ):
        with pytest.raises(NoSuchApplication):
            await deed
