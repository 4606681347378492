"""Layout (报盘版式): how a bank or a payment platform wants the file, and how its answer is worded; data, not code.

A file of `layouts/` each. None of them is an official template: the county holds its own against what its bank or the
provincial 一卡通 platform hands out, and says so by `payouts.layout` (policy §10.1).
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from backend import programmes
from backend.payouts.bounce_reason import BounceReason, reason_for
from backend.payouts.fixed_answer import FixedAnswer
from backend.refusals import NotNow

LAYOUT = "payouts.layout"
_FOLDER = Path(__file__).parent / "layouts"
Content = Literal["line", "serial", "holder", "number", "bank", "yuan", "fen", "narration", "month", "blank"]
#: What a head may say: {number} of the batch, {count}, {yuan}, {fen}, {title} of the benefit, {month} as 202603.
_HEAD = {"number": "410325-GL-202603-01", "count": 1, "yuan": "5.00", "fen": 500, "title": "津贴", "month": "202603"}


class LayoutGone(NotNow):
    """A layout that the county asks for, or that a batch was drawn up for, is not there."""

    sentence = "这个批次要用的报盘版式已经没有了，请联系系统管理员放回版式文件。"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Column(_Strict):
    """`width` in bytes of the encoding, for fixed width only; `to` the side on which the value stands."""

    title: str
    content: Content
    width: int | None = None
    to: Literal["left", "right"] = "left"
    fill: Literal[" ", "0"] = " "


class Payment(_Strict):
    """The file that goes out: rows of the head, then perhaps the columns' titles, then a row a payout."""

    kind: Literal["csv", "fixed", "xlsx"]
    encoding: Literal["gb18030", "gbk", "utf-8", "utf-8-sig"] = "gb18030"
    suffix: Literal["csv", "txt", "xlsx"]
    head: tuple[tuple[str, ...], ...]
    titles: bool = True
    columns: tuple[Column, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        head = "".join(text for row in self.head for text in row)
        head.format_map(_HEAD)
        said = {name for name in ("count", "yuan", "fen") if f"{{{name}" in head}
        if "count" not in said or not said & {"yuan", "fen"}:
            raise ValueError("the head says count and sum")
        have = {column.content for column in self.columns}
        if not {"serial", "holder", "number"} <= have or not have & {"yuan", "fen"}:
            raise ValueError("a line says serial, holder, number and amount")
        if (self.kind == "fixed") != all(column.width for column in self.columns):
            raise ValueError("widths are for fixed width, and then every column has one")
        return self


class Answer(_Strict):
    """How the return file names its columns and words its outcomes; `reasons` are the bank's own codes as ours.

    Columns are found by their names, in any order; `fixed` is for a bank whose text file names none.
    """

    serial: tuple[str, ...]
    amount: tuple[str, ...]
    status: tuple[str, ...]
    reason: tuple[str, ...] = ()
    paid_on: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    paid: tuple[str, ...]
    failed: tuple[str, ...]
    received: tuple[str, ...] = ()  #: a platform between us and the bank has the line; nobody is paid yet
    reasons: Mapping[str, BounceReason] = {}
    fixed: FixedAnswer | None = None

    def bounce_reason(self, banks_words: str) -> BounceReason:
        """Ours for what the bank wrote: by its code where that is known, by its words otherwise."""
        return self.reasons.get(banks_words.split(" ")[0].upper()) or reason_for(banks_words)


class RosterColumn(_Strict):
    """A column of the roster (花名册) that goes to the finance office with the batch."""

    title: str
    content: Literal[
        "line", "serial", "name", "holder", "township", "village", "month", "yuan", "last_four", "bank", "blank"
    ]


_ROSTER = (
    RosterColumn(title="序号", content="line"), RosterColumn(title="姓名", content="name"),
    RosterColumn(title="乡镇", content="township"), RosterColumn(title="村", content="village"),
    RosterColumn(title="所属月", content="month"), RosterColumn(title="金额(元)", content="yuan"),
    RosterColumn(title="户名", content="holder"), RosterColumn(title="开户行", content="bank"),
    RosterColumn(title="账号尾号", content="last_four"),
)  # fmt: skip


class Layout(_Strict):
    """One bank's or platform's way; `title` as the console shows it."""

    title: str
    payment: Payment
    answer: Answer
    roster: tuple[RosterColumn, ...] = _ROSTER


@cache
def layouts() -> Mapping[str, Layout]:
    """All there are, by code; ValueError at start for one that says nothing sensible."""
    return {
        file.stem: Layout.model_validate_json(_as_json(file.read_text(encoding="utf-8")))
        for file in sorted(_FOLDER.glob("*.yaml"))
    }


def get_layout(code: str) -> Layout:
    """LayoutGone if it is none of ours."""
    try:
        return layouts()[code]
    except KeyError:
        raise LayoutGone from None


async def layout_for(county: str, day: date) -> str:
    """The code of the layout that the county asks for on a day; LayoutGone."""
    said = (await programmes.parameters_on(county, day)).get(LAYOUT, "csv")
    if not isinstance(said, str) or said not in layouts():
        raise LayoutGone
    return said


def _as_json(text: str) -> str:
    """By way of JSON, in which strict models take lists as tuples and words as enums."""
    return json.dumps(yaml.safe_load(text))
