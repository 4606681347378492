"""Cases: accepted applications of elders who are signed in, made through the domain's own deeds."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PIL import Image

from xiangyin.benchmarks.proving_ground import opened_database
from xiangyin.refusal import CommandRefused

if TYPE_CHECKING:
    from backend.journal import Signature
    from backend.residents import Resident

PROGRAMME = "old_age_allowance"


@dataclass(frozen=True)
class SignedInCase:
    """One elder's case, and the token of their session."""

    application_id: UUID
    account_id: UUID
    token: str


async def open_cases(count: int) -> list[SignedInCase]:
    """So many, each with its photos, its history and a decision."""
    from backend.residents import Resident
    from miniprogram_api.store import close_store, open_store

    async with opened_database() as database:
        open_store()
        elders = await database.rows(
            """SELECT id FROM resident WHERE deceased_on IS NULL AND registered_here
               AND birth_date < current_date - interval '82 years' ORDER BY id LIMIT $1""",
            count,
        )
        cases = [await _open_case(await Resident.get(id=elder["id"])) for elder in elders]
        await close_store()
    return cases


async def _open_case(resident: Resident) -> SignedInCase:
    from backend import applications, staff
    from backend.journal import By, Signature
    from miniprogram_api.sessions import open_session

    by = Signature(By.RESIDENT, resident.id)
    application = await applications.start(PROGRAMME, resident, by=by)
    await _hand_in_photos(application.id, resident, by)
    await applications.submit(application.id, by=by, facts={"receives_old_age_elsewhere": False})
    clerk = await staff.Officer.filter(place=f"{resident.village[:9]}000", role=staff.Role.TOWNSHIP_CLERK.value).first()
    if clerk is None:
        raise CommandRefused(f"No clerk serves {resident.village[:9]}000.")
    await applications.accept(application.id, clerk)
    account_id = await _bound_account(resident)
    return SignedInCase(application.id, account_id, await open_session(account_id))


async def _hand_in_photos(application_id: UUID, resident: Resident, by: Signature) -> None:
    from backend import applications, evidence, programmes

    paper = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(paper, "JPEG")
    for material in programmes.get_programme(PROGRAMME).materials:
        received = await evidence.receive(
            paper.getvalue(), upload_id=uuid4(), resident=resident, kind=material.kind, by=by
        )
        await applications.attach(application_id, received.photo.id, by)


async def _bound_account(resident: Resident) -> UUID:
    """Bound by hand: what proves a phone at binding is not what is measured."""
    from backend.residents import WechatAccount, account_seen

    account = await account_seen(f"bench-{resident.id.hex}", resident.county)
    await WechatAccount.filter(id=account.id).update(resident_id=resident.id)
    return account.id
