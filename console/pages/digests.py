"""Digests (每日提醒): what an officer was told each morning, with the way to where it is seen to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import digests
from backend.digests import Matter
from console.asking import OfficerAsking
from console.rendering import page

router = APIRouter(prefix="/digests")

_SEEN_TO_AT = {
    Matter.STEP_ESCALATED: "/cases?due=escalated",
    Matter.ERRAND_ESCALATED: "/errands",
    Matter.STEP_OVERDUE: "/cases?due=overdue",
    Matter.ERRAND_OVERDUE: "/errands",
    Matter.LETTER_OVERDUE: "/letters",
    Matter.DELEGATED_OVERDUE: "/cases?state=county_review",
    Matter.RELAY_OVERDUE: "/relays",
    Matter.CHECK_OVERDUE: "/checks",
    Matter.DENIAL_OPEN: "/today",
    Matter.DUTY_MISSED: "/messages/operations",
    Matter.STEP_CLOSE: "/cases?due=close",
    Matter.CONFIRM_DELEGATED: "/cases?state=county_review",
    Matter.CHANGE_WAITING: "/awards?which=waiting",
    Matter.AMENDMENT_WAITING: "/today",
    Matter.EXTENSION_ASKED: "/today",
    Matter.WRITE_OFF_PROPOSED: "/recoveries",
    Matter.RATE_PROPOSED: "/parameters",
    Matter.ROSTER_OFFERED: "/rosters",
    Matter.RECHECK_DUE: "/awards?which=recheck_due",
    Matter.CARD_EXPIRED: "/awards?which=card_expired",
    Matter.BATCH_PART: "/batch-parts",
    Matter.BATCH_FLAGGED: "/batches",
    Matter.BATCH_TO_APPROVE: "/batches",
    Matter.BATCH_TO_RELEASE: "/batches",
    Matter.BATCH_TO_EXPORT: "/batches",
    Matter.BATCH_UNANSWERED: "/batches",
    Matter.UNPAID: "/batches/unpaid",
    Matter.UNPAID_LONG: "/batches/unpaid",
    Matter.RELAY_WITHOUT_CASE: "/relays",
    Matter.REPLY_UNANSWERED: "/messages/inbox",
    Matter.CAMPAIGN_PROPOSED: "/campaigns",
    Matter.BATCH_GONE_OUT: "/batches",
    Matter.ROSTER_TAKEN_IN: "/rosters",
    Matter.DECISION_AMENDED: "/cases",
    Matter.WRITTEN_OFF: "/recoveries",
}


@router.get("")
async def mornings(request: Request, officer: OfficerAsking) -> HTMLResponse:
    """Newest first; those not put aside yet are marked."""
    return page(request, "digests.html", digests=await digests.digests_of(officer), addresses=_SEEN_TO_AT)


@router.post("/seen")
async def seen(officer: OfficerAsking, last: Annotated[UUID, Form()]) -> Response:
    """Put the newest and all before it aside."""
    await digests.note_seen(officer, last)
    return RedirectResponse("/digests", 303)
