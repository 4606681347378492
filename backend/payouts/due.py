"""Due: one query of who is owed what and not yet paid, and why some of it cannot be paid now."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import clock, database, eligibility, entitlements
from backend.entitlements import CLAIM_COLUMNS
from backend.payouts.reckoning import Rates, fen_of, rates_of

NO_ACCOUNT = "没有登记收款账户，已派任务核对。"
BROKEN_ACCOUNT = "上次退票的账户还没有核对好，核对或更正后再发。"
_DECEASED = "已登记去世，不进批次；去世当月及以前没发的，请按规定另行办理。"
# Suspended, not stopped (policy §4): the months stay owed, and are paid back once somebody has seen the person.
_UNCERTIFIED = "生存认证已过期，认证以前暂不发放；认证后从停的那个月起补发。"
_PAID_BY_ANOTHER = "同一个人同一个月的这项待遇登记了两份，只发一份；请核对两份待遇的起止月份。"
_NO_RATE = "有的月份县里还没有设定发放标准，设定后补发。"

# Nearly every month of five years is paid as it is owed: SQL passes it over, by the rates of each month and age. What
# could be owed beyond what was paid goes on to be reckoned exactly.
_OWING = f"""
WITH broken AS MATERIALIZED (
    SELECT split_part(because, ':', 3)::uuid AS account_id, (array_agg(id ORDER BY id DESC))[1] AS last_errand,
           bool_or(done_at IS NULL) AS waiting
    FROM errand WHERE county = $1 AND kind = 'fix_account' AND because LIKE 'bounce:%' GROUP BY 1
    HAVING bool_or(done_at IS NULL) OR (array_agg(outcome ORDER BY id DESC))[1] <> 'done'),
more AS MATERIALIZED (
    SELECT award_id, for_month, sum(amount_fen + withheld_fen)::bigint AS fen, array_agg(part) AS parts
    FROM payout WHERE county = $1 AND programme = $2 AND part > 0 AND live
    GROUP BY 1, 2),
back AS MATERIALIZED (
    SELECT p.award_id, p.for_month, sum(c.again)::bigint AS fen
    FROM came_back($1) c JOIN payout p ON p.id = c.payout_id WHERE p.programme = $2 GROUP BY 1, 2),
rate AS MATERIALIZED (SELECT * FROM unnest($5::date[], $6::int[], $7::bigint[]) AS given (month, age, fen)),
held AS MATERIALIZED (
    SELECT a AS award, r.birth_date, r.deceased_on, acc.id AS account_id
    FROM award a JOIN resident r ON r.id = a.resident_id
    LEFT JOIN account acc ON acc.resident_id = a.resident_id AND acc.closed_at IS NULL
                         AND acc.only_for IS NOT DISTINCT FROM CASE WHEN a.after_death THEN a.id END
    WHERE a.county = $1 AND a.programme = $2 AND NOT a.read_only)
SELECT a.id AS award_id, a.resident_id, a.village, {CLAIM_COLUMNS}, owed.month::date AS month, held.account_id,
       broken.account_id IS NOT NULL AS broken, CASE WHEN NOT broken.waiting THEN broken.last_errand END AS fruitless,
       p.award_id IS NOT NULL AND p.award_id <> a.id AS paid_by_another,
       p.award_id IS NOT NULL AS begun, more.parts,
       coalesce(p.amount_fen + p.withheld_fen, 0) + coalesce(more.fen, 0) - coalesce(back.fen, 0) AS paid_fen,
       coalesce(a.certification_due_on < least($4::date, a.stopped_from), false) AS uncertified
FROM held
CROSS JOIN LATERAL (SELECT (held.award).*) AS a
CROSS JOIN LATERAL (SELECT held.birth_date, held.deceased_on) AS r
CROSS JOIN LATERAL award_spans(held.award) AS span
CROSS JOIN LATERAL generate_series(
    greatest(a.from_month, a.paid_here_from, span.begins)::timestamp,
    least($3::date, a.stopped_from - 1, a.suspended_from - 1, span.before - 1)::timestamp, interval '1 month')
    AS owed (month)
LEFT JOIN broken ON broken.account_id = held.account_id
LEFT JOIN payout p ON p.resident_id = a.resident_id AND p.programme = a.programme AND p.for_month = owed.month::date
                      AND p.live AND p.part = 0
LEFT JOIN more ON more.award_id = a.id AND more.for_month = owed.month::date
LEFT JOIN back ON back.award_id = a.id AND back.for_month = owed.month::date
LEFT JOIN rate ON span.fen IS NULL AND rate.month = owed.month::date
              AND rate.age = extract(year FROM owed.month) - extract(year FROM r.birth_date)
                             - (extract(month FROM owed.month) < extract(month FROM r.birth_date))::int
WHERE span.fen IS DISTINCT FROM 0
  AND (p.award_id IS DISTINCT FROM a.id
       OR p.amount_fen + p.withheld_fen + coalesce(more.fen, 0) - coalesce(back.fen, 0) < coalesce(span.fen, rate.fen)
       OR (span.fen IS NULL AND to_char(r.birth_date, 'MMDD') = '0229'))
ORDER BY a.village, a.id, owed.month
"""
_AGES = range(60, 131)  # nobody is paid by age before, and nobody lives longer


@dataclass(frozen=True, slots=True)
class Due:
    """What is left to be paid of a month owed to someone, as its `part`, in fen; 0 where no rate is set.

    `obstacle` is why it cannot be in a batch now.
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
    part: int = 0


async def what_is_due(county: str, programme: str, month: date) -> list[Due]:
    """Of every month up to `month` (its first day) what is owed and not yet paid or on its way, in the file's order.

    What was paid, found to be too much and has come back counts as not paid; not so what an officer reported: the
    register still shows it as owed.
    """
    rates = await rates_of(county, await _months(county, programme, month))
    by_age = [(each, age, fen) for each, its in rates.items() for age, fen in _of_ages(its)]
    rows = await database.rows(
        _OWING, county, programme, month, clock.today(), [each for each, _, _ in by_age],
        [age for _, age, _ in by_age], [fen for _, _, fen in by_age],
    )  # fmt: skip
    due: list[Due] = []
    taken: set[tuple[UUID, date]] = set()  # the person's months that an award before this one brings into the batch
    for row in rows:
        owed = fen_of(row, rates[row["month"]])
        left = owed - (0 if row["paid_by_another"] else row["paid_fen"]) if owed is not None else None
        if left is not None and left <= 0:
            continue
        whose = (row["resident_id"], row["month"])
        obstacle = _PAID_BY_ANOTHER if whose in taken else _obstacle(row, left)
        if obstacle is None:
            taken.add(whose)
        due.append(
            Due(row["award_id"], row["resident_id"], row["village"], row["month"], left or 0, row["account_id"],
                obstacle, row["fruitless"], part=_part(row))
        )  # fmt: skip
    return due


async def _months(county: str, programme: str, month: date) -> list[date]:
    first = await database.row(
        """SELECT min(greatest(from_month, paid_here_from)) AS month FROM award
           WHERE county = $1 AND programme = $2 AND NOT read_only""",
        county, programme,
    )  # fmt: skip
    begins = first["month"] if first else None
    return list(entitlements.each_month(begins, month)) if begins else []


def _of_ages(rates: Rates) -> list[tuple[int, int]]:
    """What the month's rates pay at each age; nothing where the county has set none."""
    try:
        bands = entitlements.bands_in(rates)
    except eligibility.StandardsNotSet:
        return []
    return [(age, max((band for band in bands if band[0] <= age), default=(0, 0))[1]) for age in _AGES]


def _part(row: dict[str, Any]) -> int:
    """The first part of the month that is not there yet: one that came back is paid again under its number."""
    there = {*(row["parts"] or ()), *([0] if row["begun"] else ())}
    return next(number for number in range(len(there) + 1) if number not in there)


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
