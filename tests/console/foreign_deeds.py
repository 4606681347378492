"""Every route that changes something, found in the doors' own tables, with an address and a form that would do it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import EnumType
from itertools import product
from types import NoneType
from typing import Any, get_args
from uuid import UUID

from fastapi import UploadFile
from fastapi.routing import APIRoute

from backend import database
from tests.backend.applications.cases import a_jpeg
from tests.house.test_who_may_ask import api_routes
from tests.people import an_identity_number

# Whose row stands behind a parameter of an address; where one name means several things, by the address's beginning.
TABLE_OF = {
    "application_id": "application", "award_id": "award", "agreement_id": "payee_agreement",
    "care_agreement_id": "care_agreement", "aid_id": "funeral_aid",
    "amendment_id": "amendment", "authorisation_id": "check_authorisation", "result_id": "check_result",
    "question_id": "check_result", "sample_id": "county_sample", "doubt_id": "photo_doubt", "objection_id": "objection",
    "batch_id": "batch", "resident_id": "resident", "elder_id": "resident", "appropriation_id": "appropriation",
    "overpayment_id": "overpayment", "roster_id": "roster", "errand_id": "errand", "letter_id": "decision_letter",
    "relay_id": "relay", "run_id": "duty_run", "hit_id": "hit", "contact_id": "contact", "cadre_id": "cadre",
    "obligor_id": "named_obligor", "campaign_id": "campaign", "photo_id": "photo", "notice_id": "posting",
    "upload_id": "upload", "news_id": "message", "complaint_id": "complaint", "change_id": "award_change",
}  # fmt: skip
ELSE = {
    ("/checks", "batch_id"): "check_batch", ("/rate-changes", "change_id"): "rate_change",
    ("/messages/inbox", "letter_id"): "reply",
}  # fmt: skip
#: Rows that belong to the county as a whole: to another of its townships they are not foreign.
OF_THE_COUNTY = {"county_sample", "check_batch", "batch", "rate_change", "roster", "appropriation", "duty_run"}
_ONLY = {
    "decision_letter": "award_id IS NOT NULL", "objection": "answered_at IS NULL", "check_result": "settled IS NULL",
    "application": "state NOT IN ('draft', 'withdrawn')", "amendment": "state = 'proposed'",
    "award_change": "state = 'proposed'", "payee_agreement": "state = 'filed'",
    "care_agreement": "state = 'filed'", "funeral_aid": "state = 'proposed'",
    "errand": "done_at IS NULL",
}  # fmt: skip
_SAID = "说明的文字"
# Optional in the form, wanted by the deed.
_WORDS = {"words", "reason", "conclusion", "body", "receiver", "news", "proof", "found"}
# What a form's field must look like to get as far as the question whose row it is.
TYPED: dict[str, Any] = {
    "month": "2026-04", "first_month": "2026-04", "until": "2026-12-31", "posted_on": "", "day": "", "amount": "100",
    "monthly": "", "programme": "rural_dibao", "draws_on": "2026-03-28", "number": "13800001111", "year": "2026",
    "phone": "", "reasons": ["papers_untrue"], "missing": ["identity_card"], "valid_to": "2027-01-01", "person": "",
    "kind": None, "pool": "dibao", "visited_at": "2026-03-20T09:00", "signature_photo": "", "spouse_of": "",
    "identity_number": an_identity_number(date(1970, 1, 2)), "guardian_number": "", "cadre": "", "choice": "1",
    "photo": None, "investigators": None, "photos": None, "application_id": None, "rule": None, "village": None,
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """A way to change something; `path` as the door declares it."""

    door: str
    method: str
    path: str
    parameters: tuple[str, ...]
    form: dict[str, Any]
    takes_file: bool

    @property
    def name(self) -> str:
        """As the lists of this test have it."""
        return f"{self.method} {self.path}"

    def table(self, parameter: str) -> str | None:
        """Whose row the parameter means; None for what is no id."""
        for (beginning, name), table in ELSE.items():
            if name == parameter and self.path.startswith(beginning):
                return table
        return TABLE_OF.get(parameter)

    @property
    def is_of_the_county(self) -> bool:
        """Whether no township has it for itself."""
        return all(self.table(each) in OF_THE_COUNTY for each in self.parameters)


def routes_of(app: Any, door: str) -> Iterator[Route]:
    """Every route that is not only read."""
    for each in api_routes(app.routes):
        for method in sorted(each.methods - {"GET", "HEAD", "OPTIONS"}):
            files = any(_is_file(field.field_info.annotation) for field in each.dependant.body_params)
            yield Route(
                door, method, each.path, tuple(one.name for one in each.dependant.path_params), _form(each), files
            )


def _is_file(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, UploadFile)


def _form(route: APIRoute) -> dict[str, Any]:
    fields = {each.name: each.field_info for each in route.dependant.body_params}
    filled = {
        name: _value(name, info.annotation)
        for name, info in fields.items()
        if not _is_file(info.annotation) and (info.is_required() or TYPED.get(name) or name in _WORDS)
    }
    return {name: value for name, value in filled.items() if value is not None}


def _value(name: str, hint: Any) -> Any:
    """One that the form takes; None leaves the field out."""
    if isinstance(hint, EnumType):
        return str(next(iter(hint)).value)
    if name in TYPED:
        return TYPED[name]
    inner = [each for each in get_args(hint) if each is not NoneType]
    if inner and not isinstance(inner[0], type):
        return str(inner[0])  # of Literal
    plain = inner[0] if inner else hint
    by_type = {bool: "true", int: "1", date: "2026-03-20", datetime: "2026-03-20T09:00", UUID: str(UUID(int=7))}
    return by_type.get(plain, _SAID)


async def ids_behind(route: Route, town: Any) -> list[dict[str, str]]:
    """What may stand in its address: at the most two rows of each kind, of the township's people where it has any."""
    found: list[list[str]] = []
    for parameter in route.parameters:
        table = route.table(parameter)
        if table is None:
            found.append({"year": ["2026"], "pool": ["dibao"], "key": ["aged.bands"]}[parameter])
            continue
        only = _ONLY.get(table, "true")
        rows = await database.rows(f"SELECT * FROM {table} WHERE {only} ORDER BY id DESC")
        ours = [each for each in rows if each.get("village", town.village) == town.village]
        assert ours, f"{route.name}: no row of {table} lies in the township: put one there"
        found.append([str(each["id"]) for each in ours[:2]])
    return [dict(zip(route.parameters, each, strict=True)) for each in product(*found)][:4]


def a_file() -> dict[str, Any]:
    """As a form sends it."""
    return {"file": ("photo.jpg", io.BytesIO(a_jpeg()).getvalue(), "image/jpeg")}


_TABLES = """SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
             AND relkind IN ('r', 'p') AND NOT relispartition"""


class Untouched:
    """Whether anything was written: by the number of the next transaction, and where one was used, by every row."""

    def __init__(self) -> None:
        self._rows: dict[str, Any] = {}
        self._next = ""

    async def look(self) -> None:
        """From here on."""
        self._rows, self._next = await self._versions(), await self._next_transaction()

    async def changed(self) -> list[str]:
        """The tables in which a row came, went or was written since the last look."""
        if await self._next_transaction() == self._next:
            return []
        before = self._rows
        await self.look()
        return [name for name, rows in self._rows.items() if rows != before[name]]

    async def _next_transaction(self) -> str:
        row = await database.row("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next")
        return str((row or {})["next"])

    async def _versions(self) -> dict[str, Any]:
        names = [each["name"] for each in await database.rows(_TABLES)]
        counted = " UNION ALL ".join(
            f"""SELECT '{name}' AS name, count(*) AS rows,
                       coalesce(sum(hashtext(t.xmin::text || t.tableoid::text || t.ctid::text)), 0)::text AS versions
                FROM "{name}" t"""
            for name in names
        )
        return {each["name"]: (each["rows"], each["versions"]) for each in await database.rows(counted)}
