"""Cases for tests: photos, and a case brought as far as a test needs it."""

import io
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from PIL import Image

from backend import applications, clock, database, evidence
from backend.applications import Application
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature, record
from backend.programmes import PhotoKind, get_programme
from backend.residents import Resident
from backend.staff import Cadre, Officer, Role
from tests.people import an_officer

_sheets = count()
PROGRAMME = "old_age_allowance"
PAPERS = (PhotoKind.IDENTITY_CARD, PhotoKind.HOUSEHOLD_BOOKLET, PhotoKind.PORTRAIT)


def hand(resident: Resident) -> Signature:
    """The resident's own signature."""
    return Signature(By.RESIDENT, resident.id)


def a_jpeg(width: int = 40, height: int = 30, colour: str = "red", **saving: Any) -> bytes:
    """A whole little photo."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **saving)
    return out.getvalue()


def another_jpeg() -> bytes:
    """One that no other photo of the test shows."""
    number = next(_sheets)
    return a_jpeg(40 + number % 100, 30 + number // 100 % 100)


async def a_photo(
    resident: Resident, kind: PhotoKind = PhotoKind.IDENTITY_CARD, *, by: Signature | None = None, width: int = 40
) -> UUID:
    """A received photo's id."""
    received = await evidence.receive(
        a_jpeg(width), upload_id=new_id(), resident=resident, kind=kind, by=by or hand(resident)
    )
    return received.photo.id


async def a_draft(resident: Resident, *, by: Signature | None = None, programme: str = PROGRAMME) -> Application:
    """A draft with all its papers."""
    by = by or hand(resident)
    application = await applications.start(programme, resident, by=by)
    papers = PAPERS if programme == PROGRAMME else [each.kind for each in get_programme(programme).materials]
    for kind in papers:
        await applications.attach(application.id, await a_photo(resident, kind, by=by), by)
    return application


async def mandated(application: Application, resident: Resident, cadre: Cadre, until: date = date(2027, 1, 1)) -> None:
    """The resident's mandate for the cadre, on a sheet of its own."""
    await applications.give_mandate(
        application.id, relation="村干部", scope="申请高龄津贴", expires_on=until, by=cadre.signature,
        photo_id=await a_photo(resident, PhotoKind.MANDATE, by=cadre.signature, width=40 + next(_sheets) % 200),
    )  # fmt: skip


async def submitted(resident: Resident) -> Application:
    """A case that waits for the township."""
    draft = await a_draft(resident)
    return await applications.submit(draft.id, by=hand(resident))


async def accepted(resident: Resident, clerk: Officer) -> Application:
    """A case that waits for its notice."""
    case = await submitted(resident)
    return await applications.accept(case.id, clerk)


async def in_county_review(resident: Resident, clerk: Officer) -> Application:
    """A case that waits for the county, as postings brings it there."""
    case = await accepted(resident, clerk)
    async with database.transaction():
        case = await applications.mark_posted(case.id, date(2026, 3, 10), clerk.signature)
        await record(case.moved(Deed.NOTICE_POSTED), by=clerk.signature)
    async with database.transaction():
        case = await applications.pass_to_county(case.id, Signature(By.CLOCK))
        await record(case.moved(Deed.NOTICE_ENDED), by=Signature(By.CLOCK))
    return case


async def would_not(case: Application, officer: Officer) -> None:
    """The family was asked and would not, on record."""
    await applications.note_non_cooperation(
        case.id, applications.Declined.VISIT, clock.today(), "两次上门都不让进，村干部在场。", officer
    )


async def turned_down(case: Application, reason: str) -> Application:
    """An accepted case as it is refused: the township advises it, the county decides."""
    await applications.advise_against(case.id, await an_officer(Role.TOWNSHIP_LEADER), [reason])
    return await applications.refuse(case.id, await an_officer(Role.COUNTY_REVIEWER), [reason])
