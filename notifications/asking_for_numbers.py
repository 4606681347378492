"""Asking for numbers: a number out of use is repaired by somebody who goes there and asks for another."""

from uuid import UUID

from backend import clock, database, entitlements
from backend.residents import Contact, Resident
from notifications.knocking import PAYEES_NUMBER, ask_for_visit

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


async def ask_for_payees_number(agreement_id: UUID, resident_id: UUID | None, *, why: str) -> None:
    """At the door of the person whose money the payee keeps: the payee's own is not on file. Of a child's, its handlers
    ask."""
    resident = await Resident.get_or_none(id=resident_id) if resident_id else None
    if resident is not None and resident.deceased_on is None:
        await ask_for_visit(
            resident, because=f"payee:{agreement_id}:{clock.today()}",
            reason=f"{resident.name}的{PAYEES_NUMBER.format(why=why)}",
            of_children=await entitlements.is_of_a_child(agreement_id),
        )  # fmt: skip


_BESIDE = """
SELECT id AS agreement_id, resident_id FROM payee_agreement
WHERE county = $1 AND phone_index = $2 AND state = 'in_force'
UNION ALL SELECT NULL, NULL FROM cadre WHERE county = $1 AND phone_index = $2 AND left_on IS NULL
UNION ALL SELECT NULL, NULL FROM officer WHERE county = $1 AND phone_index = $2 AND left_on IS NULL
UNION ALL SELECT NULL, NULL FROM outsider WHERE county = $1 AND phone_index = $2
"""


async def on_file_beside(county: str, phone_index: bytes) -> list[tuple[UUID | None, UUID | None]]:
    """Who else is told things at a number that is no contact: each payee's agreement with the person whose money it is,
    and nothing of a cadre, an officer or a helper on no register but that there is one."""
    found = await database.rows(_BESIDE, county, phone_index)
    return [(each["agreement_id"], each["resident_id"]) for each in found]
