"""Monthly batches: drawn up, approved by another, sent to the bank, answered by its return file."""

from datetime import date
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, payouts
from backend.programmes import CATALOGUE
from backend.refusals import NotAcceptable, NotAllowed
from backend.staff import Officer, Power, has_power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/batches")

_LINES_A_PAGE = 50  # as `payouts.batch_lines` gives them
_RETURN_FILE_AT_MOST = 20 * 1024 * 1024  # bytes; 32,000 lines are 3 MB
DrawsUp = Annotated[Officer, Depends(with_power(Power.DRAW_UP_BATCH))]
Approves = Annotated[Officer, Depends(with_power(Power.APPROVE_BATCH))]
HandlesFiles = Annotated[Officer, Depends(with_power(Power.HANDLE_BANK_FILES))]


class NotYourDesk(NotAllowed):
    """Money is seen by those who draw up, approve or audit it."""

    sentence = "您的岗位不经办资金发放。"


class BadMonth(NotAcceptable):
    """Not a month."""

    sentence = "发放年月请按“2026-03”这样填写。"


class FileTooLarge(NotAcceptable):
    """No return file is that long."""

    sentence = "回盘文件太大（超过20MB），请确认选对了文件。"


async def sees_money(officer: OfficerAsking) -> Officer:
    """The three desks that may open a batch."""
    if not any(has_power(officer, power) for power in (Power.DRAW_UP_BATCH, Power.APPROVE_BATCH, Power.SEE_JOURNAL)):
        raise NotYourDesk
    return officer


SeesMoney = Annotated[Officer, Depends(sees_money)]


@router.get("")
async def batches(request: Request, officer: SeesMoney) -> HTMLResponse:
    """The county's batches, newest first, and the form for a new one."""
    return page(
        request,
        "batches/list.html",
        batches=[(each, await payouts.totals(each.id)) for each in await payouts.batches_for(officer)],
        programme_titles={each.code: each.title for each in CATALOGUE.values()},
        programmes=[(each.code, each.title) for each in CATALOGUE.values() if each.open_for_application],
        this_month=f"{clock.today():%Y-%m}",
    )


@router.post("")
async def draw_up(officer: DrawsUp, programme: Annotated[str, Form()], month: Annotated[str, Form()]) -> Response:
    """编制批次."""
    batch = await payouts.draw_up(programme, _first_of(month), officer)
    return _back_to(batch.id)


@router.get("/{batch_id}")
async def batch(request: Request, batch_id: UUID, officer: SeesMoney, after: int = 0) -> HTMLResponse:
    """One batch: totals, who did what, its lines, and what may be done next."""
    return await _batch_page(request, batch_id, officer, after=after)


@router.post("/{batch_id}/approval")
async def approve(batch_id: UUID, officer: Approves) -> Response:
    """批准, never by the one who drew it up."""
    await payouts.approve(batch_id, officer)
    return _back_to(batch_id)


@router.post("/{batch_id}/discarding")
async def discard(batch_id: UUID, officer: DrawsUp) -> Response:
    """作废 a batch that was not sent."""
    await payouts.discard(batch_id, officer)
    return _back_to(batch_id)


@router.post("/{batch_id}/export")
async def export(batch_id: UUID, officer: HandlesFiles) -> Response:
    """The bank file; the same bytes each time."""
    file = await payouts.export(batch_id, officer)
    return Response(
        file.content,
        media_type="text/csv",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "Cache-Control": "no-store",
        },
    )


@router.post("/{batch_id}/return-file")
async def read_return_file(
    request: Request, batch_id: UUID, officer: HandlesFiles, file: Annotated[UploadFile, File()]
) -> HTMLResponse:
    """What the bank says happened, and every line that does not fit."""
    content = await file.read(_RETURN_FILE_AT_MOST + 1)
    if len(content) > _RETURN_FILE_AT_MOST:
        raise FileTooLarge
    report = await payouts.read_return_file(batch_id, content, officer)
    return await _batch_page(request, batch_id, officer, report=report)


async def _batch_page(
    request: Request, batch_id: UUID, officer: Officer, *, after: int = 0, report: payouts.ReturnReport | None = None
) -> HTMLResponse:
    batch = await payouts.get_batch(batch_id, officer)
    lines = await payouts.batch_lines(batch_id, after)
    hands = await Officer.filter(id__in=[each for each in (batch.drawn_up_by, batch.approved_by) if each])
    return page(
        request,
        "batches/batch.html",
        batch=batch,
        programme_title=CATALOGUE[batch.programme].title,
        names={each.id: each.name for each in hands},
        totals=await payouts.totals(batch_id),
        lines=lines,
        next=lines[-1].line if len(lines) == _LINES_A_PAGE else None,
        report=report,
    )


def _first_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadMonth from None


def _back_to(batch_id: UUID) -> Response:
    return RedirectResponse(f"/batches/{batch_id}", 303)
