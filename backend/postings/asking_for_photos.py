"""Asking for photos: where nobody has photographed the board, a cadre is sent there."""

from datetime import date, timedelta
from uuid import UUID

from backend import clock, database, errands, journal, workdays
from backend.applications import Application
from backend.errands import ErrandKind
from backend.postings.board_photo import BoardPhoto, Side, because_of
from backend.postings.posting import Posting, PostingLine
from backend.programmes import get_programme
from backend.residents import Resident

_WITHIN = 1  # working day; ours, no rule sets it
_LATEST = timedelta(days=7)  # a board that has been bare for longer proves nothing any more

# The start from the day after posting on, the end from the last day on; none where all of it was taken back.
_BARE = """
SELECT p.id, s.side FROM posting p
JOIN (VALUES ('start'), ('end')) AS s (side) ON CASE s.side
    WHEN 'start' THEN p.posted_on < $1 AND p.ended_at IS NULL
    ELSE p.ends_on BETWEEN $2 AND $1 END
WHERE EXISTS (SELECT FROM posting_line l WHERE l.posting_id = p.id
              AND (l.ended IS NULL OR l.ended IN ('unopposed', 'dismissed')))
  AND NOT EXISTS (SELECT FROM board_photo b WHERE b.posting_id = p.id AND b.side = s.side)
  AND NOT EXISTS (SELECT FROM errand e WHERE e.because = 'board:' || p.id || ':' || s.side)
ORDER BY p.id, s.side
"""


async def ask_for_board_photos() -> int:
    """Raise the errands; how many. For the timetable: each is raised once (policy §13.1: photos of start and end)."""
    bare = await database.rows(_BARE, clock.today(), clock.today() - _LATEST)
    return sum([await _ask(each["id"], Side(each["side"])) for each in bare])


async def _ask(posting_id: UUID, side: Side) -> int:
    line = await PostingLine.filter(posting_id=posting_id).order_by("id").first()
    if line is None:
        return 0
    case = await Application.get(id=line.application_id)
    async with database.transaction():
        # Held, so that a photo of the same moment is known here, or waits and then does what was asked.
        posting = await Posting.select_for_update().get(id=posting_id)
        if await BoardPhoto.filter(posting_id=posting_id, side=side).exists():
            return 0
        title = get_programme(posting.programme).title
        raised = await errands.raise_errand(
            ErrandKind.PROVE_BOARD, await Resident.get(id=case.resident_id), because=because_of(posting_id, side),
            due_on=workdays.after_workdays(clock.today(), _WITHIN), by=journal.Signature(journal.By.CLOCK),
            reason=f"请在「公示」里给公示栏拍张照：{title}公示，{_said(posting, side)}",
        )  # fmt: skip
    return int(raised is not None)


def _said(posting: Posting, side: Side) -> str:
    if side is Side.START:
        return f"{_day(posting.posted_on)}张榜，还没有张榜的照片。"
    return f"{_day(posting.ends_on)}期满，还没有期满的照片。"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
