"""Reading notices: the public sees what hangs, officers see their places' notices and who waits for an answer."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import clock, database, places, staff
from backend.postings.posting import Posting, PostingLine
from backend.programmes import get_programme
from backend.staff import Officer, Power

_PAGE = 30


@dataclass(frozen=True)
class NoticeLineView:
    """One case on a notice, as frozen at posting."""

    id: UUID
    application_id: UUID
    shown_name: str
    shown_detail: str
    ended: str | None
    open_objections: int
    hangs: bool  #: neither taken back, nor refused or sent on while the notice hangs


@dataclass(frozen=True)
class NoticeView:
    """A notice as it hangs; `over` once its last day has passed and the timetable took it down."""

    id: UUID
    village: str
    village_name: str
    programme: str
    programme_title: str
    posted_on: date
    ends_on: date
    over: bool
    lines: tuple[NoticeLineView, ...]


async def open_notices(village: str) -> list[NoticeView]:
    """What hangs in a village today; a person who took the case back is no longer named.

    Refuses with NoSuchVillage: an empty list would say that nothing hangs there.
    """
    await places.must_be_a_village(village)
    return await _notices(
        "p.village = $1 AND p.ended_at IS NULL AND p.ends_on >= $2 AND l.ended IS NULL"
        " AND a.state IN ('posted', 'objected')",
        village,
        clock.today(),
    )


async def postings_for(officer: Officer, after: UUID | None = None) -> list[NoticeView]:
    """The notices of an officer's places, newest first, at most 30 older than `after`; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    return await _notices(
        f"""p.id IN (SELECT id FROM posting WHERE county = $1 AND village LIKE $2 AND ($3::uuid IS NULL OR id < $3)
                     ORDER BY id DESC LIMIT {_PAGE})""",
        officer.county,
        officer.scope.like,
        after,
    )


async def notice_for(posting_id: UUID, officer: Officer) -> NoticeView | None:
    """One notice of the officer's places; None where there is none. NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    where = "p.id = $1 AND p.county = $2 AND p.village LIKE $3"
    found = await _notices(where, posting_id, officer.county, officer.scope.like)
    return found[0] if found else None


async def line_of(application_id: UUID) -> PostingLine | None:
    """The case's latest line on a notice."""
    return await PostingLine.filter(application_id=application_id).order_by("-id").first()


async def was_posted_by(application_id: UUID, officer: Officer) -> bool:
    """Whether the officer put any notice of the case on the board, the latest or one before it."""
    lines = await PostingLine.filter(application_id=application_id).values_list("posting_id", flat=True)
    return await Posting.filter(id__in=lines, posted_by=officer.id).exists()


async def _notices(where: str, *values: Any) -> list[NoticeView]:
    found = await database.rows(
        f"""SELECT p.id, p.village, v.name AS village_name, p.programme, p.posted_on, p.ends_on,
                   p.ended_at IS NOT NULL AS over,
                   json_agg(json_build_object('id', l.id, 'application_id', l.application_id,
                       'shown_name', l.shown_name, 'shown_detail', l.shown_detail, 'ended', l.ended,
                       'hangs', l.ended IS NULL AND a.state IN ('posted', 'objected'),
                       'open_objections', (SELECT count(*) FROM objection o
                                           WHERE o.posting_line_id = l.id AND o.answered_at IS NULL))
                       ORDER BY l.id) AS lines
            FROM posting p JOIN posting_line l ON l.posting_id = p.id
            JOIN application a ON a.id = l.application_id LEFT JOIN place v ON v.code = p.village
            WHERE {where} GROUP BY p.id, v.name ORDER BY p.id DESC""",
        *values,
    )
    return [_view(each) for each in found]


def _view(found: dict[str, Any]) -> NoticeView:
    lines = tuple(
        NoticeLineView(**{**line, "id": UUID(line["id"]), "application_id": UUID(line["application_id"])})
        for line in json.loads(found["lines"])
    )
    named = {"village_name": found["village_name"] or found["village"]}
    return NoticeView(**{**found, **named, "programme_title": get_programme(found["programme"]).title, "lines": lines})
