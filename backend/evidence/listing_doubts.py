"""Listing doubts (照片疑点): the same photo of two people, which nobody has looked into, whatever it was sent for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import database
from backend.privacy import masked_name
from backend.programmes import PhotoKind
from backend.staff import Officer, Power, must_have, youngest_shown

DOUBTS_A_PAGE = 50

# Of two people in two townships either township may look; about a child those who handle children.
_OPEN = """
FROM photo_doubt d JOIN photo p ON p.id = d.photo_id JOIN photo q ON q.id = d.like_photo_id
JOIN resident r ON r.id = p.resident_id JOIN resident o ON o.id = q.resident_id
WHERE d.cleared_at IS NULL AND d.county = $1 AND (p.village LIKE $2 OR q.village LIKE $2)
  AND r.birth_date <= $3 AND o.birth_date <= $3
"""
_LISTED = f"""
SELECT d.id, p.id AS photo_id, p.kind, p.village, p.received_at, r.name,
       q.id AS like_photo_id, q.kind AS like_kind, q.village AS like_village, q.received_at AS like_received_at,
       o.name AS like_name
{_OPEN} AND ($4::uuid IS NULL OR d.id < $4) ORDER BY d.id DESC LIMIT {DOUBTS_A_PAGE}
"""


@dataclass(frozen=True)
class Side:
    """One of the two photos; `shown`: it is of the officer's places, with the name in full."""

    photo_id: UUID
    kind: PhotoKind
    village: str
    name: str
    received_at: datetime
    shown: bool


@dataclass(frozen=True)
class OpenDoubt:
    """`photo` came after `like`."""

    id: UUID
    photo: Side
    like: Side


async def open_doubts(officer: Officer, after: UUID | None = None) -> list[OpenDoubt]:
    """At most DOUBTS_A_PAGE about photos of the officer's places, newest first, older than `after`; NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(_LISTED, officer.county, officer.scope.like, youngest_shown(officer), after)
    return [OpenDoubt(each["id"], _side(each, "", officer), _side(each, "like_", officer)) for each in found]


async def how_many_doubts(officer: Officer) -> int:
    """How many of them there are; NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    (counted,) = await database.rows(
        f"SELECT count(*) AS number {_OPEN}", officer.county, officer.scope.like, youngest_shown(officer)
    )
    return int(counted["number"])


def _side(found: dict[str, Any], prefix: str, officer: Officer) -> Side:
    village, name = found[f"{prefix}village"], found[f"{prefix}name"]
    own = officer.scope.covers(village)
    return Side(
        found[f"{prefix}photo_id"], PhotoKind(found[f"{prefix}kind"]), village, name if own else masked_name(name),
        found[f"{prefix}received_at"], own,
    )  # fmt: skip
