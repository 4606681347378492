"""Last look (导出前核对): every row of a released batch is checked once more, written and marked, in one pass.

In parts: a million rows in memory at once took 3 GB, and a payee among them half as long again as among 100,000.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from backend import clock, database, entitlements
from backend.payouts.bank_file import BankLine, Draft, narration
from backend.payouts.batch import Batch
from backend.payouts.chain import CHAIN_COLUMNS, BatchChanged, ChainWalk, must_hold
from backend.payouts.layout import get_layout
from backend.payouts.outdated import OWED_COLUMNS, OWED_FROM, none_may_be, outdated_of
from backend.payouts.overtaken import WHY_OVERTAKEN
from backend.payouts.payout import PayoutState
from backend.payouts.reckoning import Rates, rates_of
from backend.payouts.telling import Told
from backend.refusals import NotNow
from backend.residents import ACCOUNT
from backend.sealing import unseal
from backend.staff import Officer

_PART = 5_000  # rows: twice as wide as others that are read in parts, and a sign of progress after each

_TOLD_TO_THE_BANK = "p.line, p.serial, acc.holder_name, acc.number_sealed, acc.bank, p.amount_fen"
# Every row with all that decides whether it may go and what the bank is told of it, read once: five questions of their
# own over a month of the county took longer than all the rest.
_LAST_LOOK = f"""
SELECT {CHAIN_COLUMNS}, {OWED_COLUMNS}, {WHY_OVERTAKEN} AS overtaken, {_TOLD_TO_THE_BANK}
FROM {OWED_FROM} WHERE p.batch_id = $1 ORDER BY p.line
"""
_AS_DRAWN_UP = f"""
SELECT {_TOLD_TO_THE_BANK}, p.for_month AS month FROM payout p JOIN account acc ON acc.id = p.account_id
WHERE p.batch_id = $1 AND p.state <> 'discarded' ORDER BY p.line
"""

_Row = Mapping[str, Any]


class ListMoved(NotNow):
    """While the file was made rows moved behind the house's back: nothing went out."""

    sentence = "导出的时候名单刚刚有变动，没有导出。请再导出一次。"


class SomebodyOvertaken(Exception):
    """Life overtook somebody since the approval: no row was marked, for first they are held back."""


@dataclass(frozen=True)
class Sent:
    """How many payouts are marked as sent, and the file that says so."""

    payouts: int
    content: bytes


async def send_rows(batch: Batch, officer: Officer, told: Told) -> Sent:
    """Check, write and mark a batch that its deed holds, and all its payouts; nothing is marked where it refuses.

    Raises SomebodyOvertaken; refuses with BatchChanged, BatchOutdated, ListMoved and DoesNotFit.
    """
    walk, draft, outdated, payouts = ChainWalk(batch), _draft(batch), 0, 0
    rates: dict[date, Rates] = {}
    of = await _rows_of(batch)
    async with database.transaction():
        await database.execute(
            "UPDATE batch SET state = 'exported', exported_by = $2, exported_at = $3 WHERE id = $1",
            batch.id, officer.id, clock.now(),
        )  # fmt: skip
        async for rows in database.parts(_LAST_LOOK, batch.id, batch.county, clock.today(), size=_PART):
            payments = [row for row in rows if row["state"] != PayoutState.DISCARDED.value]
            if any(row["overtaken"] for row in payments):
                raise SomebodyOvertaken
            rates |= await rates_of(batch.county, {row["month"] for row in payments} - rates.keys())
            # PostgreSQL moves the rows while they are checked and written here; a refusal takes that back.
            go_on = partial(_go_on, batch, walk, draft, rows, payments, rates)
            writing = asyncio.get_running_loop().run_in_executor(None, go_on)
            try:
                marked = await _mark(batch, rows)
                outdated += await writing
            finally:
                writing.cancel()
            if marked != len(payments):
                raise ListMoved
            payouts += marked
            told(rows[-1]["line"], of)
        must_hold(walk.end())
        none_may_be(outdated)
        return Sent(payouts, await asyncio.to_thread(draft.finish))


async def written_again(batch: Batch, told: Told) -> bytes:
    """The file of a batch that is sent, of its rows and accounts as they were drawn up; DoesNotFit."""
    draft, of = _draft(batch), await _rows_of(batch)
    async with database.transaction():
        async for rows in database.parts(_AS_DRAWN_UP, batch.id, size=_PART):
            await asyncio.to_thread(_write, batch, draft, rows)
            told(rows[-1]["line"], of)
    return await asyncio.to_thread(draft.finish)


def _go_on(
    batch: Batch, walk: ChainWalk, draft: Draft, rows: Sequence[_Row], payments: Sequence[_Row],
    rates: Mapping[date, Rates],
) -> int:  # fmt: skip
    walk.go_on(rows)
    if walk.broken_at is not None:
        raise BatchChanged(line=walk.broken_at)
    _write(batch, draft, payments)
    return outdated_of(payments, rates)


def _draft(batch: Batch) -> Draft:
    title = entitlements.get_benefit(batch.programme).title
    return Draft(get_layout(batch.layout).payment, batch.number, title, batch.month)


def _write(batch: Batch, draft: Draft, payments: Sequence[_Row]) -> None:
    title = entitlements.get_benefit(batch.programme).title
    draft.add([
        BankLine(
            each["line"], each["serial"], each["holder_name"], unseal(each["number_sealed"], ACCOUNT),
            each["bank"], each["amount_fen"], narration(title, each["month"]),
        )
        for each in payments
    ])  # fmt: skip


async def _mark(batch: Batch, rows: Sequence[_Row]) -> int:
    return await database.execute(
        """UPDATE payout SET state = 'sent'
           WHERE batch_id = $1 AND line BETWEEN $2 AND $3 AND state = 'drawn_up'""",
        batch.id, rows[0]["line"], rows[-1]["line"],
    )  # fmt: skip


async def _rows_of(batch: Batch) -> int:
    counted = await database.row("SELECT max(line) AS rows FROM payout WHERE batch_id = $1", batch.id)
    return int(counted["rows"] or 0) if counted else 0
