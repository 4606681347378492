"""Papers that follow (后补手续): help came first; what it did not wait for comes by a day (policy §3.1)."""

from datetime import date

from backend import clock, database
from backend.applications.application import Application
from backend.applications.deadlines import papers_follow_by
from backend.applications.gathering import missing
from backend.errands import ErrandKind, raise_errand
from backend.journal import Deed, Signature, record
from backend.residents import Resident


async def await_papers(case: Application, by: Signature) -> date | None:
    """Inside the transaction of the help: what is missing is due, and a cadre is asked to gather it; by when."""
    lacking = await missing(case)
    if not lacking:
        return None
    due = await papers_follow_by(case, clock.today())
    await database.execute(
        "UPDATE application SET papers_due_on = $2, due_provisional = $3 WHERE id = $1",
        case.id, due.day, due.provisional,
    )  # fmt: skip
    kinds = [each.kind.value for each in lacking]
    await record(case.line(Deed.PAPERS_AWAITED, missing=kinds, due_on=due.day), by=by)
    await raise_errand(
        ErrandKind.COLLECT_PAPERS, await Resident.get(id=case.resident_id), due_on=due, because=f"papers:{case.id}",
        reason=f"急难救助已经先办了，请帮忙补齐手续：{'、'.join(each.title for each in lacking)}。", by=by,
    )  # fmt: skip
    return due.day


async def note_if_complete(case: Application, by: Signature) -> None:
    """After a paper came in: if it was the last, the case is whole."""
    if await missing(case):
        return
    completed = await database.execute(
        "UPDATE application SET papers_completed_at = $2 WHERE id = $1 AND papers_completed_at IS NULL",
        case.id,
        clock.now(),
    )
    if completed:
        late = case.papers_due_on is not None and clock.today() > case.papers_due_on
        await record(case.line(Deed.PAPERS_COMPLETED, late=late), by=by)
