"""投诉、举报 about a case: put on file by whoever took it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from backend import applications
from backend.staff import Officer, Power
from console.asking import with_power

router = APIRouter(prefix="/cases")


@router.post("/{application_id}/complaints")
async def note(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.INVESTIGATE))],
    body: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """登记投诉举报."""
    await applications.note_complaint(application_id, body, officer)
    return RedirectResponse(f"/cases/{application_id}#complaints", 303)
