"""Plain law: 农村低保 and 高龄津贴 by hand, in NumPy and in a Python loop, without sentence, article or seal."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import asyncpg
import numpy as np

from xiangyin.environment import COUNTY

STANDARD = 440_00  # fen a head and month
MONTHS = 36  # of the standard a head may be saved before somebody looks
FACTS = (
    "registered_here", "members_counted", "monthly_income_fen", "members_authorised", "member_receives_tekun",
    "receives_dibao_elsewhere", "homes", "vehicles", "financial_assets_fen", "home_kind",
)  # fmt: skip
Columns = Mapping[str, np.ndarray[Any, Any]]


def by_numpy(columns: Columns, unknown: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """1 yes, 0 no, -1 not known, and fen a month, for every household; `unknown` are those without an income."""
    line = STANDARD * columns["members_counted"]
    below = columns["monthly_income_fen"] < line
    looked_at = (
        (columns["homes"] > 1)
        | (columns["vehicles"] > 0)
        | (columns["financial_assets_fen"] > MONTHS * line)
        | ~columns["registered_here"]
        | columns["member_receives_tekun"]
        | columns["receives_dibao_elsewhere"]
        | (columns["home_kind"] != "village")
    )
    no = (~below & ~unknown) | ~columns["members_authorised"]
    outcomes = np.where(no, 0, np.where(unknown | looked_at, -1, 1))
    return outcomes, np.where(outcomes == 0, 0, line - columns["monthly_income_fen"])


def by_loop(rows: Iterable[Sequence[Any]]) -> list[tuple[bool | None, int | None]]:
    """The same, a household after the other; each row has FACTS in their order."""
    answers: list[tuple[bool | None, int | None]] = []
    for here, members, income, authorised, tekun, elsewhere, homes, vehicles, assets, kind in rows:
        line = STANDARD * members
        if not authorised or (income is not None and income >= line):
            answers.append((False, None))
        elif income is None or not here or tekun or elsewhere or homes > 1 or vehicles or assets > MONTHS * line:
            answers.append((None, None))
        else:
            answers.append((True if kind == "village" else None, line - income))
    return answers


def for_one(facts: Mapping[str, Any]) -> tuple[bool | None, int | None]:
    """The same for one household."""
    return by_loop([[facts[name] for name in FACTS]])[0]


async def screen() -> float:
    """Seconds to fetch every household and person, judge both laws in a loop, and store who was found."""
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    today = date.today()  # noqa: DTZ011 - any day will do
    try:
        begun = time.perf_counter()
        async with connection.transaction():
            homes = await connection.fetch("SELECT * FROM household WHERE county = $1", COUNTY)
            people = await connection.fetch("SELECT * FROM resident WHERE county = $1", COUNTY)
            poor = [
                home["id"]
                for home, answer in zip(homes, by_loop(_row(home) for home in homes), strict=True)
                if answer[0] is not False
            ]
            old = [
                person["id"]
                for person in people
                if person["deceased_on"] is None and person["registered_here"] and _age(person, today) >= 80
            ]
            await connection.execute("CREATE TEMPORARY TABLE found (id uuid, what text) ON COMMIT DROP")
            records = [(each, "rural_dibao") for each in poor] + [(each, "old_age_allowance") for each in old]
            await connection.copy_records_to_table("found", records=records)
        return time.perf_counter() - begun
    finally:
        await connection.close()


def _row(home: asyncpg.Record) -> tuple[Any, ...]:
    return (
        True, home["members_counted"], home["monthly_income_fen"], True, False, False, home["homes"],
        home["vehicles"], home["financial_assets_fen"], "village" if home["register_kind"] == "rural" else "town",
    )  # fmt: skip


def _age(person: asyncpg.Record, today: date) -> int:
    born = person["birth_date"]
    return int(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
