"""Looking over: a cadre's day, village by village; a leader's view of what is late and where."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend import clock, database
from backend.errands.listing import ERRANDS, ErrandView, errand_view

_AHEAD = timedelta(days=7)  # what is due later can wait for another day
_AT_MOST = 200  # errands of one day's list


@dataclass(frozen=True)
class LateInVillage:
    """How much is open and late in one village, and since when; of villages, never a ranking of people."""

    village: str
    open: int
    late: int
    oldest_due_on: date | None


async def day_list(villages: list[str]) -> tuple[list[ErrandView], int]:
    """What is late or due within a week in `villages`, the most urgent 200, and how many were left out.

    By village, so that one way does, there the most urgent first.
    """
    today = clock.today()
    found = await database.rows(
        f"""WITH day AS ({ERRANDS} WHERE e.village = ANY ($1) AND e.done_at IS NULL AND e.due_on <= $2
                         AND NOT e.of_children)
            SELECT * FROM (SELECT *, count(*) OVER ()::int AS of_all FROM day ORDER BY due_on, id LIMIT $3) AS urgent
            ORDER BY village, due_on, id""",
        villages, today + _AHEAD, _AT_MOST,
    )  # fmt: skip
    of_all = [each.pop("of_all") for each in found]
    return [errand_view(each, today) for each in found], of_all[0] - len(found) if found else 0


async def late_by_village(villages: list[str], *, children: bool = False) -> list[LateInVillage]:
    """Villages where something is late, in code order; what is about children's aid only with `children`."""
    found = await database.rows(
        """SELECT village, count(*) AS open, count(*) FILTER (WHERE due_on < $2) AS late,
                  min(due_on) AS oldest_due_on
           FROM errand WHERE village = ANY ($1) AND done_at IS NULL AND (NOT of_children OR $3)
           GROUP BY village HAVING bool_or(due_on < $2) ORDER BY village""",
        villages,
        clock.today(),
        children,
    )
    return [LateInVillage(**each) for each in found]
