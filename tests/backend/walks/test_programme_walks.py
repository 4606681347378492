"""Whoever tries what in whatever order, by the rooms' own deeds: after every deed the law's guards, the clocks, the
files, the hands and the money are as they must be. A programme is a line of a table.

`WALKS=50 pytest tests/backend/walks` goes further than every day's run.
"""

import os
import random
from contextlib import suppress
from typing import Any

import pytest

from backend.applications import State
from backend.journal import Deed, Entry
from backend.refusals import Refusal
from backend.staff import Officer, Role
from tests.backend.funds.money import given
from tests.backend.walks.holding import must_hold
from tests.backend.walks.programmes import PROGRAMMES, Programme
from tests.backend.walks.walker import Walk
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

MUST_HAPPEN = (Deed.FIRST_OPINION_GIVEN, Deed.APPLICATION_CONFIRMED)
WALKS, STEPS = int(os.environ.get("WALKS", "3")), 50


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda each: each.name.replace(" ", "_"))
async def test_no_walk_breaks_the_law(empty_database: str, at: Any, programme: Programme) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    await given(10**9, pool=programme.name.split()[-1])
    officers = await the_office()
    reached = set[State]()
    for seed in range(WALKS):
        at("2026-03-02 09:30")
        case, person, applicant = await programme.begins()
        neighbour = await a_resident("刘大山")
        walk = Walk(programme, case.id, person, neighbour, applicant, officers, random.Random(seed), at)
        reached |= await walked(walk, seed)
    assert reached >= {State.CONFIRMED, State.COUNTY_REVIEW}, "walks that stay near the start promise little"
    done = set(await Entry.all().distinct().values_list("deed", flat=True))
    assert done >= {each.value for each in MUST_HAPPEN}, "walks in which little is done promise little"


async def walked(walk: Walk, seed: int) -> set[State]:
    """The states it went through; what must hold is looked at whenever something was done."""
    seen, tried = {(await walk.case()).state}, list[str]()
    written = 0
    for _ in range(STEPS):
        with suppress(Refusal):
            tried.append(await walk.step())
        now = await Entry.all().count()
        if now != written:
            try:
                await must_hold(walk.case_id)
            except AssertionError as broken:
                raise AssertionError(f"walk {seed} of {walk.programme.name}: {broken}; after {tried[-6:]}") from broken
        written = now
        seen.add((await walk.case()).state)
    return seen


async def the_office() -> list[Officer]:
    return [
        *[await an_officer() for _ in range(2)], *[await an_officer(Role.TOWNSHIP_LEADER) for _ in range(3)],
        *[await an_officer(Role.COUNTY_REVIEWER) for _ in range(4)],
        *[await an_officer(Role.COUNTY_APPROVER) for _ in range(3)],
        await an_officer(Role.COUNTY_PAYER), await an_officer(place=OTHER_TOWNSHIP),
    ]  # fmt: skip
