"""跨省通办: what is on its way to another county or from one, and by when each part must be done."""

import hashlib
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from backend import applications, clock, programmes, relays
from backend.evidence import Photo
from backend.programmes import PhotoKind
from backend.relays import Part, Relayed, Way
from backend.staff import Officer, Power
from console.asking import with_power
from console.photo_told import back_with
from console.rendering import page

router = APIRouter(prefix="/relays")

# What other places send along though nobody here asks for it.
_ALSO = (PhotoKind.DECLARATION, PhotoKind.IDENTITY_CARD, PhotoKind.BANK_CARD)

Sees = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Takes = Annotated[Officer, Depends(with_power(Power.REVIEW))]
Name = Annotated[str, Form(max_length=60)]


@router.get("")
async def on_their_way(request: Request, officer: Sees) -> HTMLResponse:
    """All that are open in the officer's places, what is due first on top."""
    titles = {code: programmes.get_programme(code).title for code in relays.relayed_programmes(clock.today())}
    return page(
        request, "relays/list.html", lines=await relays.open_relays(officer), titles=titles, ways=list(Way),
        handovers=await relays.handovers_waiting(officer),
    )  # fmt: skip


@router.post("")
async def take(
    officer: Takes,
    way: Annotated[Way, Form()],
    programme: Annotated[str, Form(max_length=40)],
    other_place: Name,
    name: Name,
    identity_number: Annotated[str, Form(max_length=30)],
    began_on: Annotated[date, Form()],
    phone: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """登记一件."""
    relay = await relays.take_relay(
        Relayed(way, programme, other_place, name, identity_number, began_on, phone), officer
    )
    return RedirectResponse(f"/relays/{relay.id}", 303)


@router.get("/{relay_id}")
async def one(request: Request, relay_id: UUID, officer: Sees) -> HTMLResponse:
    """One of them, with the form of its next part."""
    relay = await relays.get_relay(relay_id, officer)
    phone = relays.phone_of(relay) if relay.part is Part.TELL else ""
    programme = programmes.get_programme(relay.programme)
    case = await applications.get_application(relay.application_id) if relay.application_id else None
    return page(
        request, "relays/relay.html", relay=relay, title=programme.title, phone=phone, Part=Part, Way=Way, case=case,
        papers=_papers(programme),
    )  # fmt: skip


def _papers(programme: programmes.Programme) -> dict[PhotoKind, tuple[str, bool]]:
    """What may come with the file, by kind: its title, and whether the case needs it."""
    needed = {each.kind: (each.title, True) for each in programme.materials}
    return {**needed, **{kind: (applications.PAPER_TITLES[kind], False) for kind in _ALSO if kind not in needed}}


@router.post("/{relay_id}/papers")
async def hand_in(request: Request, relay_id: UUID, officer: Takes) -> Response:
    """建立办件 out of what was sent, or hand in what the case was returned for."""
    form = await request.form()
    papers = [
        (kind, await file.read())
        for kind in PhotoKind
        for file in form.getlist(kind.value)
        if isinstance(file, UploadFile) and file.size
    ]
    try:
        applied_on = date.fromisoformat(str(form.get("applied_on", "")))
    except ValueError:
        raise relays.DayWrong from None
    case = await relays.hand_in_papers(relay_id, applied_on, papers, officer)
    sent = [hashlib.sha256(content).hexdigest() for _, content in papers]
    photos = await Photo.filter(resident_id=case.resident_id, by_id=officer.id, sent_digest__in=sent).order_by("id")
    return back_with(f"/cases/{case.id}", photos)


@router.post("/{relay_id}/push")
async def push(relay_id: UUID, officer: Takes, on: Annotated[date, Form()]) -> Response:
    """材料已转出."""
    await relays.record_push(relay_id, on, officer)
    return RedirectResponse(f"/relays/{relay_id}", 303)


@router.post("/{relay_id}/answer")
async def answer(
    relay_id: UUID,
    officer: Takes,
    on: Annotated[date, Form()],
    granted: Annotated[bool, Form()],
    words: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """登记办理结果."""
    await relays.record_answer(relay_id, on, officer, granted=granted, words=words)
    return RedirectResponse(f"/relays/{relay_id}", 303)


@router.post("/{relay_id}/telling")
async def tell(relay_id: UUID, officer: Takes, on: Annotated[date, Form()]) -> Response:
    """已告诉申请人."""
    await relays.record_telling(relay_id, on, officer)
    return RedirectResponse("/relays", 303)
