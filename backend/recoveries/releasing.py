"""Releasing (不再追回): a claim that today's facts no longer bear ends by itself, and its money was paid rightly."""

from collections import defaultdict
from uuid import UUID

from backend import database, funds, payouts
from backend.journal import Signature
from backend.payouts import OwedAfterAll
from backend.recoveries.noting import note, was_told
from backend.recoveries.overpayment import FactKind, Overpayment


async def release(county: str, by: Signature) -> int:
    """Of every open claim of a month what is owed for that month after all; how many debts are less or ended by it.

    Whoever repays, offsets or writes off at the same moment holds the ledger, and so waits or is waited for.
    """
    async with database.transaction():
        await funds.hold_ledger(county)
        by_debt: dict[UUID, list[OwedAfterAll]] = defaultdict(list)
        for claim in await payouts.owed_after_all(county):
            by_debt[claim.debt_id].append(claim)
        for debt_id, claims in by_debt.items():
            await _release(await Overpayment.get(id=debt_id), claims, by)
    return len(by_debt)


async def _release(debt: Overpayment, claims: list[OwedAfterAll], by: Signature) -> None:
    fact_id = await note(
        debt, FactKind.RELEASED, by, fen=sum(each.fen for each in claims),
        was_told=await was_told(debt.id), payouts=[[each.payout_id, each.month, each.fen] for each in claims],
    )  # fmt: skip
    await database.copy(
        "released_month", ("fact_id", "overpayment_id", "payout_id", "fen"),
        [(fact_id, debt.id, each.payout_id, each.fen) for each in claims],
    )  # fmt: skip
