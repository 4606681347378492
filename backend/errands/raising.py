"""Raising an errand: somebody must go to the door."""

from datetime import date

from backend import clock, database
from backend.errands.errand import Errand, ErrandKind
from backend.identifiers import new_id
from backend.journal import Deed, Line, Signature, record
from backend.residents import Resident
from backend.workdays import Deadline


async def raise_errand(
    kind: ErrandKind, resident: Resident, *, reason: str, because: str, due_on: date | Deadline, by: Signature,
    of_children: bool = False,
) -> Errand | None:  # fmt: skip
    """Ask the cadres of the person's village; None when `because` has raised an errand already.

    `of_children`: the child's handlers are asked, and no cadre reads of it. `reason` is what the cadre reads and tells
    at the door; `because` names the cause, such as `message:<id>`. A `due_on` counted in working days comes as they
    were counted, so that the holidays of a year still unknown move it.
    Inside a caller's transaction it stands or falls with the caller's deed.
    """
    due = due_on if isinstance(due_on, Deadline) else Deadline(due_on)
    async with database.transaction():
        raised = await database.row(
            """INSERT INTO errand (id, county, village, resident_id, kind, reason, because, due_on, due_provisional,
                                   raised_at, of_children)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (because) DO NOTHING RETURNING id""",
            new_id(), resident.county, resident.village, resident.id, kind.value, reason, because, due.day,
            due.provisional, clock.now(), of_children,
        )  # fmt: skip
        if raised is None:
            return None
        line = Line(
            Deed.ERRAND_RAISED, resident.county, "errand", raised["id"], resident_id=resident.id,
            village=resident.village, facts={"kind": kind.value, "due_on": due.day.isoformat()} | _about(of_children),
        )  # fmt: skip
        await record(line, by=by)
        return await Errand.get(id=raised["id"])


def _about(of_children: bool) -> dict[str, object]:
    return {"of_children": True} if of_children else {}
