"""Flags of a batch as officers read them: person by person, with what was decided, now and the last time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import database, eligibility
from backend.payouts.batch import Batch
from backend.payouts.flag import FlagDecision, FlagKind
from backend.payouts.reading import PAGE
from backend.refusals import NotNow


class FlagsOpen(NotNow):
    """Somebody was flagged and nobody has decided; `details["flags"]` says how many persons."""

    sentence = "还有核查提示没有核定，请经办同事逐条核定后再复核。"


@dataclass(frozen=True)
class Flagged:
    """What was noticed of one person, for all their months in the batch.

    `about` says more where there is more to say. `before` is the reason for which they were paid all the same the last
    time this was noticed; it decides nothing.
    """

    resident_id: UUID
    name: str
    village: str
    kind: FlagKind
    about: str
    months: int
    fen: int
    decision: FlagDecision | None
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    before: str | None


@dataclass(frozen=True)
class FlagTotal:
    """How many persons one kind was noticed of, and for how many of them nobody has decided."""

    kind: FlagKind
    people: int
    open: int


async def flag_totals(batch_id: UUID) -> list[FlagTotal]:
    """What was noticed of a batch, kind by kind; for whoever was given the batch."""
    rows = await database.rows(
        """SELECT kind, count(DISTINCT resident_id)::int AS people,
                  count(DISTINCT resident_id) FILTER (WHERE decision IS NULL)::int AS open
           FROM batch_flag WHERE batch_id = $1 GROUP BY kind""",
        batch_id,
    )
    found = {row["kind"]: row for row in rows}
    return [
        FlagTotal(kind, found[kind.value]["people"], found[kind.value]["open"])
        for kind in FlagKind if kind.value in found
    ]  # fmt: skip


async def flagged(batch_id: UUID, kind: FlagKind, after: UUID | None = None) -> list[Flagged]:
    """At most 50 persons of one kind, after the person `after`; for whoever was given the batch."""
    rows = await database.rows(
        f"""SELECT f.resident_id, r.name, r.village, f.kind, max(f.about) AS about, count(*)::int AS months,
                   sum(p.amount_fen)::bigint AS fen, f.decision, f.reason, o.name AS decided_by, f.decided_at,
                   (SELECT b.reason FROM batch_flag b
                    WHERE b.resident_id = f.resident_id AND b.kind = f.kind AND b.decision = 'pay'
                      AND b.batch_id <> $1 ORDER BY b.decided_at DESC LIMIT 1) AS before
            FROM batch_flag f JOIN payout p ON p.id = f.payout_id JOIN resident r ON r.id = f.resident_id
            LEFT JOIN officer o ON o.id = f.decided_by
            WHERE f.batch_id = $1 AND f.kind = $2 AND ($3::uuid IS NULL OR f.resident_id > $3)
            GROUP BY f.resident_id, r.name, r.village, f.kind, f.decision, f.reason, o.name, f.decided_at
            ORDER BY f.resident_id, f.decision NULLS FIRST LIMIT {PAGE}""",
        batch_id, kind.value, after,
    )  # fmt: skip
    return [
        Flagged(
            **{
                **row, "kind": kind, "about": _said(kind, row["about"]),
                "decision": FlagDecision(row["decision"]) if row["decision"] else None,
            }
        )
        for row in rows
    ]  # fmt: skip


async def must_have_no_open_flags(batch: Batch) -> None:
    """FlagsOpen while anybody who was flagged, and not merely warned of, waits for a decision."""
    waiting = [total for total in await flag_totals(batch.id) if total.open and not total.kind.warns_only]
    if waiting:
        people = sum(total.open for total in waiting)
        raise FlagsOpen(f"还有{people}条核查提示没有核定，请经办同事逐条核定后再复核。", flags=people)


def _said(kind: FlagKind, about: str) -> str:
    if kind is FlagKind.SHARED_ACCOUNT:
        return f"共{about}人"
    return eligibility.benefit_name(about) if kind is FlagKind.CLASH else ""
