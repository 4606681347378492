"""The work queue, and one case with everything that decides it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, clock, entitlements, evidence, places, programmes, residents
from backend.applications import Application, State
from backend.eligibility import Verdict
from backend.privacy import masked_identity_number
from backend.programmes import PhotoKind
from backend.staff import Officer, Power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/cases")

TABS = (
    (State.SUBMITTED, "待受理"),
    (State.RETURNED, "待补正"),
    (State.ACCEPTED, "待公示"),
    (State.POSTED, "公示中"),
    (State.OBJECTED, "有异议"),
    (State.COUNTY_REVIEW, "待县里审核"),
    (State.CONFIRMED, "已通过"),
    (State.REFUSED, "未通过"),
)
PAPER_TITLES = {
    PhotoKind.IDENTITY_CARD: "身份证",
    PhotoKind.HOUSEHOLD_BOOKLET: "户口簿",
    PhotoKind.BANK_CARD: "社保卡或存折",
    PhotoKind.PORTRAIT: "本人近照",
    PhotoKind.MANDATE: "委托书",
    PhotoKind.HOME_VISIT: "入户照片",
    PhotoKind.NOTICE_BOARD: "公示栏照片",
}
PHONE_OWNERS = {"self": "本人", "relative": "亲属", "neighbour": "邻居", "cadre": "村干部"}
PHONE_PROBLEMS = {"landline": "座机", "dead": "打不通", "opted_out": "不收短信", "no_sms": "不收短信"}
Reviewer = Annotated[Officer, Depends(with_power(Power.REVIEW))]
Confirmer = Annotated[Officer, Depends(with_power(Power.CONFIRM))]
Note = Annotated[str, Form(max_length=500)]


@router.get("")
async def work_queue(
    request: Request,
    officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))],
    state: State | None = None,
    after: Annotated[str | None, Query(pattern=r"^\d{4}-\d\d-\d\d_[0-9a-f-]{36}$")] = None,
) -> HTMLResponse:
    """What waits, the earliest due date first; only the officer's own places."""
    shown = state or (State.COUNTY_REVIEW if officer.scope.prefix == officer.county else State.SUBMITTED)
    found = await applications.worklist(officer, state=[shown], after=_position(after))
    return page(
        request,
        "cases/list.html",
        tabs=[(tab.value, title) for tab, title in TABS],
        shown=shown.value,
        counts=await applications.counts_by_state(officer),
        cases=found.items,
        next=f"{found.next.due}_{found.next.id}" if found.next else None,
        postable=shown is State.ACCEPTED and officer.role.startswith("township"),
    )


@router.get("/{application_id}")
async def case(request: Request, application_id: UUID, officer: OfficerAsking) -> HTMLResponse:
    """Everything about one case on one page."""
    application = await applications.visible_to_officer(application_id, officer)
    resident = await residents.get_resident(application.resident_id)
    return page(
        request,
        "cases/case.html",
        application=application,
        programme=programmes.get_programme(application.programme),
        resident=resident,
        status=await applications.status_of(application, audience=applications.Audience.OFFICER),
        age=residents.age_on(resident.birth_date, clock.today()),
        masked_identity=masked_identity_number(resident.identity_number),
        account=await residents.current_account(resident.id),
        phones=await _phones(resident.id),
        photos=await _photos(application),
        verdict=Verdict.from_json(application.verdict) if application.verdict else None,
        refusal_reasons=[
            (reason.code, reason.sentence) for reason in applications.REFUSAL_REASONS[application.programme].values()
        ],
        village_name=await places.name_of(application.village),
        township_name=await places.name_of(application.township),
    )


@router.post("/{application_id}/acceptance")
async def accept(application_id: UUID, officer: Reviewer, note: Note = "") -> Response:
    """受理."""
    await applications.accept(application_id, officer, note)
    return _back_to(application_id)


@router.post("/{application_id}/return")
async def return_for_more(
    application_id: UUID,
    officer: Reviewer,
    missing: Annotated[list[PhotoKind], Form(default_factory=list)],
    note: Note = "",
) -> Response:
    """退回补正: one notice of everything missing."""
    await applications.return_for_more(application_id, officer, missing, note)
    return _back_to(application_id)


@router.post("/{application_id}/refusal")
async def refuse(
    application_id: UUID,
    officer: OfficerAsking,
    reasons: Annotated[list[str], Form(default_factory=list)],
    note: Note = "",
) -> Response:
    """不予批准, with reasons from the list."""
    await applications.refuse(application_id, officer, reasons, note)
    return _back_to(application_id)


@router.post("/{application_id}/confirmation")
async def confirm(application_id: UUID, officer: Confirmer) -> Response:
    """The county's 审核确认: the award begins."""
    await entitlements.grant(application_id, officer)
    return _back_to(application_id)


def _position(after: str | None) -> applications.Position | None:
    """Where the page before ended; a mangled address begins at the top again."""
    due, _, last = (after or "").partition("_")
    try:
        return applications.Position(date.fromisoformat(due), UUID(last)) if after else None
    except ValueError:
        return None


async def _phones(resident_id: UUID) -> list[dict[str, str | None]]:
    contacts = await residents.Contact.filter(resident_id=resident_id).order_by("priority", "id")
    return [
        {
            "masked": contact.masked,
            "whose": PHONE_OWNERS[contact.owner],
            "problem": PHONE_PROBLEMS.get(residents.phone_problem(contact) or ""),
        }
        for contact in contacts
    ]


async def _photos(application: Application) -> list[dict[str, object]]:
    handed_in = {each.photo_id: PhotoKind(each.kind) for each in await applications.attached(application.id)}
    mandate = await applications.mandate_of(application.id)
    if mandate is not None:
        handed_in[mandate.photo_id] = PhotoKind.MANDATE
    found = await evidence.Photo.filter(id__in=list(handed_in)).order_by("id")
    return [
        {"id": photo.id, "title": PAPER_TITLES[handed_in[photo.id]], "captured_at": photo.captured_at}
        for photo in found
    ]


def _back_to(application_id: UUID) -> Response:
    return RedirectResponse(f"/cases/{application_id}", 303)
