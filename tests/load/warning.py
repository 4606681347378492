"""A warning to a whole county: from its people named to everybody's first way, and to the doors of the unreached.

`python -m tests.load.warning`, or `--scale 0.1`. Nothing is sent: a quarter of the people have to be told at the door,
half of these because no phone is on file, the other half because every way tried to theirs has failed.
"""

import argparse
import asyncio
import sys
import time
from typing import Any, NamedTuple

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.process_cost import cpu_seconds
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.report import show
from xiangyin.environment import COUNTY

PEOPLE, AT_THE_DOOR = 32_000, 8_000
_COUNTY_PART = 0.15  # of the synthetic county has so many adults with a phone


class Took(NamedTuple):
    """Seconds on the wall and of processor time, this process and PostgreSQL."""

    wall: float
    cpu: float


def main() -> int:
    """Print what it took; an assertion fails where somebody has neither a message nor an errand."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--scale", type=float, default=1.0)
    scale = given.parse_args().scale
    with proving_ground(max(0.01, _COUNTY_PART * scale)):
        named, followed = asyncio.run(_warn(int(PEOPLE * scale), int(AT_THE_DOOR * scale)))
    figures = [
        Figure("warning_announced", [named.wall], "s", [], None),
        Figure("warning_announced_cpu", [named.cpu], "s", [], None),
        Figure("warning_followed_up", [followed.wall], "s", [], None),
        Figure("warning_followed_up_cpu", [followed.cpu], "s", [], None),
    ]
    show("warning", figures)
    return 0


async def _warn(people: int, doors: int) -> tuple[Took, Took]:
    from notifications.announcing import announce
    from notifications.following_up import follow_up

    async with opened_database() as database:
        await _named(database, people, without_phone=doors // 2)
        announced = await _timed(announce)
        errands = await _count(database, "errand")
        assert errands == doors // 2, errands
        failed = await database.rows("SELECT entry_id FROM message WHERE occasion = 'cold_wave' LIMIT $1", doors // 2)
        followed, rounds = Took(0.0, 0.0), 0
        while await _fail(database, [each["entry_id"] for each in failed]):
            took = await _timed(follow_up)
            followed, rounds = Took(followed.wall + took.wall, followed.cpu + took.cpu), rounds + 1
            assert rounds < 10
        assert await _count(database, "errand") == errands + doors // 2
        told = await database.row("SELECT count(DISTINCT entry_id) AS people FROM message WHERE occasion = 'cold_wave'")
        assert told["people"] == people - doors // 2
    return announced, followed


async def _named(database: Any, people: int, *, without_phone: int) -> None:
    """A cold wave that is told, its people in the journal and nobody spoken to yet."""
    from backend import clock, journal
    from backend.campaigns import Campaign, CampaignKind, CampaignState
    from backend.identifiers import new_id
    from backend.journal import By, Deed, Signature
    from backend.staff import Role
    from tests.people import an_officer

    await database.execute("DELETE FROM wechat_account")
    await database.execute("UPDATE journal_entry SET announced_at = now() WHERE announced_at IS NULL")
    await database.execute("DELETE FROM errand")
    found = await database.rows(
        """SELECT r.id, r.village FROM resident r JOIN contact c ON c.resident_id = r.id
           WHERE r.deceased_on IS NULL AND r.birth_date < now() - interval '19 years' AND r.can_read
             AND c.kind = 'mobile' AND c.owner = 'self' AND c.dead_since IS NULL AND c.opted_out_at IS NULL
           GROUP BY r.id, r.village HAVING count(*) = 1 ORDER BY r.id LIMIT $1""",
        people,
    )
    assert len(found) == people, f"only {len(found)} adults with a phone"
    await database.execute(
        "DELETE FROM contact WHERE resident_id = ANY ($1)", [each["id"] for each in found[:without_phone]]
    )
    wave = await Campaign.create(
        id=new_id(), county=COUNTY, kind=CampaignKind.COLD_WAVE.value, place=f"{COUNTY}000000", from_age=18,
        news="今晚起降温12度", per_minute=600, people=people, texts=people, calls=0, state=CampaignState.DONE,
        proposed_by=(await an_officer(Role.COUNTY_REVIEWER)).id, proposed_at=clock.now(), finished_at=clock.now(),
        approved_by=(await an_officer(Role.COUNTY_APPROVER)).id, approved_at=clock.now(),
    )  # fmt: skip
    lines = [
        journal.Line(Deed.CAMPAIGN_TOLD, COUNTY, "campaign", wave.id, each["id"], each["village"], {"kind": wave.kind})
        for each in found
    ]
    async with database.transaction():
        await journal.record_many(lines, by=Signature(By.CLOCK))


async def _fail(database: Any, entries: list[Any]) -> int:
    """Whatever waits for these has failed: their phones are off all day."""
    return int(
        await database.execute(
            """UPDATE message SET state = 'undelivered', code = 'UNDELIV', attempts = 1, sent_at = created_at,
                   finished_at = now() - interval '1 hour'
               WHERE entry_id = ANY ($1) AND state = 'waiting'""",
            entries,
        )
    )


async def _timed(deed: Any) -> Took:
    cpu, begun = _cpu(), time.perf_counter()
    while await deed():
        pass
    return Took(time.perf_counter() - begun, _cpu() - cpu)


def _cpu() -> float:
    return cpu_seconds(without="sandbox") + time.process_time()


async def _count(database: Any, table: str) -> int:
    row = await database.row(f"SELECT count(*) AS rows FROM {table}")
    return int(row["rows"])


if __name__ == "__main__":
    sys.exit(main())
