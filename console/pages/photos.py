"""Photos as staff see them: watermarked with who looks, when and why, and every look at a full one journaled."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from backend import evidence, staff
from backend.staff import Power
from console.asking import OfficerAsking

router = APIRouter(prefix="/photos")

# A photo never changes under its id, but what may be seen does: let the browser keep it for this sitting only.
_CACHE = {"Cache-Control": "private, max-age=600"}


@router.get("/{photo_id}")
async def photo(photo_id: UUID, officer: OfficerAsking) -> Response:
    """The whole photo, watermarked."""
    await _may_see(photo_id, officer)
    shown = await evidence.show(photo_id, viewer=officer.name, purpose="社会救助审核", by=officer.signature)
    return Response(shown, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.get("/{photo_id}/thumbnail")
async def thumbnail(photo_id: UUID, officer: OfficerAsking) -> Response:
    """A small one for the case page."""
    await _may_see(photo_id, officer)
    return Response(await evidence.thumbnail(photo_id), media_type="image/jpeg", headers=_CACHE)


async def _may_see(photo_id: UUID, officer: OfficerAsking) -> None:
    staff.must_have(officer, Power.SEE_CASES)
    found = await evidence.get_photo(photo_id)
    if not officer.scope.covers(found.village):
        raise evidence.NoSuchPhoto
