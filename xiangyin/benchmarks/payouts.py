"""Payouts: a month's run and five years of what is owed, for more and more payees: seconds, memory, and how they grow.

Each step runs in a process of its own. `PAYEES=10000,1000000` asks for other numbers of them.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from statistics import median
from types import ModuleType

from xiangyin.benchmarks import plain_batch
from xiangyin.benchmarks.batch import desk_of_the_county, empty
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.month_step import OWED_MONTHS, STEPS, Taken, answer, run_apart
from xiangyin.benchmarks.payee_crowd import award_crowd
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.refusal import CommandRefused

PAYEES = (10_000, 32_000, 100_000)
IN_EARNEST = 32_000  # payees of a county: the targets are for so many
WITHIN = {"draw_up": 5.0, "export": 2.0, "return_file": 5.0, "owed": 10.0}  # seconds
DRAW_UP_MEMORY = 300.0  # MB
NO_WORSE_THAN = 1.25  # the seconds of a payee at the largest number to those at the one before: linear, and some noise
COUNTY_PART = 0.02  # the people whom the crowd is made of

Round = tuple[dict[str, Taken], dict[str, float]]  # ours, and the seconds of plain SQL


def measure(trial: Trial) -> list[Figure]:
    """Every number of payees in turn, each beside plain SQL on the same rows."""
    asked = os.environ.get("PAYEES")
    sizes = sorted(int(each) for each in asked.split(",")) if asked else [int(each * trial.scale) for each in PAYEES]
    with proving_ground(COUNTY_PART), tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(_grow(sizes, trial.rounds, Path(folder)))
    figures = [figure for size in sizes for figure in _figures(size, taken[size])]
    return figures + [
        Figure(f"{step}_{sizes[-1]}_to_{sizes[-2]}", [_growth(step, sizes, taken)], "x", [], NO_WORSE_THAN)
        for step in STEPS if len(sizes) > 1 and trial.in_earnest
    ]  # fmt: skip


async def _grow(sizes: list[int], rounds: int, folder: Path) -> dict[int, list[Round]]:
    taken: dict[int, list[Round]] = {}
    there = 0
    async with opened_database() as database:
        for size in sizes:
            taken[size] = []
            for _ in range(rounds):
                await award_crowd(database, size, there)
                there = size
                taken[size].append(await _round(database, size, folder))
    return taken


async def _round(database: ModuleType, size: int, folder: Path) -> Round:
    ours = {step: await _step(step, folder) for step in STEPS[:-1]}
    for step in STEPS[:-1]:
        if step != "export" and ours[step].outcome != size:
            raise CommandRefused(f"{step}: {ours[step].outcome} of {size} payees.")
    await empty(database)
    desk = await desk_of_the_county()
    moved = await plain_batch.move(desk.payer.id, answer(folder))
    peers = dict(zip(("draw_up", "export", "return_file"), moved.values(), strict=True))
    await empty(database)
    await database.execute("UPDATE award SET paid_here_from = from_month")
    ours["owed"] = await _step("owed", folder)
    peers["owed"] = await _plainly_owed(ours["owed"].outcome)
    return ours, peers


async def _step(step: str, folder: Path) -> Taken:
    if step == "return_file":
        answer(folder)
    return await asyncio.to_thread(run_apart, step, folder)


async def _plainly_owed(fen: int) -> float:
    """Seconds; CommandRefused unless both come to the same fen."""
    from backend import clock, entitlements

    last = entitlements.months_after(entitlements.month_of(clock.today()), 1)
    seconds, plain = await plain_batch.owed(entitlements.months_after(last, 1 - OWED_MONTHS), last)
    if plain != fen:
        raise CommandRefused(f"{fen} fen are owed, and plainly {plain}.")
    return seconds


def _figures(size: int, rounds: list[Round]) -> list[Figure]:
    counts = size == IN_EARNEST
    figures = []
    for step in STEPS:
        ours = [taken[step] for taken, _ in rounds]
        peers = [seconds[step] for _, seconds in rounds if step in seconds]
        most = DRAW_UP_MEMORY if counts and step == "draw_up" else None
        figures += [
            Figure(f"{step}_{size}", [each.seconds for each in ours], "s", peers, WITHIN.get(step) if counts else None),
            Figure(f"{step}_{size}_processor", [each.processor for each in ours], "s", [], None),
            Figure(f"{step}_{size}_memory", [each.megabytes for each in ours], "MB", [], most),
        ]
    return figures


def _growth(step: str, sizes: list[int], taken: dict[int, list[Round]]) -> float:
    """The time of a payee at the largest number to that at the one before; 1 is linear."""
    before, largest = (median(ours[step].seconds for ours, _ in taken[size]) / size for size in sizes[-2:])
    return largest / before
