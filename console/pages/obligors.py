"""法定义务人 of a case: who owes the applicant support by law, and so signs for the check, wherever they live."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from backend import applications
from backend.applications import Obliged
from backend.staff import Officer, Power
from console.asking import with_power
from console.typed import IdChosen

router = APIRouter(prefix="/cases")

Investigates = Annotated[Officer, Depends(with_power(Power.INVESTIGATE))]
Short = Annotated[str, Form(max_length=30)]


@router.post("/{application_id}/obligors")
async def name(
    application_id: UUID,
    officer: Investigates,
    name: Short = "",
    relation: Short = "",
    identity_number: Short = "",
    married: Annotated[bool, Form()] = False,
    spouse_of: IdChosen = "",
    resident: IdChosen = "",
) -> Response:
    """登记义务人, with `spouse_of` the spouse of one; `resident`: of who lives with the applicant nothing is typed."""
    spouse, at_home = (UUID(each) if each else None for each in (spouse_of, resident))
    obliged = Obliged(name, relation, identity_number, married, spouse, at_home)
    await applications.name_obligor(application_id, obliged, officer)
    return _back_to(application_id)


@router.post("/{application_id}/obligors/{obligor_id}/striking")
async def strike(
    application_id: UUID, obligor_id: UUID, officer: Investigates, reason: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """划去."""
    await applications.strike_obligor(obligor_id, application_id, reason, officer)
    return _back_to(application_id)


def _back_to(application_id: UUID) -> Response:
    return RedirectResponse(f"/cases/{application_id}/checks#obligors", 303)
