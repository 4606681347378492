"""Payee crowd: as many elders with an account and an award as are wanted, made of the county's people by SQL.

Their numbers are sealed like everyone's; each is another person at another account, so that no check takes two for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from xiangyin.benchmarks.batch import PROGRAMME

ONE_MOVED_AWAY_IN = 1000  # is flagged, and waits for an officer's decision


def _id(kind: str) -> str:
    """The id of the n-th, in SQL: one after another like the house's own, for random ones scatter every look-up."""
    return f"(lpad(to_hex(n), 12, '0') || '7000' || '8000' || substr(md5('{kind}'), 1, 12))::uuid"


_RESIDENT = {
    "id": _id("resident"), "name": "model.name || n", "identity_index": "sha256(('resident' || n)::bytea)",
    "birth_date": "date '1925-01-01' + (n * 37 % 7300)::int", "deceased_on": "NULL",
    "registered_here": f"n % {ONE_MOVED_AWAY_IN} <> 0",
}  # fmt: skip
_ACCOUNT = {
    "id": _id("account"), "resident_id": _id("resident"),
    "holder_name": "model.holder_name || n", "number_index": "sha256(('account' || n)::bytea)",
}  # fmt: skip
_AWARD = f"""
INSERT INTO award (id, county, village, resident_id, programme, origin, read_only, from_month, paid_here_from,
                   started_at)
SELECT {_id("award")}, r.county, r.village, r.id, $2, 'imported', false, '2022-01-01',
       date_trunc('month', now())::date, now()
FROM generate_series(1, $1::int) AS n JOIN resident r ON r.id = {_id("resident")}
"""


async def award_crowd(database: ModuleType, payees: int, there: int) -> None:
    """So many payees, of whom `there` stand already; nobody else is paid."""
    if there == 0:
        await database.execute("DELETE FROM award")
        await database.execute(
            """CREATE TABLE crowd_model AS SELECT DISTINCT ON (resident_id) resident_id, id AS account_id,
                      row_number() OVER (ORDER BY id) AS place
               FROM account WHERE closed_at IS NULL AND holder_name IN (
                   SELECT name FROM resident WHERE resident.id = account.resident_id)"""
        )
    await database.execute("DELETE FROM award")
    for table, key, overrides in (("resident", "resident_id", _RESIDENT), ("account", "account_id", _ACCOUNT)):
        await database.execute(await _copies(database, table, key, overrides), there + 1, payees)
    await database.execute(_AWARD, payees, PROGRAMME)
    await database.execute("ANALYZE")


async def _copies(database: ModuleType, table: str, key: str, overrides: Mapping[str, str]) -> str:
    """The statement that copies rows of a table, everything as it is but for what makes each one another."""
    rows = await database.rows(
        """SELECT column_name AS name FROM information_schema.columns
           WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position""",
        table,
    )
    columns = [row["name"] for row in rows]
    values = ", ".join(overrides.get(column, f"model.{column}") for column in columns)
    return f"""INSERT INTO {table} ({", ".join(columns)}) SELECT {values}
               FROM generate_series($1::int, $2::int) AS n
               JOIN crowd_model ON place = 1 + n % (SELECT count(*) FROM crowd_model)
               JOIN {table} AS model ON model.id = crowd_model.{key}"""
