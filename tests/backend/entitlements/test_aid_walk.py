"""Whoever tries what in whatever order: a sum is given once, within the caps, by another hand than proposed it."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from backend import applications, clock, entitlements, inquiries, journal
from backend.applications import Application, State
from backend.entitlements import Aid, Award
from backend.journal import Deed
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_photo, hand
from tests.backend.entitlements.test_aiding import STRUCK
from tests.backend.inquiries.opinions import opined
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

WALKS, STEPS = 6, 30
USUAL = (State.DRAFT, State.SUBMITTED, State.ACCEPTED, State.COUNTY_REVIEW)  # whose turn the first tries are
SUMS = (0, 1, 100_000, 200_000, 200_001, 440_000, 440_001)
PAPERS = (PhotoKind.IDENTITY_CARD, PhotoKind.HARDSHIP_PROOF)


async def a_step(case: Application, person: Resident, officers: list[Officer], chance: random.Random) -> None:
    by, fen = chance.choice(officers), chance.choice(SUMS)
    tries: list[Callable[[], Awaitable[Any]]] = [
        lambda: applications.submit(case.id, by=hand(person), facts={"sudden_hardship": True}),
        lambda: applications.accept(case.id, by),
        lambda: opined(case, by, facts=STRUCK, why="看过", no_check_because="", proposed_fen=fen),
        lambda: entitlements.give_aid(case.id, fen, by),
        lambda: applications.send_back(case.id, "再看", by),
        lambda: entitlements.grant(case.id, by),
    ]
    state = (await applications.get_application(case.id)).state
    if state not in USUAL or chance.random() < 0.1:
        photo = await a_photo(person, chance.choice(PAPERS))
        await applications.attach(case.id, photo, hand(person))
    elif chance.random() < 0.7:
        await tries[USUAL.index(state)]()
    else:
        await chance.choice(tries)()


async def test_no_walk_gives_twice_or_too_much(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    officers = [
        await an_officer(), await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.TOWNSHIP_LEADER),
        await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP),
    ]  # fmt: skip
    roles = {each.id: Role(each.role) for each in officers}
    given = 0
    for seed in range(WALKS):
        person, chance = await a_resident(), random.Random(seed)
        case = await applications.start("temporary_emergency", person, by=hand(person))
        for _ in range(STEPS):
            with suppress(Refusal):
                await a_step(case, person, officers, chance)
        case = await applications.get_application(case.id)
        aids = await Aid.filter(application_id=case.id)
        assert len(aids) == await Award.filter(resident_id=person.id).count() == int(case.state is State.CONFIRMED)
        deeds = [each.deed for each in await journal.history_of(case.id)]
        assert deeds.count(Deed.APPLICATION_CONFIRMED) == len(aids)
        for aid in aids:
            given += 1
            cap = 200_000 if roles[aid.decided_by] is Role.TOWNSHIP_LEADER else 440_000
            assert 0 < aid.fen <= cap
            assert aid.decided_by not in {each.officer_id for each in await inquiries.opinions_on(case.id)}
            assert aid.decided_by != officers[-1].id, "another township's leader"
            # The papers are whole when, and only when, nothing is missing.
            assert case.papers_follow == bool(await applications.missing(case))
            assert case.papers_due_on is None or case.papers_due_on > clock.today()
    assert given >= WALKS // 2, "walks that give nothing promise little"
