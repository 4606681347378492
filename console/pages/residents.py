"""A masked number shown in clear: for a reason, once, and written down."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from backend import staff
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter()


@router.post("/residents/{resident_id}/revealing")
async def reveal(
    request: Request,
    resident_id: UUID,
    reason: Annotated[str, Form(max_length=100)],
    officer: Annotated[Officer, Depends(with_power(Power.REVEAL))],
) -> HTMLResponse:
    """The ID number of a resident of the officer's places; journaled with the reason."""
    number = await staff.reveal_identity_number(resident_id, officer, reason=reason)
    in_place = "HX-Request" in request.headers
    return page(request, "residents/number.html" if in_place else "residents/revealed.html", number=number)
