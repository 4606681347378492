"""Letters: what was decided, on paper, and what proves that it reached the person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import evidence, letters, residents
from backend.evidence import Photo
from backend.identifiers import new_id
from backend.letters import DecisionLetter, Way
from backend.programmes import PhotoKind
from backend.staff import Officer, Power
from console import page_end
from console.asking import OfficerAsking, with_power
from console.page_end import PageEnd
from console.photo_told import back_with
from console.rendering import page

router = APIRouter()

_LETTERS_A_PAGE = 50  # as `letters.undelivered` gives them
Delivers = Annotated[Officer, Depends(with_power(Power.REVIEW, Power.REVIEW_CHILDREN))]


@router.get("/letters")
async def undelivered(
    request: Request, officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))], after: PageEnd = ""
) -> HTMLResponse:
    """What has not reached its person, what is due first on top."""
    found = await letters.undelivered(officer, page_end.read_day(after))
    more = page_end.written(found[-1].due_on, found[-1].id) if len(found) == _LETTERS_A_PAGE else None
    return page(request, "letters/list.html", letters=found, next=more)


@router.get("/cases/{application_id}/letter")
async def letter(application_id: UUID, officer: OfficerAsking, earlier: UUID | None = None) -> Response:
    """告知书 with its receipt as PDF; `earlier`: one whose decision was amended since."""
    return await _on_paper(await letters.get_letter(application_id, officer, earlier))


@router.post("/cases/{application_id}/letter-receipts")
async def send_receipt(application_id: UUID, officer: Delivers, file: Annotated[UploadFile, File()]) -> Response:
    """A photo of the signed receipt."""
    letter = await letters.get_letter(application_id, officer)
    return back_with(f"/cases/{application_id}#letter", [await _receipt(letter, file, officer)])


@router.post("/cases/{application_id}/letter-delivery")
async def deliver(
    application_id: UUID,
    officer: Delivers,
    way: Annotated[Way, Form()],
    receiver: Annotated[str, Form(max_length=50)] = "",
    photo: Annotated[UUID | None, Form()] = None,
) -> Response:
    """登记送达."""
    await letters.deliver(application_id, officer, way=way, receiver=receiver, photo_id=photo)
    return RedirectResponse(f"/cases/{application_id}#letter", 303)


@router.get("/awards/letters/{letter_id}/letter")
async def change_letter(letter_id: UUID, officer: OfficerAsking) -> Response:
    """变动告知书 with its receipt as PDF."""
    return await _on_paper(await letters.get_change_letter(letter_id, officer))


@router.post("/awards/letters/{letter_id}/letter-receipts")
async def send_receipt_of_change(letter_id: UUID, officer: Delivers, file: Annotated[UploadFile, File()]) -> Response:
    """A photo of the signed receipt."""
    letter = await letters.get_change_letter(letter_id, officer)
    return back_with(f"/awards/{letter.award_id}#letter-{letter.id}", [await _receipt(letter, file, officer)])


@router.post("/awards/letters/{letter_id}/letter-delivery")
async def deliver_change(
    letter_id: UUID,
    officer: Delivers,
    way: Annotated[Way, Form()],
    receiver: Annotated[str, Form(max_length=50)] = "",
    photo: Annotated[UUID | None, Form()] = None,
) -> Response:
    """登记送达."""
    letter = await letters.deliver_of_change(letter_id, officer, way=way, receiver=receiver, photo_id=photo)
    return RedirectResponse(f"/awards/{letter.award_id}#letter-{letter.id}", 303)


async def _on_paper(letter: DecisionLetter) -> Response:
    return Response(
        await letters.print_letter(letter), media_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="letter.pdf"'},
    )  # fmt: skip


async def _receipt(letter: DecisionLetter, file: UploadFile, officer: Officer) -> Photo:
    resident = await residents.get_resident(letter.resident_id)
    sent = await evidence.receive(
        await file.read(), upload_id=new_id(), resident=resident, kind=PhotoKind.LETTER_RECEIPT, by=officer.signature
    )
    return sent.photo
