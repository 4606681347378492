"""The letter (告知书) that tells a person, or the family of the dead, what was paid too much."""

from pathlib import Path
from uuid import UUID

from backend import clock, entitlements, funds, places, printing
from backend.money import yuan
from backend.recoveries.noting import left_of
from backend.recoveries.reading import get_overpayment, months_of
from backend.residents import Resident
from backend.staff import Officer

_TEMPLATE = Path(__file__).with_name("letter.typ")


async def letter(overpayment_id: UUID, officer: Officer) -> bytes:
    """The letter as PDF, with what is left today; no account, no ID number. NoSuchPower, NoSuchOverpayment."""
    overpayment = await get_overpayment(overpayment_id, officer)
    resident = await Resident.get(id=overpayment.resident_id)
    rule, today = await funds.offset_rule(overpayment.county), clock.today()
    facts = {
        "county": await places.name_of(f"{overpayment.county}000000"),
        "number": overpayment.id.hex[-12:].upper(),
        # The dead owe nothing and read nothing: the family is told.
        "to": resident.name if resident.deceased_on is None else f"{resident.name}的家属",
        "whose": "您" if resident.deceased_on is None else f"{resident.name}生前",
        "programme": entitlements.get_benefit(overpayment.programme).title,
        "cause": overpayment.cause.shown,
        "total": yuan(overpayment.fen),
        "left": yuan(await left_of(overpayment.id)),
        "months": [
            {
                "month": f"{each.for_month.year}年{each.for_month.month}月", "paid": yuan(each.paid_fen),
                "owed": yuan(each.owed_fen), "over": yuan(each.fen),
            }
            for each in await months_of(overpayment.id)
        ],
        "offset": f"每月最多抵扣当月待遇的{rule.share}%" if rule else "",
        "today": f"{today.year}年{today.month}月{today.day}日",
    }  # fmt: skip
    return await printing.print_pdf(_TEMPLATE, facts)
