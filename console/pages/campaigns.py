"""One text to many: seen before it is sent, approved by another officer, stopped at a word, reported on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import campaigns, entitlements
from backend.campaigns import CampaignKind, Draft
from backend.places import Place, name_of, village_names
from backend.staff import Officer, Power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/campaigns")

_A_PAGE = 30  # as the room gives them
# Who receives these may be spoken to by themselves; what children receive is their guardians' business.
_PROGRAMMES = ("old_age_allowance", "rural_dibao", "urban_dibao", "tekun", "disability_living", "disability_care")
SeesCases = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Plans = Annotated[Officer, Depends(with_power(Power.PLAN_CAMPAIGN))]
Approves = Annotated[Officer, Depends(with_power(Power.APPROVE_CAMPAIGN))]


@router.get("")
async def all_of_them(request: Request, officer: SeesCases, before: UUID | None = None) -> HTMLResponse:
    """Those of the officer's places, newest first."""
    found = await campaigns.campaigns_for(officer, before)
    names = {place.code: place.name for place in await Place.filter(code__in={each.place for each in found})}
    return page(
        request, "campaigns/list.html", campaigns=found, names=names,
        next=found[-1].id if len(found) == _A_PAGE else None,
    )  # fmt: skip


@router.get("/new")
async def plan(request: Request, officer: Plans) -> HTMLResponse:
    """An empty form."""
    return await _form(request, officer, None)


@router.post("/preview")
async def preview(
    request: Request,
    officer: Plans,
    kind: Annotated[CampaignKind, Form()],
    place: Annotated[str, Form(max_length=12)],
    news: Annotated[str, Form(max_length=200)] = "",
    programme: Annotated[str, Form(max_length=40)] = "",
    from_age: Annotated[int, Form(ge=0, le=999)] = 60,
    per_minute: Annotated[int, Form(ge=0, le=9999)] = 100,
) -> HTMLResponse:
    """The whole text, whom it would reach by which way, and what that costs; nothing is kept."""
    return await _form(request, officer, Draft(kind, place, programme or None, from_age, news.strip(), per_minute))


@router.post("")
async def propose(
    officer: Plans,
    kind: Annotated[CampaignKind, Form()],
    place: Annotated[str, Form(max_length=12)],
    news: Annotated[str, Form(max_length=200)] = "",
    programme: Annotated[str, Form(max_length=40)] = "",
    from_age: Annotated[int, Form(ge=0, le=999)] = 60,
    per_minute: Annotated[int, Form(ge=0, le=9999)] = 100,
) -> Response:
    """Lay it before a colleague."""
    draft = Draft(kind, place, programme or None, from_age, news.strip(), per_minute)
    return _back_to((await campaigns.propose(draft, officer)).id)


@router.get("/{campaign_id}")
async def campaign(request: Request, campaign_id: UUID, officer: SeesCases) -> HTMLResponse:
    """One campaign: what, to whom, by whose hand, and how it went."""
    found = await campaigns.get_campaign(campaign_id, officer)
    paused = await campaigns.last_pause(found)
    known = (found.proposed_by, found.approved_by, paused.officer_id if paused else None)
    hands = await Officer.filter(id__in=[each for each in known if each])
    return page(
        request, "campaigns/campaign.html", campaign=found, text=campaigns.whole_text(found.about, found.news),
        where=await name_of(found.place), report=await campaigns.report_of(found),
        benefit=entitlements.get_benefit(found.programme).title if found.programme else None,
        names={each.id: each.name for each in hands}, paused=paused, own=found.proposed_by == officer.id,
        villages=await village_names(officer.scope),
    )  # fmt: skip


@router.post("/{campaign_id}/approval")
async def approve(campaign_id: UUID, officer: Approves) -> Response:
    """批准, never by the one who proposed it."""
    await campaigns.approve(campaign_id, officer)
    return _back_to(campaign_id)


@router.post("/{campaign_id}/pause")
async def pause(campaign_id: UUID, officer: OfficerAsking) -> Response:
    """暂停, by who may plan or approve one."""
    await campaigns.pause(campaign_id, officer)
    return _back_to(campaign_id)


@router.post("/{campaign_id}/resumption")
async def resume(campaign_id: UUID, officer: OfficerAsking) -> Response:
    """继续."""
    await campaigns.resume(campaign_id, officer)
    return _back_to(campaign_id)


@router.post("/{campaign_id}/cancellation")
async def cancel(campaign_id: UUID, officer: OfficerAsking) -> Response:
    """取消, for good."""
    await campaigns.cancel(campaign_id, officer)
    return _back_to(campaign_id)


async def _form(request: Request, officer: Officer, draft: Draft | None) -> HTMLResponse:
    foreseen = await campaigns.must_make_sense(draft, officer) if draft else None
    towns = await Place.filter(code__startswith=officer.scope.prefix, level__in=["county", "township", "village"])
    return page(
        request, "campaigns/new.html", draft=draft, foreseen=foreseen, kinds=list(CampaignKind),
        places=sorted(towns, key=lambda each: each.code),
        benefits=[entitlements.get_benefit(each) for each in _PROGRAMMES],
        text=campaigns.whole_text(draft.kind, draft.news) if draft else None,
        villages={each.code: each.name for each in towns},
    )  # fmt: skip


def _back_to(campaign_id: UUID) -> Response:
    return RedirectResponse(f"/campaigns/{campaign_id}", 303)
