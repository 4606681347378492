"""When no way is left: somebody goes to the door."""

from backend import clock, errands, journal
from backend.residents import Resident
from backend.workdays import after_workdays

# Working days for the cadre: most replies to a notice are due within a week, and the way there costs one.
_WORKDAYS = 3


async def ask_for_visit(resident: Resident, *, reason: str, because: str) -> None:
    """An errand for the cadre of the person's village; once for each `because`."""
    await errands.raise_errand(
        errands.ErrandKind.DELIVER_MESSAGE,
        resident,
        reason=reason,
        because=because,
        due_on=after_workdays(clock.today(), _WORKDAYS).day,
        by=journal.Signature(journal.By.CLOCK),
    )
