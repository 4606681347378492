"""Plain batch: the rows of a month's payouts moved by a statement a step, with no law, no seal, no judgement."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import time
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID, uuid4

import asyncpg

from xiangyin.environment import COUNTY

DRAW_UP = """
INSERT INTO payout (id, county, batch_id, line, serial, award_id, resident_id, programme, village, for_month,
                    amount_fen, account_id, state)
SELECT gen_random_uuid(), a.county, $1, row_number() OVER w, 'PLAIN-' || lpad((row_number() OVER w)::text, 7, '0'),
       a.id, a.resident_id, a.programme, a.village, $2, 5000, account.id, 'drawn_up'
FROM award a JOIN account ON account.resident_id = a.resident_id AND account.closed_at IS NULL
WINDOW w AS (ORDER BY a.village, a.id)
"""
EXPORT = """
SELECT p.line, p.serial, account.holder_name, account.last_four, account.bank, p.amount_fen, p.for_month
FROM payout p JOIN account ON account.id = p.account_id WHERE p.batch_id = '{batch}' ORDER BY p.line
"""
SETTLE = """
UPDATE payout SET state = CASE WHEN said.state = '成功' THEN 'settled' ELSE 'bounced' END,
                  bank_reference = said.reference, settled_on = nullif(said.paid_on, '')::date
FROM said WHERE payout.line = said.line AND payout.batch_id = $1
"""
TELL = """
INSERT INTO journal_entry (id, county, deed, subject_kind, subject_id, resident_id, village, by_kind, facts, at)
SELECT gen_random_uuid(), county, 'payouts.settled', 'payout', id, resident_id, village, 'bank',
       jsonb_build_object('amount_fen', amount_fen), now()
FROM payout WHERE batch_id = $1
"""
# The county's bands; full years on the month's last day, so that the day of birth does not matter.
OWED = """
SELECT sum(CASE WHEN age >= 100 THEN 30000 WHEN age >= 90 THEN 10000 WHEN age >= 80 THEN 5000 ELSE 0 END)::bigint
FROM award a JOIN resident r ON r.id = a.resident_id
CROSS JOIN generate_series($1::timestamp, $2::timestamp, interval '1 month') AS owed (month)
CROSS JOIN LATERAL (SELECT extract(year FROM month) - extract(year FROM r.birth_date)
                           - (extract(month FROM month) < extract(month FROM r.birth_date))::int AS age) AS reached
WHERE month >= a.paid_here_from
"""


async def move(officer_id: UUID, returned: bytes) -> dict[str, float]:
    """Seconds of each step for all awards there are; `returned` is the bank's file that ours was given."""
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    batch, month = uuid4(), date.today().replace(day=1)  # noqa: DTZ011 - any month will do
    try:
        await connection.execute(
            """INSERT INTO batch (id, county, number, programme, month, round, state, rows_digest, drawn_up_by,
                                  drawn_up_at)
               VALUES ($1, $2, 'PLAIN', 'old_age_allowance', $3, 1, 'drawn_up', repeat('0', 64), $4, now())""",
            batch, COUNTY, month, officer_id,
        )  # fmt: skip
        return {
            "draw_up_32k": await _timed(connection, lambda: connection.execute(DRAW_UP, batch, month)),
            "export_32k": await _timed(connection, lambda: _export(connection, batch)),
            "return_file_32k": await _timed(connection, lambda: _read(connection, batch, returned)),
        }
    finally:
        await connection.close()


async def owed(first: date, last: date) -> tuple[float, int]:
    """Seconds for every month of every award by one statement with the bands written out, and the fen of all."""
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        begun = time.perf_counter()
        fen = await connection.fetchval(OWED, first, last)
        return time.perf_counter() - begun, fen
    finally:
        await connection.close()


async def _timed(connection: asyncpg.Connection, step: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    async with connection.transaction():
        await step()
    return time.perf_counter() - begun


async def _export(connection: asyncpg.Connection, batch: UUID) -> None:
    file = io.BytesIO()
    await connection.copy_from_query(EXPORT.format(batch=batch), output=file, format="csv")
    digest = hashlib.sha256(file.getbuffer()).hexdigest()
    for state in ("approved", "released", "exported"):
        await connection.execute("UPDATE batch SET state = $2, file_digest = $3 WHERE id = $1", batch, state, digest)
    await connection.execute("UPDATE payout SET state = 'sent' WHERE batch_id = $1", batch)


async def _read(connection: asyncpg.Connection, batch: UUID, returned: bytes) -> None:
    """In the order of the file, whose lines are those of the batch."""
    rows = list(csv.reader(io.StringIO(returned.decode("gb18030"))))[1:-1]
    records = [(line, state, paid_on, reference) for line, (_, _, state, _, paid_on, reference) in enumerate(rows, 1)]
    await connection.execute(
        "CREATE TEMPORARY TABLE said (line int, state text, paid_on text, reference text) ON COMMIT DROP"
    )
    await connection.copy_records_to_table("said", records=records)
    await connection.execute(SETTLE, batch)
    await connection.execute(TELL, batch)
