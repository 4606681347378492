"""Keeping phones: a number that came back from the door is put on file, one that reaches nobody taken out of use."""

from uuid import UUID

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.refusals import NotFound
from backend.residents import PHONE, Contact, PhoneOwner, mark_contact_dead, read_phone, revive_number
from backend.staff.kinship import must_not_be_kin
from backend.staff.noting_how_to_tell import resident_for
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have


class NoSuchPhone(NotFound):
    """None of this person's."""

    sentence = "没有找到这个号码，请刷新后再看。"


async def phones_of(resident_id: UUID) -> list[Contact]:
    """Every number on file, those in use first."""
    found = await Contact.filter(resident_id=resident_id).order_by("priority", "id")
    return sorted(found, key=lambda each: (each.dead_since is not None, each.owner != PhoneOwner.SELF.value))


async def add_phone(resident_id: UUID, officer: Officer, *, number: str, owner: PhoneOwner) -> None:
    """A number as the person said it; one on file already is in use again, as whose it is said to be now.

    It is not proved: the yearly question goes there, and a WeChat account still needs the code. One that was in doubt
    is, for somebody asked in person. A landline is called, and never texted.
    Refuses with NoSuchPower, NoSuchResident, staff.YourOwnKin and residents.BadLandline.
    """
    must_have(officer, Power.REVIEW)
    resident = await resident_for(resident_id, officer)
    await must_not_be_kin(officer.signature, resident.id)
    digits, kind = read_phone(number)
    async with database.transaction():
        kept = await database.row(
            """INSERT INTO contact (id, county, resident_id, phone_sealed, phone_index, kind, owner)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (resident_id, phone_index)
               DO UPDATE SET owner = EXCLUDED.owner, dead_since = NULL, asked_at = NULL, asked_again_at = NULL,
                             verified_at = CASE WHEN contact.doubted_since IS NOT NULL THEN $8::timestamptz END,
                             doubted_since = NULL
               RETURNING id""",
            new_id(), resident.county, resident.id, sealing.seal(digits, PHONE), sealing.blind_index(digits, PHONE),
            kind.value, owner.value, clock.now(),
        )  # fmt: skip
        assert kept is not None
        await revive_number(resident.county, sealing.blind_index(digits, PHONE))
        line = journal.Line(
            journal.Deed.PHONE_ADDED, resident.county, "contact", kept["id"], resident_id=resident.id,
            village=resident.village, facts={"owner": owner.value, "kind": kind.value},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)


async def retire_phone(contact_id: UUID, resident_id: UUID, officer: Officer) -> bool:
    """Nobody is told anything there any more; whether that was news. Refuses as above, with NoSuchPhone."""
    must_have(officer, Power.REVIEW)
    resident = await resident_for(resident_id, officer)
    if not await Contact.exists(id=contact_id, resident_id=resident.id):
        raise NoSuchPhone
    return await mark_contact_dead(contact_id, reason="said_by_officer", by=officer.signature)
