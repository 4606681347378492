"""Stopping a number (退订): nothing is texted or rung there any more, whoever is or comes to be on file under it.

What binds goes by door then. Only the same number takes it back.
"""

from backend import clock, database, journal
from backend.journal import Deed, Line, Signature
from backend.residents.contact import Contact
from backend.residents.phone_numbers import mark_opted_out


async def stop_number(county: str, phone_index: bytes, *, by: Signature) -> None:
    """For good, until the same number writes 恢复; twice is harmless. In the caller's transaction or its own."""
    async with database.transaction():
        await database.execute(
            "INSERT INTO stopped_number (county, phone_index, stopped_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            county, phone_index, clock.now(),
        )  # fmt: skip
        for contact in await Contact.filter(county=county, phone_index=phone_index):
            await mark_opted_out(contact.id, by=by)


async def resume_number(county: str, phone_index: bytes, *, by: Signature) -> bool:
    """Whoever is on file under it may be told there again; False where it was not stopped."""
    async with database.transaction():
        stopped = await database.execute(
            "DELETE FROM stopped_number WHERE county = $1 AND phone_index = $2", county, phone_index
        )
        resumed = await database.rows(
            """UPDATE contact SET opted_out_at = NULL WHERE county = $1 AND phone_index = $2
                 AND opted_out_at IS NOT NULL RETURNING id, resident_id""",
            county, phone_index,
        )  # fmt: skip
        await journal.record_many(
            [
                Line(Deed.CONTACT_OPTED_IN, county, "contact", each["id"], resident_id=each["resident_id"])
                for each in resumed
            ],
            by=by,
        )
    return bool(stopped or resumed)
