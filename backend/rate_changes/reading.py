"""Reading: changes of a county, what each does by programme and township, and to whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import database
from backend.programmes import OF_CHILDREN
from backend.rate_changes.change import ChangeState, NoSuchChange, RateChange
from backend.staff import Officer, Power, must_have

_CHANGES_A_PAGE = 30
_LINES_A_PAGE = 50
# Children's files are restricted: no list has their names (民发〔2019〕62号, policy §13.1 and §14).
_UNNAMED = "儿童，不显示姓名"


@dataclass(frozen=True)
class Effect:
    """What a change does in one township to one programme. Money in fen.

    `back_fen` is owed on top for past months (补发), `recover_fen` was paid too much (扣回), both positive; `gain` and
    `lose` count people over all months; `monthly_fen` is what each month to come costs more (or less). `by_review`: as
    the law makes it likely, for amounts that were fixed case by case and move only after a review.
    """

    township: str
    programme: str
    gain: int
    lose: int
    back_fen: int
    recover_fen: int
    monthly_fen: int
    by_review: bool


async def get_change(change_id: UUID, officer: Officer) -> RateChange:
    """A change of the officer's county; NoSuchChange otherwise."""
    change = await RateChange.get_or_none(id=change_id, county=officer.county)
    if change is None:
        raise NoSuchChange
    return change


async def changes_for(officer: Officer, before: UUID | None = None) -> list[RateChange]:
    """The county's changes, newest first, a page at a time."""
    found = RateChange.filter(county=officer.county)
    if before is not None:
        found = found.filter(id__lt=before)
    return await found.order_by("-id").limit(_CHANGES_A_PAGE)


async def changes_waiting(officer: Officer) -> int:
    """How many of the county's changes wait for this officer, who proposed none of them; NoSuchPower."""
    must_have(officer, Power.CONFIRM_RATE)
    waiting = RateChange.filter(county=officer.county, state=ChangeState.PROPOSED)
    return await waiting.exclude(proposed_by=officer.id).count()


async def effects_of(change: RateChange, officer: Officer) -> list[Effect]:
    """By township and programme, within the officer's places."""
    rows = await database.rows(
        """SELECT rpad(left(village, 9), 12, '0') AS township, programme,
                  count(DISTINCT resident_id) FILTER (WHERE after_fen > before_fen) AS gain,
                  count(DISTINCT resident_id) FILTER (WHERE after_fen < before_fen) AS lose,
                  coalesce(sum((after_fen - before_fen) * months)
                           FILTER (WHERE through_month IS NOT NULL AND after_fen > before_fen), 0)::bigint AS back_fen,
                  coalesce(sum((before_fen - after_fen) * months)
                           FILTER (WHERE through_month IS NOT NULL AND after_fen < before_fen), 0)::bigint
                      AS recover_fen,
                  coalesce(sum(after_fen - before_fen) FILTER (WHERE through_month IS NULL), 0)::bigint AS monthly_fen,
                  by_review
           FROM rate_change_line WHERE change_id = $1 AND county = $2 AND village LIKE $3
           GROUP BY 1, 2, by_review ORDER BY by_review, 1, 2""",
        change.id, change.county, officer.scope.like,
    )  # fmt: skip
    return [Effect(**row) for row in rows]


@dataclass(frozen=True)
class ShownLine:
    """One person's months with the same difference, in fen a month."""

    award_id: UUID
    from_month: date
    through_month: date | None
    months: int
    before_fen: int
    after_fen: int
    by_review: bool
    programme: str
    village_name: str
    name: str


async def lines_of(change: RateChange, officer: Officer, after: str = "") -> list[ShownLine]:
    """Who is touched, within the officer's places, a page at a time; `after` is the last line's award and month."""
    award, month = _place_in_list(after)
    rows: list[dict[str, Any]] = await database.rows(
        """SELECT l.award_id, l.from_month, l.through_month, l.months, l.before_fen, l.after_fen,
                  l.by_review, l.programme,
                  coalesce(p.name, l.village) AS village_name,
                  CASE WHEN l.programme = ANY ($7) THEN $8 ELSE r.name END AS name
           FROM rate_change_line l JOIN resident r ON r.id = l.resident_id LEFT JOIN place p ON p.code = l.village
           WHERE l.change_id = $1 AND l.county = $2 AND l.village LIKE $3 AND (l.award_id, l.from_month) > ($4, $5)
           ORDER BY l.award_id, l.from_month LIMIT $6""",
        change.id, change.county, officer.scope.like, award, month, _LINES_A_PAGE,
        list(OF_CHILDREN), _UNNAMED,
    )  # fmt: skip
    return [ShownLine(**row) for row in rows]


async def digest_of(change_id: UUID) -> str:
    """Of every line of the list as it stands, in hexadecimal; a page brings it back with the officer's word."""
    (row,) = await database.rows(
        """SELECT encode(sha256(convert_to(coalesce(string_agg(
                      concat_ws(' ', award_id, from_month, coalesce(through_month::text, '-'), months, before_fen,
                                after_fen, by_review),
                      ';' ORDER BY award_id, from_month), ''), 'UTF8')), 'hex') AS digest
           FROM rate_change_line WHERE change_id = $1""",
        change_id,
    )
    return str(row["digest"])


def _place_in_list(after: str) -> tuple[UUID, date]:
    award, _, month = after.partition("_")
    try:
        return UUID(award), date.fromisoformat(month)
    except ValueError:
        return UUID(int=0), date(1, 1, 1)
