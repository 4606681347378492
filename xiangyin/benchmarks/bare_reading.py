"""Bare reading: FastAPI and asyncpg with the queries of two of our routes, and nothing of what makes them ours.

No session, no check of who may see what, no rules, no sentences: the most that one process can get out of these
queries over HTTP. Keep them in step with what the routes ask: GET /v1/applications/{id} asks who is behind an account
(`staff/behind_account.py`) and for the case's story (`applications/story.py`); POST /v1/eligibility-checks asks for
the county's values in force (`programmes/parameter.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import FastAPI, Request

POOL = 10  # connections, as our API has
WHO = """
SELECT a.id, a.county, r.*, c.* FROM wechat_account a
LEFT JOIN resident r ON r.id = a.resident_id LEFT JOIN cadre c ON c.id = a.cadre_id AND c.left_on IS NULL
WHERE a.id = $1
"""
STORY = """
SELECT a.id, a.county, a.township, a.village, a.case_number, a.programme, a.resident_id, a.started_by_kind,
       a.started_by_id, a.state, a.started_at, a.submitted_at, a.accepted_at, a.decided_at, a.step_due_on,
       a.decision_due_on, a.due_provisional,
       (SELECT json_agg(json_build_array(j.deed, j.by_kind, j.at) ORDER BY j.id)
        FROM journal_entry j WHERE j.subject_id = a.id) AS happened,
       (SELECT json_agg(json_build_array(d.kind, d.reasons, d.note) ORDER BY d.id)
        FROM decision d WHERE d.application_id = a.id) AS said,
       (SELECT json_agg(json_build_array(p.photo_id, p.kind) ORDER BY p.attached_at, p.id)
        FROM application_photo p WHERE p.application_id = a.id) AS handed_in
FROM application a WHERE a.id = $1
"""


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
        who = await connection.fetchrow(WHO, account_id)
        found = await connection.fetchrow(STORY, application_id)
    return {
        "id": found["id"],
        "name": who["name"],
        "case_number": found["case_number"],
        "programme": found["programme"],
        "state": found["state"],
        "due_on": found["step_due_on"],
        "history": json.loads(found["happened"]),
        "decisions": json.loads(found["said"]),
        "photos": json.loads(found["handed_in"]),
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
