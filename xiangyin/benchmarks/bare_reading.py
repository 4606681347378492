"""Bare reading: FastAPI and asyncpg with the queries of two of our routes, and nothing of what makes them ours.

No session, no check of who may see what, no rules, no sentences: the most that one process can get out of these
queries over HTTP. Keep them in step with what the routes ask: GET /v1/applications/{id} reads the account, the person,
the case, its history, decisions and photos; POST /v1/eligibility-checks reads the county's values in force.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import FastAPI, Request

POOL = 10  # connections, as our API has


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """One pool a process."""
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=POOL) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/healthz")
async def healthz() -> dict[str, bool]:
    """Answer."""
    return {"ok": True}


@app.get("/cases/{account_id}/{application_id}")
async def case(account_id: UUID, application_id: UUID, request: Request) -> dict[str, Any]:
    """What the status read asks PostgreSQL, and about as much in the answer."""
    async with request.app.state.pool.acquire() as connection:
        account = await connection.fetchrow("SELECT * FROM wechat_account WHERE id = $1", account_id)
        person = await connection.fetchrow("SELECT * FROM resident WHERE id = $1", account["resident_id"])
        found = await connection.fetchrow("SELECT * FROM application WHERE id = $1", application_id)
        history = await connection.fetch(
            "SELECT * FROM journal_entry WHERE subject_id = $1 ORDER BY id", application_id
        )
        decisions = await connection.fetch(
            "SELECT * FROM decision WHERE application_id = $1 ORDER BY id", application_id
        )
        photos = await connection.fetch(
            "SELECT * FROM application_photo WHERE application_id = $1 ORDER BY attached_at, id", application_id
        )
    return {
        "id": found["id"],
        "case_number": found["case_number"],
        "programme": found["programme"],
        "resident_id": person["id"],
        "state": found["state"],
        "due_on": found["step_due_on"],
        "photos": [{"id": photo["photo_id"], "kind": photo["kind"]} for photo in photos],
        "history": [{"at": entry["at"], "title": entry["deed"], "by": entry["by_kind"]} for entry in history],
        "decisions": [{"at": decision["at"], "note": decision["note"]} for decision in decisions],
    }


@app.post("/checks")
async def check(facts: dict[str, Any], request: Request) -> dict[str, Any]:
    """What the eligibility check asks PostgreSQL."""
    found = await request.app.state.pool.fetch(
        """SELECT DISTINCT ON (key) key, value FROM parameter
           WHERE place = ANY ($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
           ORDER BY key, array_position($1, place::text), valid_from DESC""",
        ["410325000000", "410300000000", "410000000000"],
        date.fromisoformat("2026-11-23"),
    )
    return {"facts": facts, "parameters": {each["key"]: each["value"] for each in found}}
