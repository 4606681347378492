"""Whether a batch still fits the county: before the file goes out people die, accounts change, rates are corrected."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend import database
from backend.entitlements import CLAIM_COLUMNS
from backend.payouts.reckoning import Rates, fen_of, rates_of
from backend.refusals import NotNow


class BatchOutdated(NotNow):
    """Payees died, awards stopped, accounts or amounts changed since; `details["lines"]` says how many."""

    sentence = "编制以后有人去世、停发、更换了账户或发放标准有变，这个批次已不准确，请作废后重新编制。"


#: What a query must select for `outdated_of` of OWED_FROM.
OWED_COLUMNS = f"""{CLAIM_COLUMNS}, p.for_month AS month, acc.closed_at,
    p.amount_fen + p.withheld_fen + coalesce(other.fen, 0) - coalesce(back.fen, 0) AS paid_fen"""
#: A batch's payouts with award, person, account, and what else was paid or came back of the same month; $2 the county.
#: Of two live payouts of a month one has a further part, of which there are few: the others need no look at the rest.
OWED_FROM = """payout p JOIN award a ON a.id = p.award_id
    JOIN resident r ON r.id = p.resident_id JOIN account acc ON acc.id = p.account_id
    LEFT JOIN LATERAL (
        SELECT sum(o.amount_fen + o.withheld_fen)::bigint AS fen FROM payout o
        WHERE o.award_id = p.award_id AND o.for_month = p.for_month AND o.id <> p.id AND o.live
          AND (p.part > 0 OR EXISTS (SELECT FROM payout further WHERE further.award_id = p.award_id
                                     AND further.for_month = p.for_month AND further.part > 0))) AS other ON true
    LEFT JOIN (SELECT b.award_id, b.for_month, sum(c.again)::bigint AS fen FROM came_back($2) c
               JOIN payout b ON b.id = c.payout_id GROUP BY 1, 2) AS back
           ON back.award_id = p.award_id AND back.for_month = p.for_month"""

_TO_BE_PAID = f"SELECT {OWED_COLUMNS} FROM {OWED_FROM} WHERE p.batch_id = $1 AND p.state <> 'discarded'"


async def must_be_up_to_date(batch_id: UUID, county: str) -> None:
    """BatchOutdated if money would go to the dead, into a closed account, or not be what is owed by today's rates."""
    outdated = 0
    rates: dict[date, Rates] = {}
    async with database.transaction():
        async for rows in database.parts(_TO_BE_PAID, batch_id, county):
            rates |= await rates_of(county, {row["month"] for row in rows} - rates.keys())
            outdated += outdated_of(rows, rates)
    none_may_be(outdated)


def outdated_of(rows: Iterable[Mapping[str, Any]], rates: Mapping[date, Rates]) -> int:
    """How many of the rows with OWED_COLUMNS, all to be paid, are not as they should be today.

    A life certification that has run out since does not count: on drawing up it was in force, and with some running
    out every day no batch would live until the next morning.
    """
    return sum(
        row["deceased_on"] is not None
        or row["closed_at"] is not None
        or fen_of(row, rates[row["month"]]) != row["paid_fen"]
        for row in rows
    )


def none_may_be(outdated: int) -> None:
    """BatchOutdated if any is."""
    if outdated:
        raise BatchOutdated(lines=outdated)
