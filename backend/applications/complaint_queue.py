"""Named reports that wait (实名举报): whom an answer has not reached, by the day by which it must."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import clock, database, workdays
from backend.applications.children import withheld_from
from backend.applications.deadlines import WARN_BEFORE
from backend.programmes import get_programme
from backend.staff import Officer, Power, kin_of, must_have

REPORTS_A_PAGE = 50

_WAITING = """
FROM complaint c JOIN application a ON a.id = c.application_id
WHERE c.county = $1 AND a.village LIKE $2 AND c.answer_due_on IS NOT NULL AND c.fed_back_at IS NULL
  AND NOT a.programme = ANY ($3) AND NOT a.resident_id = ANY ($4)
"""
_LISTED = f"""
SELECT c.id, c.application_id, a.case_number, r.name AS resident_name, a.programme, p.name AS village_name,
       c.noted_at, c.answered_at, c.answer_due_on
{_WAITING.replace("WHERE", "JOIN resident r ON r.id = a.resident_id LEFT JOIN place p ON p.code = a.village WHERE", 1)}
  AND ($5::uuid IS NULL OR (c.answer_due_on, c.id) > (SELECT l.answer_due_on, l.id FROM complaint l WHERE l.id = $5))
ORDER BY c.answer_due_on, c.id LIMIT {REPORTS_A_PAGE}
"""


@dataclass(frozen=True)
class ReportLine:
    """One line of the list; nothing of who reported."""

    id: UUID
    application_id: UUID
    case_number: str | None
    resident_name: str  #: whom it is about
    programme_title: str
    village_name: str | None
    noted_at: datetime
    answered_at: datetime | None
    answer_due_on: date

    @property
    def overdue(self) -> bool:
        """Whether the answer should have reached its person by now."""
        return self.answer_due_on < clock.today()


@dataclass(frozen=True)
class ReportCounts:
    """How many wait, by how near their day is."""

    overdue: int
    close: int  #: due within two working days
    in_time: int


async def reports_waiting(officer: Officer, after: UUID | None = None) -> list[ReportLine]:
    """At most REPORTS_A_PAGE of the officer's places, what is due first on top; NoSuchPower."""
    found = await database.rows(_LISTED, *await _whose(officer), after)
    return [ReportLine(programme_title=get_programme(each.pop("programme")).title, **each) for each in found]


async def count_reports(officer: Officer) -> ReportCounts:
    """Of the officer's places; NoSuchPower."""
    today = clock.today()
    (found,) = await database.rows(
        f"""SELECT count(*) FILTER (WHERE c.answer_due_on < $5)::int AS overdue,
                   count(*) FILTER (WHERE c.answer_due_on BETWEEN $5 AND $6)::int AS close,
                   count(*) FILTER (WHERE c.answer_due_on > $6)::int AS in_time {_WAITING}""",
        *await _whose(officer), today, workdays.after_workdays(today, WARN_BEFORE).day,
    )  # fmt: skip
    return ReportCounts(**found)


async def _whose(officer: Officer) -> tuple[Any, ...]:
    must_have(officer, Power.INVESTIGATE)
    return officer.county, officer.scope.like, withheld_from(officer), await kin_of(officer.signature)
