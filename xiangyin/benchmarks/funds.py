"""Funds: two years of payments searched for overpayments, the year foreseen, a batch proved to an auditor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from xiangyin.benchmarks.batch import pay_flagged
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.refusal import CommandRefused

MONTHS = 24  # settled before the present one
PROGRAMME = "rural_dibao"  # the largest batch: 20,000 lines at full scale
# Seconds, our own: the search is a night's duty, the others are waited for at a desk.
TARGETS = {"find_overpayments": 30.0, "forecast_county": 10.0, "audit_file_made": 5.0, "audit_file_checked": 5.0}

_EARLIER = """
WITH month AS (SELECT generate_series(date_trunc('month', now()) - $1 * interval '1 month',
                                      date_trunc('month', now()) - interval '1 month', interval '1 month')::date AS it),
     batches AS (INSERT INTO batch (id, county, number, programme, month, round, state, rows_digest, drawn_up_by,
                                    drawn_up_at)
                 SELECT gen_random_uuid(), $2, 'EARLIER-' || programme || '-' || month.it, programme, month.it, 1,
                        'closed', repeat('0', 64), (SELECT id FROM officer LIMIT 1), now()
                 FROM month, (SELECT DISTINCT programme FROM award WHERE NOT read_only) AS each RETURNING *)
INSERT INTO payout (id, county, batch_id, line, serial, award_id, resident_id, programme, village, for_month,
                    amount_fen, account_id, state, settled_on)
SELECT gen_random_uuid(), $2, b.id, row_number() OVER (PARTITION BY b.id ORDER BY a.id),
       b.number || '-' || a.id, a.id, a.resident_id, a.programme, a.village, b.month,
       coalesce(a.monthly_fen, CASE WHEN age < 90 THEN 5000 WHEN age < 100 THEN 10000 ELSE 30000 END), acc.id,
       'settled', b.month + 9
FROM batches b JOIN award a ON a.programme = b.programme AND NOT a.read_only
JOIN resident r ON r.id = a.resident_id JOIN account acc ON acc.resident_id = a.resident_id AND acc.closed_at IS NULL
CROSS JOIN LATERAL (SELECT extract(year FROM b.month) - extract(year FROM r.birth_date)
    - (extract(month FROM b.month) < extract(month FROM r.birth_date))::int AS age) AS reached
"""
# What a plain program would ask: paid after a death; the year's sum of the fixed amounts.
_PLAIN_SEARCH = """SELECT count(*), sum(p.amount_fen) FROM payout p JOIN award a ON a.id = p.award_id
JOIN resident r ON r.id = p.resident_id WHERE p.county = $1 AND p.state = 'settled'
  AND (p.for_month > r.deceased_on OR p.amount_fen > a.monthly_fen)"""
_PLAIN_FORECAST = """SELECT programme, sum(coalesce(monthly_fen, 5000)) * (13 - extract(month FROM now())) FROM award
WHERE county = $1 AND NOT read_only AND stopped_from IS NULL GROUP BY programme"""


def measure(trial: Trial) -> list[Figure]:
    """Ours and, where there is one, the plain statement in turn."""
    with proving_ground(trial.county(1.0)):
        ours, plain = asyncio.run(_in_turn(trial.rounds))
    return [
        Figure(name, [each[name] for each in ours], "s", [each[name] for each in plain if name in each],
               trial.target(limit))
        for name, limit in TARGETS.items()
    ]  # fmt: skip


async def _in_turn(rounds: int) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    from backend import forecasts, recoveries, statements
    from backend.journal import By, Signature
    from backend.settings import settings

    county, ours, plain = settings().county, [], []
    async with opened_database() as database:
        await _pay_for_two_years(database, county)
        batch, payer = await _a_real_batch()
        await database.execute("ANALYZE")
        found = await recoveries.find(county, Signature(By.CLOCK))  # once: afterwards every night finds a handful
        if not found:
            raise CommandRefused("Nothing was found among the dead of the register.")
        for _ in range(rounds):
            _, searching = await _timed(lambda: recoveries.find(county, Signature(By.CLOCK)))
            _, foreseeing = await _timed(lambda: forecasts.forecast(county))
            file, proving = await _timed(lambda: statements.audit_file(batch, payer))
            begun = time.perf_counter()
            if any(each.wrong for each in statements.check_audit_file(file)):
                raise CommandRefused("The audit file does not prove itself.")
            checking = time.perf_counter() - begun
            ours.append(dict(zip(TARGETS, (searching, foreseeing, proving, checking), strict=True)))
            _, search = await _timed(lambda: database.rows(_PLAIN_SEARCH, county))
            _, foresee = await _timed(lambda: database.rows(_PLAIN_FORECAST, county))
            plain.append({"find_overpayments": search, "forecast_county": foresee})
    return ours, plain


async def _pay_for_two_years(database: ModuleType, county: str) -> None:
    await database.execute(
        """UPDATE award SET from_month = date_trunc('month', now()) - $1 * interval '1 month',
                            paid_here_from = date_trunc('month', now()) - $1 * interval '1 month'""",
        MONTHS,
    )
    # As the owner of the house's own connection: longer than a request may take.
    async with database.dedicated_connection() as connection:
        await connection.execute(_EARLIER.replace("$1", str(MONTHS)).replace("$2", f"'{county}'"))


async def _a_real_batch() -> tuple[Any, Any]:
    """This month's largest batch, all the way; its id, and who may prove it."""
    from backend import clock, payouts
    from backend.staff import Officer, Role
    from sandbox import bank

    payer = await Officer.filter(role=Role.COUNTY_PAYER.value).first()
    approvers = await Officer.filter(role=Role.COUNTY_APPROVER.value).limit(2)
    if payer is None or len(approvers) < 2:
        raise CommandRefused("The county has no payer or not two approvers.")
    batch = await payouts.draw_up(PROGRAMME, clock.today(), payer)
    await pay_flagged(batch.id, payer)
    await payouts.approve(batch.id, approvers[0])
    await payouts.release(batch.id, approvers[1])
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)
    return batch.id, payer


async def _timed(step: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    begun = time.perf_counter()
    done = await step()
    return done, time.perf_counter() - begun
