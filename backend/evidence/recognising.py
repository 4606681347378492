"""Recognising: whether a picture is one that is here already, as the same file or re-encoded, shrunk and sent on."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from backend import database
from backend.evidence.doubting import same_among
from backend.evidence.likeness import is_near
from backend.evidence.photo import Photo

_SENT_TWICE = timedelta(days=1)  # a phone that got no answer sends again; what came longer ago was taken before
_EARLIER = "SELECT id FROM photo WHERE resident_id = $1 AND id <> $2 AND received_at < $3"
# Two prints that are near share a band whole (`likeness`); photos of before there were prints are known by their bytes.
_PAIRS = """
SELECT p.id, p.thumbnail, o.id AS other_id, o.thumbnail AS other_thumbnail, k.fingerprint, l.fingerprint AS other_print,
       p.sent_digest = o.sent_digest OR p.digest = o.digest AS same_file
FROM photo p LEFT JOIN photo_print k ON k.photo_id = p.id
CROSS JOIN photo o LEFT JOIN photo_print l ON l.photo_id = o.id
WHERE p.id = ANY ($1) AND o.id = ANY ($2)
  AND (p.sent_digest = o.sent_digest OR p.digest = o.digest OR k.bands && l.bands)
"""
# Rows of a later room, read as rows: the pictures and signed pages that proved a visit to the home.
_OF_VISITS = """
WITH visited AS (
    SELECT v.id, v.signature_photo_id FROM resident own JOIN resident r ON r.household_id = own.household_id
    JOIN application a ON a.resident_id = r.id JOIN household_visit v ON v.application_id = a.id WHERE own.id = $1)
SELECT p.photo_id AS id FROM visited JOIN visit_photo p ON p.visit_id = visited.id
UNION SELECT signature_photo_id FROM visited WHERE signature_photo_id IS NOT NULL
"""


async def came_before(photo: Photo) -> bool:
    """Whether the same picture of the person came more than a day before this one, as that file or sent on."""
    earlier = await database.rows(_EARLIER, photo.resident_id, photo.id, photo.received_at - _SENT_TWICE)
    return bool(await same_pictures([photo.id], [each["id"] for each in earlier]))


async def proved_a_visit(photo: Photo) -> bool:
    """Whether a visit to the home of its person is on record with the same picture."""
    used = await database.rows(_OF_VISITS, photo.resident_id)
    return bool(await same_pictures([photo.id], [each["id"] for each in used]))


async def same_pictures(photo_ids: Collection[UUID], others: Collection[UUID]) -> set[UUID]:
    """Which of these photos show what one of the others shows; a photo is the same as itself."""
    if not photo_ids or not others:
        return set()
    pairs = await database.rows(_PAIRS, list(photo_ids), list(others))
    same = {each["id"] for each in pairs if each["same_file"]}
    near: dict[tuple[UUID, str], list[tuple[UUID, str]]] = {}
    for each in pairs:
        if each["id"] not in same and is_near(each["fingerprint"], each["other_print"]):
            of = near.setdefault((each["id"], each["thumbnail"]), [])
            of.append((each["other_id"], each["other_thumbnail"]))
    for (photo_id, thumbnail), likes in near.items():
        if await asyncio.to_thread(same_among, thumbnail, likes):
            same.add(photo_id)
    return same
