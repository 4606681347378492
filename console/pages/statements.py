"""Statements: of a person, of a place, and of a batch for the auditor."""

from datetime import date
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from backend import clock, residents, statements
from backend.refusals import NotAcceptable
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter()

SeesCases = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
SeesFunds = Annotated[Officer, Depends(with_power(Power.SEE_FUNDS))]
Code = Annotated[str | None, Query(pattern=r"^\d{12}$")]


class BadMonth(NotAcceptable):
    """Not a month."""

    sentence = "月份请按“2026-03”这样填写。"


@router.get("/statements")
async def statement(request: Request, officer: SeesCases, place: Code = None, month: str = "") -> HTMLResponse:
    """到账汇总 of a place in a month: settled rows only."""
    shown = await statements.place_statement(place or officer.place, _first_of(month), officer)
    return page(request, "statements/place.html", statement=shown)


@router.get("/statements/paper")
async def paper(officer: SeesCases, place: Code = None, month: str = "") -> Response:
    """The same as PDF."""
    shown = await statements.place_statement(place or officer.place, _first_of(month), officer)
    return _file(
        await statements.print_place(shown), f"到账汇总-{shown.name}-{shown.month:%Y%m}.pdf", "application/pdf"
    )


@router.get("/statements/workbook")
async def workbook(officer: SeesCases, place: Code = None, month: str = "") -> Response:
    """The same as XLSX, with the year so far month by month and each place below by programme."""
    shown = await statements.place_statement(place or officer.place, _first_of(month), officer)
    return _file(
        await statements.workbook_of(shown), f"到账汇总-{shown.name}-{shown.month:%Y%m}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )  # fmt: skip


@router.get("/residents/{resident_id}/statement")
async def of_person(resident_id: UUID, officer: SeesCases) -> Response:
    """个人发放明细 of a resident of the officer's places, as PDF."""
    resident = await residents.Resident.get_or_none(id=resident_id, village__startswith=officer.scope.prefix)
    if resident is None:
        raise residents.NoSuchResident
    return _file(await statements.print_person(resident), "发放明细.pdf", "application/pdf")


@router.post("/statements/audit-files/{batch_id}")
async def audit_file(batch_id: UUID, officer: SeesFunds) -> Response:
    """审计包: a batch with its proofs; written in the journal."""
    return _file(await statements.audit_file(batch_id, officer), f"审计包-{batch_id}.zip", "application/zip")


def _file(content: bytes, name: str, media_type: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )


def _first_of(month: str) -> date:
    if not month:
        return clock.today().replace(day=1)
    try:
        first = date.fromisoformat(f"{month}-01" if len(month) == len("2026-03") else "")
    except ValueError:
        raise BadMonth from None
    if first > clock.today():
        raise BadMonth("这个月还没有到，请选择已经开始的月份。")
    return first
