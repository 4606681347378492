"""Looking again (重新调查): after an objection the township gives its opinion anew, on what it found since then."""

from backend import database
from backend.applications import Application, State
from backend.inquiries.reposting import looks_again
from backend.refusals import NotNow


class LookAgainFirst(NotNow):
    """Somebody objected, and nobody has looked into it since (民发〔2021〕57号 art. 19, 43号 art. 15)."""

    sentence = "有人提出异议以后还没有重新调查。请先重新入户、重新核对或者组织民主评议，登记好，再提出初审意见。"


# Rows of a later room, read as rows. What was found before the objection does not answer it, whenever it is written
# down; the form of a visit knows minutes, minutes of a meeting know days.
_LOOKED_AGAIN = """
WITH last AS (SELECT o.id, o.raised_at FROM objection o JOIN posting_line l ON l.id = o.posting_line_id
              WHERE l.application_id = $1 ORDER BY o.id DESC LIMIT 1)
SELECT 1 FROM last
WHERE EXISTS (SELECT FROM household_visit v WHERE v.application_id = $1 AND v.level = 'township' AND v.id > last.id
              AND v.visited_at >= date_trunc('minute', last.raised_at))
   OR EXISTS (SELECT FROM deliberation d WHERE d.application_id = $1 AND d.id > last.id
              AND d.held_on >= (last.raised_at AT TIME ZONE 'Asia/Shanghai')::date)
   OR EXISTS (SELECT FROM check_request r JOIN check_result s ON s.request_id = r.id
              WHERE r.application_id = $1 AND r.id > last.id)
"""


async def must_rest_on_a_new_inquiry(case: Application) -> None:
    """LookAgainFirst before a new opinion in an objected case of a programme whose law has the township look again."""
    if case.state is not State.OBJECTED or not looks_again(case.programme):
        return
    if not await database.row(_LOOKED_AGAIN, case.id):
        raise LookAgainFirst
