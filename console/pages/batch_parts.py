"""A township's part of a batch (名单确认): its leader looks at its own rows before the county approves them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import entitlements, payouts
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/batch-parts")

_LINES_A_PAGE = 50  # as `payouts.part_lines` gives them
Confirms = Annotated[Officer, Depends(with_power(Power.CONFIRM_BATCH_PART))]
After = Annotated[int, Query(ge=0, le=10_000_000)]  # a line's number


@router.get("")
async def parts(request: Request, officer: Confirms) -> HTMLResponse:
    """What waits for this township's word."""
    found = await payouts.parts_to_confirm(officer)
    titled = [(part, entitlements.get_benefit(part.programme).title) for part in found]
    return page(request, "batches/parts.html", parts=titled)


@router.get("/{batch_id}")
async def part(request: Request, batch_id: UUID, officer: Confirms, after: After = 0) -> HTMLResponse:
    """The township's rows of one batch."""
    found, lines = await payouts.part_lines(batch_id, officer, after)
    return page(
        request,
        "batches/part.html",
        part=found,
        programme_title=entitlements.get_benefit(found.programme).title,
        lines=lines,
        next=lines[-1].line if len(lines) == _LINES_A_PAGE else None,
    )


@router.post("/{batch_id}/confirmation")
async def confirm(batch_id: UUID, officer: Confirms) -> Response:
    """乡镇确认."""
    await payouts.confirm_part(batch_id, officer)
    return RedirectResponse("/batch-parts", 303)
