"""The kin register (近亲属备案): one's own declaration, the cadres', and the separate ledger of flagged cases."""

from itertools import zip_longest
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, staff
from backend.journal import By, Signature
from backend.staff import Officer, Power, Relation, Relative, has_power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/kin")

_A_PAGE = 50  # as the rooms give them
Keeper = Annotated[Officer, Depends(with_power(Power.KEEP_KIN_REGISTER))]
Lines = Annotated[list[str], Form(default_factory=list, max_length=80)]


def relatives_given(relation: Lines, name: Lines, number: Lines) -> list[Relative]:
    """The form's lines with somebody in them; a relation that is none is a line not filled in."""
    lines = zip_longest(relation, name, number, fillvalue="")
    given = [line for line in lines if line[1].strip() or line[2].strip()]
    if any(kind not in set(Relation) for kind, _, _ in given):
        raise staff.RelativeIncomplete
    return [Relative(Relation(kind), called, id_number) for kind, called, id_number in given]


Given = Annotated[list[Relative], Depends(relatives_given)]


@router.get("")
async def register(
    request: Request, officer: OfficerAsking, after: UUID | None = None, before: UUID | None = None
) -> HTMLResponse:
    """Everyone sees and makes their own declaration; keepers see the cadres', keepers and auditors the ledger."""
    declaration, named = await staff.own_declaration(officer)
    keeps = has_power(officer, Power.KEEP_KIN_REGISTER)
    cadres = await staff.cadres_declared(officer, after=after) if keeps else []
    sees_ledger = keeps or has_power(officer, Power.SEE_JOURNAL)
    ledger = await applications.kin_ledger(officer, before=before) if sees_ledger else []
    return page(
        request,
        "kin/register.html",
        declaration=declaration,
        named=named,
        relations=list(Relation),
        keeps=keeps,
        cadres=cadres,
        next_cadre=cadres[-1].cadre_id if len(cadres) == _A_PAGE else None,
        sees_ledger=sees_ledger,
        ledger=ledger,
        next_line=ledger[-1].id if len(ledger) == _A_PAGE else None,
    )


@router.post("/own")
async def declare_own(officer: OfficerAsking, relatives: Given) -> Response:
    """本人申报."""
    await staff.declare_own_kin(officer, relatives)
    await applications.file_kin_of(officer.signature)
    return RedirectResponse("/kin", 303)


@router.get("/cadres/{cadre_id}")
async def cadre_form(request: Request, cadre_id: UUID, officer: Keeper) -> HTMLResponse:
    """The form for what a cadre declared on paper."""
    cadre = await staff.cadre_of_places(cadre_id, officer)
    return page(request, "kin/cadre.html", cadre=cadre, relations=list(Relation))


@router.post("/cadres/{cadre_id}")
async def declare_for_cadre(cadre_id: UUID, officer: Keeper, relatives: Given) -> Response:
    """登记村干部申报."""
    await staff.declare_kin_of_cadre(cadre_id, relatives, officer)
    await applications.file_kin_of(Signature(By.CADRE, cadre_id))
    return RedirectResponse("/kin", 303)
