"""Cases on their way, made over HTTP as a phone makes them."""

from typing import Any
from uuid import uuid4

from backend.residents import Resident
from tests.miniprogram_api.clients import Knocker
from tests.miniprogram_api.photos import a_jpeg

PAPERS = ("identity_card", "household_booklet", "portrait")


async def a_draft(knocker: Knocker, resident: Resident | None = None) -> dict[str, Any]:
    """An application just begun."""
    body = {"programme": "old_age_allowance"} | ({"resident_id": str(resident.id)} if resident else {})
    answer = await knocker.post("/applications", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def a_complete_draft(knocker: Knocker, resident: Resident | None = None) -> dict[str, Any]:
    """… with every paper."""
    case = await a_draft(knocker, resident)
    for kind in PAPERS:
        await a_photo(knocker, case["id"], kind)
    return case


async def a_photo(knocker: Knocker, case_id: str, kind: str) -> str:
    """A photo in a case; its id."""
    answer = await knocker.send_photo(f"/applications/{case_id}/photos", a_jpeg(), kind=kind, upload_id=str(uuid4()))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
