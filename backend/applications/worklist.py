"""Lists of cases: an officer's queue by due date, a cadre's by village. The scope is in every WHERE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from backend import clock, database, programmes, workdays
from backend.applications.application import State
from backend.applications.children import withheld_from
from backend.applications.deadlines import WARN_BEFORE
from backend.applications.due import DUE_ON, LATE_AFTER, PAPERS_DUE_ON, WAITING
from backend.programmes import PhotoKind
from backend.staff import Officer, Power, Role, must_have

_PAGE = 30
_CHECK_WITHIN = 3  # working days from acceptance
_NEVER = date.max  # where a case without a due date sorts; PostgreSQL's infinity
# Whose turn it is in which state; the queue an officer sees unless another is asked for.
_TURN_OF: dict[Role, tuple[State, ...]] = {
    Role.TOWNSHIP_CLERK: (State.SUBMITTED, State.ACCEPTED, State.OBJECTED),
    Role.TOWNSHIP_LEADER: (State.ACCEPTED, State.OBJECTED),
    Role.COUNTY_REVIEWER: (State.COUNTY_REVIEW,),
}
_RUNNING = tuple(state for state in State if state.is_running and state is not State.DRAFT)

_SELECT = f"""
SELECT a.id, a.case_number, a.programme, a.resident_id, r.name AS resident_name, a.village,
       coalesce(p.name, a.village) AS village_name, a.state, a.started_at, a.submitted_at, a.step_due_on,
       a.decision_due_on, a.due_provisional, {PAPERS_DUE_ON} AS papers_due_on, {DUE_ON} AS due_on,
       coalesce({DUE_ON}, 'infinity') AS sorted_by
FROM application a JOIN resident r ON r.id = a.resident_id LEFT JOIN place p ON p.code = a.village
"""


class Due(StrEnum):
    """How a case stands to the day of its step and to the law's day; what was put before the leader or the county is
    theirs to see to.
    """

    OVERDUE = "overdue"
    CLOSE = "close"  #: due within two working days
    ESCALATED = "escalated"
    UNCHECKED = "unchecked"  #: accepted three working days ago, and nobody has begun the economic check
    UNKEPT = "unkept"  #: in the law's time still, but no longer in the county's promised one

    @property
    def shown(self) -> str:
        """As the queue is called."""
        return _QUEUES[self]


_QUEUES = {
    Due.OVERDUE: "已超期", Due.CLOSE: "快到期", Due.ESCALATED: "督办", Due.UNCHECKED: "核对未启动",
    Due.UNKEPT: "超过承诺",
}  # fmt: skip
_WAITS_UNTIL = f"a.step_due_on IS NOT NULL AND {LATE_AFTER}"
_WHERE_DUE = {
    None: "$6::date IS NOT NULL AND $7::date IS NOT NULL",
    Due.OVERDUE: f"{_WAITS_UNTIL} < $6 AND $7::date IS NOT NULL",
    Due.CLOSE: f"{_WAITS_UNTIL} BETWEEN $6 AND $7",
    Due.UNKEPT: f"a.promised_due_on < $6 AND {_WAITS_UNTIL} >= $6 AND $7::date IS NOT NULL",
    Due.ESCALATED: f"""{_WAITS_UNTIL} < $6 AND $7::date IS NOT NULL
        AND EXISTS (SELECT 1 FROM journal_entry j WHERE j.subject_id = a.id AND j.deed = 'applications.step_escalated'
                    AND j.facts ->> 'state' = a.state AND j.facts ->> 'due_on' = ({LATE_AFTER})::text""",
}
# A county's desks see what came before the county, the township's what came before its leader.
_ESCALATED_TO = {Role.TOWNSHIP_CLERK: "leader", Role.TOWNSHIP_LEADER: "leader"}


class Position(NamedTuple):
    """Where a page ended; the next begins after it."""

    due: date
    id: UUID


@dataclass(frozen=True)
class CaseLine:
    """One line of a list; names are in full in one's own places (policy §14.4)."""

    id: UUID
    case_number: str | None
    programme: str
    programme_title: str
    resident_id: UUID
    resident_name: str
    village: str
    village_name: str
    state: State
    state_title: str
    started_at: datetime
    submitted_at: datetime | None
    step_due_on: date | None
    decision_due_on: date | None
    due_provisional: bool
    papers_due_on: date | None  #: of papers that follow help that came first
    due_on: date | None
    overdue: bool

    @property
    def told_due_on(self) -> date | None:
        """The day that a list shows."""
        return self.papers_due_on or self.due_on


@dataclass(frozen=True)
class Page:
    """Some lines, and where to go on; `next` is None at the end."""

    items: list[CaseLine]
    next: Position | None


async def worklist(
    officer: Officer,
    *,
    state: Sequence[State] | None = None,
    due: Due | None = None,
    after: Position | None = None,
    limit: int = _PAGE,
) -> Page:
    """The officer's cases, what is due first on top; by default those that wait for this officer's role.

    With `due` only those of the places, in any state that waits for staff, whose step or whole stands so.

    Drafts are the applicant's own business and in no list. Refuses with NoSuchPower.
    """
    must_have(officer, Power.SEE_CASES)
    wanted = tuple(state) if state else WAITING if due else _TURN_OF.get(Role(officer.role), _RUNNING)
    today = clock.today()
    found = await database.rows(
        f"""{_SELECT}
            WHERE a.county = $1 AND a.village LIKE $2 AND a.state = ANY ($3)
              AND ($4::date IS NULL OR (coalesce({DUE_ON}, 'infinity'), a.id) > ($4, $5::uuid))
              AND {_where_due(due, officer)} AND NOT a.programme = ANY ($9)
            ORDER BY sorted_by, a.id LIMIT $8""",
        officer.county, officer.scope.like, [each.value for each in wanted if each is not State.DRAFT],
        after[0] if after else None, after[1] if after else None, today,
        workdays.after_workdays(today, WARN_BEFORE).day, limit + 1, withheld_from(officer),
    )  # fmt: skip
    return _page(found, limit)


async def counts_by_state(officer: Officer) -> dict[State, int]:
    """How many cases of the officer's places stand in each state, drafts left out; NoSuchPower."""
    return await _counted(officer, [state for state in State if state is not State.DRAFT])


def turn_of(role: Role) -> tuple[State, ...]:
    """The states in which a case waits for this role; none for those that decide no cases."""
    return _TURN_OF.get(role, ())


async def counts_of_turn(officer: Officer) -> dict[State, int]:
    """How many cases wait for this officer's role in each of its states; none for who decides no cases. NoSuchPower.

    Each day's page begins with it, so that it does not count what was decided in all the years.
    """
    return await _counted(officer, turn_of(Role(officer.role)))


async def _counted(officer: Officer, states: Sequence[State]) -> dict[State, int]:
    must_have(officer, Power.SEE_CASES)
    counted = await database.rows(
        """SELECT state, count(*) AS number FROM application
           WHERE county = $1 AND village LIKE $2 AND state = ANY ($4) AND NOT programme = ANY ($3) GROUP BY state""",
        officer.county,
        officer.scope.like,
        withheld_from(officer),
        [state.value for state in states],
    )
    found = {State(each["state"]): each["number"] for each in counted}
    return {state: found.get(state, 0) for state in states}


async def counts_by_due(officer: Officer) -> dict[Due, int]:
    """How many cases that wait for staff are overdue, close, or put before the officer's level; NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    today = clock.today()
    close = workdays.after_workdays(today, WARN_BEFORE).day
    counted = {}
    for due in Due:
        (found,) = await database.rows(
            f"""SELECT count(*) AS number FROM application a
                WHERE a.county = $1 AND a.village LIKE $2 AND a.state = ANY ($3) AND $4::date IS NULL
                  AND $5::uuid IS NULL AND {_where_due(due, officer)} AND NOT a.programme = ANY ($8)""",
            officer.county, officer.scope.like, [each.value for each in WAITING], None, None, today, close,
            withheld_from(officer),
        )  # fmt: skip
        counted[due] = found["number"]
    return counted


async def of_villages(
    villages: list[str], *, cadre: UUID | None = None, after: UUID | None = None, limit: int = _PAGE
) -> list[CaseLine]:
    """The cases of some villages, drafts too, newest first; those older than the case `after`.

    Of cases about children only those that began in the hand of `cadre`.
    """
    found = await database.rows(
        f"""{_SELECT} WHERE a.village = ANY ($1) AND ($2::uuid IS NULL OR a.id < $2)
            AND (NOT a.programme = ANY ($4) OR (a.started_by_kind = 'cadre' AND a.started_by_id = $5))
            ORDER BY a.id DESC LIMIT $3""",
        villages, after, limit, list(programmes.OF_CHILDREN), cadre,
    )  # fmt: skip
    return [_line(each) for each in found]


async def carried_cases(village: str, cadre: UUID, born_by: date) -> tuple[list[CaseLine], int]:
    """All cases of a village that are not decided, drafts too, newest first; and of how many the person is younger.

    Of cases about children, in either, only those that began in the hand of `cadre`.
    """
    found = await database.rows(
        f"""SELECT listed.*, r.birth_date <= $3 AS carried FROM ({_SELECT}
            WHERE a.village = $1 AND a.state = ANY ($2)
              AND (NOT a.programme = ANY ($4) OR (a.started_by_kind = 'cadre' AND a.started_by_id = $5))) AS listed
            JOIN resident r ON r.id = listed.resident_id ORDER BY listed.id DESC""",
        village, [each.value for each in State if each.is_running], born_by, list(programmes.OF_CHILDREN), cadre,
    )  # fmt: skip
    carried = [each for each in found if each.pop("carried")]
    return [_line(each) for each in carried], len(found) - len(carried)


def _where_due(due: Due | None, officer: Officer) -> str:
    if due is Due.UNCHECKED:
        return _unchecked()
    if due is not Due.ESCALATED:
        return _WHERE_DUE[due]
    to = _ESCALATED_TO.get(Role(officer.role), "county")
    return f"{_WHERE_DUE[due]} AND j.facts ->> 'to' = '{to}')"


def _unchecked() -> str:
    """The township starts the check within three working days from acceptance (民发〔2021〕57号 art. 15)."""
    day = clock.today()
    while workdays.after_workdays(day, _CHECK_WITHIN).day >= clock.today():
        day -= timedelta(days=1)
    checked = [
        code for code, each in programmes.CATALOGUE.items() if PhotoKind.CHECK_AUTHORISATION in each.required_kinds
    ]
    return f"""$6::date IS NOT NULL AND $7::date IS NOT NULL AND a.state = 'accepted'
        AND a.programme IN ({", ".join(f"'{code}'" for code in checked)})
        AND (a.accepted_at AT TIME ZONE 'Asia/Shanghai')::date <= '{day.isoformat()}'
        AND NOT EXISTS (SELECT FROM check_authorisation w WHERE w.application_id = a.id AND w.revoked_at IS NULL)"""


def _page(found: list[dict[str, Any]], limit: int) -> Page:
    lines = [_line(each) for each in found[:limit]]
    more = len(found) > limit
    return Page(lines, Position(lines[-1].due_on or _NEVER, lines[-1].id) if more else None)


def _line(found: dict[str, Any]) -> CaseLine:
    due = found["due_on"]
    state = State(found["state"])
    given = {name: value for name, value in found.items() if name not in ("sorted_by", "state")}
    return CaseLine(
        **given,
        state=state,
        state_title=state.shown,
        programme_title=programmes.get_programme(found["programme"]).title,
        overdue=any(day is not None and day < clock.today() for day in (due, found["papers_due_on"])),
    )
