"""政策找人: whom the night's screening found, and what came of it."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import discovery
from backend.discovery import HitOutcome, HitPosition, HitRule
from backend.places import village_names
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/hits")

SeesHits = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
FollowsUp = Annotated[Officer, Depends(with_power(Power.FOLLOW_UP_HITS))]
_CONDITION_MARKS = {"yes": "符合", "no": "不符合", "unknown": "还要问"}


@router.get("")
async def hits(
    request: Request,
    officer: SeesHits,
    rule: Annotated[HitRule | Literal[""], Query()] = "",
    programme: Annotated[str, Query(pattern=r"^[a-z_]{0,40}$")] = "",
    village: Annotated[str, Query(pattern=r"^([0-9]{12})?$")] = "",
    due: Annotated[date | None, Query()] = None,
    after: Annotated[UUID | None, Query()] = None,
) -> HTMLResponse:
    """Open hits of the officer's places, filtered, a page at a time; the numbers behind them on top."""
    position = HitPosition(due, after) if due and after else None
    found = await discovery.hits_for(
        officer, rule=rule or None, programme=programme or None, village=village or None, after=position
    )
    shown = {"rule": str(rule), "programme": programme, "village": village}
    here = {key: value for key, value in shown.items() if value}
    following = {**here, "due": found.next.due, "after": found.next.id} if found.next else None
    return page(
        request, "hits/list.html", hits=found.items, counts=await discovery.counts_for(officer),
        townships=await discovery.counts_by_township(officer), villages=await village_names(officer.scope),
        screening=await discovery.latest_screening(officer.county), shown=shown,
        next=urlencode(following) if following else None, outcomes=list(HitOutcome), marks=_CONDITION_MARKS,
    )  # fmt: skip


@router.post("/{hit_id}/outcome")
async def close(
    hit_id: UUID,
    officer: FollowsUp,
    outcome: Annotated[HitOutcome, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
    rule: Annotated[HitRule | Literal[""], Form()] = "",
    village: Annotated[str, Form(pattern=r"^([0-9]{12})?$")] = "",
) -> Response:
    """登记结果, then back to the list that it was on."""
    await discovery.close(hit_id, outcome, officer, note=note)
    here = {"rule": str(rule), "village": village}
    return RedirectResponse(f"/hits?{urlencode({key: value for key, value in here.items() if value})}", 303)
