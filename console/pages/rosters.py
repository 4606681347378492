"""Rosters: who is paid already, uploaded by one officer, looked at, and taken in by another; and written out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from backend import clock, entitlements, rosters
from backend.refusals import NotAcceptable, NotAllowed
from backend.rosters import Choice, Roster, RosterState, SheetMapping
from backend.spreadsheet import Sheet
from backend.staff import Officer, Power, has_power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/rosters")

_A_PAGE = 30  # as `rosters.rosters_for` gives them
_FINDINGS_A_PAGE = 50  # as `rosters.findings_of` gives them
_PROGRAMMES = (
    "rural_dibao", "urban_dibao", "tekun", "old_age_allowance", "disability_living", "disability_care", "orphan",
    "unsupported_child", "youfu", "old_party_member",
)  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Offers = Annotated[Officer, Depends(with_power(Power.OFFER_ROSTER))]
Confirms = Annotated[Officer, Depends(with_power(Power.CONFIRM_ROSTER))]
ProgrammeCode = Annotated[str, Form(max_length=40)]


class NotYourRosters(NotAllowed):
    """Rosters are seen by those who offer, confirm or audit them."""

    sentence = "您的岗位不经办花名册导入。"


class BadChoice(NotAcceptable):
    """A field of the form was bent."""

    sentence = "填写的月份、表头行或导入方式不对，请检查后再提交。"


async def sees_rosters(officer: OfficerAsking) -> Officer:
    """The three desks that may open a roster."""
    if not any(has_power(officer, power) for power in (Power.OFFER_ROSTER, Power.CONFIRM_ROSTER, Power.SEE_JOURNAL)):
        raise NotYourRosters
    return officer


Sees = Annotated[Officer, Depends(sees_rosters)]


@dataclass(frozen=True)
class _Preview:
    """A sheet's headings, each with what it is taken for; no cell of any person."""

    name: str
    heading: int
    cells: list[tuple[int, str, str]]


@router.get("")
async def listed(request: Request, officer: Sees, before: UUID | None = None) -> HTMLResponse:
    """The county's rosters, newest first; the forms to upload one and to write one out."""
    found = await rosters.rosters_for(officer, before)
    return page(
        request, "rosters/list.html",
        rosters=[(each, entitlements.get_benefit(each.programme).title) for each in found],
        programmes=[(code, entitlements.get_benefit(code).title) for code in _PROGRAMMES],
        next=found[-1].id if len(found) == _A_PAGE else None,
    )  # fmt: skip


@router.post("/files")
async def upload(officer: Offers, programme: ProgrammeCode, file: Annotated[UploadFile, File()]) -> Response:
    """上传: kept sealed, with the mapping that its headings suggest."""
    return _back_to((await rosters.upload(await file.read(), programme, officer)).id)


@router.post("/exports")
async def export(officer: Offers, programme: ProgrammeCode, reason: Annotated[str, Form(max_length=200)]) -> Response:
    """导出花名册 in clear; why stands in the journal."""
    content = await rosters.export_roster(officer.county, programme, officer.scope, by=officer.signature, reason=reason)
    name = quote(f"{entitlements.get_benefit(programme).title}花名册-{clock.today():%Y%m%d}.xlsx")
    return Response(content, media_type=_XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


@router.get("/{roster_id}")
async def roster(
    request: Request, roster_id: UUID, officer: Sees, after: Annotated[int, Query(ge=-1, le=10_000_000)] = -1
) -> HTMLResponse:
    """One roster: which column is what, what was found, and what may be done next."""
    found = await rosters.get_roster(roster_id, officer)
    findings = await rosters.findings_of(found, after)
    hands = await Officer.filter(id__in=[each for each in (found.offered_by, found.decided_by) if each])
    is_open = found.state in (RosterState.UPLOADED, RosterState.EXAMINED)
    return page(
        request, "rosters/roster.html", roster=found, title=entitlements.get_benefit(found.programme).title,
        previews=await _previews(found) if is_open and has_power(officer, Power.OFFER_ROSTER) else [],
        columns=rosters.columns_of(found.programme), choices=list(Choice), choice=Choice(found.choice),
        outcomes=[(each.shown, found.outcomes[each.value]) for each in rosters.Outcome if each.value in found.outcomes],
        findings=findings, names={each.id: each.name for each in hands}, is_open=is_open,
        own=found.offered_by == officer.id, first_month=f"{found.paid_here_from:%Y-%m}",
        next=findings[-1].number if len(findings) == _FINDINGS_A_PAGE else None,
    )  # fmt: skip


@router.post("/{roster_id}/examination")
async def examine(
    request: Request, roster_id: UUID, officer: Offers, first_month: Annotated[str, Form(max_length=7)],
    choice: Annotated[str, Form(max_length=10)],
) -> Response:  # fmt: skip
    """检查: the dry run by the mapping of the form."""
    found = await rosters.get_roster(roster_id, officer)
    mappings, other_headings = _mappings(await request.form(), await rosters.sheets_of(found), found)
    month, taken = _first_of(first_month), _choice(choice)
    if other_headings:  # what they suggest is shown before anything is read by it
        await rosters.remap(roster_id, officer, mappings)
    else:
        await rosters.examine_offered(roster_id, officer, mappings=mappings, paid_here_from=month, choice=taken)
    return _back_to(roster_id)


@router.post("/{roster_id}/confirmation")
async def confirm(roster_id: UUID, officer: Confirms) -> Response:
    """确认导入, never by the one who uploaded it."""
    await rosters.confirm(roster_id, officer)
    return _back_to(roster_id)


@router.post("/{roster_id}/withdrawal")
async def withdraw(roster_id: UUID, officer: Offers) -> Response:
    """撤回: the file is gone."""
    await rosters.withdraw(roster_id, officer)
    return _back_to(roster_id)


async def _previews(roster: Roster) -> list[_Preview]:
    mapped = {each.sheet: each for each in map(SheetMapping.of, roster.mappings)}
    previews = []
    for sheet in await rosters.sheets_of(roster):
        mapping = mapped.get(sheet.name) or SheetMapping(sheet.name, 0, {})
        row = next((row for row in sheet.rows if row.number == mapping.heading), None)
        cells = row.cells if row else ()
        previews.append(
            _Preview(
                sheet.name, mapping.heading, [(at, cell, mapping.columns.get(at, "")) for at, cell in enumerate(cells)]
            )
        )
    return previews


def _mappings(form: FormData, sheets: Sequence[Sheet], roster: Roster) -> tuple[list[SheetMapping], bool]:
    """What the form says of each sheet; what a row suggests that was newly named as headings, and whether one was."""
    before = {each.sheet: each.heading for each in map(SheetMapping.of, roster.mappings)}
    mappings, other_headings = [], False
    for place, sheet in enumerate(sheets):
        heading = _number(form.get(f"heading-{place}"))
        if not heading:
            continue
        if heading != before.get(sheet.name):
            mappings.append(rosters.map_by_row(sheet, heading, roster.programme))
            other_headings = True
            continue
        row = next((row for row in sheet.rows if row.number == heading), None)
        keys = {at: str(form.get(f"column-{place}-{at}", "")) for at in range(len(row.cells) if row else 0)}
        mappings.append(SheetMapping(sheet.name, heading, {at: key for at, key in keys.items() if key}))
    return mappings, other_headings


def _number(given: object) -> int:
    text = str(given or "0")
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadChoice
    return int(text)


def _first_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01" if len(month) == len("2026-03") else "")
    except ValueError:
        raise BadChoice from None


def _choice(given: str) -> Choice:
    try:
        return Choice(given)
    except ValueError:
        raise BadChoice from None


def _back_to(roster_id: UUID) -> Response:
    return RedirectResponse(f"/rosters/{roster_id}", 303)
