"""Of a case: which papers are missing today, read one by one for the journal does not hold them, and where it opens."""

from typing import Any
from uuid import UUID

from backend import applications
from backend.journal import Entry
from backend.refusals import NotFound


async def papers_facts(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    """By entry id, for returned cases: the titles of the papers that are still missing today."""
    return {entry.id: await _papers(entry.subject_id) for entry in entries}


async def _papers(application_id: UUID) -> dict[str, Any]:
    try:
        case = await applications.get_application(application_id)
    except NotFound:
        return {}
    return {"titles": [each.title for each in await applications.missing(case)]}


def case_page(entry: Entry) -> str:
    """What the mini program opens: the case that the entry is about."""
    return f"case={entry.subject_id}"
