"""The faster hand: whoever comes second to a deed is told who did it, and when."""

from datetime import datetime
from uuid import UUID

from backend import clock
from backend.staff.officer import Officer


async def who_and_when(officer_id: UUID | None, at: datetime) -> str:
    """A colleague and the moment, such as 赵敏，3月2日09:30; somebody who is no officer stays unnamed."""
    officer = await Officer.get_or_none(id=officer_id) if officer_id else None
    return f"{officer.name if officer else '他人'}，{moment_said(at)}"


def moment_said(at: datetime) -> str:
    """By the county's clock, such as 3月2日09:30."""
    moment = clock.in_county_time(at)
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"
