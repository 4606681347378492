"""Where a page of a list ended, by value: what it ended with may be gone when the next page is asked for."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

#: As `written` writes it; empty: the first page.
PageEnd = Annotated[str, Query(pattern=r"^(\d{4}-\d\d-\d\d(T[\d:.]{5,15}Z)?_[0-9a-f-]{36})?$")]


def written(at: date | None, last: UUID) -> str:
    """`2026-03-02_…`, or a moment; None, which lists put at the end, is the calendar's last day."""
    if isinstance(at, datetime):
        return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z_{last}"
    return f"{at or date.max}_{last}"


def read_day(after: str) -> tuple[date, UUID] | None:
    """None at the first page; a mangled address begins there again."""
    at, _, last = after.partition("_")
    try:
        return (date.fromisoformat(at), UUID(last)) if len(at) == len("2026-03-02") else None
    except ValueError:
        return None


def read_moment(after: str) -> tuple[datetime, UUID] | None:
    """The same of a list in order of moments."""
    at, _, last = after.partition("_")
    try:
        return (datetime.fromisoformat(at.removesuffix("Z")).replace(tzinfo=UTC), UUID(last)) if after else None
    except ValueError:
        return None
