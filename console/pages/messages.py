"""What people were told, whether it reached them, and what they wrote back."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, messages
from backend.messages import NoticeState
from backend.places import village_names
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/messages")

_A_PAGE, _A_LONG_PAGE = 50, 200  # as the room gives them
_BALANCE_DAYS, _VILLAGES = 30, 100
SeesCases = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Sheet = Annotated[int, Query(ge=1, le=9999)]
Village = Annotated[str, Path(pattern=r"^\d{12}$")]


@router.get("")
async def notices(
    request: Request,
    officer: SeesCases,
    state: NoticeState | None = None,
    case: Annotated[str, Query(max_length=40)] = "",
    after: UUID | None = None,
) -> HTMLResponse:
    """Notices of the officer's places or of one case, newest first; the balance comes by itself a moment later."""
    found = await messages.notices(officer, state=state, case_number=case or None, after=after)
    return page(
        request, "messages/list.html", notices=found, states=list(NoticeState), state=state, case=case,
        villages=await village_names(officer.scope), next=found[-1].id if len(found) == _A_PAGE else None,
    )  # fmt: skip


@router.get("/balance")
async def balance(request: Request, officer: SeesCases, state: NoticeState | None = None) -> HTMLResponse:
    """The balance of the last thirty days, a piece of the list's page: of a county it takes a second to count.

    A page of its own for who runs no scripts.
    """
    today = clock.today()
    first = today - timedelta(days=_BALANCE_DAYS - 1)
    found = await messages.balance_of(officer.county, officer.scope.like, first, today)
    piece = "messages/balance.html" if "HX-Request" in request.headers else "messages/balance_page.html"
    return page(request, piece, balance=found, states=list(NoticeState), state=state)


@router.get("/unreached")
async def unreached(request: Request, officer: SeesCases) -> HTMLResponse:
    """Whom the balance counts as not reached."""
    today = clock.today()
    found = await messages.unreached(officer, today - timedelta(days=_BALANCE_DAYS - 1), today)
    return page(
        request, "messages/unreached.html", found=found, villages=await village_names(officer.scope), most=_A_LONG_PAGE
    )


@router.get("/inbox")
async def inbox(request: Request, officer: SeesCases, after: UUID | None = None) -> HTMLResponse:
    """What people texted in their own words."""
    letters = await messages.inbox(officer, after=after)
    return page(
        request, "messages/inbox.html", letters=letters, villages=await village_names(officer.scope),
        next=letters[-1].id if len(letters) == _A_PAGE else None,
    )  # fmt: skip


@router.post("/inbox/{letter_id}/answer")
async def answer(
    letter_id: UUID,
    officer: SeesCases,
    words: Annotated[str, Form(max_length=1000)] = "",
    by_text: Annotated[bool, Form()] = False,
) -> Response:
    """Text the answer, or note what was said on the phone."""
    await messages.answer(letter_id, officer, words, by_text=by_text)
    return RedirectResponse("/messages/inbox", 303)


@router.get("/phones")
async def phones(request: Request, officer: SeesCases, sheet: Sheet = 1) -> HTMLResponse:
    """Which villages cannot be reached, the darkest first, and which numbers are dead."""
    found, as_of = await messages.phones_by_village(officer)
    last = sheet * _VILLAGES
    return page(
        request, "messages/phones.html", found=found, shown=found[last - _VILLAGES : last], as_of=as_of,
        dead_lines=await messages.dead_lines(officer) if sheet == 1 else [],
        villages=await village_names(officer.scope), next=sheet + 1 if len(found) > last else None,
    )  # fmt: skip


@router.get("/phones/{village}")
async def phones_of_a_village(request: Request, village: Village, officer: SeesCases) -> HTMLResponse:
    """Of one village: whose number is to be put right."""
    found, names = await messages.troubled_phones(village, officer), await village_names(officer.scope)
    return page(request, "messages/village_phones.html", found=found, village=names.get(village, village))


@router.get("/operations")
async def operations(request: Request, officer: SeesCases) -> HTMLResponse:
    """Whether the timetable is kept, and which templates are registered."""
    return page(
        request, "messages/operations.html", duties=await messages.duties_done(officer),
        templates=await messages.templates(),
    )  # fmt: skip


@router.post("/duties/{run_id}/answer")
async def answer_duty(run_id: UUID, officer: SeesCases, wanted: Annotated[bool, Form()]) -> Response:
    """A duty that was missed is still to be done, or left out this time."""
    await messages.answer_duty(run_id, officer, wanted=wanted)
    return RedirectResponse("/messages/operations", 303)


@router.get("/visits")
async def visits(request: Request, officer: SeesCases, after: UUID | None = None) -> HTMLResponse:
    """What could be told by no phone at all."""
    found = await messages.visits(officer, after)
    return page(
        request, "messages/visits.html", visits=found, villages=await village_names(officer.scope),
        next=found[-1].id if len(found) == _A_PAGE else None,
    )  # fmt: skip


@router.get("/visits/{errand_id}")
async def proof_of_visit(request: Request, errand_id: UUID, officer: SeesCases) -> HTMLResponse:
    """All that was done to tell one person one thing at the door."""
    proof = await messages.proof_of_visit(errand_id, officer)
    return page(request, "messages/proof.html", proof=proof, paper=f"/messages/visits/{errand_id}/proof.pdf")


@router.get("/visits/{errand_id}/proof.pdf")
async def proof_of_visit_on_paper(errand_id: UUID, officer: SeesCases) -> Response:
    """The same to be printed and filed."""
    return await _on_paper(await messages.proof_of_visit(errand_id, officer), officer)


@router.get("/{notice_id}")
async def proof(request: Request, notice_id: UUID, officer: SeesCases) -> HTMLResponse:
    """All that was done to tell one person one thing."""
    found = await messages.proof_of(notice_id, officer)
    return page(request, "messages/proof.html", proof=found, paper=f"/messages/{notice_id}/proof.pdf")


@router.get("/{notice_id}/proof.pdf")
async def proof_on_paper(notice_id: UUID, officer: SeesCases) -> Response:
    """The same to be printed and filed."""
    return await _on_paper(await messages.proof_of(notice_id, officer), officer)


async def _on_paper(proof: messages.Proof, officer: Officer) -> Response:
    pdf = await messages.print_proof(proof, officer)
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": "inline; filename=proof.pdf"})
