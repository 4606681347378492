"""Exporting: a released batch becomes the bank's file; asked again, the same bytes."""

import hashlib
from uuid import UUID

from backend import database, journal, staff
from backend.payouts.approving import NobodyLeft, tell_state
from backend.payouts.bank_file import MEDIA_TYPES, BankFile
from backend.payouts.batch import Batch, BatchState
from backend.payouts.last_look import SomebodyOvertaken, send_rows, written_again
from backend.payouts.layout import get_layout
from backend.payouts.overtaken import hold_back_overtaken
from backend.payouts.reading import get_batch
from backend.payouts.telling import Told, to_nobody
from backend.refusals import NotNow
from backend.staff import Officer, Power


class NotApprovedYet(NotNow):
    """No file without a second officer's approval."""

    sentence = "这个批次还没有复核，不能导出。请先由另一位同事复核。"


class NotReleasedYet(NotNow):
    """No file before a third officer let the batch go."""

    sentence = "这个批次还没有放款，不能导出。请先由第三位同事放款。"


class BankFileDiffers(NotNow):
    """A file made again is not the one that went out: accounts or rows were altered in the tables."""

    sentence = "重新生成的文件与第一次导出的不一致，已停止导出，请报告系统管理员。"


async def export(batch_id: UUID, officer: Officer, told: Told = to_nobody) -> BankFile:
    """The batch's file for the bank; the first export marks every payout as sent.

    Whom life has overtaken since the approval is held back by then: who died, whose account was closed or changed,
    whose agreement is over. They are flagged, their months stay owed.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchBatch, NotApprovedYet, NotReleasedYet, WrongBatchState
    (discarded), BatchChanged, NobodyLeft, BatchOutdated and ListMoved (first export only), BankFileDiffers, DoesNotFit
    and LayoutGone.
    `told` hears how many rows are written of how many.
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
        try:
            sent = await send_rows(batch, officer, told)
        except SomebodyOvertaken:
            await hold_back_overtaken(batch, officer)
            sent = await send_rows(batch, officer, told)
        if not sent.payouts:
            raise NobodyLeft
        file = _file(batch, sent.content)
        await database.execute("UPDATE batch SET file_digest = $2 WHERE id = $1", batch.id, file.digest)
        line = batch.line(journal.Deed.BANK_FILE_EXPORTED, payouts=sent.payouts, file_digest=file.digest)
        await journal.record(line, by=officer.signature)
    return file


async def _made_again(batch: Batch, told: Told) -> BankFile:
    """Of rows and accounts as they were drawn up, whatever happened since; BankFileDiffers."""
    sent = await Batch.get(id=batch.id)
    if sent.state is BatchState.DISCARDED:
        await tell_state(batch.id)
    file = _file(batch, await written_again(batch, told))
    if sent.file_digest != file.digest:
        raise BankFileDiffers
    return file


def _file(batch: Batch, content: bytes) -> BankFile:
    suffix = get_layout(batch.layout).payment.suffix
    return BankFile(f"{batch.number}.{suffix}", content, hashlib.sha256(content).hexdigest(), MEDIA_TYPES[suffix])
