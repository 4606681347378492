"""Awards and officers for the tests of payouts."""

from datetime import date
from typing import Any

from backend import clock, database, payouts
from backend.entitlements import Award
from backend.identifiers import new_id
from backend.payouts import Batch
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.people import COUNTY, a_resident, an_officer

MARCH = date(2026, 3, 1)


async def an_award(resident: Resident | None = None, *, from_month: date = MARCH, **terms: Any) -> Award:
    """高龄津贴 of a woman of 83, paid here from March 2026 unless told otherwise; she has an account."""
    resident = resident or await a_resident(account="6228480000000000018")
    given = {
        "programme": "old_age_allowance", "origin": "decided", "from_month": from_month, "paid_here_from": from_month,
        "started_at": clock.now(), **terms,
    }  # fmt: skip
    return await Award.create(id=new_id(), county=COUNTY, village=resident.village, resident_id=resident.id, **given)


async def a_payer() -> Officer:
    """Draws up batches and handles the bank's files."""
    return await an_officer(Role.COUNTY_PAYER)


async def an_approver() -> Officer:
    """Approves what a payer drew up."""
    return await an_officer(Role.COUNTY_APPROVER)


async def with_the_lock_off(change: str) -> None:
    """What an administrator of the database could do: lift the triggers of payouts, change rows, put them back."""
    async with database.transaction():
        await database.execute("ALTER TABLE payout DISABLE TRIGGER USER")
        await database.execute(change)
        await database.execute("ALTER TABLE payout ENABLE TRIGGER USER")


async def let_go(batch: Batch) -> None:
    """Approve a batch and release it, by two officers who did not draw it up."""
    await payouts.approve(batch.id, await an_approver())
    await payouts.release(batch.id, await an_approver())


async def an_exported_batch(payer: Officer, *accounts: str) -> tuple[Batch, bytes]:
    """A batch that is with the bank, one payee for each account, and its file."""
    for account in accounts:
        await an_award(await a_resident(account=account))
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    await let_go(batch)
    return batch, (await payouts.export(batch.id, payer)).content
