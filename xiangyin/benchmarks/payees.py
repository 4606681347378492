"""Payees: people who can be told by text that their money has arrived, and the journal entries that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from xiangyin.benchmarks.proving_ground import opened_database
from xiangyin.environment import COUNTY
from xiangyin.refusal import CommandRefused

if TYPE_CHECKING:
    from backend.journal import Line


class Payee(NamedTuple):
    """Somebody of age who can read, with a mobile of their own: who cannot is called first, and hears no text."""

    resident: UUID
    village: str
    phone: str


async def payees_of_the_county(count: int) -> list[Payee]:
    """People whose mobile stands for no fault in the sandbox. Refuses with CommandRefused when there are too few."""
    from backend import sealing
    from sandbox.aliyun.magic_numbers import MAGIC

    async with opened_database() as database:
        await database.execute("DELETE FROM award")  # else reminders of life certifications would mix in
        found = await database.rows(
            """SELECT resident.id, resident.village, contact.phone_sealed FROM contact
               JOIN resident ON resident.id = contact.resident_id
               WHERE contact.kind = 'mobile' AND contact.owner = 'self' AND resident.can_read
                 AND resident.deceased_on IS NULL AND resident.birth_date < now() - interval '19 years'
               ORDER BY resident.id"""
        )
    everyone = (Payee(row["id"], row["village"], sealing.unseal(row["phone_sealed"], "phone")) for row in found)
    ordinary = [each for each in everyone if each.phone[-4:] not in MAGIC]
    if len(ordinary) < count:
        raise CommandRefused(f"Only {len(ordinary)} people with a phone, {count} are needed.")
    return ordinary[:count]


def money_arrived(payees: list[Payee]) -> list[Line]:
    """A settled payout for each."""
    from backend.identifiers import new_id
    from backend.journal import Deed, Line

    facts = {"amount_fen": 5000, "month": "2026-11-01", "account_last_four": "1234", "settled_on": "2026-11-20"}
    return [
        Line(Deed.PAYOUT_SETTLED, COUNTY, "payout", new_id(), each.resident, each.village, facts) for each in payees
    ]
