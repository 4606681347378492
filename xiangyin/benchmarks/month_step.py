"""One step of a month's run in a process of its own, so that its memory is its own; `python -m` runs it, prints JSON.

`draw_up`, `approve` (with what was flagged decided before, and the release after), `export`, `return_file`, `owed`. The
bank's file and its answer lie in the folder that is named.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from xiangyin.benchmarks.batch import (
    PROGRAMME,
    Desk,
    desk_of_the_county,
    pay_flagged,
    returned,
    returned_in_parts,
)
from xiangyin.benchmarks.process_cost import most_memory
from xiangyin.data_folder import CHECKOUT
from xiangyin.environment import COUNTY
from xiangyin.refusal import CommandRefused

STEPS = ("draw_up", "approve", "export", "return_file", "owed")
OWED_MONTHS = 60
_PAGE = 20_000  # awards in memory at once
_LINES_A_FILE = 100_000  # of the bank's answer: a file of more than 20 MB is refused


@dataclass(frozen=True)
class Taken:
    """Seconds on the wall and of our own processor, the most memory in MB, and what came out: a count or fen."""

    seconds: float
    processor: float
    megabytes: float
    outcome: int


def run_apart(step: str, folder: Path) -> Taken:
    """A step at DATABASE_URL; CommandRefused where it breaks off."""
    command = [sys.executable, "-m", "xiangyin.benchmarks.month_step", step, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, check=False)
    if done.returncode:
        raise CommandRefused(f"The step {step} broke off.")
    return Taken(**json.loads(done.stdout))


async def _run(step: str, folder: Path) -> Taken:
    from backend import database

    await database.connect(pool_max=2)
    try:
        deed = await _prepared(step, await desk_of_the_county(), folder)
        begun, processor = time.perf_counter(), time.process_time()
        outcome = await deed()
        taken = time.perf_counter() - begun, time.process_time() - processor
        return Taken(*taken, most_memory(os.getpid()), outcome)
    finally:
        await database.close()


async def _prepared(step: str, desk: Desk, folder: Path) -> Callable[[], Awaitable[int]]:
    """What is measured of a step; what comes before it is done."""
    from backend import payouts

    if step == "draw_up":
        return lambda: _draw_up(desk)
    if step == "owed":
        return _owed
    batch = await payouts.Batch.all().first()
    if batch is None:
        raise CommandRefused("Nothing was drawn up.")
    if step == "approve":
        await pay_flagged(batch.id, desk.payer)
        if batch.approvers_needed > 1:  # for so much money; the one who completes it is measured, as for less
            await payouts.approve(batch.id, await desk.another_approver())
        return lambda: _approve(batch.id, desk)
    return (lambda: _export(batch.id, desk, folder)) if step == "export" else lambda: _read(batch.id, desk, folder)


async def _draw_up(desk: Desk) -> int:
    from backend import clock, payouts

    batch = await payouts.draw_up(PROGRAMME, clock.today(), desk.payer)
    return (await payouts.totals(batch.id)).payouts


async def _approve(batch_id: UUID, desk: Desk) -> int:
    from backend import payouts

    await payouts.approve(batch_id, desk.approver)
    await payouts.release(batch_id, desk.releaser)
    return (await payouts.totals(batch_id)).payouts


async def _export(batch_id: UUID, desk: Desk, folder: Path) -> int:
    from backend import payouts

    file = await payouts.export(batch_id, desk.payer)
    (folder / "bank_file").write_bytes(file.content)
    return file.content.count(b"\n")


async def _read(batch_id: UUID, desk: Desk, folder: Path) -> int:
    from backend import payouts

    answered = 0
    for part in _parts(folder):
        report = await payouts.read_return_file(batch_id, part.read_bytes(), desk.payer)
        answered += report.settled + report.bounced
    if report.odd or not report.closed:
        raise CommandRefused(f"Not every payout was settled or bounced: {report.still_sent} open, {report.odd[:1]}.")
    return answered


async def _owed() -> int:
    """Fen of all: every month of every award reckoned by the function that pays, from its dated facts."""
    from backend import clock, database, entitlements, programmes

    last = entitlements.months_after(entitlements.month_of(clock.today()), 1)
    months = list(entitlements.each_month(entitlements.months_after(last, 1 - OWED_MONTHS), last))
    rates = [(month, await programmes.parameters_on(COUNTY, month)) for month in months]
    fen, after = 0, UUID(int=0)
    while True:
        page = await database.rows(
            f"""SELECT a.id, {entitlements.CLAIM_COLUMNS} FROM award a JOIN resident r ON r.id = a.resident_id
                WHERE a.id > $1 ORDER BY a.id LIMIT $2""",
            after, _PAGE,
        )  # fmt: skip
        if not page:
            return fen
        for row in page:
            claim = entitlements.claim_in(row)
            fen += sum(entitlements.fen_for(claim, month, its) for month, its in rates)
        after = page[-1]["id"]


def answer(folder: Path) -> bytes:
    """The bank's answer to the file that was exported, left where it is read; without its bank it is nothing."""
    from backend import clock

    sent, paid_on = (folder / "bank_file").read_bytes(), clock.today().isoformat()
    for old in _parts(folder):
        old.unlink()
    for number, part in enumerate(returned_in_parts(sent, paid_on, _LINES_A_FILE)):
        (folder / f"answer.{number:03d}").write_bytes(part)
    return returned(sent, paid_on)


def _parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("answer.*"))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_run(sys.argv[1], Path(sys.argv[2]))))))
