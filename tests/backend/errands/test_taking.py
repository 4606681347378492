"""Whose errand it is: one cadre takes it, gives it back, the leader assigns it, and who is gone holds nothing."""

import asyncio

import pytest

from backend import clock, errands, journal
from backend.errands import ErrandDone, NoSuchErrand, Outcome
from backend.staff import Cadre, NoSuchPower, OutsideYourVillage, Role
from backend.staff.cadre import CadreVillage
from tests.backend.errands.test_errands import a_photo, an_errand
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, an_officer


async def test_one_of_two_cadres_takes_it_gives_it_back_and_the_leader_says_who(empty_database: str) -> None:
    li, zhang = await a_cadre(name="李建国"), await a_cadre(name="张国强")
    foreign, leader = await a_cadre([OTHER_VILLAGE]), await an_officer(Role.TOWNSHIP_LEADER)
    elder = await a_resident()
    errand = await an_errand(elder)

    async def whose() -> str:
        (line,) = await errands.open_errands([VILLAGE])
        assert (await errands.day_list([VILLAGE]))[0][0] == line
        return line.taken_by_name

    assert await whose() == ""
    outcomes = await asyncio.gather(
        *(errands.take(errand.id, each) for each in (li, zhang, li, zhang)), return_exceptions=True
    )
    first = await whose()
    assert sum(isinstance(each, errands.TakenByAnother) for each in outcomes) == 2
    assert all(first in each.shown for each in outcomes if isinstance(each, errands.TakenByAnother))
    mine, other = (li, zhang) if first == li.name else (zhang, li)
    with pytest.raises(errands.NotTakenByYou):
        await errands.give_back(errand.id, other)
    with pytest.raises(OutsideYourVillage):
        await errands.take(errand.id, foreign)
    await errands.give_back(errand.id, mine)
    assert await whose() == ""
    for refused, officer, cadre in (
        (NoSuchPower, await an_officer(), li), (errands.NoCadreOfTheVillage, leader, foreign),
        (NoSuchErrand, await an_officer(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP), li),
    ):  # fmt: skip
        with pytest.raises(refused):
            await errands.assign(errand.id, cadre.id, officer)
    await errands.assign(errand.id, zhang.id, leader)
    assert await whose() == "张国强"
    await errands.assign(errand.id, None, leader)
    await errands.assign(errand.id, zhang.id, leader)
    photo_id = await a_photo(elder, li.id)
    await errands.finish(errand.id, li, outcome=Outcome.DONE, photo_id=photo_id)  # who stands at the door
    for late in (errands.take(errand.id, li), errands.assign(errand.id, li.id, leader)):
        with pytest.raises(ErrandDone):
            await late
    told = [each.deed for each in await journal.Entry.filter(subject_id=errand.id).order_by("id")]
    assert told == ["errands.raised", "errands.taken", "errands.given_back", *["errands.assigned"] * 3, "errands.done"]


@pytest.mark.parametrize("gone", ["left", "serves elsewhere"])
async def test_who_is_gone_holds_no_errand(empty_database: str, gone: str) -> None:
    """They can give nothing back; another may take it, and nobody waits for them."""
    li, zhang, errand = await a_cadre(name="李建国"), await a_cadre(name="张国强"), await an_errand(await a_resident())
    await errands.take(errand.id, li)
    if gone == "left":
        await Cadre.filter(id=li.id).update(left_on=clock.today())
    else:
        await CadreVillage.filter(cadre_id=li.id).update(village=OTHER_VILLAGE)
    (line,) = await errands.open_errands([VILLAGE])
    assert (line.taken_by, line.taken_by_name) == (None, "")
    await errands.take(errand.id, zhang)
    (line,) = await errands.open_errands([VILLAGE])
    assert line.taken_by_name == "张国强"
