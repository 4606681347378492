"""Raising errands by the hundred: they wait on the cadres' lists, and a phone rings for each only where it must."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import clock, database
from backend.errands.errand import ErrandKind
from backend.identifiers import new_id
from backend.journal import Deed, Line, Signature, record_many
from backend.workdays import Deadline


@dataclass(frozen=True)
class Wanted:
    """What `raise_errand` takes, as rows."""

    kind: ErrandKind
    county: str
    village: str
    resident_id: UUID
    reason: str
    because: str
    due_on: date | Deadline
    of_children: bool = False

    @property
    def due(self) -> Deadline:
        """Its day, and whether that is provisional."""
        return self.due_on if isinstance(self.due_on, Deadline) else Deadline(self.due_on)


async def raise_many(wanted: Sequence[Wanted], *, by: Signature, ring: bool = False) -> int:
    """Put these on the lists, in the caller's transaction; how many. A cause that has raised one is passed over.

    `ring`: cadres hear of each, as from `raise_errand`.
    """
    raised = await database.rows(
        """INSERT INTO errand (id, county, village, resident_id, kind, reason, because, due_on, due_provisional,
                               of_children, raised_at)
           SELECT *, $11 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                                     $8::date[], $9::boolean[], $10::boolean[])
           ON CONFLICT (because) DO NOTHING RETURNING id, county, village, resident_id, kind, due_on, of_children""",
        [new_id() for _ in wanted], [each.county for each in wanted], [each.village for each in wanted],
        [each.resident_id for each in wanted], [each.kind.value for each in wanted], [each.reason for each in wanted],
        [each.because for each in wanted], [each.due.day for each in wanted],
        [each.due.provisional for each in wanted], [each.of_children for each in wanted], clock.now(),
    )  # fmt: skip
    deed = Deed.ERRAND_RAISED if ring else Deed.ERRAND_LISTED
    await record_many([line_of(deed, errand) for errand in raised], by=by)
    return len(raised)


async def call_off(causes: Sequence[str], *, by: Signature) -> int:
    """Take back what nobody needs any more and nobody has done, in the caller's transaction; how many."""
    gone = await database.rows(
        """DELETE FROM errand WHERE because = ANY ($1) AND done_at IS NULL
           RETURNING id, county, village, resident_id, kind, due_on""",
        list(causes),
    )
    await record_many([line_of(Deed.ERRAND_CALLED_OFF, errand) for errand in gone], by=by)
    return len(gone)


def line_of(deed: Deed, errand: dict[str, Any], **more: object) -> Line:
    """The journal line of a row: outreach tells by it whether a cadre may hear of the errand."""
    facts: dict[str, object] = {"kind": errand["kind"], "due_on": str(errand["due_on"])} | more
    if errand.get("of_children"):
        facts["of_children"] = True
    return Line(
        deed, errand["county"], "errand", errand["id"], resident_id=errand["resident_id"], village=errand["village"],
        facts=facts,
    )  # fmt: skip
