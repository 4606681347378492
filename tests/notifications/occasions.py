"""Entries in the journal as the rooms write them, for tests that need no room."""

from typing import Any

from backend import database, journal
from backend.journal import Deed
from backend.residents import Resident
from tests.people import some_id

SETTLED = {"amount_fen": 5000, "month": "2026-02-01", "account_last_four": "0018", "settled_on": "2026-03-02"}


async def happened(deed: Deed, resident: Resident | None, **facts: Any) -> None:
    """One deed concerning a resident."""
    async with database.transaction():
        await journal.record(_line(deed, resident, facts), by=journal.Signature(journal.By.CLOCK))


async def payouts_settled(residents: list[Resident]) -> None:
    """One settled payout for each."""
    async with database.transaction():
        await journal.record_many(
            [_line(Deed.PAYOUT_SETTLED, each, SETTLED) for each in residents], by=journal.Signature(journal.By.BANK)
        )


def _line(deed: Deed, resident: Resident | None, facts: dict[str, Any]) -> journal.Line:
    return journal.Line(
        deed, "410325", "payout", some_id(), resident_id=resident.id if resident else None,
        village=resident.village if resident else None, facts=facts,
    )  # fmt: skip
