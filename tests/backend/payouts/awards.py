"""Awards and officers for the tests of payouts."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from backend import clock, database, journal, payouts
from backend.entitlements import Award
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature
from backend.payouts import Batch
from backend.residents import Resident, passes_luhn
from backend.staff import Officer, Role
from tests.people import COUNTY, a_resident, an_officer

MARCH = date(2026, 3, 1)
_numbers = count(1)


def card(number: int) -> str:
    """A card of which the check digit is right and which the bank knows; another for each number."""
    digits = f"62284800000{number:05d}18"
    return next(digits + last for last in "0123456789" if passes_luhn(digits + last))


async def another_elder(account: str) -> Resident:
    """A woman of 83 born on a day of her own, so that nobody takes two of them for one; 251 is prime to the 500 numbers
    of a day.
    """
    return await a_resident(birth_date=date(1942, 5, 6) + timedelta(days=next(_numbers) % 251), account=account)


async def an_award(resident: Resident | None = None, *, from_month: date = MARCH, **terms: Any) -> Award:
    """高龄津贴 of a woman of 83, paid here from March 2026 unless told otherwise; she has an account of her own."""
    resident = resident or await another_elder(card(next(_numbers)))
    given = {
        "programme": "old_age_allowance", "origin": "decided", "from_month": from_month, "paid_here_from": from_month,
        "started_at": clock.now(), **terms,
    }  # fmt: skip
    return await Award.create(id=new_id(), county=COUNTY, village=resident.village, resident_id=resident.id, **given)


async def told_as_imported(award: Award) -> None:
    """What the journal holds of an award that a roster brought."""
    facts = {"from_month": award.from_month, "paid_here_from": award.paid_here_from, "fen": award.monthly_fen}
    async with database.transaction():
        await journal.record(award.line(Deed.AWARD_IMPORTED, **facts), by=Signature(By.IMPORT))


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
    """A batch that is with the bank, one payee for an account that ends like each of these, and its file."""
    for account in accounts:
        await an_award(await another_elder(f"{account[:8]}{next(_numbers):04d}{account[12:]}"))
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    await let_go(batch)
    return batch, (await payouts.export(batch.id, payer)).content
