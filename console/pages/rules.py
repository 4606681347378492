"""Rules as the law reads: conditions, articles, amounts and standards; the version in force and earlier ones."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse

from backend import clock, eligibility, programmes
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/rules")

SeesRules = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Code = Annotated[str, Path(pattern=r"^[a-z][a-z_]{0,39}$")]


@router.get("")
async def rules(request: Request, officer: SeesRules) -> HTMLResponse:
    """Every programme that has a rule, with the version in force today."""
    today = clock.today()
    found = [(code, eligibility.versions_of(code)) for code in eligibility.programmes()]
    standing = {code: next((v for v in versions if v.since <= today), None) for code, versions in found}
    parameters = await programmes.parameters_on(officer.county, today)
    read = [
        eligibility.read_out(code, on=today, parameters=parameters) for code, version in standing.items() if version
    ]
    return page(request, "rules/list.html", rules=read)


@router.get("/{code}")
async def rule(request: Request, code: Code, officer: SeesRules, on: date | None = None) -> HTMLResponse:
    """One rule by the version and the standards of a day, today unless told otherwise."""
    day = on or clock.today()
    parameters = await programmes.parameters_on(officer.county, day)
    read = eligibility.read_out(code, on=day, parameters=parameters)
    return page(
        request, "rules/rule.html", rule=read, day=day, versions=eligibility.versions_of(code),
        standards=programmes.standards_in_words(read.standards), beside=_beside(code, parameters),
    )  # fmt: skip


def _beside(code: str, parameters: Mapping[str, Any]) -> list[tuple[eligibility.Exclusion, str]]:
    """What the matrix says of the programme, each time with the other benefit's name."""
    return [
        (each, eligibility.benefit_name(each.other if each.benefit == code else each.benefit))
        for each in eligibility.exclusions(parameters)
        if code in (each.benefit, each.other)
    ]
