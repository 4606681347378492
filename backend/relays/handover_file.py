"""Handover file (转办材料包): the letter, the list and the papers in one ZIP, for the county that has the case now."""

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

from backend import applications, clock, database, evidence, journal, photo_store, places, programmes
from backend.applications import Application
from backend.journal import Deed
from backend.printing import print_pdf
from backend.relays.handover import Handover, NoSuchHandover, handover_of
from backend.relays.manifest import ANSWERS, answers_of, listed
from backend.residents import Contact, Resident
from backend.settings import settings
from backend.staff import Officer, must_have

_TEMPLATE = Path(__file__).with_name("handover.typ")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same case gives the same bytes


async def handover_file(application_id: UUID, officer: Officer) -> bytes:
    """The ZIP; that it was taken is journaled, for it holds everything. Photos are as kept, without a watermark, so
    that their digests can be checked.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, NoSuchHandover, and evidence.NoSuchPhoto where a
    photo's bytes are gone.
    """
    case = await applications.visible_to_officer(application_id, officer)
    must_have(officer, applications.review_power(case.programme))
    made = await handover_of(case.id)
    if made is None:
        raise NoSuchHandover
    files = {"转办函.pdf": await print_pdf(_TEMPLATE, await _facts(made, case)), "材料清单.csv": made.manifest.encode()}
    files |= {name: await _content(name, digest, case) for name, _, digest in listed(made.manifest)}
    async with database.transaction():
        await journal.record(case.line(Deed.HANDOVER_FILE_TAKEN, digest=made.digest), by=officer.signature)
    return await asyncio.to_thread(_zipped, files)


async def _content(name: str, digest: str, case: Application) -> bytes:
    if name == ANSWERS:
        return answers_of(case)
    try:
        return await asyncio.to_thread(photo_store.fetch, digest)
    except FileNotFoundError:
        raise evidence.NoSuchPhoto from None


async def _facts(made: Handover, case: Application) -> dict[str, Any]:
    person = await Resident.get(id=case.resident_id)
    contacts = await Contact.filter(resident_id=person.id, dead_since=None).order_by("priority", "id")
    county = await places.name_of(f"{case.county}000000")
    made_on = clock.in_county_time(made.made_at).date()
    handed_in = clock.in_county_time(case.submitted_at or case.started_at).date()
    promises = await applications.promises_in(case.id)
    promised = [applications.PAPER_TITLES[programmes.PhotoKind(each.kind)] for each in promises]
    return {
        "county": county,
        "office": made.office,
        "organ": f"{county}{await places.name_of(case.township)}人民政府",
        "number": case.case_number or "",
        "name": person.name,
        "identity": person.identity_number,
        "phones": "、".join(each.phone for each in contacts),
        "village": await places.name_of(case.village),
        "programme": programmes.get_programme(case.programme).title,
        "submitted_on": f"{handed_in.year}年{handed_in.month}月{handed_in.day}日",
        "made_on": f"{made_on.year}年{made_on.month}月{made_on.day}日",
        "reason": made.reason,
        "papers": [[title, digest[:16]] for _, title, digest in listed(made.manifest)],
        "promised": "、".join(promised),
        "digest": made.digest,
        "phone": settings().county_phone,
    }


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
