"""Confirming (乡镇确认): each township looks at its own rows of a batch before the county approves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock, database, journal, staff
from backend.payouts.batch import Batch, BatchState, NoSuchBatch, WrongBatchState
from backend.payouts.reading import PAGE, BatchLine, lines_of
from backend.refusals import NotNow
from backend.staff import Officer, Power


class NotConfirmedYet(NotNow):
    """Townships have not confirmed their parts; `details["townships"]` names them by code."""

    sentence = "还有乡镇没有确认本乡镇的名单，请等乡镇确认后再复核。"


@dataclass(frozen=True)
class Part:
    """A township's rows of a batch: how many, how much (fen), and whether they are confirmed."""

    batch_id: UUID
    number: str
    programme: str
    township: str
    township_name: str
    payouts: int
    total_fen: int
    confirmed: bool


_PARTS = """
SELECT b.id AS batch_id, b.number, b.programme, part.township, coalesce(place.name, part.township) AS township_name,
       part.payouts, part.total_fen, c.batch_id IS NOT NULL AS confirmed
FROM batch b
JOIN LATERAL (SELECT left(village, 9) || '000' AS township, count(*)::int AS payouts,
                     sum(amount_fen)::bigint AS total_fen
              FROM payout WHERE batch_id = b.id AND state <> 'discarded' GROUP BY 1) AS part ON true
LEFT JOIN place ON place.code = part.township
LEFT JOIN batch_confirmation c ON c.batch_id = b.id AND c.township = part.township
"""


async def parts_of(batch: Batch) -> list[Part]:
    """The parts of a batch by township, for whoever was given the batch."""
    return [Part(**row) for row in await database.rows(f"{_PARTS} WHERE b.id = $1 ORDER BY part.township", batch.id)]


async def parts_to_confirm(officer: Officer) -> list[Part]:
    """What the officer's township has to confirm, oldest batch first; NoSuchPower."""
    staff.must_have(officer, Power.CONFIRM_BATCH_PART)
    rows = await database.rows(
        f"""{_PARTS} WHERE b.county = $1 AND b.state = 'drawn_up' AND b.township_confirms AND part.township = $2
            ORDER BY b.id""",
        officer.county, officer.place,
    )  # fmt: skip
    return [Part(**row) for row in rows]


async def part_lines(batch_id: UUID, officer: Officer, after: int = 0) -> tuple[Part, list[BatchLine]]:
    """The officer's township's part and at most 50 of its rows after line `after`; NoSuchPower, NoSuchBatch."""
    part = await _part(batch_id, officer)
    lines = await lines_of(
        "p.batch_id = $1 AND p.state <> 'discarded' AND p.village LIKE $2 AND p.line > $3",
        batch_id, _within(officer), after,
    )  # fmt: skip
    return part, lines


async def confirm_part(batch_id: UUID, officer: Officer) -> Part:
    """Confirm the rows of the officer's township; again is harmless.

    Refuses with NoSuchPower, NoSuchBatch (none of its rows are there) and WrongBatchState.
    """
    part = await _part(batch_id, officer)
    async with database.transaction():
        held = await database.rows(
            "SELECT county FROM batch WHERE id = $1 AND state = 'drawn_up' AND township_confirms FOR UPDATE", batch_id
        )
        if not held:
            raise WrongBatchState
        confirmed = await database.execute(
            """INSERT INTO batch_confirmation
                   (batch_id, township, county, payouts, total_fen, confirmed_by, confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""",
            batch_id, part.township, officer.county, part.payouts, part.total_fen, officer.id, clock.now(),
        )  # fmt: skip
        if confirmed:
            batch = await Batch.get(id=batch_id)
            facts = {"township": part.township, "payouts": part.payouts, "total_fen": part.total_fen}
            await journal.record(batch.line(journal.Deed.BATCH_PART_CONFIRMED, **facts), by=officer.signature)
    return part


async def must_be_confirmed(batch: Batch) -> None:
    """NotConfirmedYet unless every township with rows in the batch has confirmed them, where the county asks for it."""
    if not batch.township_confirms:
        return
    waiting: Sequence[Part] = [part for part in await parts_of(batch) if not part.confirmed]
    if waiting:
        names = "、".join(part.township_name for part in waiting[:PAGE])
        raise NotConfirmedYet(f"这些乡镇还没有确认：{names}。请等乡镇确认后再复核。",
                              townships=[part.township for part in waiting])  # fmt: skip


async def _part(batch_id: UUID, officer: Officer) -> Part:
    staff.must_have(officer, Power.CONFIRM_BATCH_PART)
    found = await database.rows(
        f"{_PARTS} WHERE b.id = $1 AND b.county = $2 AND b.state <> $3 AND part.township = $4",
        batch_id, officer.county, BatchState.DISCARDED.value, officer.place,
    )  # fmt: skip
    if not found:
        raise NoSuchBatch
    return Part(**found[0])


def _within(officer: Officer) -> str:
    return f"{officer.place[:9]}%"
