"""Offsetting (抵扣): what a settled month held back is taken off the debt; read from the payouts' rows."""

import logging
from collections.abc import Mapping
from typing import Any

from backend import database, funds
from backend.journal import By, Signature
from backend.recoveries.noting import note
from backend.recoveries.overpayment import FactKind, Overpayment
from backend.refusals import Refusal

log = logging.getLogger(__name__)

_BANK = Signature(By.BANK)  # it settled the month that the offset is part of


async def note_offsets() -> int:
    """Note every settled month that held something back and is not noted yet, each in a transaction; how many.

    For the timetable. A month that cannot be booked, for its year is closed or its fund short, is logged and tried
    again next time: it must not hold up the others. Two processes at once note each once: whoever books holds the
    ledger, and a constraint lets a payout offset once.
    """
    settled = await database.rows(
        """SELECT p.id, p.county, p.debt_id, p.withheld_fen, p.settled_on FROM payout p
           WHERE p.debt_id IS NOT NULL AND p.state = 'settled' AND NOT EXISTS (
               SELECT 1 FROM recovery_fact f WHERE f.kind = 'offset' AND f.details ->> 'payout' = p.id::text)
           ORDER BY p.id"""
    )
    noted = 0
    for payout in settled:
        try:
            noted += await _note_offset(payout)
        except Refusal as refused:
            log.warning("the offset of payout %s is not noted: %s", payout["id"], refused.code)
    return noted


async def _note_offset(payout: Mapping[str, Any]) -> bool:
    async with database.transaction():
        await funds.hold_ledger(payout["county"])
        known = await database.row(
            "SELECT 1 AS one FROM recovery_fact WHERE kind = 'offset' AND details ->> 'payout' = $1",
            str(payout["id"]),
        )
        if known is not None:
            return False
        debt = await Overpayment.get(id=payout["debt_id"])
        await note(
            debt, FactKind.OFFSET, _BANK, fen=payout["withheld_fen"], on=payout["settled_on"],
            payout=str(payout["id"]),
        )  # fmt: skip
    return True
