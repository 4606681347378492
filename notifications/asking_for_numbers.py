"""Asking for numbers: a number out of use is repaired by somebody who goes there and asks for another."""

from uuid import UUID

from backend import clock
from backend.residents import Contact, Resident
from notifications.knocking import PAYEES_NUMBER_DEAD, ask_for_visit

IS_ANOTHERS = "已经是别人在用"
IS_DEAD = "已经打不通"


async def ask_for_number(contact: Contact, *, why: str) -> None:
    """The owner is asked, once a day, for `why` the number on file is of no use."""
    resident = await Resident.get(id=contact.resident_id)
    if resident.deceased_on is None:
        await ask_for_visit(
            resident, because=f"number:{contact.id}:{clock.today()}",
            reason=f"{resident.name}登记的手机{why}，请问一问现在用哪个号码，报乡镇更新。",
        )  # fmt: skip


async def ask_for_payees_number(agreement_id: UUID, resident_id: UUID | None) -> None:
    """At the door of the person whose money the payee keeps: the payee's own is not on file."""
    resident = await Resident.get_or_none(id=resident_id) if resident_id else None
    if resident is not None and resident.deceased_on is None:
        await ask_for_visit(
            resident, because=f"payee:{agreement_id}:{clock.today()}", reason=f"{resident.name}的{PAYEES_NUMBER_DEAD}"
        )
