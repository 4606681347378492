"""Raising an errand: somebody must go to the door."""

from datetime import date

from backend import database
from backend.errands.errand import Errand, ErrandKind
from backend.errands.raising_many import Wanted, raise_many
from backend.journal import Signature
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
    wanted = Wanted(kind, resident.county, resident.village, resident.id, reason, because, due_on, of_children)
    async with database.transaction():
        raised = await raise_many([wanted], by=by, ring=True)
        return await Errand.get(because=because) if raised else None
