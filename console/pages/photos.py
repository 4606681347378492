"""Photos as staff see them: watermarked with who looks, when and why, and every look at a full one journaled."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from backend import applications, evidence, staff
from backend.staff import Officer, Power
from console.asking import OfficerAsking, with_power

router = APIRouter(prefix="/photos")

_PURPOSE = "社会救助审核"


@router.get("/{photo_id}")
async def photo(photo_id: UUID, officer: OfficerAsking) -> Response:
    """The whole photo, watermarked."""
    await _may_see(photo_id, officer)
    shown = await evidence.show(photo_id, viewer=officer.name, purpose=_PURPOSE, by=officer.signature)
    return Response(shown, media_type="image/jpeg")


@router.get("/{photo_id}/thumbnail")
async def thumbnail(photo_id: UUID, officer: OfficerAsking) -> Response:
    """A small one for the case page, watermarked too."""
    await _may_see(photo_id, officer)
    small = await evidence.thumbnail(photo_id, viewer=officer.name, purpose=_PURPOSE, by=officer.signature)
    return Response(small, media_type="image/jpeg")


@router.post("/doubts/{doubt_id}")
async def clear_doubt(
    doubt_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW))],
    reason: Annotated[str, Form(max_length=400)],
    case: Annotated[UUID, Form()],
) -> Response:
    """记录核实: why one photo stands for two people."""
    await evidence.clear_doubt(doubt_id, officer, reason=reason)
    return RedirectResponse(f"/cases/{case}", 303)


async def _may_see(photo_id: UUID, officer: OfficerAsking) -> None:
    staff.must_have(officer, Power.SEE_CASES)
    in_their_places = evidence.Photo.filter(
        id=photo_id, county=officer.county, village__startswith=officer.scope.prefix
    )
    found = await in_their_places.exists() or await applications.photo_in_a_case_of(photo_id, officer)
    if not found or await applications.photo_withheld(photo_id, officer):
        raise evidence.NoSuchPhoto
