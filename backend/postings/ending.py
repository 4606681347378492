"""Ending: when the last day has passed, unopposed cases go to the county; never a day earlier (policy §18)."""

from datetime import date
from uuid import UUID

from backend import applications, clock, database, errands, journal
from backend.applications import Application, State
from backend.postings.board_photo import Side, because_of
from backend.postings.objection import Objection
from backend.postings.posting import Ending, Posting, PostingLine

# What the township advised against after an objection lies before the county, or has come back from there since.
_ENDED_BEFORE_TIME = {
    State.WITHDRAWN: Ending.WITHDRAWN, State.REFUSED: Ending.UPHELD, State.TERMINATED: Ending.UPHELD,
    State.COUNTY_REVIEW: Ending.UPHELD, State.ACCEPTED: Ending.UPHELD,
}  # fmt: skip


async def end_due(today: date) -> int:
    """End every notice whose last day lies before `today`; how many cases went to the county.

    A case with an unanswered objection waits for the answer. Each notice is a transaction of its own, and a second
    pass, or one at the same time, finds nothing to do.
    """
    due = await Posting.filter(ends_on__lt=today, ended_at=None).order_by("ends_on", "id")
    return sum([await _end(posting.id) for posting in due])


async def _end(posting_id: UUID) -> int:
    async with database.transaction():
        ended = await database.execute(
            "UPDATE posting SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", posting_id, clock.now()
        )
        if not ended:
            return 0
        # Lines before cases, as in objecting and answering, so that no two of them wait for each other.
        await errands.call_off([because_of(posting_id, Side.START)], by=journal.Signature(journal.By.CLOCK))
        hanging = PostingLine.filter(posting_id=posting_id, ended=None).select_for_update().order_by("id")
        return sum([await _end_line(line) for line in await hanging])


async def _end_line(line: PostingLine) -> int:
    case = await Application.select_for_update().get(id=line.application_id)
    if case.state is State.OBJECTED:
        return 0
    if case.state is not State.POSTED:
        await close(line, _ENDED_BEFORE_TIME.get(case.state, Ending.UNOPPOSED))
        return 0
    objected = await Objection.filter(posting_line_id=line.id).exists()
    await close(line, Ending.DISMISSED if objected else Ending.UNOPPOSED)
    case = await applications.pass_to_county(case.id, journal.Signature(journal.By.CLOCK))
    await journal.record(
        case.moved(journal.Deed.NOTICE_ENDED, posting_id=line.posting_id, objected=objected),
        by=journal.Signature(journal.By.CLOCK),
    )
    return 1


async def close(line: PostingLine, how: Ending) -> None:
    """Write how a line ended, inside the present transaction."""
    await database.execute("UPDATE posting_line SET ended = $2 WHERE id = $1", line.id, how.value)
