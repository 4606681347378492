"""The letter (告知书) that tells a person, or the family of the dead, what was paid too much."""

from pathlib import Path
from uuid import UUID

from backend import clock, entitlements, funds, places, printing
from backend.money import yuan
from backend.recoveries.noting import left_of
from backend.recoveries.reading import get_overpayment, is_unnamed, months_of
from backend.residents import Resident
from backend.staff import Officer

_TEMPLATE = Path(__file__).with_name("letter.typ")


async def letter(overpayment_id: UUID, officer: Officer) -> bytes:
    """The letter as PDF, with what is claimed and what is left today; no account, no ID number.

    NoSuchPower, NoSuchOverpayment.
    """
    overpayment = await get_overpayment(overpayment_id, officer)
    resident = await Resident.get(id=overpayment.resident_id)
    if is_unnamed(overpayment, officer):  # the township, which knows the child, hands it to the guardian
        to, whose = "监护人", "您照看的孩子"
    elif resident.deceased_on is None:
        to, whose = resident.name, "您"
    else:  # the dead owe nothing and read nothing: the family is told
        to, whose = f"{resident.name}的家属", f"{resident.name}生前"
    months = await months_of(overpayment.id)
    rule, today = await funds.offset_rule(overpayment.county), clock.today()
    facts = {
        "county": await places.name_of(f"{overpayment.county}000000"),
        "number": overpayment.id.hex[-12:].upper(),
        "to": to,
        "whose": whose,
        "programme": entitlements.get_benefit(overpayment.programme).title,
        "cause": overpayment.cause.shown,
        "total": yuan(sum(each.claimed_fen for each in months)),
        "left": yuan(await left_of(overpayment.id)),
        "months": [
            {
                "month": f"{each.for_month.year}年{each.for_month.month}月", "paid": yuan(each.paid_fen),
                "owed": yuan(each.owed_fen + each.released_fen), "over": yuan(each.claimed_fen),
            }
            for each in months
            if each.claimed_fen
        ],
        "offset": f"每月最多抵扣当月待遇的{rule.share}%" if rule else "",
        "today": f"{today.year}年{today.month}月{today.day}日",
    }  # fmt: skip
    return await printing.print_pdf(_TEMPLATE, facts)
