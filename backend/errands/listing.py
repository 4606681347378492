"""Listing what is open in some villages, most urgent first."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from backend import clock, database
from backend.errands.errand import ErrandKind, Proof

_PAGE = 50


class Position(NamedTuple):
    """Where a page ended, by value: the errand it ended with may be closed, called off or moved by the next."""

    due_on: date
    id: UUID


@dataclass(frozen=True)
class ErrandView:
    """One line of the cadre's list; names are in full in the cadre's own village (policy §14.4).

    `taken_by`: the cadre who sees to it, None where any of the village may. `of_children`: no cadre's, but a handler's.
    """

    id: UUID
    resident_id: UUID
    person_name: str
    village: str
    kind: ErrandKind
    kind_title: str
    proof: Proof
    proof_title: str
    reason: str
    due_on: date
    overdue: bool
    taken_by: UUID | None
    taken_by_name: str
    of_children: bool


#: What a list selects for `errand_view`. Who has left, or serves the village no more, sees to nothing there.
ERRANDS = """SELECT e.id, e.resident_id, r.name AS person_name, e.village, e.kind, e.reason, e.due_on,
    c.id AS taken_by, coalesce(c.name, '') AS taken_by_name, e.of_children
FROM errand e JOIN resident r ON r.id = e.resident_id LEFT JOIN cadre c ON c.id = e.taken_by AND c.left_on IS NULL
    AND EXISTS (SELECT FROM cadre_village v WHERE v.cadre_id = c.id AND v.village = e.village)"""


async def open_errands(
    villages: list[str],
    *,
    after: Position | None = None,
    born_by: date = date.max,
    children: bool = False,
    limit: int | None = _PAGE,
) -> list[ErrandView]:
    """The open errands of `villages` in order of due date, at most `limit` that come `after`; None: all of them.

    Not at the doors of who was born later than `born_by`; about children's aid only with `children`, for its handlers.
    """
    found = await database.rows(
        f"""{ERRANDS} WHERE e.village = ANY ($1) AND e.done_at IS NULL AND r.birth_date <= $4
             AND (NOT e.of_children OR $6)
             AND ($2::date IS NULL OR (e.due_on, e.id) > ($2, $3::uuid))
           ORDER BY e.due_on, e.id LIMIT $5""",
        villages, *(after or (None, None)), born_by, limit, children,
    )  # fmt: skip
    return [errand_view(each, clock.today()) for each in found]


def errand_view(found: dict[str, Any], today: date) -> ErrandView:
    """A row of ERRANDS."""
    kind = ErrandKind(found["kind"])
    return ErrandView(
        **{**found, "kind": kind}, kind_title=kind.shown, proof=kind.proof, proof_title=kind.proof.shown,
        overdue=found["due_on"] < today,
    )  # fmt: skip
