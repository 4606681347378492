"""Judging a return file: its lines held against the batch's rows; pure. What does not fit is reported, not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from backend.payouts.payout import PayoutState
from backend.payouts.return_lines import OddLine, Outcome, ReturnLine, ReturnLines


@dataclass(frozen=True, slots=True)
class Sent:
    """A payout as our rows have it."""

    batch_id: UUID
    amount_fen: int
    state: PayoutState


@dataclass
class Judged:
    """Which lines move a payout; `known` ones were said before and change nothing."""

    settled: list[ReturnLine] = field(default_factory=list)
    bounced: list[ReturnLine] = field(default_factory=list)
    received: list[ReturnLine] = field(default_factory=list)
    known: int = 0
    odd: list[OddLine] = field(default_factory=list)


def judge(batch_id: UUID, said: ReturnLines, rows: Mapping[str, Sent]) -> Judged:
    """Sort the lines taken from a file, `rows` being the county's payouts that it names, by serial."""
    judged = Judged(odd=list(said.odd))
    for line in said.taken:
        row = rows.get(line.serial)
        problem = _problem(batch_id, line, row)
        if problem is not None:
            judged.odd.append(OddLine(line.line, *problem, line.where))
        elif row is not None and row.state is not PayoutState.SENT:
            judged.known += 1
        else:
            _list_for(judged, line.outcome).append(line)
    judged.odd.sort(key=lambda odd: (odd.line, odd.where))
    return judged


def _list_for(judged: Judged, outcome: Outcome) -> list[ReturnLine]:
    return {
        Outcome.PAID: judged.settled, Outcome.FAILED: judged.bounced, Outcome.RECEIVED: judged.received,
    }[outcome]  # fmt: skip


def _problem(batch_id: UUID, line: ReturnLine, row: Sent | None) -> tuple[str, str] | None:
    """Why a line cannot be taken, as code and sentence; None if it can, or is known already."""
    if row is None:
        return "unknown_line", "没有这个业务流水号，不是我们发出的，没有处理。"
    if row.batch_id != batch_id:
        return "other_batch_line", "这一行属于另一个批次，没有处理，请在那个批次里上传它的回单。"
    if row.amount_fen != line.amount_fen:
        return "wrong_amount", "金额与我们发出的不一致，没有处理，请与银行核对。"
    if row.state is PayoutState.SETTLED and line.outcome is Outcome.FAILED:
        return "settled_before", "此前的回单说已到账，这次说失败，没有改动，请与银行核对。"
    if row.state is PayoutState.BOUNCED and line.paid:
        return "bounced_before", "此前的回单说失败，这次说已到账，没有改动。请先与银行核对，以免重复补发。"
    return None
