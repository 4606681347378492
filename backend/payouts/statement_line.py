"""Statement (发放记录): what a person was paid, month by month, with the latest try for each month."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import database, entitlements
from backend.payouts.on_the_way import payout_title
from backend.payouts.payout import PayoutState

_AT_MOST = 120  # lines: ten years of one benefit


@dataclass(frozen=True)
class StatementLine:
    """One month of one benefit; `settled_on` is None until the money has arrived."""

    payout_id: UUID
    month: date
    programme: str
    programme_title: str
    amount_fen: int
    state: PayoutState
    state_title: str
    settled_on: date | None
    account_last_four: str


async def statement(resident_id: UUID) -> list[StatementLine]:
    """The person's payouts, newest month first, at most 120; amounts in fen, of the account the last four digits."""
    found = await database.rows(
        """SELECT * FROM (
               SELECT DISTINCT ON (p.award_id, p.for_month, p.part) p.id AS payout_id, p.for_month AS month,
                      a.programme, p.amount_fen, p.state, p.settled_on, acc.last_four AS account_last_four, b.layout,
                      rc.payout_id IS NOT NULL AS received
               FROM payout p JOIN award a ON a.id = p.award_id JOIN account acc ON acc.id = p.account_id
               JOIN batch b ON b.id = p.batch_id LEFT JOIN payout_receipt rc ON rc.payout_id = p.id
               WHERE p.resident_id = $1 AND p.state <> 'discarded'
               ORDER BY p.award_id, p.for_month, p.part, p.id DESC) AS latest
           ORDER BY month DESC, programme, payout_id LIMIT $2""",
        resident_id,
        _AT_MOST,
    )
    return [
        StatementLine(
            programme_title=entitlements.get_benefit(row["programme"]).title,
            state_title=payout_title(PayoutState(row["state"]), row.pop("layout"), row.pop("received")),
            **{**row, "state": PayoutState(row["state"])},
        )
        for row in found
    ]
