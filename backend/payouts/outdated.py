"""Whether a batch still fits the county: between drawing up and export people die and accounts change."""

from uuid import UUID

from backend import database
from backend.refusals import NotNow


class BatchOutdated(NotNow):
    """Since it was drawn up, payees died, awards stopped or accounts changed; `details["lines"]` says how many."""

    sentence = "编制以后有人去世、停发或更换了账户，这个批次已不准确，请作废后重新编制。"


async def must_be_up_to_date(batch_id: UUID) -> None:
    """BatchOutdated if money of this batch would go to the dead, to a stopped award or into a closed account."""
    found = await database.row(
        """SELECT count(*) AS lines FROM payout p JOIN award a ON a.id = p.award_id
           JOIN resident r ON r.id = p.resident_id JOIN account acc ON acc.id = p.account_id
           WHERE p.batch_id = $1
             AND (r.deceased_on IS NOT NULL OR acc.closed_at IS NOT NULL
                  OR p.for_month >= a.stopped_from OR p.for_month >= a.suspended_from)""",
        batch_id,
    )
    if found and found["lines"]:
        raise BatchOutdated(lines=found["lines"])
