"""Ageing (未发到账龄): money that is owed, came back and has not been paid since, by how long people have waited."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import clock, database, staff
from backend.payouts.bounce_reason import BounceReason
from backend.payouts.reading import PAGE, must_see_county
from backend.staff import Officer, Power

LONG_DAYS = 30  # who has waited so long has missed a whole month's pay-day
_STEPS = (LONG_DAYS, 90, 180)  # days; how long a list is grouped is ours, no rule sets it


@dataclass(frozen=True)
class AgeGroup:
    """`title` such as 「31至90天」; how many months of how many people, and fen."""

    title: str
    people: int
    months: int
    fen: int


@dataclass(frozen=True)
class UnpaidMonth:
    """One month that came back: since when it waits, why, and whether a cadre is still on the way."""

    payout_id: UUID
    resident_id: UUID
    name: str
    village: str
    programme: str
    for_month: date
    amount_fen: int
    waiting_since: date
    days: int
    reason: str
    errand_open: bool


_UNPAID = """
FROM payout p JOIN batch b ON b.id = p.batch_id
WHERE p.county = $1 AND p.state = 'bounced' AND NOT EXISTS (
    SELECT FROM payout again WHERE again.resident_id = p.resident_id AND again.programme = p.programme
      AND again.for_month = p.for_month AND again.part = p.part
      AND (again.live OR (again.state = 'bounced' AND again.id > p.id)))
"""
# A month waits from the day on which the first try for it went to the bank.
_SINCE = """(SELECT min(first.exported_at) FROM payout t JOIN batch first ON first.id = t.batch_id
             WHERE t.resident_id = p.resident_id AND t.programme = p.programme AND t.for_month = p.for_month
               AND t.part = p.part AND t.state = 'bounced')"""


async def ageing(officer: Officer) -> list[AgeGroup]:
    """The county's unpaid months by age; NoSuchPower, OutsideYourPlace."""
    _must_see(officer)
    return await ageing_of(officer.county)


async def ageing_of(county: str) -> list[AgeGroup]:
    """The same for whoever runs the house: it names nobody."""
    rows = await database.rows(
        f"""SELECT width_bucket(days, ARRAY[{", ".join(str(step + 1) for step in _STEPS)}]) AS step,
                   count(DISTINCT resident_id)::int AS people, count(*)::int AS months, sum(amount_fen)::bigint AS fen
            FROM (SELECT p.resident_id, p.amount_fen,
                         $2::date - ({_SINCE} AT TIME ZONE 'Asia/Shanghai')::date AS days
                  {_UNPAID}) AS unpaid
            GROUP BY 1 ORDER BY 1 DESC""",
        county, clock.today(),
    )  # fmt: skip
    return [AgeGroup(_title(row["step"]), row["people"], row["months"], row["fen"]) for row in rows]


async def waiting_over(county: str, today: date, days: int) -> tuple[int, int]:
    """How many months came back and are unpaid, and how many of them for more than so many days."""
    (row,) = await database.rows(
        f"""SELECT count(*)::int AS months, count(*) FILTER (WHERE since < $2::date - $3::int)::int AS long
            FROM (SELECT ({_SINCE} AT TIME ZONE 'Asia/Shanghai')::date AS since {_UNPAID}) AS unpaid""",
        county, today, days,
    )  # fmt: skip
    return row["months"], row["long"]


async def unpaid_months(officer: Officer, after: UUID | None = None) -> list[UnpaidMonth]:
    """At most 50 of them, oldest try first, after the payout `after`; NoSuchPower, OutsideYourPlace."""
    _must_see(officer)
    rows = await database.rows(
        f"""SELECT found.*, r.name, $2::date - waiting_since AS days,
                   EXISTS (SELECT FROM errand e WHERE e.resident_id = found.resident_id AND e.kind = 'fix_account'
                           AND e.done_at IS NULL) AS errand_open
            FROM (SELECT p.id AS payout_id, p.resident_id, p.village, p.programme, p.for_month, p.amount_fen,
                         p.bounce_code, ({_SINCE} AT TIME ZONE 'Asia/Shanghai')::date AS waiting_since {_UNPAID}
                    AND ($3::uuid IS NULL OR p.id > $3) ORDER BY p.id LIMIT {PAGE}) AS found
            JOIN resident r ON r.id = found.resident_id ORDER BY payout_id""",
        officer.county, clock.today(), after,
    )  # fmt: skip
    return [UnpaidMonth(reason=BounceReason(row.pop("bounce_code")).shown, **row) for row in rows]


def _must_see(officer: Officer) -> None:
    staff.must_have(officer, Power.SEE_CASES)
    must_see_county(officer)


def _title(step: int) -> str:
    if step == len(_STEPS):
        return f"{_STEPS[-1]}天以上"
    return f"{_STEPS[step - 1] + 1}至{_STEPS[step]}天" if step else f"{_STEPS[0]}天以内"
