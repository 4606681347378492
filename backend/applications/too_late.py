"""Too late: who decides a case that has meanwhile gone elsewhere, such as been withdrawn, is told so, on record."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from backend import database
from backend.applications.application import Application
from backend.applications.wrong_state import WrongState
from backend.journal import Deed, Signature, record


@asynccontextmanager
async def on_record_if_too_late(application_id: UUID, by: Signature) -> AsyncIterator[None]:
    """Around a decision's transaction: WrongState goes on to the officer, after the journal has it."""
    try:
        yield
    except WrongState as late:
        async with database.transaction():
            case = await Application.get(id=application_id)
            await record(case.line(Deed.DECISION_TOO_LATE, state=late.details.get("state")), by=by)
        raise
