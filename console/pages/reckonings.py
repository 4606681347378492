"""家庭经济状况试算: a household reckoned line by line, shown and printed; nothing of it is kept."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from backend import applications, clock, eligibility, programmes, residents, statements
from backend.eligibility import RECKONED, Absence, Asset, Kinship, Reckoned
from backend.refusals import NotAcceptable, NotNow, Refusal
from backend.staff import Officer, Power
from console.asking import with_power
from console.opinion_form import as_typed
from console.reckoning_form import Typed, programme_of, sheet_of, typed
from console.register_sheet import household_typed
from console.rendering import page

router = APIRouter(prefix="/reckonings")

Reckons = Annotated[Officer, Depends(with_power(Power.INVESTIGATE))]
_NAMES = {"rural_dibao": "农村低保", "urban_dibao": "城市低保"}
_KINSHIPS = {Kinship.APPLICANT: "申请人", Kinship.SPOUSE: "配偶", Kinship.CHILD: "子女", Kinship.OTHER: "其他家人"}
_ABSENCES = {
    Absence.NONE: "没有", Absence.RELIGIOUS_LIFE: "宗教教职人员，离家三年以上", Absence.PRISON: "服刑",
    Absence.ISOLATION: "强制隔离戒毒", Absence.DECLARED_MISSING: "宣告失踪", Absence.CONSCRIPT: "义务兵",
    Absence.OUT_OF_CONTACT: "失联两年以上",
}  # fmt: skip


@router.get("")
async def form(request: Request, officer: Reckons, case: UUID | None = None) -> HTMLResponse:
    """An empty form, or what the register knows of a case's household."""
    given = typed({})
    if case is not None:
        application = await applications.visible_to_officer(case, officer)
        applicant = await residents.get_resident(application.resident_id)
        given = await household_typed(applicant, clock.today())
        given.fields = {**given.fields, "case": str(case)}
    return _shown(request, given, None)


@router.post("")
async def reckon(request: Request, officer: Reckons) -> HTMLResponse:
    """The form again with what it comes to; what cannot be reckoned is said above it, and nothing typed is lost."""
    given = typed(await request.form())
    try:
        return _shown(request, given, await _reckoned(given, officer))
    except (NotAcceptable, NotNow) as trouble:
        return _shown(request, given, None, trouble=trouble)


@router.post("/paper")
async def paper(request: Request, officer: Reckons) -> Response:
    """The reckoning as PDF."""
    given = typed(await request.form())
    found = await _reckoned(given, officer)
    people = [given.name_of(number) for number in range(1, len(given.lines["member"]) + 1)]
    pdf = await statements.print_reckoning(found, people, officer)
    name = quote("家庭经济状况试算.pdf")
    return Response(
        pdf, media_type="application/pdf", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


async def _reckoned(given: Typed, officer: Officer) -> Reckoned:
    on = clock.today()
    county = await programmes.parameters_on(officer.county, on)
    return eligibility.reckon(programme_of(given, RECKONED), sheet_of(given), on=on, county=county)


def _shown(request: Request, given: Typed, found: Reckoned | None, trouble: Refusal | None = None) -> HTMLResponse:
    choices: dict[str, Any] = {
        "programmes": _NAMES, "kinships": _KINSHIPS, "absences": _ABSENCES,
        "kinds": {key: kind.name for key, kind in eligibility.income_kinds().items()},
        "assets": {asset.value: f"{asset.shown}（{asset.unit or '有填1，没有填0'}）" for asset in Asset},
        "grades": ["一类", "二类", "三类", "四类", "五类"],
    }  # fmt: skip
    filled = as_typed(found.verdict.programme, found.verdict.facts) if found and given.field("case") else {}
    return page(
        request, "reckonings/sheet.html", http_status=422 if trouble else 200, given=given, found=found, filled=filled,
        trouble=trouble.shown if trouble else "", programme=programme_of(given, RECKONED), **choices,
    )  # fmt: skip
