"""What was overpaid: the worklist, one overpayment with its facts, and what may be done about it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import entitlements, places, recoveries
from backend.money import NoAmount, fen_from_yuan
from backend.recoveries import Cause, Telling, Way
from backend.staff import Officer, Power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/recoveries")

_A_PAGE = 50  # as `recoveries.overpayments_for` gives them
Recovers = Annotated[Officer, Depends(with_power(Power.RECOVER))]
ApprovesWriteOffs = Annotated[Officer, Depends(with_power(Power.APPROVE_WRITE_OFF))]
Reason = Annotated[str, Form(max_length=400)]
Amount = Annotated[str, Form(max_length=40)]


@router.get("")
async def worklist(
    request: Request, officer: OfficerAsking, before: UUID | None = None, closed: bool = False
) -> HTMLResponse:
    """Open overpayments of the officer's places, newest first; with `closed` those too that are done."""
    found = await recoveries.overpayments_for(officer, open_only=not closed, before=before)
    return page(
        request,
        "recoveries/list.html",
        overpayments=[(each, entitlements.get_benefit(each.programme).title) for each in found],
        closed=closed,
        next=found[-1].id if len(found) == _A_PAGE else None,
    )


@router.post("/finding")
async def find(officer: Recovers) -> Response:
    """核对多发: every settled month against what is owed for it today."""
    await recoveries.find(officer.county, officer.signature)
    return RedirectResponse("/recoveries", 303)


@router.get("/reports/new")
async def new_report(request: Request, officer: Recovers, payout: UUID) -> HTMLResponse:
    """The form for 登记多发 of one settled payout."""
    return page(request, "recoveries/report.html", payout=payout, causes=list(Cause))


@router.post("/reports")
async def report(
    officer: Recovers,
    payout_id: Annotated[UUID, Form()],
    amount: Amount,
    cause: Annotated[Cause, Form()],
    reason: Reason,
) -> Response:
    """登记多发 that the register does not show."""
    made = await recoveries.report(payout_id, _fen_of(amount), cause, officer, reason=reason)
    return _back_to(made.id)


@router.get("/{overpayment_id}")
async def overpayment(request: Request, overpayment_id: UUID, officer: OfficerAsking) -> HTMLResponse:
    """One overpayment: months, facts, and what may be done next."""
    found = await recoveries.get_overpayment(overpayment_id, officer)
    facts = await recoveries.facts_of(found.id)
    hands = await Officer.filter(id__in=[each.by_id for each in facts if each.by_id])
    proposed = await recoveries.waiting(found.id)
    own = proposed is not None and proposed.by_id == officer.id
    return page(
        request,
        "recoveries/overpayment.html",
        overpayment=found,
        name=await recoveries.name_for(found, officer),
        village_name=await places.name_of(found.village),
        programme_title=entitlements.get_benefit(found.programme).title,
        left=await recoveries.left_of(found.id),
        standing_report=await recoveries.is_standing_report(found),
        months=await recoveries.months_of(found.id),
        facts=facts,
        names={each.id: each.name for each in hands},
        proposed=proposed,
        not_yours=recoveries.CannotApproveOwnWriteOff.sentence if own else "",
        tellings=list(Telling),
        ways=list(Way),
    )


@router.get("/{overpayment_id}/letter")
async def letter(overpayment_id: UUID, officer: OfficerAsking) -> Response:
    """告知书 as PDF."""
    content = await recoveries.letter(overpayment_id, officer)
    return Response(
        content, media_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="letter.pdf"'}
    )


@router.post("/{overpayment_id}/telling")
async def tell(
    overpayment_id: UUID, officer: Recovers, how: Annotated[Telling, Form()], on: Annotated[date, Form()]
) -> Response:
    """告知."""
    await recoveries.tell(overpayment_id, how, on, officer)
    return _back_to(overpayment_id)


@router.post("/{overpayment_id}/agreement")
async def agree(
    overpayment_id: UUID,
    officer: Recovers,
    way: Annotated[Way, Form()],
    until: Annotated[str, Form(max_length=10)] = "",
    monthly: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """约定 how it comes back."""
    day, fen = _day_of(until), _fen_of(monthly) if monthly else None
    await recoveries.agree(overpayment_id, way, officer, until=day, monthly_fen=fen)
    return _back_to(overpayment_id)


@router.post("/{overpayment_id}/repayment")
async def repay(
    overpayment_id: UUID,
    officer: Recovers,
    amount: Amount,
    on: Annotated[date, Form()],
    receipt: Annotated[str, Form(max_length=100)],
) -> Response:
    """登记退回."""
    await recoveries.repay(overpayment_id, _fen_of(amount), on, receipt, officer)
    return _back_to(overpayment_id)


@router.post("/{overpayment_id}/dropping")
async def drop(overpayment_id: UUID, officer: Recovers, reason: Reason) -> Response:
    """撤销追回."""
    await recoveries.drop(overpayment_id, officer, reason=reason)
    return _back_to(overpayment_id)


@router.post("/{overpayment_id}/write-off")
async def propose_write_off(overpayment_id: UUID, officer: Recovers, amount: Amount, reason: Reason) -> Response:
    """申请核销."""
    await recoveries.propose_write_off(overpayment_id, _fen_of(amount), officer, reason=reason)
    return _back_to(overpayment_id)


@router.post("/{overpayment_id}/write-off-decision")
async def decide_write_off(
    overpayment_id: UUID, officer: ApprovesWriteOffs, approved: Annotated[bool, Form()], reason: Reason
) -> Response:
    """审批核销, never by the one who asked for it."""
    await recoveries.decide_write_off(overpayment_id, officer, approved=approved, reason=reason)
    return _back_to(overpayment_id)


def _fen_of(amount: str) -> int:
    try:
        return fen_from_yuan(amount)
    except NoAmount as wrong:
        raise recoveries.MoreThanTheDebt(wrong.shown) from None


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise recoveries.AgreedDayImpossible from None


def _back_to(overpayment_id: UUID) -> Response:
    return RedirectResponse(f"/recoveries/{overpayment_id}", 303)
