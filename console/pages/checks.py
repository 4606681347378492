"""信息核对: the county's request and reply files, and in a case who authorised it and what was answered."""

from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, clock, inquiries, residents, workdays
from backend.inquiries import Authorised, CheckItem, Settled
from backend.privacy import masked_identity_number
from backend.refusals import NotAcceptable
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page
from console.typed import IdChosen

router = APIRouter()

_A_PAGE = 30  # as `inquiries.check_batches` gives them
_START_WITHIN = 3  # working days for the county after the township asked (民发〔2021〕57号 art. 17)
_MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
RunsChecks = Annotated[Officer, Depends(with_power(Power.RUN_CHECKS))]
Investigates = Annotated[Officer, Depends(with_power(Power.INVESTIGATE))]
Words = Annotated[str, Form(max_length=500)]


@router.get("/checks")
async def batches(request: Request, officer: RunsChecks, before: UUID | None = None) -> HTMLResponse:
    """Who waits for the next request file, by when it must go out, and the batches made."""
    people, since = await inquiries.waiting_to_be_asked(officer)
    found = await inquiries.check_batches(officer, before)
    return page(
        request, "checks/list.html", people=people, since=since, batches=found, items=list(CheckItem),
        due=workdays.after_workdays(since, _START_WITHIN).day if since else None,
        owed=await inquiries.replies_owed(officer),
        next=found[-1].id if len(found) == _A_PAGE else None,
    )  # fmt: skip


@router.post("/checks")
async def make_batch(
    officer: RunsChecks, items: Annotated[list[CheckItem], Form(default_factory=list, max_length=20)]
) -> Response:
    """生成请求文件."""
    batch = await inquiries.make_check_batch(items, officer)
    return RedirectResponse(f"/checks/{batch.id}", 303)


@router.get("/checks/{batch_id}")
async def batch(request: Request, batch_id: UUID, officer: RunsChecks) -> HTMLResponse:
    """One batch with the receipts of its replies."""
    return await _batch_page(request, batch_id, officer)


@router.post("/checks/{batch_id}/file")
async def request_file(
    batch_id: UUID, officer: RunsChecks, form: Annotated[Literal["xlsx", "csv"], Form()] = "xlsx"
) -> Response:
    """The request file; a form, for that it was taken out goes on record."""
    batch, content = await inquiries.check_request_file(batch_id, officer, as_csv=form == "csv")
    name = quote(f"核对请求-{batch.number}.{form}")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=_MEDIA[form], headers=disposition)


@router.post("/checks/{batch_id}/replies")
async def take_reply(
    request: Request, batch_id: UUID, officer: RunsChecks, file: Annotated[UploadFile, File()]
) -> Response:
    """录入回复; what cannot be taken is listed by cell."""
    try:
        await inquiries.take_reply(batch_id, await file.read(), officer)
    except NotAcceptable as trouble:
        return await _batch_page(request, batch_id, officer, trouble)
    return RedirectResponse(f"/checks/{batch_id}", 303)


@router.get("/cases/{application_id}/checks")
async def of_case(request: Request, application_id: UUID, officer: Investigates) -> HTMLResponse:
    """Letters and answers of a case; looking is on record."""
    case = await applications.visible_to_officer(application_id, officer)
    unsigned = await applications.who_has_not_signed(case) if applications.needs_letters(case) else []
    wanted = [each.id for each in unsigned if each.id]
    on_register = await residents.Resident.filter(id__in=wanted).order_by("birth_date", "id")
    named = await applications.obligors_in(case.id)
    return page(
        request, "checks/case.html", application=case, people=await inquiries.check_of(application_id, officer),
        resident=await residents.get_resident(case.resident_id), letters=await inquiries.letters_to_choose(case),
        unsigned=unsigned, known=[(each, masked_identity_number(each.identity_number)) for each in on_register],
        at_home=await applications.obligors_at_home(case), obligors=named,
        obligors_wanted=[each for each in named if each.id in wanted],
        obligors_sign=await applications.obligors_sign(case), spouses_sign=await applications.spouses_sign(case),
        without_spouse=[each for each in named if each.married and each.id not in {one.spouse_of for one in named}],
        settlements=list(Settled), until=clock.today() + timedelta(days=365),
        open=case.state in ("submitted", "accepted", "objected"),
    )  # fmt: skip


@router.post("/cases/{application_id}/checks")
async def authorise(
    application_id: UUID,
    officer: Investigates,
    relation: Annotated[str, Form(max_length=30)],
    valid_until: Annotated[date, Form()],
    name: Annotated[str, Form(max_length=30)] = "",
    identity_number: Annotated[str, Form(max_length=30)] = "",
    person: IdChosen = "",
    photo: Annotated[UUID | None, Form()] = None,
) -> Response:
    """登记核对授权; `person`: of the family on the register or a named obligor, else who it is is typed."""
    if photo is None:
        raise inquiries.AuthorisationPhotoMissing
    signer = UUID(person) if person else None
    letter = Authorised(name, identity_number, relation, valid_until, photo, signer)
    await inquiries.record_authorisation(application_id, letter, officer)
    return RedirectResponse(f"/cases/{application_id}/checks", 303)


@router.post("/cases/{application_id}/checks/{authorisation_id}/revocation")
async def revoke(application_id: UUID, authorisation_id: UUID, officer: Investigates) -> Response:
    """撤回授权."""
    await inquiries.revoke_authorisation(authorisation_id, officer)
    return RedirectResponse(f"/cases/{application_id}/checks", 303)


@router.post("/cases/{application_id}/checks/{authorisation_id}/renewal")
async def ask_anew(application_id: UUID, authorisation_id: UUID, officer: Investigates) -> Response:
    """重新核对: into the next request file once more."""
    await inquiries.ask_anew(authorisation_id, officer)
    return RedirectResponse(f"/cases/{application_id}/checks", 303)


@router.post("/cases/{application_id}/checks/results/{result_id}")
async def settle(
    application_id: UUID, result_id: UUID, officer: Investigates, how: Annotated[Settled, Form()], words: Words = ""
) -> Response:
    """登记家庭说明, or ask again."""
    await inquiries.settle_result(result_id, how, words, officer)
    return RedirectResponse(f"/cases/{application_id}/checks", 303)


async def _batch_page(
    request: Request, batch_id: UUID, officer: Officer, trouble: NotAcceptable | None = None
) -> HTMLResponse:
    batch, people, replies = await inquiries.check_batch_read(batch_id, officer)
    return page(
        request, "checks/batch.html", http_status=422 if trouble else 200, batch=batch, people=people,
        replies=replies, trouble=trouble.shown if trouble else "",
        problems=trouble.details.get("problems", []) if trouble else [],
    )  # fmt: skip
