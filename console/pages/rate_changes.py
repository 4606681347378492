"""Changes of standards: whom each touches, and the second officer's word."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import entitlements, programmes, rate_changes
from backend.places import Place
from backend.staff import Officer, Power
from console.asking import OfficerAsking, with_power
from console.effects import added_up
from console.rendering import page

router = APIRouter(prefix="/rate-changes")

_CHANGES_A_PAGE = 30  # as `rate_changes.changes_for` gives them
_LINES_A_PAGE = 50  # as `rate_changes.lines_of` gives them
SeesRates = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Proposes = Annotated[Officer, Depends(with_power(Power.PROPOSE_RATE))]
Confirms = Annotated[Officer, Depends(with_power(Power.CONFIRM_RATE))]


@router.get("")
async def changes(request: Request, officer: SeesRates, before: UUID | None = None) -> HTMLResponse:
    """The county's changes, newest first."""
    found = await rate_changes.changes_for(officer, before)
    return page(
        request, "rate_changes/list.html",
        changes=[(each, programmes.get_declaration(each.key), _value(each)) for each in found],
        next=found[-1].id if len(found) == _CHANGES_A_PAGE else None,
    )  # fmt: skip


@router.get("/{change_id}")
async def change(
    request: Request, change_id: UUID, officer: SeesRates, after: Annotated[str, Query(max_length=60)] = ""
) -> HTMLResponse:
    """One change: what it costs by township and programme, person by person, and what may be done next."""
    found = await rate_changes.get_change(change_id, officer)
    digest = await rate_changes.digest_of(found.id)  # before the list: what changes while it is read is refused
    effects = await rate_changes.effects_of(found, officer)
    lines = await rate_changes.lines_of(found, officer, after)
    hands = await Officer.filter(id__in=[each for each in (found.proposed_by, found.decided_by) if each])
    towns = await Place.filter(code__in=[each.township for each in effects])
    last = lines[-1] if len(lines) == _LINES_A_PAGE else None
    return page(
        request, "rate_changes/change.html", change=found, declaration=programmes.get_declaration(found.key),
        value=_value(found), effects=effects, total=added_up(effects),
        review_total=added_up(effects, by_review=True), lines=lines,
        townships={each.code: each.name for each in towns}, names={each.id: each.name for each in hands},
        title_of=lambda programme: entitlements.get_benefit(programme).title,
        next=f"{last.award_id}_{last.from_month}" if last else None, own=found.proposed_by == officer.id,
        digest=digest,
    )  # fmt: skip


@router.post("/{change_id}/confirmation")
async def confirm(change_id: UUID, officer: Confirms, shown: Annotated[str, Form(max_length=64)] = "") -> Response:
    """确认施行, never by the one who proposed it, and only of the list that was on the page."""
    await rate_changes.confirm(change_id, officer, shown=shown)
    return _back_to(change_id)


@router.post("/{change_id}/foreseeing")
async def foresee_again(change_id: UUID, officer: Proposes) -> Response:
    """重新测算 by who receives what today."""
    await rate_changes.foresee_again(change_id, officer)
    return _back_to(change_id)


@router.post("/{change_id}/withdrawal")
async def withdraw(change_id: UUID, officer: OfficerAsking) -> Response:
    """撤回, by who may propose or confirm."""
    await rate_changes.withdraw(change_id, officer)
    return _back_to(change_id)


def _value(change: rate_changes.RateChange) -> str:
    return programmes.shown(programmes.get_declaration(change.key), change.value)


def _back_to(change_id: UUID) -> Response:
    return RedirectResponse(f"/rate-changes/{change_id}", 303)
