"""Comparing (与上月比对): whom a batch pays otherwise than the month before, person by person, and why."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend import database
from backend.payouts.batch import Batch
from backend.payouts.reading import PAGE


class Difference(StrEnum):
    """What is otherwise with a person. Who is new and gets earlier months as well is under both."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    BACK_PAY = "back_pay"

    @property
    def shown(self) -> str:
        """As the console heads the list."""
        return _TITLES[self]


_TITLES = {
    Difference.NEW: "新增",
    Difference.GONE: "上月有、本月没有",
    Difference.CHANGED: "金额变了",
    Difference.BACK_PAY: "补发以前的月份",
}


@dataclass(frozen=True)
class DifferenceTotal:
    """How many persons, and by how many fen the batch is more (or less) for them than the month before."""

    difference: Difference
    people: int
    fen: int


@dataclass(frozen=True)
class DifferenceLine:
    """One person: fen of the month before, of this month, and of months before it paid now; `why` for who is gone."""

    resident_id: UUID
    name: str
    village: str
    before_fen: int
    now_fen: int
    back_fen: int
    why: str | None


# What is owed counts, so what is held back against a debt belongs to it: an offset is no change of the award.
_COMPARED = """
WITH live AS (
    SELECT resident_id, village, for_month, batch_id, amount_fen + withheld_fen AS fen FROM payout
    WHERE county = $1 AND programme = $2 AND state NOT IN ('bounced', 'discarded')
      AND (batch_id = $4 OR for_month IN ($3::date, ($3::date - interval '1 month')::date))),
compared AS (
    SELECT resident_id, max(village) AS village,
           coalesce(sum(fen) FILTER (WHERE for_month = ($3::date - interval '1 month')::date AND batch_id <> $4),
                    0)::bigint AS before_fen,
           coalesce(sum(fen) FILTER (WHERE for_month = $3::date), 0)::bigint AS now_fen,
           coalesce(sum(fen) FILTER (WHERE for_month < $3::date AND batch_id = $4), 0)::bigint AS back_fen,
           bool_or(batch_id = $4 AND for_month = $3::date) AS here
    FROM live GROUP BY resident_id),
told AS (
    SELECT *, CASE WHEN now_fen = 0 AND before_fen > 0 THEN 'gone' WHEN here AND before_fen = 0 THEN 'new'
                   WHEN here AND before_fen <> now_fen THEN 'changed' END AS difference FROM compared)
"""


async def differences(batch: Batch) -> list[DifferenceTotal]:
    """The sums of each kind of difference, in the order of `Difference`; for whoever was given the batch."""
    rows = await database.rows(
        f"""{_COMPARED}
            SELECT difference, count(*)::int AS people, sum(now_fen - before_fen)::bigint AS fen
            FROM told WHERE difference IS NOT NULL GROUP BY 1
            UNION ALL SELECT 'back_pay', count(*)::int, sum(back_fen)::bigint FROM told WHERE back_fen > 0""",
        *_asked(batch),
    )
    found = {row["difference"]: row for row in rows if row["people"]}
    return [
        DifferenceTotal(each, found[each.value]["people"], found[each.value]["fen"])
        for each in Difference if each.value in found
    ]  # fmt: skip


async def difference_lines(batch: Batch, difference: Difference, after: UUID | None = None) -> list[DifferenceLine]:
    """At most 50 persons of one kind, after the person `after`; for whoever was given the batch."""
    which = "back_fen > 0" if difference is Difference.BACK_PAY else f"difference = '{difference.value}'"
    rows = await database.rows(
        f"""{_COMPARED}
            SELECT told.resident_id, r.name, told.village, before_fen, now_fen, back_fen,
                   CASE WHEN difference <> 'gone' OR difference IS NULL THEN NULL
                        WHEN r.deceased_on IS NOT NULL THEN '已去世'
                        WHEN EXISTS (SELECT FROM award a WHERE a.resident_id = r.id AND a.programme = $2
                                     AND a.stopped_from <= $3::date) THEN '已停发'
                        WHEN EXISTS (SELECT FROM award a WHERE a.resident_id = r.id AND a.programme = $2
                                     AND a.suspended_from <= $3::date) THEN '已暂停'
                        ELSE '应发而没有编入，原因见编制时的提示' END AS why
            FROM told JOIN resident r ON r.id = told.resident_id
            WHERE {which} AND ($5::uuid IS NULL OR told.resident_id > $5) ORDER BY told.resident_id LIMIT {PAGE}""",
        *_asked(batch), after,
    )  # fmt: skip
    return [DifferenceLine(**row) for row in rows]


def _asked(batch: Batch) -> tuple[object, ...]:
    return batch.county, batch.programme, batch.month, batch.id
