"""The files of a check: a request with an empty reply sheet out, a filled reply in, for departments without an API."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.inquiries.check import CheckBatch, CheckItem
from backend.refusals import NotAcceptable
from backend.spreadsheet import Row, Sheet, read_table
from backend.workbook import Leaf, write_xlsx

_ASKED = ("批次号", "序号", "校验码", "姓名", "身份证号", "与申请人关系", "用途", "授权截止", "核对项目")
_ANSWERED = ("批次号", "序号", "校验码", "姓名", "核对项目", "结果", "说明", "数据日期")
# One table, for systems that read no workbook: what is asked, with blanks for the answer behind it.
_IN_ONE = (*_ASKED, "结果", "说明", "数据日期")
_NEEDED = ("批次号", "序号", "校验码", "核对项目", "结果", "数据日期")
_FLAGS = {"有": True, "无": False, "没有": False}
_SIGNS = "=+-@'\""  # before a name they make a formula of it, or keep it from being one
_DETAIL_AT_MOST = 500  # characters
_PROBLEMS_AT_MOST = 200  # told at once; a file with more is another file


class ReplyColumnsMissing(NotAcceptable):
    """No sheet has the columns of a reply; `details["columns"]` names those missing."""

    sentence = "文件里没有找到回复表的列，请用请求文件里的「回复」表填写。"


class ReplyOfAnotherBatch(NotAcceptable):
    """Every row answers another batch."""

    sentence = "这是另一个批次的回复，请到那个批次里上传。"


class ReplyMarkWrong(NotAcceptable):
    """No row carries this batch's 校验码: it answers another version of the list, or was typed anew."""

    sentence = "回复里的校验码和请求文件对不上，请确认部门是按这份请求文件回复的。"


class ReplyProblems(NotAcceptable):
    """Some cells cannot be taken; nothing was. `details["problems"]` is of cell and sentence."""

    sentence = "回复文件里有不能接收的内容，一行也没有录入。请按下面的单元格改好，再上传一次。"


@dataclass(frozen=True)
class Person:
    """One row of the request; the ID number in clear, as the departments need it."""

    serial: str
    name: str
    identity_number: str
    relation: str
    purpose: str
    valid_until: date


@dataclass(frozen=True)
class Answer:
    """One cell's worth of a reply, checked."""

    serial: str
    item: CheckItem
    flagged: bool
    detail: str
    data_on: date


def mark_of(number: str, people: Sequence[Person], items: Sequence[CheckItem]) -> str:
    """校验码: 12 characters that change with any row asked about."""
    rows = [number, *items, *(f"{each.serial}|{each.name}|{each.identity_number}" for each in people)]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12].upper()


def request_file(number: str, people: Sequence[Person], items: Sequence[CheckItem], mark: str | None = None) -> bytes:
    """XLSX with two sheets: 请求, and 回复 to be filled in; the same batch gives the same bytes.

    `mark` is the batch's own where not all of its people are asked about any more.
    """
    mark = mark or mark_of(number, people, items)
    asked = "、".join(item.shown for item in items)
    out = [
        (
            number,
            each.serial,
            mark,
            each.name,
            each.identity_number,
            each.relation,
            each.purpose,
            each.valid_until,
            asked,
        )
        for each in people
    ]
    back = [(number, each.serial, mark, each.name, item.shown, "", "", "") for each in people for item in items]
    return write_xlsx([
        Leaf("请求", _ASKED, out, (20, 26, 15, 10, 21, 14, 24, 12, 60)),
        Leaf("回复", _ANSWERED, back, (20, 26, 15, 10, 22, 8, 40, 12)),
    ])  # fmt: skip


def request_csv(number: str, people: Sequence[Person], items: Sequence[CheckItem], mark: str | None = None) -> bytes:
    """The same as one CSV table, a line for each person and item, which comes back filled in; UTF-8 with its mark."""
    mark = mark or mark_of(number, people, items)
    out = io.StringIO()
    lines = [
        (
            number,
            each.serial,
            mark,
            each.name,
            each.identity_number,
            each.relation,
            each.purpose,
            each.valid_until.isoformat(),
            item.shown,
            "",
            "",
            "",
        )
        for each in people
        for item in items
    ]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_IN_ONE, *([_no_formula(cell) for cell in line] for line in lines)])
    return out.getvalue().encode("utf-8-sig")


def read_reply(
    content: bytes,
    batch: CheckBatch,
    people: Mapping[str, tuple[str, date]],
    answered: set[tuple[str, str]],
    today: date,
) -> list[Answer]:
    """The answers in a reply to `batch`; a row whose 结果 is blank is another department's.

    `people` by serial: the name and the last day of the letter. `answered` are the (serial, item) already on record.
    Refuses as `read_table`, and with ReplyColumnsMissing, ReplyOfAnotherBatch, ReplyMarkWrong and ReplyProblems.
    """
    sheet, heads, rows = _reply_in(read_table(content))
    filled = [row for row in rows if row.cell(heads["结果"])]
    if filled and all(row.cell(heads["批次号"]) != batch.number for row in filled):
        raise ReplyOfAnotherBatch
    if filled and all(row.cell(heads["校验码"]).upper() != batch.mark for row in filled):
        raise ReplyMarkWrong
    reading = _Reading(sheet, heads, batch, people, set(answered), today)
    answers = [answer for row in filled if (answer := reading.take(row)) is not None]
    if not filled:
        raise ReplyProblems("回复表里没有填结果，请填好「结果」和「数据日期」再上传。", problems=[])
    if reading.problems:
        raise ReplyProblems(problems=reading.problems[:_PROBLEMS_AT_MOST])
    return answers


def _reply_in(sheets: Sequence[Sheet]) -> tuple[Sheet, dict[str, int], Sequence[Row]]:
    lacking: list[str] = list(_NEEDED)
    for sheet in sheets:
        heads = {title: column for column, title in enumerate(sheet.rows[0].cells)} if sheet.rows else {}
        missing = [title for title in _NEEDED if title not in heads]
        if not missing:
            return sheet, heads, sheet.rows[1:]
        lacking = min(lacking, missing, key=len)
    raise ReplyColumnsMissing(
        f"回复表缺少这些列：{'、'.join(lacking)}。请用请求文件里的「回复」表填写。", columns=lacking
    )


@dataclass
class _Reading:
    sheet: Sheet
    heads: Mapping[str, int]
    batch: CheckBatch
    people: Mapping[str, tuple[str, date]]
    taken: set[tuple[str, str]]
    today: date

    def __post_init__(self) -> None:
        self.problems: list[dict[str, str]] = []
        self._items = {item.shown: item for item in self.batch.asked}

    def take(self, row: Row) -> Answer | None:
        """The row's answer, or None with a problem noted for the cell that is wrong."""
        trouble = self._in_the_keys(row) or self._in_the_answer(row)
        if trouble is not None:
            title, sentence = trouble
            self.problems.append({"cell": self.sheet.address(row.number, self.heads[title]), "sentence": sentence})
            return None
        serial, item = self._cell(row, "序号"), self._items[self._cell(row, "核对项目")]
        self.taken.add((serial, item.value))
        data_on = date.fromisoformat(self._cell(row, "数据日期"))
        return Answer(serial, item, _FLAGS[self._cell(row, "结果")], self._cell(row, "说明"), data_on)

    def _in_the_keys(self, row: Row) -> tuple[str, str] | None:
        serial, item = self._cell(row, "序号"), self._items.get(self._cell(row, "核对项目"))
        if self._cell(row, "批次号") != self.batch.number:
            return "批次号", "这一行是另一个批次的。"
        if self._cell(row, "校验码").upper() != self.batch.mark:
            return "校验码", "校验码和请求文件对不上。"
        if serial not in self.people:
            return "序号", "这个批次里没有这个序号。"
        if self._cell(row, "姓名").strip(_SIGNS) not in ("", self.people[serial][0].strip(_SIGNS)):
            return "姓名", "姓名和这个序号的人对不上。"
        if item is None:
            return "核对项目", "没有请求核对这一项。"
        if (serial, item.value) in self.taken:
            return "核对项目", "这个人的这一项重复了，或者已经回复过。"
        return None

    def _in_the_answer(self, row: Row) -> tuple[str, str] | None:
        flagged, detail = _FLAGS.get(self._cell(row, "结果")), self._cell(row, "说明")
        data_on = _day(self._cell(row, "数据日期"))
        if flagged is None:
            return "结果", "结果只能填「有」或「无」。"
        if (flagged and not detail) or len(detail) > _DETAIL_AT_MOST:
            return "结果", f"结果是「有」的，要在说明里写明，最多{_DETAIL_AT_MOST}个字。"
        if data_on is None or data_on > self.today:
            return "数据日期", "请按“2026-03-01”填写数据日期，不能晚于今天。"
        if data_on > self.people[self._cell(row, "序号")][1]:
            return (
                "数据日期",
                "这个人的授权那天已经到期，到期以后查的不能录入。请清空这一行的结果，重新签授权书再核对。",
            )
        return None

    def _cell(self, row: Row, title: str) -> str:
        return row.cell(self.heads[title]) if title in self.heads else ""


def _no_formula(cell: str) -> str:
    """A spreadsheet program that opens the table must not reckon with what somebody typed as a name."""
    return f"'{cell}" if cell.startswith(tuple(_SIGNS)) else cell


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
