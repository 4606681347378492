"""Photos as staff see them: watermarked with who looks, when and why, and every look at a full one journaled."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, entitlements, evidence, places, staff
from backend.staff import Officer, Power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/photos")

_PURPOSE = "社会救助审核"


@router.get("/doubts")
async def doubts(
    request: Request, officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))], after: UUID | None = None
) -> HTMLResponse:
    """照片疑点: the same photo for two people, also where it is in no case, as of a life certification."""
    found = await evidence.open_doubts(officer, after)
    sides = [side for each in found for side in (each.photo, each.like)]
    return page(
        request, "photos/doubts.html", doubts=found, kinds=applications.PAPER_TITLES,
        villages={side.village: await places.name_of(side.village) for side in sides},
        next=found[-1].id if len(found) == evidence.DOUBTS_A_PAGE else None,
    )  # fmt: skip


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
    small = await evidence.thumbnail(photo_id, viewer=officer.name, purpose=_PURPOSE)
    return Response(small, media_type="image/jpeg")


@router.post("/doubts/{doubt_id}")
async def clear_doubt(
    doubt_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW))],
    reason: Annotated[str, Form(max_length=400)],
    case: Annotated[UUID | None, Form()] = None,
) -> Response:
    """记录核实: why one photo stands for two people."""
    await evidence.clear_doubt(doubt_id, officer, reason=reason)
    return RedirectResponse(f"/cases/{case}" if case else "/photos/doubts", 303)


async def _may_see(photo_id: UUID, officer: OfficerAsking) -> None:
    staff.must_have(officer, Power.SEE_CASES)
    in_their_places = evidence.Photo.filter(
        id=photo_id, county=officer.county, village__startswith=officer.scope.prefix
    )
    found = await in_their_places.exists() or await applications.photo_in_a_case_of(photo_id, officer)
    withheld = applications.photo_withheld, entitlements.agreement_photo_withheld
    if not found or any([await each(photo_id, officer) for each in withheld]):
        raise evidence.NoSuchPhoto
