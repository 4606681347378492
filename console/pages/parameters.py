"""Standards: what holds, since when and on what ground; what a change would do, and the proposal of one."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, entitlements, programmes, prospects, rate_changes
from backend.places import Level, Place
from backend.programmes import Declaration, Parameter
from backend.rate_changes import ChangeState, Proposal
from backend.staff import Officer, Power
from console.asking import with_power
from console.effects import added_up, by_programme, of_lines
from console.rendering import page

router = APIRouter(prefix="/parameters")

_SET_BY = {"nation": "国家", "province": "省", "city": "市", "county": "县"}
_AREAS = {"urban": "城镇", "rural": "农村", None: "城乡一样"}
SeesRates = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Proposes = Annotated[Officer, Depends(with_power(Power.PROPOSE_RATE))]
Key = Annotated[str, Path(pattern=r"^[a-z][a-z_0-9]*(\.[a-z_0-9]+)+$", max_length=60)]


@dataclass(frozen=True)
class Standard:
    """One line of the list: a parameter and what holds today."""

    declaration: Declaration
    row: Parameter | None
    value: str | None  #: None: nothing set and no default

    @property
    def unconfirmed(self) -> bool:
        """A published example that the county has not looked at."""
        return self.row is not None and not self.row.confirmed


async def proposal_of(
    key: Key,
    value: Annotated[str, Form(max_length=4000)],
    valid_from: Annotated[date, Form()],
    source: Annotated[str, Form(max_length=200)],
    valid_to: Annotated[str, Form(pattern=r"^$|^\d{4}-\d{2}-\d{2}$")] = "",
) -> Proposal:
    """What the form says; BadValue and BadPeriod with their sentences."""
    declaration = programmes.get_declaration(key)
    if declaration.type == "fen":
        value = value.strip().removesuffix("元") + "元"
    try:
        until = date.fromisoformat(valid_to) if valid_to else None
    except ValueError:
        raise programmes.BadPeriod from None
    return Proposal(key, programmes.read(declaration, value), valid_from, until, source)


Proposed = Annotated[Proposal, Depends(proposal_of)]


@router.get("")
async def standards(request: Request, officer: SeesRates) -> HTMLResponse:
    """All of them by subject, with what waits for a second officer on top."""
    rows = await programmes.in_force(officer.county, clock.today())
    groups: dict[str, list[Standard]] = {}
    for declaration in programmes.declarations().values():
        groups.setdefault(declaration.group, []).append(_standard(declaration, rows.get(declaration.key)))
    changes = await rate_changes.changes_for(officer)
    return page(
        request, "parameters/list.html", groups=groups, set_by=_SET_BY, areas=_AREAS,
        waiting=[each for each in changes if each.state is ChangeState.PROPOSED],
        names={key: each.name for key, each in programmes.declarations().items()},
        unconfirmed=sum(each.unconfirmed for standards in groups.values() for each in standards),
        unset=sum(each.value is None for standards in groups.values() for each in standards),
        place_kind=place_kind,
    )  # fmt: skip


@router.get("/file")
async def file(officer: SeesRates) -> Response:
    """All of them with dates and sources as a spreadsheet, as `xiangyin parameters import` takes it."""
    content = programmes.write_xlsx(await programmes.standing_values(officer.county))
    name = quote(f"标准参数{clock.today():%Y%m%d}.xlsx")
    return Response(
        content, media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )  # fmt: skip


@router.get("/{key}")
async def standard(request: Request, key: Key, officer: SeesRates) -> HTMLResponse:
    """One of them with its history, and the form for another value."""
    return await _page_of(request, key, officer)


@router.post("/{key}/foreseeing")
async def foresee(request: Request, officer: Proposes, proposed: Proposed) -> HTMLResponse:
    """先测算: what the change would do, by programme and township; nothing is kept."""
    declaration = programmes.get_declaration(proposed.key)
    rate_changes.must_make_sense(proposed, officer)
    span = rate_changes.span_of(proposed, officer)
    effects = of_lines(await rate_changes.foresee(officer.county, span))
    found = await prospects.what_if(officer.county, span)
    return await _page_of(
        request, proposed.key, officer, proposed=proposed, effects=effects, total=added_up(effects),
        review_total=added_up(effects, by_review=True),
        shown_value=programmes.shown(declaration, proposed.value), prospects=by_programme(found),
    )  # fmt: skip


@router.post("/{key}/changes")
async def propose(officer: Proposes, proposed: Proposed) -> Response:
    """提出调整."""
    change = await rate_changes.propose(proposed, officer)
    return RedirectResponse(f"/rate-changes/{change.id}", 303)


def place_kind(place: str) -> str:
    """省, 市 or 县 by a 12-digit code."""
    return "省" if place.endswith("0000000000") else "市" if place.endswith("00000000") else "县"


def unit_of(programme: str) -> str:
    """What is counted: 户 or 人."""
    return "户" if prospects.asks_of_households(programme) else "人"


async def _page_of(
    request: Request, key: str, officer: Officer, *, proposed: Proposal | None = None, **more: object
) -> HTMLResponse:
    declaration = programmes.get_declaration(key)
    row = (await programmes.in_force(officer.county, clock.today())).get(key)
    shown: dict[str, Any] = {
        "effects": None,
        "total": None,
        "review_total": None,
        "shown_value": "",
        "prospects": (),
        "unit_of": unit_of,
        **more,
    }
    return page(
        request, "parameters/standard.html", standard=_standard(declaration, row), proposed=proposed,
        history=[
            (each, programmes.shown(declaration, each.value))
            for each in await programmes.history_of(officer.county, key)
        ],
        townships=await _township_names(officer), title_of=lambda programme: entitlements.get_benefit(programme).title,
        set_by=_SET_BY, areas=_AREAS, place_kind=place_kind, first_of_month=clock.today().replace(day=1),
        form_value=_form_value(declaration, proposed.value if proposed else row.value if row else declaration.default),
        **shown,
    )  # fmt: skip


async def _township_names(officer: Officer) -> dict[str, str]:
    places = await Place.filter(level=Level.TOWNSHIP.value, code__startswith=officer.county)
    return {each.code: each.name for each in places}


def _standard(declaration: Declaration, row: Parameter | None) -> Standard:
    value = row.value if row else declaration.default
    return Standard(declaration, row, None if value is None else programmes.shown(declaration, value))


def _form_value(declaration: Declaration, value: object) -> str:
    """As the form's field holds it: amounts without 元, which stands behind the field; choices by their word."""
    if value is None:
        return ""
    if declaration.type == "enum":
        return str(value)
    text = programmes.written(declaration, value)
    return text.removesuffix("元").replace(",", "") if declaration.type == "fen" else text
