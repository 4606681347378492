"""Photos as staff see them: watermarked with who looks, when and why, and every look at a full one journaled."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from backend import evidence, staff
from backend.staff import Power
from console.asking import OfficerAsking

router = APIRouter(prefix="/photos")


@router.get("/{photo_id}")
async def photo(photo_id: UUID, officer: OfficerAsking) -> Response:
    """The whole photo, watermarked."""
    await _may_see(photo_id, officer)
    shown = await evidence.show(photo_id, viewer=officer.name, purpose="社会救助审核", by=officer.signature)
    return Response(shown, media_type="image/jpeg")


@router.get("/{photo_id}/thumbnail")
async def thumbnail(photo_id: UUID, officer: OfficerAsking) -> Response:
    """A small one for the case page."""
    await _may_see(photo_id, officer)
    return Response(await evidence.thumbnail(photo_id), media_type="image/jpeg")


async def _may_see(photo_id: UUID, officer: OfficerAsking) -> None:
    staff.must_have(officer, Power.SEE_CASES)
    in_their_places = evidence.Photo.filter(
        id=photo_id, county=officer.county, village__startswith=officer.scope.prefix
    )
    if not await in_their_places.exists():
        raise evidence.NoSuchPhoto
