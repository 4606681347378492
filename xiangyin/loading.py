"""Filling an empty county with synthetic people: sealed, and copied in with COPY in one transaction."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend import clock, entitlements, sealing
from backend.identifiers import new_id
from backend.journal import By, Deed
from backend.programmes import Enactment, read_file
from backend.settings import Environment, settings
from backend.staff import Role, hash_password
from sandbox.people import DEMO_VILLAGE, Beneficiary, County, VillageFolk
from sandbox.people import Officer as DemoOfficer
from xiangyin.data_folder import CHECKOUT
from xiangyin.demo_documents import record_demo_documents
from xiangyin.refusal import CommandRefused
from xiangyin.sign_ins import SignIn

DEMO_PASSWORD = "xiangyin-demo"
_ROLES = {
    "clerk": Role.TOWNSHIP_CLERK,
    "leader": Role.TOWNSHIP_LEADER,
    "reviewer": Role.COUNTY_REVIEWER,
    "approver": Role.COUNTY_APPROVER,
    "payer": Role.COUNTY_PAYER,
    "auditor": Role.AUDITOR,
}
_CLERK_ELSEWHERE = "tianhu.clerk1"  # to see that nobody sees another township's cases
_FULL_BUFFER = 20_000  # rows of a table that are copied in at once
_COLUMNS = {
    "household": (
        "id county village number register_kind members_counted monthly_income_fen financial_assets_fen "
        "vehicles homes data_date"
    ),
    "resident": (
        "id county village household_id name sex birth_date identity_sealed identity_index relation_to_head marital "
        "registered_here can_read deceased_on"
    ),
    "contact": "id county resident_id phone_sealed phone_index kind owner priority",
    "account": "id county resident_id holder_name number_sealed number_index last_four bank kind since",
    "disability_card": "id county resident_id number_sealed disability_class grade valid_to",
    "award": (
        "id county village resident_id programme origin read_only from_month paid_here_from monthly_fen "
        "stopped_from stop_reason certified_on certification_due_on started_at recheck_due_on recheck_spread"
    ),
    "journal_entry": "id county deed subject_kind subject_id resident_id village by_kind facts at announced_at",
    "household_means": (
        "household_id county wage_fen business_fen property_fen transfer_fen medical_year_fen education_year_fen "
        "rehabilitation_year_fen source data_date"
    ),
    "situation": (
        "resident_id county serious_illness needs_care work_injury_care in_school detained self_care source data_date"
    ),
    "kin": "id county resident_id relation number circumstance source data_date",
}
_AWARD = _COLUMNS["award"].split()


async def load_demo(database_url: str, scale: float) -> None:
    """Load a county of `scale` times 560,000 people. All or nothing: a kill leaves a county without people.

    Refuses with CommandRefused in production (the passwords are public) and in a county that has people.
    """
    if settings().environment is Environment.PRODUCTION:
        raise CommandRefused("A synthetic county is never loaded in production.")
    connection = await asyncpg.connect(database_url)
    try:
        if await connection.fetchval("SELECT EXISTS (SELECT 1 FROM resident)"):
            raise CommandRefused("This county has people already; a demo is loaded into an empty one.")
        county = County(scale=scale)
        await record_demo_documents(database_url, scale)
        async with connection.transaction():
            await _load_places(connection, county)
            await _load_parameters(connection)
            await _load_staff(connection, county)
            await load_people(connection, county)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def demo_sign_ins() -> list[SignIn]:
    """Who can sign in to the console of a loaded county: one township's desk, the county's, and one clerk elsewhere.

    The cadre and the residents sign in with WeChat, which the sandbox plays.
    """
    titles = {
        Role.TOWNSHIP_CLERK: "车村镇经办",
        Role.TOWNSHIP_LEADER: "车村镇负责人",
        Role.COUNTY_REVIEWER: "县局审核",
        Role.COUNTY_APPROVER: "县局审批",
        Role.COUNTY_PAYER: "县局发放",
        Role.AUDITOR: "审计",
    }
    shown = {DEMO_VILLAGE[:9] + "000", f"{DEMO_VILLAGE[:6]}000000"}
    return [
        SignIn("工作台", title, officer.username, DEMO_PASSWORD, _totp_secret(officer.username))
        for officer in County().officers()
        for title in [titles[_ROLES[officer.role]] if officer.place_code in shown else "田湖镇经办"]
        if officer.place_code in shown or officer.username == _CLERK_ELSEWHERE
    ]


async def _load_places(connection: asyncpg.Connection, county: County) -> None:
    await connection.copy_records_to_table(
        "place",
        records=[(place.code12, place.level, place.name, place.parent_code or None) for place in county.places()],
        columns=["code", "level", "name", "parent_code"],
    )


async def _load_parameters(connection: asyncpg.Connection) -> None:
    await connection.copy_records_to_table(
        "parameter",
        records=[
            (
                new_id(), value.place, value.key, json.dumps(value.value, ensure_ascii=False), value.valid_from,
                value.valid_to, value.source, value.confirmed,
            )
            for value in _shipped_parameters()
        ],
        columns=["id", "place", "key", "value", "valid_from", "valid_to", "source", "confirmed"],
    )  # fmt: skip


def _shipped_parameters() -> list[Enactment]:
    return read_file(Path(CHECKOUT, "data/parameters/410325.csv").read_bytes())


async def _load_staff(connection: asyncpg.Connection, county: County) -> None:
    hashed = hash_password(DEMO_PASSWORD)

    def row(officer: DemoOfficer) -> tuple[Any, ...]:
        return (
            new_id(), settings().county, officer.name, officer.username, _ROLES[officer.role].value,
            officer.place_code, hashed, sealing.seal(_totp_secret(officer.username), "totp"),
        )  # fmt: skip

    await connection.copy_records_to_table(
        "officer",
        records=[row(officer) for officer in county.officers()],
        columns=["id", "county", "name", "username", "role", "place", "password_hash", "totp_sealed"],
    )
    cadres = [(new_id(), cadre) for cadre in county.cadres()]
    await connection.copy_records_to_table(
        "cadre",
        records=[
            (key, settings().county, cadre.name, sealing.seal(cadre.phone, "phone"), _index(cadre.phone, "phone"))
            for key, cadre in cadres
        ],
        columns=["id", "county", "name", "phone_sealed", "phone_index"],
    )
    await connection.copy_records_to_table(
        "cadre_village",
        records=[(new_id(), key, village) for key, cadre in cadres for village in cadre.village_codes],
        columns=["id", "cadre_id", "village"],
    )


async def load_people(connection: asyncpg.Connection, county: County) -> None:
    """Everyone with all that is known of them, in the connection's transaction if it has one."""
    tables: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}

    async def copy_in(table: str) -> None:
        await connection.copy_records_to_table(table, records=tables[table], columns=_COLUMNS[table].split())
        tables[table].clear()

    with Progress(
        TextColumn("  人口 people"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True
    ) as progress:
        task = progress.add_task("people", total=county.people_count)
        for folk in county.villages():
            for table, rows in _rows_of(folk):
                tables[table].extend(rows)
            if len(tables["resident"]) >= _FULL_BUFFER:
                for table in tables:  # in the order of _COLUMNS: who is referred to comes first
                    await copy_in(table)
            progress.advance(task, len(folk.people))
        for table in tables:
            await copy_in(table)


def _rows_of(folk: VillageFolk) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """One village's rows, table by table, its people's dense keys mapped to ids of ours."""
    county, now, today = settings().county, clock.now(), clock.today()
    month = today.replace(day=1)
    homes = {household.key: new_id() for household in folk.households}
    ids = {person.key: new_id() for person in folk.people}
    yield (
        "household",
        [
            (homes[h.key], county, h.village_code, h.number, h.register_kind, h.members_counted,
             h.monthly_income_fen, h.financial_assets_fen, h.vehicles, h.homes, month)
            for h in folk.households
        ],
    )  # fmt: skip
    yield (
        "resident",
        [
            (ids[p.key], county, p.village_code, homes[p.household_key], p.name, p.sex, p.birth_date,
             sealing.seal(p.identity_number, "identity"), _index(p.identity_number, "identity"), p.relation,
             p.marital, p.registered_here, p.can_read, p.deceased_on)
            for p in folk.people
        ],
    )  # fmt: skip
    yield (
        "contact",
        [
            (new_id(), county, ids[p.person_key], sealing.seal(p.number, "phone"), _index(p.number, "phone"),
             p.kind, p.owner, p.priority)
            for p in folk.phones
        ],
    )  # fmt: skip
    yield (
        "account",
        [
            (new_id(), county, ids[a.person_key], a.holder_name, sealing.seal(a.number, "account"),
             _index(a.number, "account"), a.number[-4:], a.bank, a.kind, now)
            for a in folk.accounts
        ],
    )  # fmt: skip
    yield (
        "disability_card",
        [
            (new_id(), county, ids[c.person_key], sealing.seal(c.number, "disability_card"), str(c.disability_class),
             c.grade, c.valid_to)
            for c in folk.disability_cards
        ],
    )  # fmt: skip
    awards = _awards(folk, ids, county, today)
    yield "award", awards
    yield "journal_entry", [told for award in awards for told in _taken_over(dict(zip(_AWARD, award, strict=True)))]
    yield (
        "household_means",
        [(homes[m.household_key], county, *m[1:-1], "survey", m.data_date) for m in folk.means],
    )
    yield "situation", [(ids[s.person_key], county, *s[1:-1], "register", s.data_date) for s in folk.situations]
    yield "kin", [(new_id(), county, ids[k.person_key], *k[1:-1], "survey", k.data_date) for k in folk.kin]


def _awards(folk: VillageFolk, ids: dict[int, UUID], county: str, today: date) -> list[tuple[Any, ...]]:
    """What people receive already; paid by this house from this month on. 高龄津贴 follows the rate table by age.

    Life certifications come due spread over the year ahead, by the person's key, as they do in a real county.
    """
    month, terms = today.replace(day=1), entitlements.recheck_terms(today)

    def certification(key: int, programme: str) -> tuple[date | None, date | None]:
        if programme != "old_age_allowance":
            return None, None
        due = today + timedelta(days=14 + key % 330)
        return due - timedelta(days=365), due

    def rechecked(b: Beneficiary) -> tuple[date | None, bool]:
        months = None if b.read_only else terms.get(b.programme)
        return entitlements.first_recheck(months, ids[b.person_key], b.from_month, None, today)

    return [
        (new_id(), county, folk.village_code, ids[b.person_key], b.programme, "imported", b.read_only,
         b.from_month, max(month, b.from_month), None if b.programme == "old_age_allowance" else b.amount_fen,
         b.stopped_from, "not_eligible" if b.stopped_from else None,
         *certification(b.person_key, b.programme), clock.now(), *rechecked(b))
        for b in folk.beneficiaries
    ]  # fmt: skip


def _taken_over(award: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What the journal tells of an award that was there before, as of one out of a roster; nobody is told of it.

    Without it the journal could not tell how the county's awards began.
    """
    begun = {"programme": award["programme"], "fen": award["monthly_fen"]}
    begun |= {month: award[month].isoformat() for month in ("from_month", "paid_here_from")}
    deeds: list[tuple[Deed, Mapping[str, object]]] = [(Deed.AWARD_IMPORTED, begun)]
    if award["stopped_from"]:
        stop = {"month": award["stopped_from"].isoformat(), "reason": award["stop_reason"]}
        deeds.append((Deed.AWARD_STOPPED, stop))
    for deed, facts in deeds:
        yield (
            new_id(), award["county"], deed.value, "award", award["id"], award["resident_id"], award["village"],
            By.IMPORT.value, json.dumps(facts), award["started_at"], award["started_at"],
        )  # fmt: skip


_index: Callable[[str, str], bytes] = sealing.blind_index


def _totp_secret(username: str) -> str:
    """A second factor that the demo can print and another instance cannot guess."""
    key = settings().blind_index_key.get_secret_value().encode()
    return base64.b32encode(hmac.digest(key, f"demo-totp:{username}".encode(), "sha256")[:20]).decode()
