"""Whatever anyone tries in whatever order, a case moves only as the table says, and the journal tells the same."""

import random
from contextlib import suppress
from itertools import pairwise
from typing import Any

from backend import applications, journal
from backend.applications import Application, State
from backend.journal import Deed
from backend.refusals import Refusal
from backend.staff import Role
from tests.backend.applications.cases import a_draft, hand
from tests.backend.applications.walking import DECLARED, Walk, mandated_at_every_submission, retraced, states_told
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_cadre, a_resident, an_officer, seed_parameters

WALKS, STEPS = 20, 90


async def test_no_walk_leaves_the_table_and_together_they_go_everywhere(empty_database: str, at: Any) -> None:
    await seed_parameters()
    reached: set[State] = set()
    for seed in range(WALKS):
        at("2026-03-02 09:30")
        walk = await a_walk(seed, at)
        seen = await states_seen_on(walk)
        entries = await journal.history_of(walk.case_id)
        assert states_told(entries) == seen, f"walk {seed}"
        assert DECLARED.issuperset(pairwise(seen)), f"walk {seed}"
        assert mandated_at_every_submission(entries), f"walk {seed}"
        case = await applications.get_application(walk.case_id)
        days = (case.step_due_on, case.decision_due_on, case.promised_due_on)
        photos = {str(each.photo_id) for each in await applications.attached(case.id)}
        told = (case.state.value, *(str(day) if day else None for day in days)), photos
        assert retraced(entries) == told, f"walk {seed}: the journal tells another story"
        if seen[-1] is State.CONFIRMED:
            assert seen.index(State.ACCEPTED) < seen.index(State.COUNTY_REVIEW)
            unposted = any(each.deed == Deed.PASSED_UNPOSTED for each in entries)
            assert unposted or seen.index(State.POSTED) < seen.index(State.COUNTY_REVIEW)
        reached.update(seen)
    assert reached == set(State), "walks that stay near the start promise little"
    assert await applications.strayed_cases() == []
    moved = await Application.all().order_by("id").first()
    assert moved is not None
    await Application.filter(id=moved.id).update(decision_due_on="2099-01-01")
    (strayed,) = await applications.strayed_cases()
    assert (strayed.state, strayed.only_its_clock) == (moved.state, True), "no hand moves a day unseen"


async def states_seen_on(walk: Walk) -> list[State]:
    """The states the case went through, as its row showed them."""
    seen = [State.DRAFT]
    for _ in range(STEPS):
        with suppress(Refusal):
            await walk.step()
        state = (await applications.get_application(walk.case_id)).state
        if state is not seen[-1]:
            seen.append(state)
    return seen


async def a_walk(seed: int, travel: Any) -> Walk:
    """Half of the walks begin by a cadre's hand."""
    resident, stranger = await a_resident(), await a_resident("刘大山")
    cadres = [await a_cadre(), await a_cadre([OTHER_VILLAGE])]
    officers = [
        await an_officer(), await an_officer(), await an_officer(place=OTHER_TOWNSHIP),
        await an_officer(Role.COUNTY_REVIEWER),
    ]  # fmt: skip
    began = cadres[0].signature if seed % 2 else hand(resident)
    case = await a_draft(resident, by=began)
    hands = [hand(resident), hand(stranger), *(cadre.signature for cadre in cadres)]
    return Walk(case.id, resident, hands, cadres, officers, random.Random(seed), travel)
