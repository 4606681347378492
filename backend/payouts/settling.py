"""Settling: the bank's return file says what arrived and what came back; every line is judged, none can harm.

The file says, the rows decide: only a payout that is `sent`, of this batch and of the same amount, moves.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from backend import clock, cycle_collector, database, funds, journal, staff
from backend.identifiers import new_id
from backend.payouts.batch import Batch
from backend.payouts.bounce_reason import BounceReason
from backend.payouts.following_up import BrokenAccount, ask_to_fix
from backend.payouts.judging import Sent, judge
from backend.payouts.layout import Answer, get_layout
from backend.payouts.payout import PayoutState
from backend.payouts.reading import get_batch
from backend.payouts.receiving import receive
from backend.payouts.return_lines import OddLine, ReturnLine, ReturnLines, read_lines
from backend.payouts.telling import Told, to_nobody
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power

# What the journal tells of a payout.
_TOLD = """payout.id, payout.county, payout.resident_id, payout.village, payout.amount_fen, payout.for_month,
           payout.account_id, payout.award_id, payout.withheld_fen, account.last_four"""
_BANK = journal.Signature(journal.By.BANK)  # what a return file says is signed by the bank, whoever reads it


class NotExportedYet(NotNow):
    """No return can come before the file has gone out."""

    sentence = "这个批次还没有导出给银行，不会有回单，请检查是否选错了批次。"


class FileOfAnotherBatch(NotAcceptable):
    """Not one line is of this batch."""

    sentence = "这份回单里没有这个批次的任何一笔，请检查是否选错了批次或文件。没有处理。"


@dataclass(frozen=True)
class ReturnReport:
    """What reading a file did now; `known` lines had been read from an earlier file or the same one before."""

    settled: int
    bounced: int
    received: int
    known: int
    odd: list[OddLine]
    still_sent: int
    closed: bool
    settled_fen: int
    bounced_fen: int


@cycle_collector.resting()
async def read_return_file(batch_id: UUID, content: bytes, officer: Officer, told: Told = to_nobody) -> ReturnReport:
    """Take the bank's return file, or the platform's receipt, all in one transaction; the batch is closed when nothing
    is open.

    Refuses whole: EmptyReturnFile, ReturnFileTooLarge, UnreadableReturnFile, TrailerDiffers,
    NotExportedYet, FileOfAnotherBatch; NoSuchPower, OutsideYourPlace, NoSuchBatch. All else is reported line by line,
    and the same file again changes nothing. Who reads it is in the journal; what it says is signed by the bank.
    `told` hears how many lines have had their effect of how many.
    """
    staff.must_have(officer, Power.HANDLE_BANK_FILES)
    batch = await get_batch(batch_id, officer)
    answer = get_layout(batch.layout).answer
    said = await asyncio.to_thread(read_lines, content, answer, today=clock.today())
    async with database.transaction():
        # Two officers with the same file: the second waits here and finds every line known.
        held = await database.rows(
            "SELECT id FROM batch WHERE id = $1 AND state IN ('exported', 'closed') FOR UPDATE", batch_id
        )
        if not held:
            raise NotExportedYet
        judged = judge(batch.id, said, await _rows_named(batch, said))
        told(0, said.count)
        await _settle(batch, judged.settled)
        told(len(judged.settled), said.count)
        await _bounce(batch, judged.bounced, answer)
        told(len(judged.settled) + len(judged.bounced), said.count)
        received = await receive(batch, judged.received)
        known = judged.known + len(judged.received) - received
        await _keep(batch, content, said, judged.odd, officer)
        still_sent, closed = await _close_if_done(batch)
    told(said.count, said.count)
    return ReturnReport(
        len(judged.settled), len(judged.bounced), received, known, judged.odd, still_sent, closed,
        sum(line.amount_fen for line in judged.settled), sum(line.amount_fen for line in judged.bounced),
    )  # fmt: skip


async def _rows_named(batch: Batch, said: ReturnLines) -> dict[str, Sent]:
    """The county's payouts that the file names, by serial; FileOfAnotherBatch if it names none of this batch."""
    found = await database.rows(
        "SELECT serial, batch_id, amount_fen, state FROM payout WHERE county = $1 AND serial = ANY ($2)",
        batch.county,
        [line.serial for line in said.taken],
    )
    if said.taken and not any(row["batch_id"] == batch.id for row in found):
        raise FileOfAnotherBatch
    return {row["serial"]: Sent(row["batch_id"], row["amount_fen"], PayoutState(row["state"])) for row in found}


async def _settle(batch: Batch, lines: Sequence[ReturnLine]) -> None:
    settled = await database.rows(
        f"""UPDATE payout SET state = 'settled', settled_on = said.paid_on, bank_reference = nullif(said.reference, '')
            FROM unnest($1::text[], $2::date[], $3::text[]) AS said (serial, paid_on, reference), account
            WHERE payout.serial = said.serial AND payout.state = 'sent' AND account.id = payout.account_id
            RETURNING {_TOLD}, payout.settled_on""",
        [line.serial for line in lines],
        [line.paid_on or clock.today() for line in lines],
        [line.bank_reference for line in lines],
    )
    await funds.pay_out(batch.county, batch.id, batch.programme, _fen_of(settled), _BANK)
    await _record(batch, journal.Deed.PAYOUT_SETTLED, settled)


async def _bounce(batch: Batch, lines: Sequence[ReturnLine], answer: Answer) -> None:
    bounced = await database.rows(
        f"""UPDATE payout SET state = 'bounced', bounce_code = said.code, bounce_text = said.words,
                   bank_reference = nullif(said.reference, '')
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS said (serial, code, words, reference),
                 account
            WHERE payout.serial = said.serial AND payout.state = 'sent' AND account.id = payout.account_id
            RETURNING {_TOLD}, payout.bounce_code""",
        [line.serial for line in lines],
        [answer.bounce_reason(line.reason).value for line in lines],
        [line.reason for line in lines],
        [line.bank_reference for line in lines],
    )
    await funds.give_back(batch.county, batch.id, batch.programme, _fen_of(bounced), _BANK)
    await _record(batch, journal.Deed.PAYOUT_BOUNCED, bounced)
    # One errand an account; a fault of the file is ours to mend, not the person's.
    accounts = {each["account_id"]: each for each in bounced if each["bounce_code"] != BounceReason.FILE_ERROR.value}
    broken = [
        BrokenAccount(id, each["resident_id"], BounceReason(each["bounce_code"])) for id, each in accounts.items()
    ]
    await ask_to_fix(batch.id, broken)


async def _record(batch: Batch, deed: journal.Deed, payouts: Sequence[dict[str, Any]]) -> None:
    lines = [
        journal.Line(
            deed, each["county"], "payout", each["id"], resident_id=each["resident_id"], village=each["village"],
            facts={
                "amount_fen": each["amount_fen"], "month": each["for_month"].isoformat(),
                "programme": batch.programme, "account_last_four": each["last_four"], "batch_id": batch.id,
                "award_id": each["award_id"], "withheld_fen": each["withheld_fen"],
                **({"bounce_code": each["bounce_code"]} if "bounce_code" in each else {}),
                **({"settled_on": each["settled_on"]} if "settled_on" in each else {}),
            },
        )
        for each in payouts
    ]  # fmt: skip
    await journal.record_many(lines, by=_BANK)


def _fen_of(payouts: Sequence[dict[str, Any]]) -> int:
    return sum(each["amount_fen"] for each in payouts)


async def _keep(batch: Batch, content: bytes, said: ReturnLines, odd: Sequence[OddLine], officer: Officer) -> None:
    """Note that the file was read; a second reading of the same bytes is not noted again."""
    digest = hashlib.sha256(content).hexdigest()
    kept = await database.execute(
        """INSERT INTO return_file (id, county, batch_id, digest, lines, read_by, read_at, odd_lines)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (batch_id, digest) DO NOTHING""",
        new_id(), batch.county, batch.id, digest, said.count, officer.id, clock.now(),
        json.dumps([asdict(each) for each in odd], ensure_ascii=False),
    )  # fmt: skip
    if kept:
        line = batch.line(journal.Deed.RETURN_FILE_READ, digest=digest, lines=said.count, odd=len(odd))
        await journal.record(line, by=officer.signature)


async def _close_if_done(batch: Batch) -> tuple[int, bool]:
    """How many payouts are still with the bank, and whether the batch is closed now."""
    open_ones = await database.row(
        "SELECT count(*) AS number FROM payout WHERE batch_id = $1 AND state = 'sent'", batch.id
    )
    still_sent = int(open_ones["number"]) if open_ones else 0
    if not still_sent:
        await database.execute(
            "UPDATE batch SET state = 'closed', closed_at = $2 WHERE id = $1 AND state = 'exported'",
            batch.id,
            clock.now(),
        )
    return still_sent, not still_sent
