"""Reading one's digests, and having seen them."""

from uuid import UUID

from backend import clock, database
from backend.digests.digest import Digest
from backend.staff import Officer

SHOWN = 30  # digests on the page: six weeks of working days


async def unseen(officer: Officer) -> int:
    """How many digests the officer has not put aside yet."""
    (found,) = await database.rows(
        "SELECT count(*) AS number FROM digest WHERE officer_id = $1 AND seen_at IS NULL", officer.id
    )
    return int(found["number"])


async def digests_of(officer: Officer) -> list[Digest]:
    """The last thirty, newest first."""
    return await Digest.filter(officer_id=officer.id).order_by("-day").limit(SHOWN)


async def note_seen(officer: Officer, last: UUID) -> int:
    """The officer has seen `last` and whatever came before; how many of them were new."""
    return await database.execute(
        "UPDATE digest SET seen_at = $3 WHERE officer_id = $1 AND id <= $2 AND seen_at IS NULL",
        officer.id, last, clock.now(),
    )  # fmt: skip
