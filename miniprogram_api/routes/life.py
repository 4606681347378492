"""Life certification (生存认证): a photo taken just now, by the person or by a cadre who met them."""

from datetime import date
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from backend import fieldwork
from backend.entitlements import get_benefit
from backend.journal import By, Signature
from backend.residents import Resident
from miniprogram_api.asking import AsCadre, AsResident
from miniprogram_api.route import room
from miniprogram_api.routes.evidence import TAKES_PHOTO, PhotoShown, take_photo
from miniprogram_api.routes.staff import served_resident

router = room("life")


class Certified(BaseModel):
    """One benefit that goes on."""

    award_id: UUID
    programme_title: str = Field(title="待遇名称")
    certified_on: date | None = Field(title="认证日期")
    due_on: date | None = Field(title="下次最晚哪天认证")


class Certification(BaseModel):
    """All benefits of the person that asked for it."""

    photo: PhotoShown
    certified: list[Certified]


@router.post("/life-certifications", summary="本人拍照生存认证", status_code=201, openapi_extra=TAKES_PHOTO)
async def certify_oneself(request: Request, asker: AsResident) -> Certification:
    """A photo taken just now; `kind` is portrait."""
    hand = Signature(By.RESIDENT, asker.resident.id)
    return await _certified(await take_photo(request, asker.resident, asker, hand), asker.resident, hand)


@router.post(
    "/elders/{elder_id}/life-certifications",
    summary="村干部见到本人，拍照生存认证",
    status_code=201,
    openapi_extra=TAKES_PHOTO,
)
async def certify_elder(elder_id: UUID, request: Request, asker: AsCadre) -> Certification:
    """Also without an errand: the cadre met the elder."""
    resident, hand = await served_resident(elder_id, asker.cadre), asker.cadre.signature
    return await _certified(await take_photo(request, resident, asker, hand), resident, hand)


async def _certified(photo: PhotoShown, resident: Resident, hand: Signature) -> Certification:
    certified = [
        Certified(
            award_id=each.id, programme_title=get_benefit(each.programme).title, certified_on=each.certified_on,
            due_on=each.certification_due_on,
        )
        for each in await fieldwork.certify_by_photo(resident, photo.id, hand)
    ]  # fmt: skip
    return Certification(photo=photo, certified=certified)
