"""What people were told, whether it reached them, and what they wrote back."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, messages
from backend.messages import NoticeState
from backend.places import name_of, village_names
from backend.refusals import NotAcceptable
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/messages")

_A_PAGE, _A_LONG_PAGE = 50, 200  # as the room gives them
_BALANCE_DAYS = 30
SeesCases = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
Village = Annotated[str, Path(pattern=r"^\d{12}$")]
Sheet = Annotated[int, Query(ge=1, le=9999)]
Year = Annotated[int | None, Query(ge=_FIRST_YEAR, le=_LAST_YEAR)]


class BadMonth(NotAcceptable):
    """The month is none."""

    sentence = "请填写月份，例如 2026-03。"


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
    """The balance of the last thirty days, a piece of the list's page: of a county it takes a second to count."""
    today = clock.today()
    first = today - timedelta(days=_BALANCE_DAYS - 1)
    found = await messages.balance_of(officer.county, officer.scope.like, first, today)
    return page(request, "messages/balance.html", balance=found, states=list(NoticeState), state=state)


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
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW))],
    words: Annotated[str, Form(max_length=1000)] = "",
    by_text: Annotated[bool, Form()] = False,
) -> Response:
    """Text the answer, or note what was said on the phone."""
    await messages.answer(letter_id, officer, words, by_text=by_text)
    return RedirectResponse("/messages/inbox", 303)


@router.get("/phones")
async def phones(request: Request, officer: SeesCases) -> HTMLResponse:
    """Which villages cannot be reached, and which numbers are dead."""
    found, as_of = await messages.phones_by_village(officer)
    dead = await messages.dead_lines(officer)
    return page(
        request, "messages/phones.html", found=found, as_of=as_of, dead_lines=dead,
        villages=await village_names(officer.scope),
    )  # fmt: skip


@router.get("/phones/{village}")
async def phones_of_a_village(request: Request, village: Village, officer: SeesCases) -> HTMLResponse:
    """Of one village: whose number is to be put right."""
    return page(
        request, "messages/village_phones.html", found=await messages.troubled_phones(village, officer),
        village=await name_of(village),
    )


@router.get("/providers")
async def providers(request: Request, officer: SeesCases) -> HTMLResponse:
    """How each channel did by day, and what the nightly comparison with the provider's record found."""
    days, days_as_of = await messages.channel_days()
    carriers, carriers_as_of = await messages.carrier_months(officer.county)
    return page(
        request, "messages/providers.html", days=days, days_as_of=days_as_of, carriers=carriers,
        carriers_as_of=carriers_as_of, statements=await messages.statement_days(officer.county),
        taken=await messages.statements_taken(officer.county),
    )  # fmt: skip


@router.get("/past")
async def past(request: Request, officer: SeesCases, year: Year = None) -> HTMLResponse:
    """历年发送: a year's months by channel and outcome, with about what they cost."""
    years = await messages.years_sent(officer)
    shown = year or (years[0] if years else clock.today().year)
    return page(
        request, "messages/past.html", year=shown, years=years, months=await messages.past_months(officer, shown),
        callbacks=await messages.callback_months(officer, shown),
    )  # fmt: skip


@router.get("/past/workbook")
async def past_workbook(officer: SeesCases, year: Year = None) -> Response:
    """The same as XLSX, by occasion, too."""
    shown = year or clock.today().year
    return Response(
        await messages.past_workbook(officer, shown),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'通知发送-{shown}年.xlsx')}"},
    )


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


@router.get("/providers/{day}")
async def differences(request: Request, day: date, officer: SeesCases, sheet: Sheet = 1) -> HTMLResponse:
    """Each text of one day on which the provider's record and ours do not agree, and what to do about it."""
    found = await messages.differences(officer, day, sheet)
    return page(
        request, "messages/differences.html", when=f"{day:%Y年}{day.month}月{day.day}日", found=found, statement=None,
        next=sheet + 1 if len(found) == _A_LONG_PAGE else None,
    )  # fmt: skip


@router.post("/statements")
async def take_statement(
    officer: Annotated[Officer, Depends(with_power(Power.TAKE_STATEMENT))],
    file: Annotated[list[UploadFile], File()],
    month: Annotated[str, Form(max_length=7)] = "",
) -> Response:
    """导入: the provider's list of a month, in as many files as it came in, held against ours."""
    files = [await each.read() for each in file]
    taken = await messages.take_statement(_first_of(month), files, officer)
    return RedirectResponse(f"/messages/statements/{taken.month:%Y-%m}", 303)


@router.get("/statements/{month}")
async def differences_of_month(request: Request, month: str, officer: SeesCases, sheet: Sheet = 1) -> HTMLResponse:
    """The same for a month, by the provider's own list."""
    first = _first_of(month)
    found = await messages.differences_of_month(officer, first, sheet)
    return page(
        request, "messages/differences.html", when=f"{first:%Y年}{first.month}月", found=found,
        statement=await messages.statement_of(officer.county, first),
        next=sheet + 1 if len(found) == _A_LONG_PAGE else None,
    )  # fmt: skip


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


def _first_of(month: str) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadMonth from None
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        raise BadMonth
    return first
