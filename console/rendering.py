"""Pages from templates: what every page has, and how values are written."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from backend import clock, workdays
from backend.money import yuan
from backend.staff import Officer, Power, Role, has_power
from console import photo_told

ROLE_TITLES = {
    Role.TOWNSHIP_CLERK: "乡镇经办",
    Role.TOWNSHIP_LEADER: "乡镇负责人",
    Role.COUNTY_REVIEWER: "县局审核",
    Role.COUNTY_APPROVER: "县局审批",
    Role.COUNTY_PAYER: "县局发放",
    Role.AUDITOR: "审计监督",
}


def day(value: date | None) -> str:
    """2026年3月2日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


def due(value: date | None) -> str:
    """2026年3月2日, and whether that is certain: past the last published calendar it is not."""
    return f"{day(value)}（暂定）" if value and workdays.is_provisional(value) else day(value)


def moment(value: datetime | None) -> str:
    """2026-03-02 09:30 by the county's clock."""
    return clock.in_county_time(value).strftime("%Y-%m-%d %H:%M") if value else "—"


def month(value: date | None) -> str:
    """2026年3月."""
    return f"{value.year}年{value.month}月" if value else "—"


def named(officer: Officer | None) -> str:
    """赵敏（乡镇经办）."""
    return f"{officer.name}（{ROLE_TITLES[Role(officer.role)]}）" if officer else "—"


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(yuan=yuan, day=day, due=due, moment=moment, month=month)
_templates.globals.update(Power=Power, clock_moved=clock.process_started_with_moved_clock, today=clock.today)


def page(request: Request, template: str, *, http_status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page or a fragment; `officer`, form token and menu are there for every template."""
    officer: Officer | None = getattr(request.state, "officer", None)
    shown = _templates.get_template(template).render(
        path=request.url.path,
        officer=officer,
        role_title=ROLE_TITLES[Role(officer.role)] if officer else "",
        form_token=getattr(request.state, "csrf", ""),
        may=lambda power: officer is not None and has_power(officer, power),
        place_name=getattr(request.state, "place_name", ""),
        unseen=getattr(request.state, "unseen", 0),
        of_photos=photo_told.told(request),
        **values,
    )
    # The same address serves page and fragment, so a cache must keep them apart.
    return HTMLResponse(shown, http_status, headers={"Vary": "HX-Request"})
