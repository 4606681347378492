"""Whoever tries what in whatever order, by the rooms' own deeds: after every deed the law's guards, the clocks, the
files, the hands and the money are as they must be, and the person was told. A programme is a line of a table.

`WALKS=200 pytest tests/backend/walks` goes further than every day's run, `WALKS_FROM=1000` by other seeds.
"""

import os
import random
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from backend import applications
from backend.applications import Application, State
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact, get_programme
from backend.refusals import Refusal
from backend.staff import Role
from tests.backend.funds.money import given
from tests.backend.walks.guarding import must_have_been
from tests.backend.walks.hands import Office
from tests.backend.walks.holding import must_hold
from tests.backend.walks.programmes import PROGRAMMES, Programme
from tests.backend.walks.telling import must_be_told
from tests.backend.walks.walker import Walk
from tests.backend.walks.wishing import TOWARDS
from tests.people import COUNTY, OTHER_TOWNSHIP, OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters

WALKS, STEPS = int(os.environ.get("WALKS", "4")), 48
FROM = int(os.environ.get("WALKS_FROM", "0"))
MANY = 100  # walks from which on the rarer things must have happened, too
MORE = 20  # walks at the most that go on for what has not happened yet
Travel = Any
MONDAY = "2026-03-02 09:30"


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda each: each.name)
async def test_no_walk_breaks_the_law(empty_database: str, at: Travel, programme: Programme) -> None:
    at(MONDAY)
    await seed_parameters()
    if programme.delegated:
        for key in ("dibao.delegated", "tekun.delegated"):
            switch = Enactment(f"{COUNTY}000000", key, "yes", date(2026, 1, 1), None, "嵩民〔2026〕2号", True)
            await enact(switch, by=Signature(By.IMPORT))
    await given(10**9, pool=programme.code)
    office = await the_office()
    must, reached = must_happen(programme), set[State]()
    wishes = [Deed.APPLICATION_CONFIRMED, None, *sorted(each for each in rarer(programme) if each in TOWARDS)]
    for number in range(WALKS + MORE):
        wish = wishes[number % len(wishes)]
        if number >= WALKS:
            missing = sorted(must - await deeds_done())
            if not missing:
                break
            wish = Deed(missing[0]) if missing[0] in TOWARDS else Deed.APPLICATION_CONFIRMED
        at(MONDAY)
        reached |= await walked(await a_walk(programme, office, FROM + number, at, wish))
    assert await applications.strayed_cases() == [], "the journal tells another story"
    done = await deeds_done()
    assert done >= must, f"walks in which little is done promise little: {must - done}"
    if WALKS >= MANY:
        unposted = {State.POSTED, State.OBJECTED} if programme.notice is None else set()
        unposted |= {State.DRAFT} if programme.elsewhere else set()  # it comes in whole
        stays = programme.elsewhere or get_programme(programme.code).urgent
        unposted |= {State.PASSED_ON} if stays else set()
        unposted |= set() if applications.may_be_ended(programme.code) else {State.TERMINATED}
        assert reached == set(State) - unposted, "walks that stay near the start promise little"
    await a_day_moved_by_no_deed_is_found()


async def walked(walk: Walk) -> set[State]:
    """The states it went through; what must hold is looked at whenever something was done."""
    seen, tried = {(await walk.look()).state}, list[str]()
    entries = await Entry.filter(subject_id=walk.case_id).order_by("id")
    last = entries[-1]
    for _ in range(STEPS):
        tried.append(await walk.next_step())
        try:
            with suppress(Refusal):
                await walk.step(tried[-1])
        except Exception as broken:
            raise AssertionError(f"walk {walk.seed}: {broken!r}; after {tried[-8:]}") from broken
        newest = await Entry.all().order_by("-id").first()
        if newest is None or newest.id == last.id:
            continue
        seen.add((await walk.look()).state)
        fresh = await Entry.filter(subject_id=walk.case_id, id__gt=last.id).order_by("id")
        entries, last = [*entries, *fresh], newest
        walk.wish = None if walk.wish in {each.deed for each in fresh} else walk.wish
        walk.acted |= {each.by_id for each in fresh if each.by_kind == By.OFFICER}
        try:
            await must_have_been(walk, entries, fresh)
            await must_hold(walk, entries)
        except AssertionError as broken:
            raise AssertionError(f"walk {walk.seed}: {broken}; after {tried[-8:]}") from broken
    await must_be_told(walk, entries)
    return seen


async def deeds_done() -> set[Any]:
    return set(await Entry.all().distinct().values_list("deed", flat=True))


async def a_walk(programme: Programme, office: Office, seed: int, travel: Travel, wish: Deed | None) -> Walk:
    """Another person each time; the office is the same, everybody back at their desk."""
    chance = random.Random(seed)
    for officer, role, place in office.desks:
        if (officer.role, officer.place) != (role, place):
            officer.role, officer.place = role, place
            await officer.save()
    case, person, starter = await programme.begins(chance, office.cadres[0])
    return Walk(programme, case.id, person, starter, office, chance, travel, seed, wish)


async def the_office() -> Office:
    officers = [
        *[await an_officer() for _ in range(3)], *[await an_officer(Role.TOWNSHIP_LEADER) for _ in range(3)],
        *[await an_officer(Role.COUNTY_REVIEWER) for _ in range(4)],
        *[await an_officer(Role.COUNTY_APPROVER) for _ in range(3)], await an_officer(Role.COUNTY_PAYER),
    ]  # fmt: skip
    strangers = [await an_officer(place=OTHER_TOWNSHIP), await an_officer(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP)]
    cadres = [await a_cadre(), await a_cadre([OTHER_VILLAGE])]
    return Office(officers, strangers, cadres, await a_resident("刘大山"))


def must_happen(programme: Programme) -> set[str]:
    """Some of it every day, the rest where many walks are asked for."""
    must = {Deed.APPLICATION_ACCEPTED, Deed.APPLICATION_CONFIRMED}
    if programme.notice is not None:
        must |= {Deed.NOTICE_POSTED}
    return {each.value for each in (must if WALKS < MANY else must | rarer(programme))}


def rarer(programme: Programme) -> set[Deed]:
    """What some walk of a hundred comes to, for one of them wishes for it."""
    must = {
        Deed.APPLICATION_SENT_BACK, Deed.APPLICATION_REFUSED, Deed.DECISION_AMENDED, Deed.APPLICATION_WITHDRAWN,
        Deed.APPLICATION_RETURNED, Deed.APPLICATION_TURNED_AWAY, Deed.KIN_CASE_FILED, Deed.COMPLAINT_NOTED,
        Deed.DEATH_RECORDED,
    }  # fmt: skip
    if not programme.elsewhere:
        must |= {Deed.MANDATE_GIVEN, Deed.MANDATE_DENIED, Deed.PRINCIPAL_HEARD_OUT, Deed.APPLICATION_FORWARDED}
    if not (programme.elsewhere or get_programme(programme.code).urgent):
        must |= {Deed.CASE_PASSED_ON}
    if programme.longer is not None:
        must |= {Deed.EXTENSION_APPROVED, Deed.EXTENSION_DECLINED}
    if programme.registers:
        must |= {Deed.CHECK_DISCREPANCY_FOUND, Deed.CHECK_EXPLAINED, Deed.CHECK_RESULT_SETTLED}
    if programme.notice is not None:
        must |= {Deed.OBJECTION_RAISED, Deed.OBJECTION_ANSWERED}
        must |= {Deed.DELIBERATED} if programme.opinion else set()
    if applications.may_be_ended(programme.code):
        must |= {Deed.APPLICATION_TERMINATED}
    if applications.next_after(programme.code):
        must |= {Deed.APPLICATION_GOES_ON}
    if programme.code == "old_age_allowance":
        must |= {Deed.AWARD_SUSPENDED, Deed.LIFE_CERTIFIED}
    return must


async def a_day_moved_by_no_deed_is_found() -> None:
    moved = await Application.all().order_by("id").first()
    assert moved is not None
    await Application.filter(id=moved.id).update(decision_due_on="2099-01-01")
    (strayed,) = await applications.strayed_cases()
    assert (strayed.state, strayed.only_its_clock) == (moved.state, True), "no hand moves a day unseen"
