"""Dead numbers (停用的号码): nobody is reached there, whoever is on file under it, be it a resident, payee or cadre."""

from collections.abc import Collection

from backend import clock, database, journal
from backend.residents.contact import Contact
from backend.residents.phone_numbers import mark_contact_dead

Number = tuple[str, bytes]  # the county that has it on file, and what it is looked up by


async def bury_number(county: str, phone_index: bytes, *, reason: str, by: journal.Signature) -> list[Contact]:
    """Take a number out of use for everyone; the contacts for whom that was news. Twice is harmless.

    In the caller's transaction or its own.
    """
    async with database.transaction():
        await close_number(county, phone_index, reason=reason)
        on_file = await Contact.filter(county=county, phone_index=phone_index, dead_since=None)
        return [each for each in on_file if await mark_contact_dead(each.id, reason=reason, by=by)]


async def close_number(county: str, phone_index: bytes, *, reason: str) -> None:
    """The same for payees, cadres and officers alone, in the caller's transaction: contacts stay as they are."""
    await database.execute(
        """INSERT INTO dead_number (county, phone_index, dead_since, reason) VALUES ($1, $2, $3, $4)
           ON CONFLICT DO NOTHING""",
        county, phone_index, clock.now(), reason,
    )  # fmt: skip


async def revive_number(county: str, phone_index: bytes) -> None:
    """Somebody says that they are reached there; in the transaction that puts it on file. No doubt is left, either."""
    await database.execute("DELETE FROM dead_number WHERE county = $1 AND phone_index = $2", county, phone_index)
    await database.execute(
        "UPDATE number_beside SET verified_at = $3, doubted_since = NULL WHERE county = $1 AND phone_index = $2",
        county, phone_index, clock.now(),
    )  # fmt: skip


async def is_dead_number(county: str, phone_index: bytes) -> bool:
    """Whether nobody is reached there."""
    return bool(
        await database.rows("SELECT FROM dead_number WHERE county = $1 AND phone_index = $2", county, phone_index)
    )


async def doubted_among(numbers: Collection[Number]) -> set[Number]:
    """Those of these numbers of payees and cadres that were asked about twice in vain."""
    return await _among(
        f"{_ASKED_ABOUT} JOIN number_beside USING (county, phone_index) WHERE doubted_since IS NOT NULL", numbers
    )


async def closed_among(numbers: Collection[Number]) -> set[Number]:
    """Those of these numbers that are dead or want nothing (退订); for phones that are no contact, as a cadre's."""
    return await _among(
        f"""{_ASKED_ABOUT} JOIN stopped_number USING (county, phone_index)
            UNION {_ASKED_ABOUT} JOIN dead_number USING (county, phone_index)""",
        numbers,
    )


_ASKED_ABOUT = "SELECT county, phone_index FROM unnest($1::char(6)[], $2::bytea[]) AS asked (county, phone_index)"


async def _among(statement: str, numbers: Collection[Number]) -> set[Number]:
    found = await database.rows(statement, [county for county, _ in numbers], [index for _, index in numbers])
    return {(each["county"], bytes(each["phone_index"])) for each in found}
