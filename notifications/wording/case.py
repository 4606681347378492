"""What the journal does not hold of a case: when its step is due, which papers are missing; read from the case."""

from typing import Any
from uuid import UUID

from backend import applications
from backend.journal import Entry
from backend.refusals import NotFound


async def case_facts(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    """By entry id, for entries whose subject is an application; a handful a minute, so one by one."""
    return {entry.id: await _facts(entry.subject_id) for entry in entries}


async def _facts(application_id: UUID) -> dict[str, Any]:
    try:
        case = await applications.get_application(application_id)
    except NotFound:
        return {}
    return {"case_number": case.case_number, "step_due_on": case.step_due_on}


async def papers_facts(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    """By entry id, for returned cases: the titles of the papers that are still missing today."""
    return {entry.id: await _papers(entry.subject_id) for entry in entries}


async def _papers(application_id: UUID) -> dict[str, Any]:
    try:
        case = await applications.get_application(application_id)
    except NotFound:
        return {}
    return {"titles": [each.title for each in await applications.missing(case)]}
