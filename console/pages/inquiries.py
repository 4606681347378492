"""What is found out in a case: the household visit with its photos, and the township's first opinion."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, clock, evidence, inquiries, residents
from backend.eligibility import Verdict
from backend.identifiers import new_id
from backend.inquiries import PROVENANCE_TITLES, VISIT_FORM, CardAnswer, Visited, Way, Weighed
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotNow, Refusal
from backend.staff import Officer, Power
from console.asking import with_power
from console.case_photos import flaws_of
from console.opinion_form import found_in, lines_of, opinion_in
from console.photo_told import back_with
from console.rendering import page

router = APIRouter(prefix="/cases/{application_id}")

Investigates = Annotated[Officer, Depends(with_power(Power.INVESTIGATE))]
GivesOpinion = Annotated[Officer, Depends(with_power(Power.GIVE_OPINION))]
Words = Annotated[str, Form(max_length=500)]


@router.get("/visits/new")
async def visit_form(request: Request, application_id: UUID, officer: Investigates) -> HTMLResponse:
    """The form, with everyone who may have been there and the photos that were sent in."""
    case = await applications.visible_to_officer(application_id, officer)
    return page(
        request,
        "inquiries/visit.html",
        application=case,
        resident=await residents.get_resident(case.resident_id),
        questions=VISIT_FORM,
        ways=list(Way),
        possible=[(f"{each.signature.kind}:{each.id}", each) for each in await inquiries.possible_investigators(case)],
        photos=await inquiries.photos_to_choose(case),
        flaws_of=flaws_of,
        signature_kind=PhotoKind.VISIT_SIGNATURE.value,
        now=clock.in_county_time(clock.now()).strftime("%Y-%m-%dT%H:%M"),
    )


@router.post("/visit-photos")
async def send_photo(
    application_id: UUID, officer: Investigates, kind: Annotated[PhotoKind, Form()], file: Annotated[UploadFile, File()]
) -> Response:
    """A photo of the visit; time and place are what the camera noted."""
    case = await applications.visible_to_officer(application_id, officer)
    resident = await residents.get_resident(case.resident_id)
    sent = await evidence.receive(
        await file.read(), upload_id=new_id(), resident=resident, kind=kind, by=officer.signature
    )
    return back_with(f"/cases/{application_id}/visits/new", [sent.photo])


@router.post("/visits")
async def record_visit(
    request: Request,
    application_id: UUID,
    officer: Investigates,
    visited_at: Annotated[datetime, Form()],
    conclusion: Words,
    investigators: Annotated[list[str], Form(default_factory=list, max_length=12)],
    photos: Annotated[list[UUID], Form(default_factory=list, max_length=24)],
    way: Annotated[Way, Form()] = Way.DOOR,
    emergency: Words = "",
    signer_name: Annotated[str, Form(max_length=30)] = "",
    signer_relation: Annotated[str, Form(max_length=30)] = "",
    signature_photo: Annotated[str, Form(max_length=36)] = "",
    no_place_because: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """登记入户调查: the page's clock is the county's."""
    given = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    visited = Visited(
        visited_at=visited_at if visited_at.tzinfo else visited_at.replace(tzinfo=clock.COUNTY_TIME),
        investigators=[_hand(each) for each in investigators],
        answers={asked.key: given.get(asked.key, "") for asked in VISIT_FORM},
        conclusion=conclusion,
        photos=photos,
        way=way,
        emergency=emergency,
        signer_name=signer_name,
        signer_relation=signer_relation,
        signature_photo=_id(signature_photo),
        no_place_because=no_place_because,
    )
    await inquiries.record_visit(application_id, visited, officer)
    return RedirectResponse(f"/cases/{application_id}", 303)


@router.post("/card-check")
async def check_card(
    application_id: UUID,
    officer: Investigates,
    holds: Annotated[bool, Form()],
    words: Annotated[str, Form(max_length=200)] = "",
    number: Annotated[str, Form(max_length=40)] = "",
    valid_to: Annotated[str, Form(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = "",
) -> Response:
    """登记残联核对."""
    answer = CardAnswer(holds, words, number, _day(valid_to))
    await inquiries.record_card_check(application_id, answer, officer)
    return RedirectResponse(f"/cases/{application_id}", 303)


@router.post("/deliberations")
async def record_deliberation(
    application_id: UUID,
    officer: Investigates,
    held_on: Annotated[date, Form()],
    present: Annotated[int, Form(ge=0, le=999)],
    villagers: Annotated[int, Form(ge=0, le=999)],
    agreeing: Annotated[int, Form(ge=0, le=999)],
    opposing: Annotated[int, Form(ge=0, le=999)],
    conclusion: Words = "",
    photo: Annotated[UUID | None, Form()] = None,
) -> Response:
    """登记评议."""
    if photo is None:
        raise inquiries.MinutesMissing
    weighed = Weighed(held_on, present, villagers, agreeing, opposing, conclusion, photo)
    await inquiries.record_deliberation(application_id, weighed, officer)
    return RedirectResponse(f"/cases/{application_id}", 303)


@router.post("/deliberation-photos")
async def send_minutes(application_id: UUID, officer: Investigates, file: Annotated[UploadFile, File()]) -> Response:
    """A photo of the signed minutes."""
    case = await applications.visible_to_officer(application_id, officer)
    resident = await residents.get_resident(case.resident_id)
    sent = await evidence.receive(
        await file.read(), upload_id=new_id(), resident=resident, kind=PhotoKind.MINUTES, by=officer.signature
    )
    return back_with(f"/cases/{application_id}", [sent.photo])


@router.get("/opinions/new")
async def opinion_form(request: Request, application_id: UUID, officer: GivesOpinion) -> HTMLResponse:
    """Each fact of the programme's law with what was declared, to be filled with what was found."""
    case = await applications.visible_to_officer(application_id, officer)
    last = await inquiries.last_opinion(case.id)
    return await _opinion_page(request, case, {"after": str(last.id) if last else ""})


@router.post("/opinions")
async def give_opinion(request: Request, application_id: UUID, officer: GivesOpinion) -> Response:
    """提出初审意见, or first only see what the law says of the facts; nothing typed is lost."""
    case = await applications.visible_to_officer(application_id, officer)
    typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    try:
        if typed.get("deed") != "give":
            return await _opinion_page(request, case, typed, await inquiries.judge(case, found_in(case, typed)))
        await inquiries.give_first_opinion(application_id, opinion_in(case, typed), officer)
    except inquiries.AnotherOpined as trouble:  # read now: whoever sends it once more knows of it
        return await _opinion_page(request, case, typed | {"after": trouble.details["after"]}, trouble=trouble)
    except (NotAcceptable, NotNow) as trouble:
        return await _opinion_page(request, case, typed, trouble=trouble)
    return RedirectResponse(f"/cases/{application_id}", 303)


async def _opinion_page(
    request: Request,
    case: applications.Application,
    typed: dict[str, str],
    verdict: Verdict | None = None,
    trouble: Refusal | None = None,
) -> HTMLResponse:
    return page(
        request, "inquiries/opinion.html", http_status=422 if trouble else 200, application=case,
        resident=await residents.get_resident(case.resident_id), visits=await inquiries.visits_of(case.id),
        lines=lines_of(case, typed), typed=typed, sources=PROVENANCE_TITLES, verdict=verdict,
        trouble=trouble.shown if trouble else "", posted=inquiries.is_posted(case),
        visit_needed=inquiries.needs_visit(case), check_needed=applications.needs_letters(case),
        given_once=inquiries.given_once(case),
    )  # fmt: skip


def _hand(text: str) -> Signature:
    """`officer:<id>` or `cadre:<id>`; TooFewInvestigators for what is neither."""
    kind, _, of = text.partition(":")
    found = _id(of)
    if kind not in (By.OFFICER, By.CADRE) or found is None:
        raise inquiries.TooFewInvestigators
    return Signature(By(kind), found)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
