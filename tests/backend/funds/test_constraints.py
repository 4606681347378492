"""The tables themselves refuse what does not balance, what is overdrawn and what is closed."""

from typing import Any

import pytest

from backend import clock, database
from backend.identifiers import new_id
from tests.backend.funds.money import given
from tests.people import COUNTY, seed_parameters


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    await given(1000)


async def written(*lines: tuple[str, int], fund: str = "county") -> None:
    """A voucher written behind the house's back."""
    async with database.transaction():
        voucher = new_id()
        await database.execute(
            """INSERT INTO voucher (id, county, year, number, kind, booked_on, by_kind, at)
               VALUES ($1, $2, 2026, 99, 'committed', $3, 'officer', $4)""",
            voucher, COUNTY, clock.today(), clock.now(),
        )  # fmt: skip
        for account, fen in lines:
            await database.execute(
                """INSERT INTO voucher_line (id, county, voucher_id, fund_id, account, fen)
                   SELECT $1, $2, $3, id, $4, $5 FROM fund WHERE source = $6""",
                new_id(), COUNTY, voucher, account, fen, fund,
            )  # fmt: skip


async def test_a_voucher_that_balances_and_leaves_enough_is_taken() -> None:
    await written(("available", -1000), ("committed", 1000))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("available", -400), ("committed", 401)], "does not balance"),
        ([("committed", 400)], "does not balance"),
        ([("available", -1001), ("committed", 1001)], "overdrawn"),
        ([("committed", -1), ("paid", 1)], "overdrawn"),
        ([("recoverable", -1), ("paid", 1)], "overdrawn"),
        ([], "without lines"),
        ([("available", 0), ("committed", 0)], "check"),
        ([("available", -(10**12)), ("granted", 10**12)], "check"),
        ([("petty_cash", -1), ("paid", 1)], "check"),
    ],
)
async def test_what_the_tables_refuse(lines: list[tuple[str, int]], words: str) -> None:
    with pytest.raises(Exception, match=words):
        await written(*lines)


async def test_a_closed_year_takes_nothing_more() -> None:
    await database.execute("UPDATE fund SET closed_at = $1", clock.now())
    with pytest.raises(Exception, match="closed"):
        await written(("available", -1), ("committed", 1))
    with pytest.raises(Exception, match="closed"):
        await database.execute(
            "INSERT INTO fund (id, county, year, pool, source) VALUES ($1, $2, 2026, 'tekun', 'city')", new_id(), COUNTY
        )
