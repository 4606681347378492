"""Exporting: a released batch becomes the bank's file; asked again, the same bytes."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Any
from uuid import UUID

from backend import clock, cycle_collector, database, entitlements, journal, staff
from backend.payouts.approving import NobodyLeft, tell_state
from backend.payouts.bank_file import MEDIA_TYPES, BankFile, BankLine, lay_out, narration
from backend.payouts.batch import Batch, BatchState
from backend.payouts.chain import CHAIN_COLUMNS, checked, must_hold
from backend.payouts.layout import get_layout
from backend.payouts.outdated import OWED_COLUMNS, OWED_FROM, must_be_owed_today
from backend.payouts.overtaken import WHY_OVERTAKEN, hold_back_overtaken
from backend.payouts.payout import PayoutState
from backend.payouts.reading import get_batch
from backend.payouts.reckoning import Rates, rates_of
from backend.payouts.telling import Told, counted, to_nobody
from backend.refusals import NotNow
from backend.residents import ACCOUNT
from backend.sealing import unseal
from backend.staff import Officer, Power


class NotApprovedYet(NotNow):
    """No file without a second officer's approval."""

    sentence = "这个批次还没有复核，不能导出。请先由另一位同事复核。"


class NotReleasedYet(NotNow):
    """No file before a third officer let the batch go."""

    sentence = "这个批次还没有放款，不能导出。请先由第三位同事放款。"


class ListMoved(NotNow):
    """While the file was made rows moved behind the house's back: nothing went out."""

    sentence = "导出的时候名单刚刚有变动，没有导出。请再导出一次。"


class BankFileDiffers(NotNow):
    """A file made again is not the one that went out: accounts or rows were altered in the tables."""

    sentence = "重新生成的文件与第一次导出的不一致，已停止导出，请报告系统管理员。"


# Every row with all that decides whether it may go and what the bank is told of it, read once: five questions of their
# own over a month of the county took longer than all the rest.
_LAST_LOOK = f"""
SELECT {CHAIN_COLUMNS}, {OWED_COLUMNS}, {WHY_OVERTAKEN} AS overtaken,
       p.serial, acc.holder_name, acc.number_sealed, acc.bank
FROM {OWED_FROM} WHERE p.batch_id = $1
"""


@cycle_collector.resting()
async def export(batch_id: UUID, officer: Officer, told: Told = to_nobody) -> BankFile:
    """The batch's file for the bank; the first export marks every payout as sent.

    Whom life has overtaken since the approval is held back by then: who died, whose account was closed or changed,
    whose agreement is over. They are flagged, their months stay owed.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch, NotApprovedYet, NotReleasedYet, WrongBatchState
    (discarded), BatchChanged, NobodyLeft, BatchOutdated and ListMoved (first export only), BankFileDiffers, DoesNotFit
    and LayoutGone.
    `told` hears, from another thread, how many rows are written of how many.
    """
    staff.must_have(officer, Power.HANDLE_BANK_FILES)
    batch = await get_batch(batch_id, officer)
    if batch.state is BatchState.DRAWN_UP:
        raise NotApprovedYet
    if batch.state is BatchState.APPROVED:
        raise NotReleasedYet
    return await _send(batch, officer, told) or await _made_again(batch, told)


async def _send(batch: Batch, officer: Officer, told: Told) -> BankFile | None:
    """Mark batch and payouts as gone to the bank, with the file that says so; None if they are gone already."""
    async with database.transaction():
        if not await database.rows("SELECT id FROM batch WHERE id = $1 AND state = 'released' FOR UPDATE", batch.id):
            return None
        rows = await _last_look(batch)
        if any(row["overtaken"] for row in _to_be_paid(rows)):
            await hold_back_overtaken(batch, officer)
            rows = await _last_look(batch)
        payments = _to_be_paid(rows)
        if not payments:
            raise NobodyLeft
        rates = await rates_of(batch.county, (row["month"] for row in payments))
        # The file is made and the checks are done while PostgreSQL moves the rows; a refusal takes that back.
        making = asyncio.get_running_loop().run_in_executor(None, _checked_file, batch, rows, rates, told)
        try:
            sent = await _mark(batch, officer)
            file = await making
        finally:
            making.cancel()
        if sent != len(payments):
            raise ListMoved
        await database.execute("UPDATE batch SET file_digest = $2 WHERE id = $1", batch.id, file.digest)
        line = batch.line(journal.Deed.BANK_FILE_EXPORTED, payouts=sent, file_digest=file.digest)
        await journal.record(line, by=officer.signature)
    return file


async def _last_look(batch: Batch) -> list[dict[str, Any]]:
    rows = await database.rows(_LAST_LOOK, batch.id, batch.county, clock.today())
    return sorted(rows, key=itemgetter("line"))  # PostgreSQL would sort rows so wide on the disk


def _to_be_paid(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken_out = PayoutState.DISCARDED.value
    return [row for row in rows if row["state"] != taken_out]


def _checked_file(batch: Batch, rows: list[dict[str, Any]], rates: Mapping[date, Rates], told: Told) -> BankFile:
    must_hold(checked(batch, rows))
    payments = _to_be_paid(rows)
    must_be_owed_today(payments, rates)
    return _make(batch, payments, told)


async def _mark(batch: Batch, officer: Officer) -> int:
    await database.execute(
        "UPDATE batch SET state = 'exported', exported_by = $2, exported_at = $3 WHERE id = $1",
        batch.id, officer.id, clock.now(),
    )  # fmt: skip
    return await database.execute(
        "UPDATE payout SET state = 'sent' WHERE batch_id = $1 AND state = 'drawn_up'", batch.id
    )


async def _made_again(batch: Batch, told: Told) -> BankFile:
    """Of rows and accounts as they were drawn up, whatever happened since; BankFileDiffers."""
    sent = await Batch.get(id=batch.id)
    if sent.state is BatchState.DISCARDED:
        await tell_state(batch.id)
    payments = await database.rows(
        """SELECT p.line, p.serial, acc.holder_name, acc.number_sealed, acc.bank, p.amount_fen, p.for_month AS month
           FROM payout p JOIN account acc ON acc.id = p.account_id
           WHERE p.batch_id = $1 AND p.state <> 'discarded' ORDER BY p.line""",
        batch.id,
    )
    file = await asyncio.to_thread(_make, batch, payments, told)
    if sent.file_digest != file.digest:
        raise BankFileDiffers
    return file


def _make(batch: Batch, payments: list[dict[str, Any]], told: Told) -> BankFile:
    title = entitlements.get_benefit(batch.programme).title
    lines = [
        BankLine(
            each["line"], each["serial"], each["holder_name"], unseal(each["number_sealed"], ACCOUNT),
            each["bank"], each["amount_fen"], narration(title, each["month"]),
        )
        for each in counted(payments, told)
    ]  # fmt: skip
    layout = get_layout(batch.layout).payment
    content = lay_out(layout, batch.number, title, batch.month, lines)
    digest = hashlib.sha256(content).hexdigest()
    return BankFile(f"{batch.number}.{layout.suffix}", content, digest, MEDIA_TYPES[layout.suffix])
