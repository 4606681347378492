"""Due: one query of who is owed what and not yet paid, and why some of it cannot be paid now."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import clock, database
from backend.entitlements import CLAIM_COLUMNS
from backend.payouts.reckoning import fen_of, rates_of

NO_ACCOUNT = "没有登记收款账户，已请村干部上门核对。"
BROKEN_ACCOUNT = "上次退票的账户还没有核对好，村干部核对或更正后再发。"
_DECEASED = "已登记去世，不进批次；去世当月及以前没发的，请按规定另行办理。"
# Suspended, not stopped (policy §4): the months stay owed, and are paid back once somebody has seen the person.
_UNCERTIFIED = "生存认证已过期，认证以前暂不发放；认证后从停的那个月起补发。"
_PAID_BY_ANOTHER = "同一个人同一个月的这项待遇登记了两份，只发一份；请核对两份待遇的起止月份。"
_NO_RATE = "有的月份县里还没有设定发放标准，设定后补发。"

_OWING = f"""
WITH broken AS MATERIALIZED (
    SELECT split_part(because, ':', 3)::uuid AS account_id, (array_agg(id ORDER BY id DESC))[1] AS last_errand,
           bool_or(done_at IS NULL) AS waiting
    FROM errand WHERE county = $1 AND kind = 'fix_account' AND because LIKE 'bounce:%' GROUP BY 1
    HAVING bool_or(done_at IS NULL) OR (array_agg(outcome ORDER BY id DESC))[1] <> 'done')
SELECT a.id AS award_id, a.resident_id, a.village, {CLAIM_COLUMNS}, owed.month::date AS month, acc.id AS account_id,
       broken.account_id IS NOT NULL AS broken, CASE WHEN NOT broken.waiting THEN broken.last_errand END AS fruitless,
       p.award_id IS NOT NULL AS paid_by_another,
       coalesce(a.certification_due_on < least($4::date, a.stopped_from), false) AS uncertified
FROM award a
JOIN resident r ON r.id = a.resident_id
CROSS JOIN LATERAL generate_series(
    greatest(a.from_month, a.paid_here_from)::timestamp,
    least($3::date, a.stopped_from - 1, a.suspended_from - 1)::timestamp, interval '1 month') AS owed (month)
LEFT JOIN account acc ON acc.resident_id = a.resident_id AND acc.closed_at IS NULL
LEFT JOIN broken ON broken.account_id = acc.id
LEFT JOIN payout p ON p.resident_id = a.resident_id AND p.programme = a.programme AND p.for_month = owed.month::date
                      AND p.state NOT IN ('bounced', 'discarded')
WHERE a.county = $1 AND a.programme = $2 AND NOT a.read_only AND p.award_id IS DISTINCT FROM a.id
ORDER BY a.village, a.id, owed.month
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A month owed to someone; `obstacle` is why it cannot be in a batch now, `amount_fen` 0 where no rate is set.

    `fruitless` is the errand that should have put a bounced account right and ended otherwise; only one that ended as
    done, or another account, lets money go there again.
    """

    award_id: UUID
    resident_id: UUID
    village: str
    month: date
    amount_fen: int
    account_id: UUID | None
    obstacle: str | None
    fruitless: UUID | None
    withheld_fen: int = 0  #: held back of what is owed for the month; `amount_fen` is the rest
    debt_id: UUID | None = None


async def what_is_due(county: str, programme: str, month: date) -> list[Due]:
    """Every month up to `month` (its first day) that is owed and in no live payout, in the order of the bank's file."""
    rows = await database.rows(_OWING, county, programme, month, clock.today())
    rates = await rates_of(county, (row["month"] for row in rows))
    due: list[Due] = []
    taken: set[tuple[UUID, date]] = set()  # the person's months that an award before this one brings into the batch
    for row in rows:
        amount = fen_of(row, rates[row["month"]])
        if amount == 0:
            continue
        whose = (row["resident_id"], row["month"])
        obstacle = _PAID_BY_ANOTHER if whose in taken else _obstacle(row, amount)
        if obstacle is None:
            taken.add(whose)
        due.append(
            Due(row["award_id"], row["resident_id"], row["village"], row["month"], amount or 0, row["account_id"],
                obstacle, row["fruitless"])
        )  # fmt: skip
    return due


def _obstacle(row: dict[str, Any], amount: int | None) -> str | None:
    if row["deceased_on"] is not None:
        return _DECEASED
    if row["paid_by_another"]:
        return _PAID_BY_ANOTHER
    if row["account_id"] is None:
        return NO_ACCOUNT
    if row["broken"]:
        return BROKEN_ACCOUNT
    if row["uncertified"]:
        return _UNCERTIFIED
    return _NO_RATE if amount is None else None
