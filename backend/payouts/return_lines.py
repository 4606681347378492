"""What a return file says: lines that can be taken, lines that cannot and why, and its trailer's sum."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeVar

from backend.money import NoAmount, fen_from_yuan
from backend.payouts.layout import Answer
from backend.payouts.return_text import Row, read_rows
from backend.refusals import NotAcceptable
from backend.spreadsheet import digits_eaten

_TRAILER = re.compile("合计|总计|汇总")
_Read = TypeVar("_Read")
_TEXT_AT_MOST = 200  # characters kept of the bank's own words


class TrailerDiffers(NotAcceptable):
    """The trailer's sum or count is not that of the lines: the file was cut off or changed."""

    sentence = "回单末尾的合计与明细对不上，文件可能没有下载完整或被改动过。整份没有处理，请重新从银行下载。"


@dataclass(frozen=True)
class OddLine:
    """A line that was not taken; `line` is its number in the file, 0 for the file as a whole.

    `where` names the sheet and the cell in a workbook, such as 「回单!C7」; blank for a text file.
    """

    line: int
    code: str
    sentence: str
    where: str = ""


class Outcome(Enum):
    """What the line says: paid, failed, or that the provincial platform has it and passes it on to the bank."""

    PAID = "paid"
    FAILED = "failed"
    RECEIVED = "received"


@dataclass(frozen=True)
class ReturnLine:
    """The bank's word on one payment, or the platform's. `paid_on` is None where the bank gave no date."""

    line: int
    serial: str
    amount_fen: int
    outcome: Outcome
    reason: str
    paid_on: date | None
    bank_reference: str
    where: str = ""

    @property
    def paid(self) -> bool:
        """Whether the money arrived."""
        return self.outcome is Outcome.PAID


@dataclass
class ReturnLines:
    """The file sorted out; what is in `odd` is not in `taken`."""

    taken: list[ReturnLine] = field(default_factory=list)
    odd: list[OddLine] = field(default_factory=list)
    count: int = 0


class _Odd(Exception):
    """A cell that cannot be understood."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


def read_lines(content: bytes, answer: Answer, *, today: date) -> ReturnLines:
    """Sort out a return file; pure. Refuses as `read_rows`, and with TrailerDiffers; all else is reported by line.

    `today` is the county's date: money cannot have arrived after it.
    """
    rows = read_rows(content, answer)
    body = [row for row in rows if not _TRAILER.match(row.first)]
    sorted_out = ReturnLines(count=len(body))
    _check_trailer([row for row in rows if _TRAILER.match(row.first)], body, sorted_out)
    by_serial: dict[str, list[ReturnLine]] = defaultdict(list)
    for row in body:
        try:
            line = _understood(row, answer, today)
            by_serial[line.serial].append(line)
        except _Odd as odd:
            sorted_out.odd.append(OddLine(row.line, odd.code, odd.sentence, row.where))
    for lines in by_serial.values():
        _take_once(lines, sorted_out)
    sorted_out.odd.sort(key=lambda odd: (odd.line, odd.where))
    return sorted_out


def _check_trailer(trailers: Sequence[Row], body: Sequence[Row], sorted_out: ReturnLines) -> None:
    """Trailer of each sheet: 合计, the sum of all amounts, how many lines. Its sum counts every line, odd ones too."""
    if not trailers:
        sentence = "文件末尾没有合计行，可能没有下载完整；已有的各行照常处理，请核对笔数。"
        sorted_out.odd.append(OddLine(0, "no_trailer", sentence))
        return
    if len({trailer.sheet for trailer in trailers}) < len(trailers):
        raise TrailerDiffers
    for trailer in trailers:
        _check_one(trailer, [row for row in body if row.sheet == trailer.sheet])


def _check_one(trailer: Row, body: Sequence[Row]) -> None:
    sum_said, count_said = trailer.cells["amount"], trailer.cells["status"].removesuffix("笔").strip()
    try:
        total = sum(fen_from_yuan(row.cells["amount"]) for row in body)
        same = fen_from_yuan(sum_said) == total and (not count_said or int(count_said) == len(body))
    except ValueError as unreadable:
        raise TrailerDiffers from unreadable
    if not same:
        raise TrailerDiffers


def _understood(row: Row, answer: Answer, today: date) -> ReturnLine:
    cells = row.cells
    serial = cells["serial"]
    if row.misfit:
        raise _Odd("bad_width", "这一行的长度与版式不符，没有处理，请与银行核对。")
    if not serial:
        raise _Odd("no_serial", "这一行没有业务流水号，没有处理。")
    if digits_eaten(serial):
        raise _Odd("digits_eaten", "流水号被表格软件改成了科学计数法，末几位已经丢失，没有处理。请不要另存，重新下载。")
    if row.merged & {"serial", "amount", "status"}:
        raise _Odd("merged_cell", "这一行的流水号、金额或状态是合并单元格，分不清是哪一笔的，没有处理。")
    outcome = _status(cells["status"], answer)
    amount = _amount(cells["amount"])
    paid_on = _or_odd(_day, cells["paid_on"], "bad_date", "这一行的入账日期看不懂，没有处理。")
    if outcome is not Outcome.PAID:
        paid_on = None
    if paid_on is not None and paid_on > today:
        raise _Odd("future_date", "这一行的入账日期晚于今天，没有处理，请与银行核对。")
    reason, reference = cells["reason"][:_TEXT_AT_MOST], cells["reference"][:_TEXT_AT_MOST]
    return ReturnLine(row.line, serial, amount, outcome, reason, paid_on, reference, row.where)


def _status(word: str, answer: Answer) -> Outcome:
    if word in answer.paid:
        return Outcome.PAID
    if word in answer.failed:
        return Outcome.FAILED
    if word in answer.received:
        return Outcome.RECEIVED
    raise _Odd("bad_status", "这一行的状态既不是成功也不是失败，没有处理。")


def _amount(cell: str) -> int:
    try:
        fen = fen_from_yuan(cell)
    except NoAmount as wrong:
        raise _Odd("bad_amount", f"这一行的金额看不懂，没有处理。{wrong.shown}") from wrong
    if fen <= 0:
        raise _Odd("bad_amount", "这一行的金额不大于0，没有处理，请与银行核对。")
    return fen


def _or_odd(read: Callable[[str], _Read], cell: str, code: str, sentence: str) -> _Read:
    try:
        return read(cell)
    except ValueError as unreadable:
        raise _Odd(code, sentence) from unreadable


def _day(text: str) -> date | None:
    """2026-03-10, 20260310, 2026/3/10, 2026年3月10日; None for an empty cell."""
    if not text:
        return None
    found = re.match(r"^(\d{4})(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?(?:[ T].*)?$", text)
    if not found:
        raise ValueError("not a date")
    return date(*(int(part) for part in found.groups()))


def _take_once(lines: Sequence[ReturnLine], sorted_out: ReturnLines) -> None:
    """A payment said twice in the same words is taken once; said in two ways it is not taken at all."""
    first, *others = lines
    if any((each.outcome, each.amount_fen) != (first.outcome, first.amount_fen) for each in others):
        sentence = "同一笔业务流水号在文件里有两种说法，都没有处理，请与银行核对。"
        sorted_out.odd.extend(OddLine(each.line, "contradicting_lines", sentence, each.where) for each in lines)
        return
    sorted_out.taken.append(first)
    sentence = "这一行与前面的行重复，只算一次。"
    sorted_out.odd.extend(OddLine(each.line, "repeated_line", sentence, each.where) for each in others)
