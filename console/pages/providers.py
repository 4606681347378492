"""How each provider does by day, carrier and year, and whether its own list of what we sent agrees with ours."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, messages
from backend.refusals import NotAcceptable
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/messages")

_A_PAGE = 200  # as the room gives them
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
SeesCases = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Sheet = Annotated[int, Query(ge=1, le=9999)]
Year = Annotated[int | None, Query(ge=_FIRST_YEAR, le=_LAST_YEAR)]


class BadMonth(NotAcceptable):
    """The month is none."""

    sentence = "请填写月份，例如 2026-03。"


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


@router.get("/providers/{day}")
async def differences(request: Request, day: date, officer: SeesCases, sheet: Sheet = 1) -> HTMLResponse:
    """Each text of one day on which the provider's record and ours do not agree, and what to do about it."""
    found = await messages.differences(officer, day, sheet)
    return page(
        request, "messages/differences.html", when=f"{day:%Y年}{day.month}月{day.day}日", found=found, statement=None,
        next=sheet + 1 if len(found) == _A_PAGE else None,
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
        next=sheet + 1 if len(found) == _A_PAGE else None,
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


def _first_of(month: str) -> date:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadMonth from None
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        raise BadMonth
    return first
