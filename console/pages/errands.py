"""What cadres are asked to do, as their township sees it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import errands, fieldwork, residents
from backend.fieldwork import KnownBy
from backend.places import village_names
from backend.staff import Officer, Power, cadres_of, has_power
from console.asking import with_power
from console.rendering import page
from console.typed import IdChosen

router = APIRouter(prefix="/errands")

_ERRANDS_A_PAGE = 50  # as `errands.open_errands` gives them


@router.get("")
async def open_errands(
    request: Request, officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))], after: UUID | None = None
) -> HTMLResponse:
    """Open errands of the officer's villages, a page at a time."""
    villages = await village_names(officer.scope)
    found = await errands.open_errands(list(villages), after=after)
    more = found[-1].id if len(found) == _ERRANDS_A_PAGE else None
    people = await residents.Resident.filter(id__in=[each.resident_id for each in found])
    died_on = {each.id: each.deceased_on for each in people}
    late = await errands.late_by_village(list(villages))
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


@router.post("/{errand_id}/voice")
async def certify_by_voice(
    errand_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW))],
    known_by: Annotated[KnownBy, Form()],
) -> Response:
    """电话认证 instead of the visit."""
    await fieldwork.certify_by_voice(errand_id, officer, known_by=known_by)
    return RedirectResponse("/errands", 303)


@router.post("/{errand_id}/assignment")
async def assign(
    errand_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.ASSIGN_ERRAND))],
    cadre: IdChosen = "",
) -> Response:
    """指定由谁办; nobody: any cadre of the village."""
    await errands.assign(errand_id, UUID(cadre) if cadre else None, officer)
    return RedirectResponse("/errands", 303)
