"""Outreach: how fast, at what cost, with how many at once, when a great deal waits, and when the provider is sick."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple

from xiangyin.benchmarks import crowds, sick_provider
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.notices import COUNTY_PART, FAR_AWAY, FAR_SAMPLE, SAMPLE, send_bare, serving_by_day
from xiangyin.benchmarks.payees import Payee, money_arrived, payees_of_the_county
from xiangyin.benchmarks.process_cost import cpu_seconds
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.settling import still_open, wait
from xiangyin.benchmarks.speakers import speaking
from xiangyin.benchmarks.stand_in import StandIn
from xiangyin.benchmarks.trial import Trial
from xiangyin.house import House
from xiangyin.refusal import CommandRefused

PAYEES = 32_000
PART_OF_BARE = 0.8  # of the rate of the SDK alone with as many threads
FAR_RATE = 250.0  # texts a second through a provider that answers in 50 ms
CPU_A_MESSAGE = 2.0  # milliseconds, journal to receipt, all our processes and PostgreSQL
PROCESSES = 4


class Told(NamedTuple):
    """One run: texts a second until accepted, and milliseconds of processor time a text until its receipt is read."""

    rate: float
    cost: float


def measure(trial: Trial) -> list[Figure]:
    """Everything on one house, one stand-in; at the end nobody may have been told twice."""
    with proving_ground(trial.county(COUNTY_PART)) as house:
        payees = asyncio.run(payees_of_the_county(int(PAYEES * trial.scale)))
        far_payees = payees[:FAR_SAMPLE]
        with serving_by_day(house, "sandbox") as stand_in:
            with speaking(house) as speakers:
                speakers.come_to_rest()
                bare, alone = _in_turn(house, stand_in, payees, trial.rounds)
                stand_in.answer_after(FAR_AWAY)
                far = [asyncio.run(_tell(stand_in, far_payees)) for _ in range(trial.rounds)]
            with speaking(house, PROCESSES) as speakers:
                speakers.come_to_rest()
                shared_far = [asyncio.run(_tell(stand_in, far_payees)) for _ in range(trial.rounds)]
                stand_in.answer_after(0)
                shared = asyncio.run(_tell(stand_in, payees))
            if stand_in.most_of_one() != 1:
                raise CommandRefused("Somebody was told twice: the figures mean nothing.")
            sick = sick_provider.measure(trial, house, stand_in, payees)
            crowd = crowds.measure(trial, house)
    rate = Figure.rate("notices_rate", [each.rate for each in alone], "/s", bare, trial.target(PART_OF_BARE))
    return [
        rate,
        Figure("notices_cpu_ms", [each.cost for each in alone], "ms", [], trial.target(CPU_A_MESSAGE)),
        _at_least("notices_50ms_away", [each.rate for each in far], trial.target(FAR_RATE)),
        _at_least("notices_50ms_away_4_processes", [each.rate for each in shared_far], None),
        _at_least("notices_4_processes", [shared.rate], None),
        *sick,
        *crowd,
    ]


def _at_least(name: str, values: list[float], target: float | None) -> Figure:
    return Figure(name, values, "/s", [], target, at_least=True)


def _in_turn(house: House, stand_in: StandIn, payees: list[Payee], rounds: int) -> tuple[list[float], list[Told]]:
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(send_bare(house, stand_in, min(SAMPLE, len(payees))))
        ours.append(asyncio.run(_tell(stand_in, payees)))
    return bare, ours


async def _tell(stand_in: StandIn, payees: list[Payee]) -> Told:
    """From the deed's transaction to the last receipt."""
    from backend import journal

    before, lines = stand_in.accepted(), money_arrived(payees)
    async with opened_database() as database:
        cost, own, begun = cpu_seconds(without="sandbox"), time.process_time(), time.perf_counter()
        async with database.transaction():
            await journal.record_many(lines, by=journal.Signature(journal.By.BANK))
        own = time.process_time() - own
        while stand_in.accepted() < before + len(payees):
            await wait(begun, "Not everybody was told.")
        took = time.perf_counter() - begun
        while await still_open():
            await wait(begun, "Receipts are missing.")
        cost = cpu_seconds(without="sandbox") - cost + own
    return Told(len(payees) / took, 1000 * cost / len(payees))
