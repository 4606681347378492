"""Standards: a raise two years back reckoned for every payee, and one asked of the whole register, beside plain SQL."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import date
from types import ModuleType
from typing import TypeVar

import asyncpg

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.environment import COUNTY
from xiangyin.refusal import CommandRefused

_Done = TypeVar("_Done")

PAYEES = 32_000
MONTHS_BACK = 24
FORESEEN_WITHIN = 10.0  # seconds for all payees and months
RAISED_BANDS = [[80, 6000], [90, 12000], [100, 30000]]  # fen by age; the county ships 50, 100 and 300 yuan
DIBAO_RAISED = 46_000  # fen a head and month; the county ships 44,000

# Age reached in the month by the year and month alone, as the engine does; birth days do not matter to a month.
_AGE = "(extract(year FROM age(month + interval '1 month - 1 day', r.birth_date)))::int"
_PLAIN_MONTHS = f"""
SELECT award_id, min(month), max(month), count(*), before_fen, after_fen FROM (
    SELECT a.id AS award_id, month::date AS month,
           CASE WHEN {_AGE} >= 100 THEN 30000 WHEN {_AGE} >= 90 THEN 10000 WHEN {_AGE} >= 80 THEN 5000 ELSE 0 END
               AS before_fen,
           CASE WHEN {_AGE} >= 100 THEN 30000 WHEN {_AGE} >= 90 THEN 12000 WHEN {_AGE} >= 80 THEN 6000 ELSE 0 END
               AS after_fen
    FROM award a JOIN resident r ON r.id = a.resident_id
    CROSS JOIN generate_series($1::timestamp, $2::timestamp, interval '1 month') AS month
    WHERE a.programme = 'old_age_allowance' AND a.paid_here_from <= month) AS reckoned
WHERE before_fen <> after_fen GROUP BY award_id, before_fen, after_fen
"""
_PLAIN_REGISTER = """
SELECT left(h.village, 9), count(*) FILTER (WHERE h.monthly_income_fen < 44000 * h.members_counted),
       count(*) FILTER (WHERE h.monthly_income_fen < 46000 * h.members_counted),
       sum(greatest(44000 * h.members_counted - h.monthly_income_fen, 0)),
       sum(greatest(46000 * h.members_counted - h.monthly_income_fen, 0))
FROM household h
WHERE h.county = $1 AND EXISTS (SELECT 1 FROM resident r WHERE r.household_id = h.id AND r.deceased_on IS NULL)
GROUP BY 1 ORDER BY 1
"""


def measure(trial: Trial) -> list[Figure]:
    """Ours and the plain one in turn, on the same county."""
    with proving_ground(trial.county(1.0)):
        ours, plain = asyncio.run(_in_turn(int(PAYEES * trial.scale), trial.rounds))
    names = {"foresee_raise_32k": trial.target(FORESEEN_WITHIN), "what_if_county": None}
    return [
        Figure(name, [each[place] for each in ours], "s", [each[place] for each in plain], target)
        for place, (name, target) in enumerate(names.items())
    ]


async def _in_turn(payees: int, rounds: int) -> tuple[list[list[float]], list[list[float]]]:
    from backend import clock
    from backend.entitlements import months_after

    ours, plain = [], []
    month = clock.today().replace(day=1)
    first = months_after(month, -MONTHS_BACK)
    async with opened_database() as database:
        await _award(database, payees, first)
        for _ in range(rounds):
            ours.append(await _ours(payees, first))
            plain.append(await _plain(first, months_after(month, 1)))
    return ours, plain


async def _award(database: ModuleType, payees: int, first: date) -> None:
    """So many elders of eighty and more, paid here for all of the months."""
    await database.execute("DELETE FROM award")
    awarded = await database.execute(
        """INSERT INTO award (id, county, village, resident_id, programme, origin, read_only, from_month,
                              paid_here_from, started_at)
           SELECT gen_random_uuid(), county, village, id, 'old_age_allowance', 'imported', false, $2, $2, now()
           FROM resident ORDER BY id LIMIT $1""",
        payees,
        first,
    )
    if awarded != payees:
        raise CommandRefused(f"Only {awarded} people, {payees} are needed.")
    await database.execute(
        """UPDATE resident SET deceased_on = NULL, birth_date = date '1925-01-01' + abs(hashtext(id::text)) % 6500
           WHERE id IN (SELECT resident_id FROM award)"""
    )
    await database.execute("ANALYZE")


async def _ours(payees: int, first: date) -> list[float]:
    from backend import clock, prospects, rate_changes
    from backend.programmes import Span

    place = f"{COUNTY}000000"
    bands = Span(place, "aged.bands", RAISED_BANDS, first, None)
    raised = Span(place, "dibao.standard.rural", DIBAO_RAISED, clock.today(), None)
    foreseen, foreseeing = await _timed(lambda: rate_changes.foresee(COUNTY, bands))
    if len({each.award_id for each in foreseen}) < payees // 2:
        raise CommandRefused("Hardly anyone gains by the raise: nothing was measured.")
    found, asking = await _timed(lambda: prospects.what_if(COUNTY, raised))
    if not found:
        raise CommandRefused("Nobody gains by the raise: nothing was measured.")
    return [foreseeing, asking]


async def _plain(first: date, last: date) -> list[float]:
    """A statement each, with no dates of standards, no law and no reasons."""
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        _, months = await _timed(lambda: connection.fetch(_PLAIN_MONTHS, first, last))
        _, register = await _timed(lambda: connection.fetch(_PLAIN_REGISTER, COUNTY))
    finally:
        await connection.close()
    return [months, register]


async def _timed(step: Callable[[], Awaitable[_Done]]) -> tuple[_Done, float]:
    begun = time.perf_counter()
    done = await step()
    return done, time.perf_counter() - begun
