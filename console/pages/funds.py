"""The county's money: what was given, what it went to, and the vouchers that say so."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, forecasts, funds, payouts, programmes
from backend.funds import Document, Source
from backend.money import NoAmount, fen_from_yuan
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/funds")

_VOUCHERS_A_PAGE = 50  # as `funds.vouchers_for` gives them
SeesFunds = Annotated[Officer, Depends(with_power(Power.SEE_FUNDS))]
KeepsFunds = Annotated[Officer, Depends(with_power(Power.KEEP_FUNDS))]
ClosesYears = Annotated[Officer, Depends(with_power(Power.CLOSE_YEAR))]
Year = Annotated[int | None, Query(ge=2000, le=2199)]


@router.get("")
async def overview(request: Request, officer: SeesFunds, year: Year = None) -> HTMLResponse:
    """By pool and source: given, available, committed, paid; the year's documents, and the form for a new one."""
    year = year or clock.today().year
    pools = await funds.overview(officer, year)
    return page(
        request,
        "funds/overview.html",
        year=year,
        years=await funds.years_of(officer.county),
        pools=pools,
        shares=funds.shares_of(pools, await programmes.parameters_on(officer.county, clock.today())),
        documents=await funds.appropriations_of(officer.county, year),
        titles=await _pool_titles(officer),
        givers=funds.GIVERS,
    )


@router.post("/appropriations")
async def appropriate(
    officer: KeepsFunds,
    document: Annotated[str, Form(max_length=100)],
    document_date: Annotated[date, Form()],
    year: Annotated[int, Form(ge=2000, le=2199)],
    pool: Annotated[str, Form(max_length=40)],
    source: Annotated[Source, Form()],
    amount: Annotated[str, Form(max_length=40)],
    takes_back: Annotated[bool, Form()] = False,
    note: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """登记来文."""
    fen = _fen_of(amount)
    await funds.appropriate(Document(document, document_date, year, pool, source, fen, takes_back, note), officer)
    return RedirectResponse(f"/funds?year={year}", 303)


@router.post("/appropriations/{appropriation_id}/reversal")
async def reverse(
    appropriation_id: UUID, officer: KeepsFunds, reason: Annotated[str, Form(max_length=400)]
) -> Response:
    """冲正 a document that was recorded wrongly."""
    voucher = await funds.reverse(appropriation_id, officer, reason=reason)
    return RedirectResponse(f"/funds?year={voucher.year}", 303)


@router.post("/pools/{pool}/covering")
async def cover(pool: str, officer: KeepsFunds) -> Response:
    """补足 what was approved without money."""
    await funds.cover(pool, officer)
    return RedirectResponse("/funds", 303)


@router.post("/years/{year}/closing")
async def close_year(year: Annotated[int, Path(ge=2000, le=2199)], officer: ClosesYears) -> Response:
    """年末结账: carried over or handed back, by the county's rule."""
    await funds.close_year(year, officer)
    return RedirectResponse(f"/funds?year={year}", 303)


@router.get("/vouchers")
async def vouchers(
    request: Request, officer: SeesFunds, before: UUID | None = None, batch: UUID | None = None
) -> HTMLResponse:
    """The ledger, newest first; of one batch where told."""
    found = await funds.vouchers_for(officer, before=before, batch_id=batch)
    return page(
        request,
        "funds/vouchers.html",
        vouchers=found,
        batch=batch,
        titles=await _pool_titles(officer),
        next=found[-1][0].id if len(found) == _VOUCHERS_A_PAGE else None,
    )


@router.get("/forecast")
async def forecast(request: Request, officer: SeesFunds, anew: bool = False) -> HTMLResponse:
    """资金预测 to the year's end, and when the money runs out; as of the morning, or `anew`."""
    made, as_of = await forecasts.forecast_for(officer, anew=anew)
    return page(request, "funds/forecast.html", forecasts=made, as_of=as_of)


async def _pool_titles(officer: Officer) -> dict[str, str]:
    """Every pool that money may be given to, by code: the county's own, and programmes that are in none."""
    today = clock.today()
    rates = await programmes.parameters_on(officer.county, today)
    pools = funds.pools_in(rates) + [funds.pool_of(each.code, rates) for each in payouts.programmes_paid(today)]
    return {pool.code: pool.title for pool in pools}


def _fen_of(amount: str) -> int:
    try:
        return fen_from_yuan(amount)
    except NoAmount as wrong:
        raise funds.AmountImpossible(wrong.shown) from None
