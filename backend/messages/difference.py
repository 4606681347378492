"""Difference (对账差异): one text on which the provider's record and ours do not agree, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from backend import database
from backend.messages.channel import Channel, channels
from backend.messages.notice import COLUMNS, FROM, Notice, notice_of
from backend.staff import Officer, Power, must_have, youngest_shown

PAGE = 200


class DifferenceKind(StrEnum):
    """What does not agree between our rows, the receipts that came and the provider's record; outreach's own words.

    A receipt writes our row, so where the two differ, one of them is missing: see RECEIPT_MISSING and OPEN_THERE.
    """

    NOT_ON_RECORD = "not_on_record"  #: never sent, or never billed
    NOT_OURS = "not_ours"
    BELIEVED_UNSENT = "believed_unsent"
    ENDED_OTHERWISE = "ended_otherwise"
    LISTED_TWICE = "listed_twice"  #: sent or billed twice
    RECEIPT_MISSING = "receipt_missing"  #: the provider knows an end of which we were told nothing
    OPEN_THERE = "open_there"  #: we were told an end that the provider's record does not have
    OTHER_PHONE = "other_phone"  #: ours, on the record of a number to which it was not sent; by night only
    OTHER_DAY = "other_day"  #: ours, on a day or in a month in which it was not sent
    STRAY_RECEIPT = "stray_receipt"  #: a receipt of no message of ours, or of another phone's; by night only
    OTHER_PARTS = "other_parts"  #: charged as more or fewer texts than it is long, by its receipt or a month's file
    OTHER_FEE = "other_fee"  #: charged otherwise than by the county's price; in a month's file only

    @property
    def shown(self) -> str:
        """As the page says it."""
        return _SHOWN[self]

    @property
    def to_do(self) -> str:
        """What staff can do about it."""
        return _TO_DO[self]


_SHOWN = {
    DifferenceKind.NOT_ON_RECORD: "对方没有记录",
    DifferenceKind.NOT_OURS: "对方多出",
    DifferenceKind.BELIEVED_UNSENT: "我方以为没发",
    DifferenceKind.ENDED_OTHERWISE: "结果不一样",
    DifferenceKind.LISTED_TWICE: "对方列了两次",
    DifferenceKind.RECEIPT_MISSING: "回执没有收到",
    DifferenceKind.OPEN_THERE: "对方还没有结果",
    DifferenceKind.OTHER_PHONE: "号码对不上",
    DifferenceKind.OTHER_DAY: "日期对不上",
    DifferenceKind.STRAY_RECEIPT: "回执对不上",
    DifferenceKind.OTHER_PARTS: "计费条数不对",
    DifferenceKind.OTHER_FEE: "费用不对",
}
_TO_DO = {
    DifferenceKind.NOT_ON_RECORD: "我方记着对方已收下。请凭编号向服务商查询；没有收到的，请村干部告诉本人。",
    DifferenceKind.NOT_OURS: "不是本系统发出的。请查同一账号还有谁在用，密钥是否外泄。",
    DifferenceKind.BELIEVED_UNSENT: "对方已经发出，本人可能收到过两种通知。不用再发。",
    DifferenceKind.ENDED_OTHERWISE: "送达与否两边不同。拿不准的，请村干部问一下本人。",
    DifferenceKind.LISTED_TWICE: "本系统每条只发一次。请凭编号向服务商查询，是否多计了费。",
    DifferenceKind.RECEIPT_MISSING: "对方已有结果，我方没有收到回执，会自动补查。第二天还在的，请看回调地址通不通。",
    DifferenceKind.OPEN_THERE: "我方已有结果，对方记录里还没有。月底还这样的，请凭编号向服务商查询。",
    DifferenceKind.OTHER_PHONE: "对方记在另一个号码名下。请凭编号向服务商查询，并问一问本人收到没有。",
    DifferenceKind.OTHER_DAY: "对方记在别的日子，可能重复计费。请凭编号向服务商查询。",
    DifferenceKind.STRAY_RECEIPT: "不是本系统的编号，或者号码不符，没有采信。多的话请查回调地址是否泄露。",
    DifferenceKind.OTHER_PARTS: "按字数算不是这么多条。请凭编号向服务商核对计费。",
    DifferenceKind.OTHER_FEE: "和县里登记的单价对不上。请核对合同单价，或更新标准参数里的单价。",
}


@dataclass(frozen=True)
class Difference:
    """`number`: what the provider knows it by (OutId). `notice`: None where it is not ours."""

    kind: DifferenceKind
    number: str
    notice: Notice | None


async def differences(officer: Officer, day: date, sheet: int = 1) -> list[Difference]:
    """At most 200 of one night: those that are not ours, then those of the officer's places; `sheet` 2 has the next.

    Refuses with NoSuchPower.
    """
    return await _found(officer, "SELECT county, out_id, kind FROM every_difference WHERE day = $3", day, sheet)


async def differences_of_month(officer: Officer, month: date, sheet: int = 1) -> list[Difference]:
    """The same by the provider's file of a month."""
    return await _found(
        officer,
        """SELECT s.county, d.out_id, d.kind FROM provider_statement s
           JOIN provider_statement_difference d ON d.statement_id = s.id WHERE s.month = $3""",
        month,
        sheet,
    )


async def _found(officer: Officer, source: str, of: date, sheet: int) -> list[Difference]:
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        f"""SELECT d.kind, d.out_id, n.* FROM ({source}) AS d
            CROSS JOIN LATERAL (SELECT CASE WHEN out_id ~ '^[0-9a-f]{{32}}$' THEN out_id::uuid END AS id) AS named
            LEFT JOIN LATERAL (
                SELECT {COLUMNS}, about.birth_date {FROM} WHERE m.id = named.id AND m.county = d.county) AS n ON true
            WHERE d.county = $1 AND (n.id IS NULL OR coalesce(n.village, $1) LIKE $2)
              AND (n.birth_date IS NULL OR n.birth_date <= $4)
            ORDER BY n.id NULLS FIRST, d.out_id, d.kind LIMIT {PAGE} OFFSET $5""",
        officer.county, officer.scope.like, of, youngest_shown(officer), (sheet - 1) * PAGE,
    )  # fmt: skip
    known = await channels()
    return [_difference(row, known) for row in found]


def _difference(row: dict[str, Any], known: Mapping[str, Channel]) -> Difference:
    kind, number = DifferenceKind(row.pop("kind")), row.pop("out_id")
    del row["birth_date"]
    return Difference(kind, number, notice_of(row, known) if row["id"] is not None else None)
