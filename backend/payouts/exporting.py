"""Exporting: a released batch becomes the bank's file; asked again, the same bytes."""

import asyncio
import hashlib
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from backend import clock, cycle_collector, database, entitlements, journal, staff
from backend.payouts.approving import NobodyLeft, tell_state
from backend.payouts.bank_file import MEDIA_TYPES, BankFile, BankLine, lay_out, narration
from backend.payouts.batch import Batch, BatchState
from backend.payouts.chain import must_be_as_drawn_up
from backend.payouts.layout import get_layout
from backend.payouts.outdated import must_be_up_to_date
from backend.payouts.overtaken import hold_back_overtaken, overtaken
from backend.payouts.payout import Payout
from backend.payouts.reading import get_batch
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
    """Between making the file and marking it as sent somebody died, or a colleague exported: nothing went out."""

    sentence = "导出的时候名单刚刚有变动，没有导出。请再导出一次。"


class BankFileDiffers(NotNow):
    """A file made again is not the one that went out: accounts or rows were altered in the tables."""

    sentence = "重新生成的文件与第一次导出的不一致，已停止导出，请报告系统管理员。"


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
    if batch.state is BatchState.DISCARDED:
        await tell_state(batch_id)
    await _hold_back(batch, officer)
    payments = await _payments(batch_id)
    # The file is laid out beside the checks, which wait for PostgreSQL; it goes nowhere before they hold.
    laying_out = asyncio.get_running_loop().run_in_executor(None, _make, batch, payments, told)
    try:
        sent_now = await _send(batch, laying_out, len(payments), officer)
        file = await laying_out
    finally:
        laying_out.cancel()
    if not sent_now:
        sent = await Batch.get(id=batch_id)
        if sent.state is BatchState.DISCARDED:
            await tell_state(batch_id)
        if sent.file_digest != file.digest:
            raise BankFileDiffers
    return file


async def _hold_back(batch: Batch, officer: Officer) -> None:
    """Before the first file is made; NobodyLeft where all would be held back."""
    async with database.transaction():
        if await database.rows("SELECT id FROM batch WHERE id = $1 AND state = 'released' FOR UPDATE", batch.id):
            held_back = await hold_back_overtaken(batch, officer)
            if held_back and not await Payout.filter(batch_id=batch.id, state="drawn_up").exists():
                raise NobodyLeft


async def _payments(batch_id: UUID) -> list[dict[str, Any]]:
    return await database.rows(
        """SELECT p.line, p.serial, acc.holder_name, acc.number_sealed, acc.bank, p.amount_fen, p.for_month
           FROM payout p JOIN account acc ON acc.id = p.account_id
           WHERE p.batch_id = $1 AND p.state <> 'discarded' ORDER BY p.line""",
        batch_id,
    )


def _make(batch: Batch, payments: list[dict[str, Any]], told: Told) -> BankFile:
    title = entitlements.get_benefit(batch.programme).title
    lines = [
        BankLine(
            each["line"], each["serial"], each["holder_name"], unseal(each["number_sealed"], ACCOUNT),
            each["bank"], each["amount_fen"], narration(title, each["for_month"]),
        )
        for each in counted(payments, told)
    ]  # fmt: skip
    layout = get_layout(batch.layout).payment
    content = lay_out(layout, batch.number, title, batch.month, lines)
    digest = hashlib.sha256(content).hexdigest()
    return BankFile(f"{batch.number}.{layout.suffix}", content, digest, MEDIA_TYPES[layout.suffix])


async def _send(batch: Batch, laying_out: Awaitable[BankFile], lines: int, officer: Officer) -> bool:
    """Mark batch and the payouts on the file's lines as gone to the bank; False if they have been already."""
    async with database.transaction():
        if not await database.rows("SELECT id FROM batch WHERE id = $1 AND state = 'released' FOR UPDATE", batch.id):
            return False
        await must_be_as_drawn_up(batch)
        if await overtaken(batch):
            raise ListMoved
        await must_be_up_to_date(batch.id, batch.county)
        file = await laying_out
        await database.execute(
            "UPDATE batch SET state = 'exported', exported_by = $2, exported_at = $3, file_digest = $4 WHERE id = $1",
            batch.id, officer.id, clock.now(), file.digest,
        )  # fmt: skip
        sent = await database.execute(
            "UPDATE payout SET state = 'sent' WHERE batch_id = $1 AND state = 'drawn_up'", batch.id
        )
        if sent != lines:
            raise ListMoved
        line = batch.line(journal.Deed.BANK_FILE_EXPORTED, payouts=sent, file_digest=file.digest)
        await journal.record(line, by=officer.signature)
    return True
