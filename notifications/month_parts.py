"""Month parts: a large table in a part for each month of its ids, made ahead, and dropped whole when its time has come.

Ids follow the real clock, so parts do too: a demo's county may live in another month.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend import database
from backend.clock import COUNTY_TIME, in_county_time

_AHEAD = 2  # months beside the present one: outreach may be off for weeks and its callbacks find their part
_LOCKED_WITHIN = "SET LOCAL lock_timeout = '3s'"  # who takes in or reads meanwhile waits no longer than that
_ID = re.compile(r"'([0-9a-f-]{36})'")
_ONE_AT_A_TIME = 0x5041  # "PA"


@dataclass(frozen=True)
class Part:
    """A table that holds the ids from `lowest` (None: from ever) to below `end`."""

    name: str
    lowest: UUID | None
    end: UUID

    def holds(self, one: UUID) -> bool:
        """Whether this id belongs there."""
        return (self.lowest is None or self.lowest <= one) and one < self.end


async def parts_of(table: str) -> list[Part]:
    """Those that there are, without the one for all else."""
    found = await database.rows(
        """SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_inherits i
           JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY c.relname""",
        table,
    )
    parts = []
    for row in found:
        bounds = [UUID(each) for each in _ID.findall(row["bounds"])]
        if bounds:
            parts.append(Part(row["name"], bounds[0] if len(bounds) == 2 else None, bounds[-1]))
    return parts


async def make_ahead(table: str, now: datetime, *, once: str = "") -> None:
    """Make the parts of this month and the next two. `once`: columns that are unique within a part."""
    month = _first_of_month(now)
    for _ in range(_AHEAD + 1):
        await make_for(table, month, once=once)
        month = _next_month(month)


async def make_for(table: str, moment: datetime, *, once: str = "") -> None:
    """Make the part that holds what is written down at `moment`, unless it is there. What came before it moves in."""
    begins = _first_of_month(moment)
    lowest, end = _bound(begins), _bound(_next_month(begins))
    name = f"{table}_{begins:%Y_%m}"
    async with database.transaction():
        await database.execute(_LOCKED_WITHIN)
        await database.execute("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        if any(part.holds(lowest) for part in await parts_of(table)):
            return
        await database.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        if once:
            await database.execute(f"CREATE UNIQUE INDEX {name}_once ON {name} ({once})")
        await database.execute(
            f"""WITH strays AS (DELETE FROM {table}_else WHERE id >= $1 AND id < $2 RETURNING *)
                INSERT INTO {name} SELECT * FROM strays""",
            lowest,
            end,
        )
        await database.execute(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{lowest}') TO ('{end}')")


async def drop_before(table: str, moment: datetime, *, counted: str, open_where: str = "false") -> int:
    """Drop the parts whose last row is older than `moment`; how many rows are gone. Not one that holds an open row.

    `counted` is the statement that keeps the counts, with {part} for the table; both are done or neither.
    """
    gone = 0
    for part in await parts_of(table):
        if part.end <= _bound(moment):
            gone += await _drop(part, counted, open_where)
    return gone


async def _drop(part: Part, counted: str, open_where: str) -> int:
    async with database.transaction():
        await database.execute(_LOCKED_WITHIN)
        row = await database.row(
            f"SELECT count(*) AS rows, count(*) FILTER (WHERE {open_where}) AS open FROM {part.name}"
        )
        if row is None or row["open"]:
            return 0
        await database.execute(counted.format(part=part.name))
        await database.execute(f"DROP TABLE {part.name}")
    return int(row["rows"])


def month_of(one: UUID) -> datetime:
    """The beginning of the month in which an id was made."""
    return _first_of_month(datetime.fromtimestamp((one.int >> 80) / 1000, tz=COUNTY_TIME))


def _first_of_month(moment: datetime) -> datetime:
    return in_county_time(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next_month(begins: datetime) -> datetime:
    return _first_of_month(begins + timedelta(days=31))


def _bound(moment: datetime) -> UUID:
    """Below every UUID of this moment, of whatever version; as the migration reckons it."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
