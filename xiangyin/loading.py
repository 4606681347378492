"""Filling an empty county with synthetic people: sealed, and copied in with COPY in one transaction."""

from __future__ import annotations

import base64
import hmac
import json
from pathlib import Path
from typing import Any

import asyncpg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend import sealing
from backend.identifiers import new_id
from backend.programmes import Enactment, read_file
from backend.settings import Environment, settings
from backend.staff import Role, hash_password
from sandbox.people import DEMO_VILLAGE, County
from sandbox.people import Officer as DemoOfficer
from xiangyin.county_rows import COLUMNS, rows_of
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
            (
                key,
                settings().county,
                cadre.name,
                sealing.seal(cadre.phone, "phone"),
                sealing.blind_index(cadre.phone, "phone"),
            )
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
    tables: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}

    async def copy_in(table: str) -> None:
        await connection.copy_records_to_table(table, records=tables[table], columns=COLUMNS[table].split())
        tables[table].clear()

    with Progress(
        TextColumn("  人口 people"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True
    ) as progress:
        task = progress.add_task("people", total=county.people_count)
        for folk in county.villages():
            for table, rows in rows_of(folk):
                tables[table].extend(rows)
            if len(tables["resident"]) >= _FULL_BUFFER:
                for table in tables:  # in the order of COLUMNS: who is referred to comes first
                    await copy_in(table)
            progress.advance(task, len(folk.people))
        for table in tables:
            await copy_in(table)


def _totp_secret(username: str) -> str:
    """A second factor that the demo can print and another instance cannot guess."""
    key = settings().blind_index_key.get_secret_value().encode()
    return base64.b32encode(hmac.digest(key, f"demo-totp:{username}".encode(), "sha256")[:20]).decode()
