"""The faster hand: whoever comes second to a deed is told who did it, and when."""

from datetime import datetime
from uuid import UUID

from backend import clock
from backend.staff.officer import Officer


async def who_and_when(officer_id: UUID | None, at: datetime | None) -> str:
    """A colleague and the moment, such as 赵敏，3月2日09:30; somebody who is no officer stays unnamed.

    `at` None, of a column that a deed's columns leave empty: only who.
    """
    officer = await Officer.get_or_none(id=officer_id) if officer_id else None
    name = officer.name if officer else "他人"
    return f"{name}，{moment_said(at)}" if at else name


def moment_said(at: datetime) -> str:
    """By the county's clock, such as 3月2日09:30."""
    moment = clock.in_county_time(at)
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"
