"""更正决定: one officer of the county proposes that another decision stand instead, another decides."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from backend import entitlements
from backend.entitlements import AmendmentGround, Becomes
from backend.staff import Officer, Power
from console.asking import with_power
from console.typed import day_typed, fen_typed, month_typed

router = APIRouter(prefix="/cases")

Confirms = Annotated[Officer, Depends(with_power(Power.CONFIRM))]


@router.post("/{application_id}/amendments")
async def propose(
    application_id: UUID,
    officer: Confirms,
    becomes: Annotated[Becomes, Form()],
    ground: Annotated[AmendmentGround, Form()],
    basis: Annotated[str, Form(max_length=400)],
    reasons: Annotated[list[str], Form(default_factory=list)],
    month: Annotated[str, Form(max_length=10)] = "",
    amount: Annotated[str, Form(max_length=14)] = "",
    posted_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """提出更正; `amount` in yuan a month."""
    await entitlements.propose_amendment(
        application_id, becomes, officer, ground=ground, basis=basis, reasons=reasons,
        month=month_typed(month) if month else None, fen=fen_typed(amount) if amount else None,
        posted_on=day_typed(posted_on),
    )  # fmt: skip
    return _back_to(application_id)


@router.post("/amendments/{amendment_id}/confirmation")
async def confirm(amendment_id: UUID, officer: Confirms) -> Response:
    """同意更正, never by who proposed it or had a hand in the case."""
    return _back_to((await entitlements.confirm_amendment(amendment_id, officer)).id)


@router.post("/amendments/{amendment_id}/decline")
async def decline(amendment_id: UUID, officer: Confirms) -> Response:
    """不同意更正, or 撤回 one's own."""
    return _back_to((await entitlements.decline_amendment(amendment_id, officer)).application_id)


def _back_to(application_id: UUID) -> Response:
    return RedirectResponse(f"/cases/{application_id}", 303)
