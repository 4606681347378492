"""养育协议、委托照料服务协议: drawn up, signed by who cares for the person and by the office, ended with its reason."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from backend import entitlements, evidence
from backend.entitlements import Award, WhyEnded
from backend.identifiers import new_id
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Officer, Power
from console.asking import with_power
from console.typed import day_typed

router = APIRouter(prefix="/awards")

Sees = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Keeps = Annotated[Officer, Depends(with_power(Power.REVIEW, Power.REVIEW_CHILDREN, Power.CONFIRM))]
Signs = Annotated[Officer, Depends(with_power(Power.CONFIRM, Power.CONFIRM_DELEGATED))]
Day = Annotated[str, Form(max_length=10)]


@router.get("/{award_id}/care-agreement")
async def paper(award_id: UUID, officer: Sees) -> Response:
    """The paper to be signed, or as it was signed."""
    content = await entitlements.print_care_agreement(await entitlements.award_for(award_id, officer))
    return Response(
        content, media_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="agreement.pdf"'}
    )


@router.post("/{award_id}/care-agreement")
async def file(
    award_id: UUID,
    officer: Keeps,
    file: Annotated[UploadFile, File()],
    signed_on: Day,
    carer_name: Annotated[str, Form(max_length=50)] = "",
    relation: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """监护人（照料人）已签, with the photo of the signed page."""
    photo = await _photo(await entitlements.award_for(award_id, officer), file, officer)
    await entitlements.file_care_agreement(
        award_id, officer, carer_name=carer_name, relation=relation, signed_on=day_typed(signed_on), photo_id=photo
    )
    return RedirectResponse(f"/awards/{award_id}", 303)


@router.post("/care-agreements/{care_agreement_id}/signature")
async def sign(
    care_agreement_id: UUID, officer: Signs, file: Annotated[UploadFile, File()], signed_on: Day
) -> Response:
    """县里（乡镇）已签, with the photo of the page that both have signed."""
    award = await entitlements.award_of_care_agreement(care_agreement_id, officer)
    photo = await _photo(award, file, officer)
    await entitlements.sign_care_agreement(care_agreement_id, officer, signed_on=day_typed(signed_on), photo_id=photo)
    return RedirectResponse(f"/awards/{award.id}", 303)


@router.post("/care-agreements/{care_agreement_id}/ending")
async def end(care_agreement_id: UUID, officer: Keeps, why: Annotated[WhyEnded, Form()]) -> Response:
    """终止协议."""
    ended = await entitlements.end_care_agreement(care_agreement_id, officer, why=why)
    return RedirectResponse(f"/awards/{ended.award_id}", 303)


async def _photo(award: Award, file: UploadFile, officer: Officer) -> UUID:
    taken = await evidence.receive(
        await file.read(), upload_id=new_id(), resident=await Resident.get(id=award.resident_id),
        kind=PhotoKind.CARE_AGREEMENT, by=officer.signature,
    )  # fmt: skip
    return taken.photo.id
