"""What cadres are asked to do, as their township sees it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import errands, fieldwork, residents
from backend.errands import ErrandKind, Outcome
from backend.fieldwork import KnownBy
from backend.places import village_names
from backend.staff import Cadre, Officer, Power, cadres_of, has_power, youngest_shown
from console import page_end
from console.asking import with_power
from console.page_end import PageEnd
from console.rendering import page
from console.typed import IdChosen

router = APIRouter(prefix="/errands")

_ERRANDS_A_PAGE = 50  # as `errands.open_errands` gives them
Sees = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]


@router.get("")
async def open_errands(request: Request, officer: Sees, after: PageEnd = "") -> HTMLResponse:
    """Open errands of the officer's villages, a page at a time."""
    villages = await village_names(officer.scope)
    ended = page_end.read_day(after)
    children = has_power(officer, Power.HANDLE_CHILDREN)
    found = await errands.open_errands(
        list(villages), after=errands.Position(*ended) if ended else None, born_by=youngest_shown(officer),
        children=children,
    )  # fmt: skip
    more = page_end.written(found[-1].due_on, found[-1].id) if len(found) == _ERRANDS_A_PAGE else None
    people = await residents.Resident.filter(id__in=[each.resident_id for each in found])
    died_on = {each.id: each.deceased_on for each in people}
    late = await errands.late_by_village(list(villages), children=children)
    return page(
        request,
        "errands/list.html",
        late=late,
        errands=found,
        villages=villages,
        died_on=died_on,
        ways_to_know=list(KnownBy),
        cadres={code: await cadres_of(code) for code in {each.village for each in found}}
        if has_power(officer, Power.ASSIGN_ERRAND)
        else {},
        next=more,
    )


@router.get("/given-up")
async def given_up(request: Request, officer: Sees, after: UUID | None = None) -> HTMLResponse:
    """离线办理没有传全、不再等的, each with the errand that asked for the rest."""
    found = await fieldwork.given_up_for(officer, after)
    return page(
        request, "errands/given_up.html", given_up=found, days=fieldwork.DAYS_WAITED,
        villages=await village_names(officer.scope),
        next=found[-1].id if len(found) == fieldwork.GIVEN_UP_A_PAGE else None,
    )  # fmt: skip


@router.get("/finished")
async def finished(
    request: Request, officer: Sees, outcome: Outcome | Literal[""] = "", after: PageEnd = ""
) -> HTMLResponse:
    """办结的任务, newest first: how each ended, by whose hand, with what words."""
    found = await errands.finished_errands(officer, outcome or None, after=page_end.read_moment(after))
    more = page_end.written(found[-1].done_at, found[-1].id) if len(found) == errands.FINISHED_A_PAGE else None
    return page(
        request, "errands/finished.html", finished=found, villages=await village_names(officer.scope),
        outcomes=list(Outcome), outcome=outcome, next=more,
    )  # fmt: skip


@router.get("/{errand_id}")
async def errand(request: Request, errand_id: UUID, officer: Sees) -> HTMLResponse:
    """One errand: what was asked, of whom, and how it ended."""
    found = await errands.errand_for(errand_id, officer)
    hands: list[Cadre | Officer] = [
        *await Cadre.filter(id__in=[each for each in (found.taken_by, found.done_by) if each]),
        *await Officer.filter(id=found.done_by_officer),
    ]
    return page(
        request, "errands/errand.html", errand=found, kind_title=ErrandKind(found.kind).shown,
        person=await residents.Resident.get(id=found.resident_id), hands={each.id: each.name for each in hands},
        outcomes=list(Outcome),
        village=(await village_names(officer.scope)).get(found.village, found.village),
    )  # fmt: skip


@router.post("/{errand_id}/voice")
async def certify_by_voice(
    errand_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW))],
    known_by: Annotated[KnownBy, Form()],
) -> Response:
    """电话认证 instead of the visit."""
    await fieldwork.certify_by_voice(errand_id, officer, known_by=known_by)
    return RedirectResponse("/errands", 303)


@router.post("/{errand_id}/alive")
async def find_alive(errand_id: UUID, officer: Annotated[Officer, Depends(with_power(Power.REVIEW))]) -> Response:
    """核实过，本人健在: the cadre had heard otherwise."""
    await errands.find_alive(errand_id, officer)
    return RedirectResponse(f"/errands/{errand_id}", 303)


@router.post("/{errand_id}/completion")
async def finish_in_office(
    errand_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW_CHILDREN, Power.CONFIRM))],
    outcome: Annotated[Outcome, Form()],
    note: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """What was done about a child's aid, by its handler."""
    await errands.finish_in_office(errand_id, officer, outcome=outcome, note=note)
    return RedirectResponse(f"/errands/{errand_id}", 303)


@router.post("/{errand_id}/account")
async def finish_with_account(
    errand_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW_CHILDREN, Power.CONFIRM))],
    kind: Annotated[residents.AccountKind, Form()],
    number: Annotated[str, Form(max_length=60)] = "",
    bank: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """登记孩子本人的收款账户, which the guardian brought."""
    await errands.finish_with_account(errand_id, officer, number=number, bank=bank, kind=kind)
    return RedirectResponse(f"/errands/{errand_id}", 303)


@router.post("/{errand_id}/assignment")
async def assign(
    errand_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.ASSIGN_ERRAND))],
    cadre: IdChosen = "",
) -> Response:
    """指定由谁办; nobody: any cadre of the village."""
    await errands.assign(errand_id, UUID(cadre) if cadre else None, officer)
    return RedirectResponse("/errands", 303)
