"""Recognising: whether the picture that was just sent is one that came of the same person before."""

import asyncio
from datetime import timedelta

from backend import database
from backend.evidence.doubting import same_among
from backend.evidence.likeness import is_near
from backend.evidence.photo import Photo

_SENT_TWICE = timedelta(days=1)  # a phone that got no answer sends again; what came longer ago was taken before
_EARLIER = """
SELECT p.id, p.thumbnail, p.sent_digest = $4 AS same_file, k.fingerprint, own.fingerprint AS own
FROM photo p LEFT JOIN photo_print k ON k.photo_id = p.id LEFT JOIN photo_print own ON own.photo_id = $2
WHERE p.resident_id = $1 AND p.id <> $2 AND p.received_at < $3
"""


async def came_before(photo: Photo) -> bool:
    """Whether the same picture of the person came more than a day before this one, as that file or sent on."""
    earlier = await database.rows(
        _EARLIER, photo.resident_id, photo.id, photo.received_at - _SENT_TWICE, photo.sent_digest
    )
    if any(each["same_file"] for each in earlier):
        return True
    printed = [each for each in earlier if each["fingerprint"] and each["own"]]
    near = [(each["id"], each["thumbnail"]) for each in printed if is_near(each["fingerprint"], each["own"])]
    return bool(await asyncio.to_thread(same_among, photo.thumbnail, near))
