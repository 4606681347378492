"""Noting carriers: of each new mobile number whose it was given out as, so that figures need not open any seal."""

from backend import database, sealing
from backend.residents.carrier import carrier_of
from backend.residents.contact import PHONE

_BATCH = 1000


async def note_carriers() -> int:
    """Numbers whose carrier nobody has looked up yet; how many. For the timetable, once a night."""
    noted = 0
    while several := await _some():
        noted += several
    return noted


async def _some() -> int:
    new = await database.rows(
        "SELECT id, phone_sealed FROM contact WHERE carrier IS NULL AND kind = 'mobile' LIMIT $1", _BATCH
    )
    if new:
        carriers = [carrier_of(sealing.unseal(each["phone_sealed"], PHONE)).value for each in new]
        await database.execute(
            """UPDATE contact SET carrier = given.carrier FROM unnest($1::uuid[], $2::text[]) AS given (id, carrier)
               WHERE contact.id = given.id""",
            [each["id"] for each in new], carriers,
        )  # fmt: skip
    return len(new)
