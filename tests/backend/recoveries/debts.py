"""People who were paid, and then turn out to have been paid too much."""

from datetime import date
from typing import Any

from backend import clock, database, payouts, recoveries
from backend.entitlements import Award
from backend.journal import By, Signature
from backend.recoveries import Overpayment
from backend.residents import Resident
from backend.staff import Officer
from sandbox import bank
from tests.backend.payouts.awards import a_payer, an_award, let_go
from tests.people import COUNTY, a_resident

CLOCK = Signature(By.CLOCK)


async def a_paid_award(name: str = "王秀英", *, months_from: date = date(2026, 3, 1), **terms: Any) -> Award:
    """An award whose months up to today's have all arrived: 50 yuan each unless told otherwise."""
    award = await an_award(await a_resident(name, account="6228480000000000018"), from_month=months_from, **terms)
    await settle_all(award.programme, await a_payer())
    return award


async def settle_all(programme: str, payer: Officer) -> None:
    """Everything due goes to the bank, and its answer is read."""
    batch = await payouts.draw_up(programme, clock.today(), payer)
    await let_go(batch)
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)


async def dies(award: Award, on: date) -> None:
    """Her death becomes known."""
    await Resident.filter(id=award.resident_id).update(deceased_on=on)


async def falls_to(award: Award, fen: int) -> None:
    """Her amount is corrected for all months."""
    await Award.filter(id=award.id).update(monthly_fen=fen)


async def the_debt(award: Award) -> Overpayment:
    """What is found of it now."""
    (found,) = await recoveries.find(COUNTY, CLOCK, award.resident_id)
    return found


async def told(overpayment: Overpayment, officer: Officer) -> Overpayment:
    """She has been told today."""
    return await recoveries.tell(overpayment.id, recoveries.Telling.LETTER, clock.today(), officer)


async def payout_of(award: Award) -> Any:
    """The newest settled payout's id."""
    row = await database.row(
        "SELECT id FROM payout WHERE award_id = $1 AND state = 'settled' ORDER BY for_month DESC", award.id
    )
    return (row or {})["id"]
