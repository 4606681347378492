"""Every discovery rule of policy §7.3, on either side of its boundary, and with what it rests on unknown."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import discovery
from backend.discovery import Hit
from backend.residents import Resident
from tests.backend.discovery.lives import (
    GROWN,
    NIGHT,
    a_card,
    a_home,
    in_situation,
    receiving,
    relative,
    somebody,
    spending,
)
from tests.people import COUNTY, seed_parameters

Life = Callable[[], Awaitable[object]]


@pytest.fixture(autouse=True)
async def night(empty_database: str, at: Any) -> None:
    at(NIGHT)
    await seed_parameters()


async def elder(birth_date: date, **facts: Any) -> Resident:
    return await somebody(birth_date, **facts)


async def disabled(grade: int, *, on: str | None = None, home: Any = None, **card: Any) -> Resident:
    person = await somebody(home=home)
    await a_card(person, grade, **card)
    if on:
        await receiving(person, on)
    return person


async def child(born: date, father: str | None, mother: str | None) -> Resident:
    home = await a_home(members=2)
    await somebody(date(1960, 1, 1), home)
    minor = await somebody(born, home)
    await relative(minor, "father", father)
    await relative(minor, "mother", mother)
    return minor


async def alone(birth_date: date, a_head_fen: int, *, child: tuple[str | None, ...] = ()) -> Resident:
    person = await somebody(birth_date, await a_home(a_head_fen, financial_assets_fen=99_999_999))
    for number, circumstance in enumerate(child, 1):
        await relative(person, "child", circumstance, number)
    return person


async def left_on(month: date, reason: str = "not_eligible") -> None:
    await receiving(
        await somebody(), "rural_dibao", from_month=date(2020, 1, 1), stopped_from=month, stop_reason=reason
    )


async def a_death(died_on: date, *, assisted: bool) -> None:
    home = await a_home(members=2)
    survivor = await somebody(home=home)
    await somebody(home=home, deceased_on=died_on)
    if assisted:
        await receiving(survivor, "rural_dibao")


async def with_medical_cost(fen: int | None, known_on: date = date(2026, 1, 5)) -> None:
    home = await a_home(100_000)
    await somebody(home=home)
    await spending(home, fen, known_on)


ALLOWANCE, CARE, LIVING = "entitled old_age_allowance", "entitled disability_care", "entitled disability_living"
DIBAO, CHILD, ORPHAN = "entitled rural_dibao", "entitled unsupported_child", "entitled orphan"
COMING, EXPIRING, ALONE = "age_coming old_age_allowance", "card_expiring", "alone_without_support tekun"
TEEN = date(2012, 6, 1)

# What is looked for, whether it is found, and the life. Today is 2 March 2026.
CASES: list[tuple[str, bool, str, Life]] = [
    (ALLOWANCE, True, "80 today", lambda: elder(date(1946, 3, 2))),
    (ALLOWANCE, False, "80 tomorrow", lambda: elder(date(1946, 3, 3))),
    (ALLOWANCE, False, "registered elsewhere", lambda: elder(date(1940, 1, 1), registered_here=False)),
    (COMING, True, "80 tomorrow", lambda: elder(date(1946, 3, 3))),
    (COMING, True, "90 in 60 days", lambda: elder(date(1936, 5, 1))),
    (COMING, False, "90 in 61 days", lambda: elder(date(1936, 5, 2))),
    (COMING, False, "80 today", lambda: elder(date(1946, 3, 2))),
    (COMING, True, "100 soon", lambda: elder(date(1926, 4, 1))),
    (DIBAO, True, "439.99 a head", lambda: _poor(43_999)),
    (DIBAO, False, "440 a head", lambda: _poor(44_000)),
    (DIBAO, False, "income unknown", lambda: _poor(None)),
    (DIBAO, False, "two homes must be looked at", lambda: _poor(30_000, homes=2)),
    (CARE, True, "grade 2", lambda: disabled(2)),
    (CARE, False, "grade 3", lambda: disabled(3)),
    (CARE, False, "card ran out yesterday", lambda: disabled(2, valid_to=date(2026, 3, 1))),
    (CARE, True, "card runs out today", lambda: disabled(2, valid_to=date(2026, 3, 2))),
    (CARE, False, "has it", lambda: disabled(1, on="disability_care")),
    (CARE, False, "on 特困", lambda: disabled(1, on="tekun")),
    (LIVING, True, "disabled on dibao", lambda: disabled(4, on="rural_dibao")),
    (LIVING, False, "disabled without dibao", lambda: disabled(4)),
    (LIVING, False, "not disabled, on dibao", lambda: _on("rural_dibao")),
    (CHILD, True, "one detained, one lost", lambda: child(TEEN, "detained", "out_of_contact")),
    (CHILD, True, "one dead, one ill", lambda: child(TEEN, "dead", "seriously_ill")),
    (CHILD, False, "one able", lambda: child(TEEN, "detained", "able")),
    (CHILD, False, "one unknown", lambda: child(TEEN, "detained", None)),
    (CHILD, False, "18 today", lambda: child(date(2008, 3, 2), "detained", "detained")),
    (CHILD, True, "18 tomorrow", lambda: child(date(2008, 3, 3), "detained", "detained")),
    (CHILD, False, "both dead is an orphan", lambda: child(TEEN, "dead", "missing")),
    (ORPHAN, True, "both gone", lambda: child(TEEN, "dead", "missing")),
    (ORPHAN, False, "one able", lambda: child(TEEN, "dead", "able")),
    ("single_person_dibao", True, "edge family, grade 2", lambda: _edge(65_999, 2)),
    ("single_person_dibao", False, "at one and a half times", lambda: _edge(66_000, 2)),
    ("single_person_dibao", False, "grade 3, limb", lambda: _edge(60_000, 3)),
    ("single_person_dibao", True, "grade 3, mental", lambda: _edge(60_000, 3, kind="6")),
    ("single_person_dibao", True, "seriously ill", lambda: _edge_ill(True)),
    ("single_person_dibao", False, "not ill", lambda: _edge_ill(False)),
    ("entitled edge_family", True, "just below one and a half times", lambda: _poor(65_999)),
    ("entitled edge_family", False, "at one and a half times", lambda: _poor(66_000)),
    ("entitled edge_family", False, "below the standard, which is dibao's", lambda: _poor(43_999)),
    ("entitled rigid_spending", True, "80 percent of a year", lambda: with_medical_cost(960_000)),
    ("entitled rigid_spending", False, "a fen less", lambda: with_medical_cost(959_999)),
    ("entitled rigid_spending", True, "of this last year", lambda: with_medical_cost(960_000, date(2025, 3, 3))),
    ("entitled rigid_spending", False, "a day longer ago", lambda: with_medical_cost(960_000, date(2025, 3, 2))),
    ("high_medical_cost", True, "over a year's income", lambda: with_medical_cost(1_200_001)),
    ("high_medical_cost", False, "of more than a year ago", lambda: with_medical_cost(1_200_001, date(2025, 3, 2))),
    ("high_medical_cost", False, "just a year's income", lambda: with_medical_cost(1_200_000)),
    ("high_medical_cost", False, "not known", lambda: with_medical_cost(None)),
    (ALONE, True, "60 today, nobody on file", lambda: alone(date(1966, 3, 2), 43_999)),
    (ALONE, False, "60 tomorrow", lambda: alone(date(1966, 3, 3), 43_999)),
    (ALONE, False, "at the standard", lambda: alone(date(1950, 1, 1), 44_000)),
    (ALONE, False, "a child who can", lambda: alone(date(1950, 1, 1), 10_000, child=("detained", "able"))),
    (ALONE, False, "a child of whom nobody knows", lambda: alone(date(1950, 1, 1), 10_000, child=(None,))),
    (ALONE, True, "children who cannot", lambda: alone(date(1950, 1, 1), 10_000, child=("detained",))),
    (EXPIRING, True, "runs out today", lambda: disabled(4, valid_to=date(2026, 3, 2))),
    (EXPIRING, True, "a day short of six months", lambda: disabled(4, valid_to=date(2026, 9, 1))),
    (EXPIRING, False, "six months", lambda: disabled(4, valid_to=date(2026, 9, 2))),
    (EXPIRING, False, "ran out yesterday", lambda: disabled(4, valid_to=date(2026, 3, 1))),
    ("left_assistance", True, "within two years", lambda: left_on(date(2024, 4, 1))),
    ("left_assistance", False, "two years and more", lambda: left_on(date(2024, 3, 1))),
    ("left_assistance", False, "by death", lambda: left_on(date(2025, 4, 1), "death")),
    ("death_in_household", True, "two months ago", lambda: a_death(date(2025, 12, 3), assisted=True)),
    ("death_in_household", False, "three months ago", lambda: a_death(date(2025, 12, 2), assisted=True)),
    ("death_in_household", False, "without assistance", lambda: a_death(date(2026, 2, 1), assisted=False)),
    ("no_longer_fits disability_care", True, "card ran out",
     lambda: disabled(2, on="disability_care", valid_to=date(2026, 3, 1))),
    ("no_longer_fits disability_care", False, "card holds", lambda: disabled(2, on="disability_care")),
    ("no_longer_fits disability_living", True, "an orphan's living is another's",
     lambda: _two("disability_living", "orphan")),
    ("no_longer_fits disability_care", False, "an orphan may have care", lambda: _two("disability_care", "orphan")),
    ("no_longer_fits rural_dibao", True, "also on 特困", lambda: _two("rural_dibao", "tekun")),
    ("no_longer_fits disability_living", True, "also on 特困", lambda: _two("disability_living", "tekun")),
    ("no_longer_fits unsupported_child", True, "already an orphan's", lambda: _two("unsupported_child", "orphan")),
    ("no_longer_fits tekun", False, "what gives way is the other", lambda: _two("disability_care", "tekun")),
    (CHILD, True, "on 特困, so topped up", lambda: _child_on("tekun", "detained", "severely_disabled")),
    (CHILD, False, "already an orphan's", lambda: _child_on("orphan", "detained", "severely_disabled")),
    (ORPHAN, False, "on 特困, so one has been chosen", lambda: _child_on("tekun", "dead", "dead")),
    ("no_longer_fits old_age_allowance", True, "moved away",
     lambda: _on("old_age_allowance", date(1940, 1, 1), registered_here=False)),
    ("no_longer_fits old_age_allowance", False, "still fits", lambda: _on("old_age_allowance", date(1940, 1, 1))),
    ("no_longer_fits rural_dibao", True, "at the standard", lambda: _poor(44_000, on="rural_dibao")),
    ("no_longer_fits rural_dibao", False, "below it", lambda: _poor(43_999, on="rural_dibao")),
    ("no_longer_fits old_age_allowance", True, "dead since last month and still paid",
     lambda: _on("old_age_allowance", date(1940, 1, 1), deceased_on=date(2026, 2, 28))),
    ("no_longer_fits old_age_allowance", False, "dead this month, which is still owed",
     lambda: _on("old_age_allowance", date(1940, 1, 1), deceased_on=date(2026, 3, 1))),
]  # fmt: skip


async def _poor(a_head_fen: int | None, on: str | None = None, **facts: Any) -> None:
    home = await a_home(**facts)
    home.monthly_income_fen = a_head_fen
    await home.save()
    person = await somebody(home=home)
    if on:
        await receiving(person, on)


async def _on(programme: str, birth_date: date = GROWN, **facts: Any) -> None:
    await receiving(await somebody(birth_date, **facts), programme)


async def _two(first: str, second: str) -> None:
    person = await somebody(home=await a_home(20_000))
    await a_card(person, 1)
    for programme in (first, second):
        await receiving(person, programme)


async def _child_on(programme: str, father: str, mother: str) -> None:
    await receiving(await child(TEEN, father, mother), programme)


async def _edge(a_head_fen: int, grade: int, kind: str = "4") -> None:
    await disabled(grade, home=await a_home(a_head_fen), kind=kind)


async def _edge_ill(ill: bool) -> None:
    await in_situation(await somebody(home=await a_home(50_000)), serious_illness=ill)


async def test_whom_each_rule_finds() -> None:
    """All lives in one night: what is found of a person belongs to the life that they came into the world with."""
    lived_by: dict[UUID, int] = {}
    for number, (_, _, _, life) in enumerate(CASES):
        await life()
        for person in await Resident.filter(id__not_in=list(lived_by)):
            lived_by[person.id] = number
    assert set(lived_by.values()) == set(range(len(CASES)))
    await discovery.screen(COUNTY)
    found = {
        (lived_by[hit.resident_id], f"{hit.rule} {hit.programme}".strip()) for hit in await Hit.filter(state="open")
    }
    mistaken = [
        f"{wanted}: {why}: {'missed' if yes else 'found'}"
        for number, (wanted, yes, why, _) in enumerate(CASES)
        if ((number, wanted) in found) != yes
    ]
    assert mistaken == []


def test_every_rule_has_a_case_on_either_side() -> None:
    for yes in (True, False):
        tried = {wanted.split()[0] for wanted, is_found, _, _ in CASES if is_found is yes}
        elsewhere = {"payment_failing", "refused_before"}  # need a batch or a case: in test_watch_list.py
        assert tried | elsewhere == {rule.value for rule in discovery.HitRule}


async def test_a_hit_says_of_which_day_its_data_is() -> None:
    await with_medical_cost(1_200_001)
    await discovery.screen(COUNTY)
    assert (await Hit.get(rule="high_medical_cost")).data_date == date(2026, 1, 5)
    await alone(date(1950, 1, 1), 10_000, child=("detained",))
    await _poor(30_000)
    await discovery.screen(COUNTY)
    assert (await Hit.get(rule="alone_without_support")).data_date == date(2026, 1, 4)
    assert (await Hit.get(programme="rural_dibao")).data_date == date(2026, 1, 1)
