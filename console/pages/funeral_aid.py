"""丧葬费用: the township names who buried somebody of 特困 and where the money goes, the county approves."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from backend import entitlements, evidence
from backend.entitlements import FuneralPayee, PayeeKind
from backend.identifiers import new_id
from backend.programmes import PhotoKind
from backend.residents import AccountKind, Resident
from backend.staff import Officer, Power
from console.asking import with_power
from console.photo_told import back_with

router = APIRouter(prefix="/awards")

Changes = Annotated[Officer, Depends(with_power(Power.REVIEW, Power.CONFIRM))]
Confirms = Annotated[Officer, Depends(with_power(Power.CONFIRM))]


@router.post("/{award_id}/funeral-aid")
async def propose(
    award_id: UUID,
    officer: Changes,
    file: Annotated[UploadFile, File()],
    payee_kind: Annotated[PayeeKind, Form()],
    payee_name: Annotated[str, Form(max_length=50)] = "",
    relation: Annotated[str, Form(max_length=30)] = "",
    number: Annotated[str, Form(max_length=60)] = "",
    bank: Annotated[str, Form(max_length=60)] = "",
    kind: Annotated[AccountKind, Form()] = AccountKind.CARD,
    phone: Annotated[str, Form(max_length=30)] = "",
    instead: Annotated[bool, Form()] = False,
) -> Response:
    """提出丧葬费用, with the photo of the proof; `instead`: 更换收款账户."""
    found = await entitlements.award_for(award_id, officer)
    resident = await Resident.get(id=found.resident_id)
    taken = await evidence.receive(
        await file.read(), upload_id=new_id(), resident=resident, kind=PhotoKind.FUNERAL_PROOF, by=officer.signature
    )
    payee = FuneralPayee(payee_kind, payee_name, number, bank, kind, relation, phone)
    await entitlements.propose_funeral_aid(award_id, payee, taken.photo.id, officer, instead=instead)
    return back_with(f"/awards/{award_id}#funeral", [taken.photo])


@router.post("/funeral-aid/{aid_id}/approval")
async def approve(aid_id: UUID, officer: Confirms) -> Response:
    """批准丧葬费用, never by who proposed it."""
    return _back_to((await entitlements.give_funeral_aid(aid_id, officer)).tekun_award_id)


@router.post("/funeral-aid/{aid_id}/decline")
async def decline(aid_id: UUID, officer: Changes) -> Response:
    """不批准丧葬费用, or 撤回 one's own."""
    return _back_to((await entitlements.decline_funeral_aid(aid_id, officer)).tekun_award_id)


def _back_to(award_id: UUID) -> Response:
    return RedirectResponse(f"/awards/{award_id}#funeral", 303)
