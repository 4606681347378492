"""Withholding (抵扣): of whoever agreed to it, a part of each month goes against their debt and not to the bank."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from backend import funds
from backend.payouts.due import Due
from backend.payouts.owed_after_all import owed_after_all


async def hold_back(payable: Sequence[Due], county: str, programme: str) -> list[Due]:
    """The same months, with what is withheld taken off; by the rule of each agreement, never beyond the debt.

    Nothing is withheld for what turned out to be owed since the debt was found: the night releases that claim.
    """
    orders = await funds.withholdings(county, programme)
    left: dict[UUID, int] = {order.debt_id: order.left_fen for order in orders.values()}
    for claim in await owed_after_all(county, left) if left else ():
        left[claim.debt_id] -= claim.fen
    months = []
    for due in payable:
        order = orders.get(due.award_id)
        fen = order.rule.of_month(due.amount_fen, left[order.debt_id]) if order else 0
        if order and fen:
            left[order.debt_id] -= fen
            due = replace(due, amount_fen=due.amount_fen - fen, withheld_fen=fen, debt_id=order.debt_id)
        months.append(due)
    return months
