"""kill -9 at any point of a month's run: no half batch, no double payment, and the same command finishes the work.

`python -m tests.load.killing`, or `--points 10`. A process of its own draws up, approves, releases, exports and reads
the bank's answer; it is killed at a random moment, looked at, and its work finished by the same steps.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from typing import Any

from backend import clock, database, payouts
from backend.payouts import Batch
from backend.residents import Account
from tests.backend.payouts.awards import a_payer, an_approver, an_award, another_elder, card
from tests.load.month import run_month
from tests.people import seed_parameters
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.report import show

_GONE_WITHIN = 30.0  # seconds until PostgreSQL has noticed that its client is dead
_TIMED_EVERY = 5  # kills: a run takes longer with every month there is
_BOUNCES = "6228480000000000001"  # the stand-in bank knows no account that ends so


def main() -> int:
    """Print at which states the run was killed; an assertion fails where anything is half done."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--points", type=int, default=50)
    given.add_argument("--payees", type=int, default=200)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    with proving_ground():
        found = asyncio.run(_on_proving_ground(asked.points, asked.payees, asked.seed))
    show("killing", [Figure(f"killed_{state}", [number], "", [], None) for state, number in sorted(found.items())])
    return 0


async def _on_proving_ground(points: int, payees: int, seed: int) -> Counter[str]:
    async with opened_database():
        return await survive_kills(points, payees, seed)


async def survive_kills(points: int, payees: int, seed: int) -> Counter[str]:
    """Kill so many runs, each with its own payees; how many were killed at which state of the batch."""
    await seed_parameters()
    await a_payer()
    for _ in range(2):
        await an_approver()
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    number = 1
    await _undisturbed(payees, number)  # finds the engines cold: too long to go by
    for point in range(points):
        if point % _TIMED_EVERY == 0:
            number += 1
            whole = await _undisturbed(payees, number)
        number += 1
        await _payees(payees)
        late = chance.random() ** (1 / 3)  # more often than early: three quarters of a run draw up
        await _killed_after(late * whole, number)
        found[await _state(number, payees)] += 1
        await run_month(number)
        assert await _state(number, payees) == "closed"
        await _must_be_paid_once(number * payees)
    return found


async def _payees(number: int) -> None:
    """So many more elders to be paid, of whom one has an account that the bank does not know."""
    month, made = clock.today().replace(day=1), await Account.all().count()
    for each in range(made, made + number):
        account = f"{_BOUNCES[:8]}{each:07d}{_BOUNCES[15:]}" if each == made else card(each)
        await an_award(await another_elder(account), from_month=month)


async def _undisturbed(payees: int, number: int) -> float:
    """Seconds that an undisturbed run takes, in a process as cold as those that are killed."""
    await _payees(payees)
    child, begun = await _running(number), time.perf_counter()
    assert child.stdout is not None
    assert await child.stdout.readline() == b"done\n"
    whole = time.perf_counter() - begun
    assert await child.wait() == 0
    return whole


async def _killed_after(seconds: float, number: int) -> None:
    known = await _clients()
    child = await _running(number)
    await asyncio.sleep(seconds)
    if child.returncode is None:
        child.kill()
    await child.wait()
    patience = time.monotonic() + _GONE_WITHIN
    while await _clients() - known:  # a COMMIT that was sent may still be done
        assert time.monotonic() < patience
        await asyncio.sleep(0.02)


async def _running(number: int) -> asyncio.subprocess.Process:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load.month", str(number),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    assert await child.stdout.readline() == b"ready\n"
    child.stdin.write(b"go\n")
    await child.stdin.drain()
    return child


async def _clients() -> set[int]:
    rows = await database.rows(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    return {row["pid"] for row in rows}


async def _state(number: int, payees: int) -> str:
    """Where the run's batch stands; an assertion fails if it is half anything."""
    batch = await Batch.get_or_none(round=number)
    told = await _told(batch)
    if batch is None:
        assert await Batch.all().count() == number - 1
        return "nothing"
    check = await payouts.check_chain(batch)
    assert (check.payouts, check.broken_at) == (payees, None)
    states = await database.rows("SELECT DISTINCT state FROM payout WHERE batch_id = $1", batch.id)
    reached = ["drawn_up", "approved", "released", "exported", "closed"].index(batch.state.value)
    in_it = [{"drawn_up"}, {"drawn_up"}, {"drawn_up"}, {"sent"}, {"settled", "bounced"}]
    assert {row["state"] for row in states} == in_it[reached]
    deeds = ["batch_drawn_up", "batch_approved", "batch_released", "bank_file_exported", "return_file_read"]
    assert told == dict.fromkeys(deeds[: reached + 1], 1)
    return batch.state.value


async def _told(batch: Batch | None) -> dict[str, int]:
    rows = await database.rows(
        "SELECT deed, count(*) AS number FROM journal_entry WHERE subject_id = $1 GROUP BY deed", batch and batch.id
    )
    return {row["deed"].removeprefix("payouts."): row["number"] for row in rows}


async def _must_be_paid_once(people: int) -> None:
    """Every award has one payout, each told once; what the ledger has as paid is what arrived."""
    counted: dict[str, Any] = (
        await database.row(
            """SELECT (SELECT count(*) FROM payout WHERE state = 'settled') AS settled,
                      (SELECT count(*) FROM payout WHERE state = 'bounced') AS bounced,
                      (SELECT count(DISTINCT award_id) FROM payout) AS awards, (SELECT count(*) FROM payout) AS payouts,
                      (SELECT count(*) FROM journal_entry WHERE deed = 'payouts.settled') AS told,
                      (SELECT count(*) FROM errand WHERE kind = 'fix_account') AS errands,
                      (SELECT sum(amount_fen)::bigint FROM payout WHERE state = 'settled') AS fen,
                      (SELECT sum(fen)::bigint FROM voucher_line WHERE account = 'paid') AS paid,
                      (SELECT sum(fen)::bigint FROM voucher_line WHERE account = 'committed') AS committed"""
        )
        or {}
    )
    assert counted["settled"] + counted["bounced"] == counted["awards"] == counted["payouts"] == people
    assert counted["told"] == counted["settled"]
    assert counted["errands"] == counted["bounced"] > 0
    assert (counted["paid"], counted["committed"]) == (counted["fen"], 0)


if __name__ == "__main__":
    sys.exit(main())
