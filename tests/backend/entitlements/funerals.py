"""Funerals for tests: somebody of 特困 who has died, and whoever buried them."""

import json
from datetime import date
from uuid import UUID

from backend import database, entitlements, evidence
from backend.entitlements import Award, FuneralAid, FuneralPayee, PayeeKind
from backend.identifiers import new_id
from backend.programmes import PhotoKind
from backend.residents import AccountKind, Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_jpeg
from tests.backend.payouts.awards import an_award, card
from tests.people import COUNTY, VILLAGE, a_resident, an_officer

DIED = date(2026, 3, 20)
FIGURE = 600_000  # fen; of these tests, no county's
COMMITTEE = FuneralPayee(PayeeKind.COMMITTEE, "车村村民委员会", card(901), "嵩县农商银行", AccountKind.PASSBOOK)


async def the_figure(fen: int = FIGURE, since: date = date(2026, 1, 1), until: date | None = None) -> None:
    """What the county set for a funeral."""
    await database.execute(
        """INSERT INTO parameter (id, place, key, value, valid_from, valid_to, source)
           VALUES ($1, $2, 'tekun.funeral', $3, $4, $5, '县民政局文件')""",
        new_id(), f"{COUNTY}000000", json.dumps(fen), since, until,
    )  # fmt: skip


async def the_dead(
    clerk: Officer, *, died_on: date = DIED, account: str | None = None, village: str = VILLAGE
) -> tuple[Award, Resident]:
    """Cared for as 特困 since January, with an account, and dead."""
    resident = await a_resident("王秀英", account=account or card(900), village=village)
    award = await an_award(resident, programme="tekun", monthly_fen=57_200, from_month=date(2026, 1, 1))
    await entitlements.stop_for_death(resident.id, died_on, clerk, reason="火化证明")
    return await Award.get(id=award.id), await Resident.get(id=resident.id)


async def the_proof(resident: Resident, by: Officer, kind: PhotoKind = PhotoKind.FUNERAL_PROOF) -> UUID:
    """A photo of the bill."""
    taken = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=resident, kind=kind, by=by.signature)
    return taken.photo.id


async def proposed(award: Award, resident: Resident, clerk: Officer, payee: FuneralPayee = COMMITTEE) -> FuneralAid:
    """By the clerk."""
    return await entitlements.propose_funeral_aid(award.id, payee, await the_proof(resident, clerk), clerk)


async def given(award: Award, resident: Resident, clerk: Officer, payee: FuneralPayee = COMMITTEE) -> FuneralAid:
    """Proposed by the clerk and approved by a reviewer."""
    aid = await proposed(award, resident, clerk, payee)
    return await entitlements.give_funeral_aid(aid.id, await an_officer(Role.COUNTY_REVIEWER))
