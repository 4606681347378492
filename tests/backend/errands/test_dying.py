"""Nobody is sent to the dead; and what a cadre hears of a death at the door reaches the township, which looks
into it."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, errands
from backend.entitlements import Award, Reason
from backend.errands import (
    DeathWordsMissing,
    Errand,
    ErrandDone,
    ErrandKind,
    NoDeathReported,
    NoSuchErrand,
    Outcome,
)
from backend.journal import By, Deed, Entry, Signature
from backend.residents import Capacity, Resident
from backend.staff import NoSuchPower, Role, record_guardian
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters

STILL_WANTED = {ErrandKind.PROVE_BOARD, ErrandKind.CALL_BACK}


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def sent_for(elder: Resident, *kinds: ErrandKind) -> None:
    for kind in kinds:
        raised = await errands.raise_errand(
            kind, elder, reason="上门看看", because=f"{kind.value}:{elder.id}", due_on=date(2026, 3, 9),
            by=Signature(By.CLOCK),
        )  # fmt: skip
        assert raised is not None


async def open_kinds() -> set[ErrandKind]:
    return {each.kind for each in await errands.open_errands([VILLAGE])}


async def test_nobody_is_sent_to_the_dead_until_it_shows_that_the_person_lives(at: Any) -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    award = await an_award(elder)
    await sent_for(elder, *ErrandKind)
    await entitlements.stop_for_death(elder.id, date(2026, 3, 1), clerk, reason="村里上报")
    assert await open_kinds() == STILL_WANTED
    assert await Entry.filter(deed=Deed.ERRAND_CALLED_OFF.value).count() == len(ErrandKind) - len(STILL_WANTED)
    assert {each.facts["closed_for"] for each in await Entry.filter(deed=Deed.ERRAND_CALLED_OFF.value)} == {"death"}
    visit = await Errand.get(kind=ErrandKind.CERTIFY_LIFE.value)
    with pytest.raises(ErrandDone) as refused:
        await errands.finish(visit.id, cadre, outcome=Outcome.NOT_FOUND)
    assert "去世" in refused.value.shown
    await Errand.filter(outcome="needless").update(note="这里的话改过了")  # what is opened again is found by no words
    at("2026-03-30 09:00")
    assert await errands.remind_of_errands_overdue() == len(STILL_WANTED), "the dead are nobody's overdue errand"
    change = await entitlements.propose_death_correction(
        award.id, None, clerk, reason=Reason.WRONG_PERSON, basis="同名同姓，登记错了人"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    assert await open_kinds() == set(ErrandKind)
    asked_again = await Entry.filter(deed=Deed.ERRAND_RAISED.value).order_by("-id").first()
    assert asked_again is not None
    assert asked_again.facts["due_on"] == "2026-03-09"


async def test_what_a_dead_guardian_was_to_be_told_is_about_who_lives() -> None:
    ward, guardian, clerk = await a_resident("王小山"), await a_resident("王大山"), await an_officer()
    await record_guardian(
        ward.id, clerk, capacity=Capacity.NONE, guardian_number=guardian.identity_number, basis="嵩县法院（2026）1号"
    )
    await sent_for(guardian, ErrandKind.DELIVER_MESSAGE, ErrandKind.ASK_AFTER)
    await entitlements.stop_for_death(guardian.id, date(2026, 3, 1), clerk, reason="村里上报")
    assert await open_kinds() == {ErrandKind.DELIVER_MESSAGE}


async def test_a_death_heard_of_at_the_door_is_for_the_township_to_look_into(at: Any) -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    leader, elsewhere = await an_officer(Role.TOWNSHIP_LEADER), await an_officer(place=OTHER_TOWNSHIP)
    await an_award(elder, certification_due_on=date(2026, 3, 20))
    assert await entitlements.warn_of_certification_due() == 1
    (visit,) = await errands.open_errands([VILLAGE])
    with pytest.raises(DeathWordsMissing):
        await errands.finish(visit.id, cadre, outcome=Outcome.DIED, note="  ")
    await errands.finish(visit.id, cadre, outcome=Outcome.DIED, note="儿媳说正月二十走的")
    assert [await errands.deaths_reported(each) for each in (clerk, leader, elsewhere)] == [1, 1, 0]
    (line,) = await errands.finished_errands(leader, Outcome.DIED)
    assert (line.person_name, line.note, line.hand) == (elder.name, "儿媳说正月二十走的", cadre.name)
    assert await errands.finished_errands(elsewhere) == []
    at("2026-03-03 09:30")
    assert await entitlements.warn_of_certification_due() == 0, "nobody is sent while the township looks into it"
    with pytest.raises(NoSuchPower):
        await errands.find_alive(visit.id, leader)
    with pytest.raises(NoSuchErrand):
        await errands.find_alive(visit.id, elsewhere)
    await errands.find_alive(visit.id, clerk)
    with pytest.raises(NoDeathReported):
        await errands.find_alive(visit.id, clerk)
    assert await errands.deaths_reported(clerk) == 0
    assert (await Entry.get(deed=Deed.ERRAND_FOUND_ALIVE.value)).by_id == clerk.id
    at("2026-03-04 09:30")
    assert await entitlements.warn_of_certification_due() == 1, "and somebody goes once more"


async def test_a_recorded_death_is_reported_no_more() -> None:
    elder, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    await an_award(elder)
    await sent_for(elder, ErrandKind.CERTIFY_LIFE)
    (visit,) = await errands.open_errands([VILLAGE])
    await errands.finish(visit.id, cadre, outcome=Outcome.DIED, note="邻居说上月走的")
    await entitlements.stop_for_death(elder.id, date(2026, 2, 20), clerk, reason="村里上报，已核实")
    assert await errands.deaths_reported(clerk) == 0
    assert (await Award.get()).stopped_from == date(2026, 3, 1)


async def test_a_childs_errands_are_for_who_handles_children() -> None:
    child = await a_resident("小朋友", date(2016, 1, 1))
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    await sent_for(child, ErrandKind.DELIVER_MESSAGE)
    (open_one,) = await errands.open_errands([VILLAGE])
    with pytest.raises(NoSuchErrand):
        await errands.errand_for(open_one.id, clerk)
    await errands.finish(open_one.id, await a_cadre(), outcome=Outcome.NOT_FOUND)
    assert await errands.finished_errands(clerk) == []
    assert [each.person_name for each in await errands.finished_errands(leader)] == ["小朋友"]
