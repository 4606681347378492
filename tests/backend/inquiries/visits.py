"""Visits for tests: right in everything unless told otherwise."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import clock, evidence
from backend.applications import Application
from backend.identifiers import new_id
from backend.inquiries import HouseholdVisit, Visited, record_visit
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre, Officer
from tests.backend.applications.cases import another_jpeg
from tests.people import a_cadre

ANSWERS = {
    "people_living_there": "2",
    "house": "own",
    "house_condition": "plain",
    "living": "farming",
    "able_to_work": "0",
    "vehicle_seen": "no",
    "illness_seen": "yes",
    "neighbours_asked": "2",
}


async def a_visit_photo(
    resident: Resident,
    officer: Officer | Cadre,
    kind: PhotoKind = PhotoKind.HOME_VISIT,
    *,
    place: tuple[float, float] | None = (34.0, 112.1),
    taken_at: datetime | None = None,
    content: bytes = b"",
) -> UUID:
    """Taken in the village, now unless told otherwise, and of nothing that any other shows."""
    where = dict(zip(("latitude", "longitude"), place, strict=True)) if place else {}
    received = await evidence.receive(
        content or another_jpeg(), upload_id=new_id(), resident=resident, kind=kind, by=officer.signature,
        captured_at=taken_at or clock.now(),
        **where,
    )  # fmt: skip
    return received.photo.id


async def what_was_found(case: Application, officer: Officer, **instead: Any) -> Visited:
    """By the officer and a cadre of the village, at the door, signed and photographed."""
    resident, taken_at = await Resident.get(id=case.resident_id), instead.get("visited_at")
    found = Visited(
        visited_at=clock.now(),
        investigators=[officer.signature, (await a_cadre([case.village])).signature],
        answers=ANSWERS,
        conclusion="与申报一致。",
        photos=[await a_visit_photo(resident, officer, taken_at=taken_at)],
        signer_name="王建设",
        signer_relation="儿子",
        signature_photo=await a_visit_photo(resident, officer, PhotoKind.VISIT_SIGNATURE),
    )
    return replace(found, **instead)


async def visited(case: Application, officer: Officer) -> HouseholdVisit:
    """On record."""
    return await record_visit(case.id, await what_was_found(case, officer), officer)
