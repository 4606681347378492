"""What a phone carries is the whole village, and what it does not carry it says."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import applications, clock, database, errands, fieldwork
from backend.applications import State
from backend.errands import ErrandKind, Wanted
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.residents import Resident
from backend.staff import Cadre
from tests.people import OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def cases_of(resident: Resident, programmes: list[str], state: State, by: Cadre) -> list[UUID]:
    """As rows, for hundreds of them."""
    ids = [new_id() for _ in programmes]
    await database.execute(
        """INSERT INTO application (id, county, township, village, programme, resident_id, state, started_at,
                                    started_by_kind, started_by_id)
           SELECT each.id, $2, rpad(left($3, 9), 12, '0'), $3, each.programme, $4, $5, $6, 'cadre', $7
           FROM unnest($1::uuid[], $8::text[]) AS each (id, programme)""",
        ids, resident.county, resident.village, resident.id, state.value, clock.now(), by.id, programmes,
    )  # fmt: skip
    return ids


async def test_an_old_case_is_carried_though_hundreds_were_decided_since() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    (old,) = await cases_of(elder, ["disability_care"], State.SUBMITTED, cadre)
    await cases_of(elder, ["old_age_allowance"] * 520, State.WITHDRAWN, cadre)
    (running,) = await cases_of(elder, ["old_age_allowance"], State.DRAFT, cadre)
    package = await fieldwork.village_package(VILLAGE, cadre)
    assert package is not None
    assert [each.id for each in package.cases] == [running, old]
    assert package.left_out.sentence == ""


async def test_every_errand_is_carried_however_many() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    wanted = [
        Wanted(ErrandKind.ASK_AFTER, elder.county, VILLAGE, elder.id, "看看", f"hit:{number}", date(2026, 3, 9))
        for number in range(130)
    ]
    async with database.transaction():
        await errands.raise_many(wanted, by=Signature(By.CLOCK))
    package = await fieldwork.village_package(VILLAGE, cadre)
    assert package is not None
    assert len({each.id for each in package.errands}) == 130


async def test_what_is_about_children_stays_here_and_is_counted() -> None:
    cadre, other = await a_cadre(), await a_cadre(name="张国强")
    child = await a_resident("王小宝", date(2015, 6, 1))
    await a_resident("刘小山", date(2015, 6, 1), village=OTHER_VILLAGE)
    await cases_of(child, ["disability_care"], State.SUBMITTED, cadre)
    await cases_of(child, ["orphan"], State.SUBMITTED, other)
    await errands.raise_errand(
        ErrandKind.CALL_BACK, child, reason="回电话", because="reply:1", due_on=date(2026, 3, 9), by=Signature(By.CLOCK)
    )
    await errands.raise_errand(
        ErrandKind.FIX_ACCOUNT, child, reason="核对账户", because="bounced:1", due_on=date(2026, 3, 9),
        by=Signature(By.CLOCK), of_children=True,
    )  # fmt: skip
    package = await fieldwork.village_package(VILLAGE, cadre)
    assert package is not None
    assert (package.people, package.cases, package.errands) == ([], [], [])
    left = package.left_out
    assert (left.people, left.cases, left.errands) == (1, 1, 1), "nothing of a colleague's or a handler's"
    assert left.sentence.startswith("不满14周岁孩子的资料不带在手机上（1人，没办完的申请1件、任务1个）")
    assert await fieldwork.village_package(VILLAGE, cadre, known=package.version) is None


async def test_a_colleagues_case_about_a_child_is_carried_by_nobody_else() -> None:
    cadre, other = await a_cadre(), await a_cadre(name="张国强")
    grown = await a_resident("王大宝", date(2010, 6, 1))
    (own,) = await cases_of(grown, ["disability_care"], State.SUBMITTED, other)
    await cases_of(grown, ["orphan"], State.SUBMITTED, other)
    listed, younger = await applications.carried_cases(VILLAGE, cadre.id, date(2012, 3, 2))
    assert ([each.id for each in listed], younger) == ([own], 0)
