"""Reading batches: county staff see their county's, with sums made from the payouts themselves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import database, staff
from backend.payouts.batch import Batch, NoSuchBatch
from backend.payouts.bounce_reason import BounceReason
from backend.payouts.on_the_way import payout_title
from backend.payouts.payout import PayoutState
from backend.staff import Officer, Power

PAGE = 50


@dataclass(frozen=True)
class Totals:
    """How many payouts and fen a batch has, in all and by what became of them; without those taken out of it.

    `received`: how many of the sent ones the platform has said that it has.
    """

    payouts: int
    total_fen: int
    sent: int
    sent_fen: int
    settled: int
    settled_fen: int
    bounced: int
    bounced_fen: int
    received: int


@dataclass(frozen=True)
class BatchLine:
    """A payout as officers see it: the account by its last four digits only."""

    line: int
    payout_id: UUID
    resident_id: UUID
    name: str
    village: str
    for_month: date
    amount_fen: int
    account_last_four: str
    state: PayoutState
    state_title: str
    bounce_code: str | None
    bounce_title: str | None
    bounce_text: str | None
    settled_on: date | None


def must_see_county(officer: Officer) -> None:
    """OutsideYourPlace for township officers: a batch holds the whole county's payees."""
    staff.must_cover(officer, f"{officer.county}000000")


async def batches_for(officer: Officer) -> list[Batch]:
    """The county's latest 50 batches, newest first; NoSuchPower, OutsideYourPlace."""
    staff.must_have(officer, Power.SEE_CASES)
    must_see_county(officer)
    return await latest_batches(officer.county)


async def latest_batches(county: str) -> list[Batch]:
    """The same for whoever runs the house: a batch names nobody."""
    return await Batch.filter(county=county).order_by("-id").limit(PAGE)


async def batch_numbered(county: str, number: str) -> Batch:
    """A batch by the number on its file, for whoever runs the house; NoSuchBatch."""
    batch = await Batch.get_or_none(number=number.strip(), county=county)
    if batch is None:
        raise NoSuchBatch
    return batch


async def get_batch(batch_id: UUID, officer: Officer) -> Batch:
    """A batch of the officer's county; NoSuchPower, OutsideYourPlace, NoSuchBatch."""
    staff.must_have(officer, Power.SEE_CASES)
    must_see_county(officer)
    batch = await Batch.get_or_none(id=batch_id, county=officer.county)
    if batch is None:
        raise NoSuchBatch
    return batch


async def batch_lines(batch_id: UUID, after: int = 0) -> list[BatchLine]:
    """At most 50 payouts of a batch after line `after`, for whoever was given the batch."""
    return await lines_of("p.batch_id = $1 AND p.line > $2", batch_id, after)


async def lines_of(which: str, *values: object) -> list[BatchLine]:
    """The first 50 payouts `which` the condition on payout `p` holds for; its placeholders stand for `values`."""
    found = await database.rows(
        f"""SELECT p.line, p.id AS payout_id, p.resident_id, r.name, p.village, p.for_month, p.amount_fen,
                  acc.last_four AS account_last_four, p.state, p.bounce_code, p.bounce_text, p.settled_on, b.layout,
                  rc.payout_id IS NOT NULL AS received
           FROM payout p JOIN resident r ON r.id = p.resident_id JOIN account acc ON acc.id = p.account_id
           JOIN batch b ON b.id = p.batch_id LEFT JOIN payout_receipt rc ON rc.payout_id = p.id
           WHERE {which} ORDER BY p.line LIMIT {PAGE}""",
        *values,
    )
    return [
        BatchLine(
            state_title=payout_title(PayoutState(row["state"]), row.pop("layout"), row.pop("received")),
            **{**row, "state": PayoutState(row["state"])},
            bounce_title=BounceReason(row["bounce_code"]).shown if row["bounce_code"] else None,
        )
        for row in found
    ]


async def totals(batch_id: UUID) -> Totals:
    """Counts and sums (fen) of a batch, from its payouts."""
    states = ("sent", "settled", "bounced")
    columns = ", ".join(
        f"count(*) FILTER (WHERE state = '{state}') AS {state}, "
        f"coalesce(sum(amount_fen) FILTER (WHERE state = '{state}'), 0)::bigint AS {state}_fen"
        for state in states
    )
    found = await database.row(
        f"""SELECT count(*) AS payouts, coalesce(sum(amount_fen), 0)::bigint AS total_fen, {columns},
                   (SELECT count(*) FROM payout_receipt r JOIN payout p ON p.id = r.payout_id
                    WHERE r.batch_id = $1 AND p.state = 'sent') AS received
            FROM payout WHERE batch_id = $1 AND (state <> 'discarded' OR EXISTS (
                SELECT FROM batch WHERE id = $1 AND state = 'discarded'))""",
        batch_id,
    )
    return Totals(**(found or {}))


async def people_in(batch_id: UUID) -> int:
    """How many persons a batch pays."""
    found = await database.row(
        "SELECT count(DISTINCT resident_id) AS people FROM payout WHERE batch_id = $1 AND state <> 'discarded'",
        batch_id,
    )
    return int(found["people"]) if found else 0
