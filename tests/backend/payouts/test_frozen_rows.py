"""What was drawn up stays: no column of a payout but its fate is changed, and a batch's file is named once."""

from typing import Any

import pytest
from asyncpg import PostgresError
from tortoise.exceptions import BaseORMException

from backend import database
from tests.backend.payouts.awards import a_payer, an_exported_batch
from tests.people import seed_parameters

FATE = {"state", "live", "bounce_code", "bounce_text", "bank_reference", "settled_on"}
ANOTHER = {
    "uuid": "gen_random_uuid()", "text": "{0} || 'x'", "character": "'x'", "integer": "{0} + 1", "bigint": "{0} + 1",
    "smallint": "{0} + 1", "date": "({0} + interval '1 month')::date", "bytea": "sha256({0})",
}  # fmt: skip


async def refused(statement: str) -> str:
    with pytest.raises((PostgresError, BaseORMException)) as refusal:
        await database.execute(statement)
    return str(refusal.value)


async def test_nothing_of_a_payout_changes_but_its_fate(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_exported_batch(await a_payer(), "6228480000000000018")
    columns = await database.rows(
        "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = 'payout'"
    )
    assert {each["name"] for each in columns} > FATE
    for name, kind in ((each["name"], each["type"]) for each in columns if each["name"] not in FATE):
        said = await refused(f"UPDATE payout SET {name} = {ANOTHER[kind].format(name)}")
        assert "is not changed, and not taken out" in said, name
    for state in ("drawn_up", "discarded"):
        assert "is not changed" in await refused(f"UPDATE payout SET state = '{state}'")
    assert "not taken out" in await refused("DELETE FROM payout")


async def test_a_batch_at_the_bank_names_its_file_for_good(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_exported_batch(await a_payer(), "6228480000000000018")
    assert "not exchanged" in await refused(f"UPDATE batch SET file_digest = '{'0' * 64}'")
    assert "not exchanged" in await refused("UPDATE batch SET file_digest = NULL")
