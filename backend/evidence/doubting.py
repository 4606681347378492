"""Doubting: a photo that arrives is held against those of other people in the county."""

import asyncio
import io
from collections.abc import Sequence
from uuid import UUID

from PIL import Image

from backend import clock, database, photo_store
from backend.evidence.decoding import Decoded
from backend.evidence.likeness import bands, is_near, is_same
from backend.evidence.photo import Photo
from backend.identifiers import new_id
from backend.journal import Deed, Line, Signature, record
from backend.programmes import PhotoKind

# One household hands in one booklet for several of its people, and one visit is to all of them.
_SHARED_AT_HOME = {PhotoKind.HOUSEHOLD_BOOKLET.value, PhotoKind.HOME_VISIT.value, PhotoKind.NOTICE_BOARD.value}
_OF_A_HELPER = PhotoKind.HELPER_IDENTITY.value  # one son helps both his parents
_CANDIDATES = 2000  # newest fingerprints looked at: 64 KB; a photo of a thing that thousands photograph proves nothing
_COMPARED = 20  # pairs of thumbnails laid over each other, 3 ms each

# Band by band, and set apart: so it goes by their index and reads the few that share one. All bands at once PostgreSQL
# takes for a tenth of all photos; asked for the newest in one statement it walks through all from the newest on.
_ALIKE = """
WITH alike AS MATERIALIZED (
    SELECT DISTINCT k.photo_id, k.fingerprint
    FROM unnest($1::int[]) AS band JOIN photo_print k ON k.bands @> ARRAY[band] WHERE k.county = $2)
SELECT p.id, p.thumbnail, alike.fingerprint FROM alike JOIN photo p ON p.id = alike.photo_id
JOIN resident other ON other.id = p.resident_id JOIN resident own ON own.id = $3
WHERE p.resident_id <> $3 AND NOT ($4 AND other.household_id = own.household_id) AND NOT ($6 AND p.kind = $7)
ORDER BY p.id DESC LIMIT $5
"""


async def compare(photo: Photo, decoded: Decoded, by: Signature) -> None:
    """Keep the fingerprint, and a doubt for every photo of another person that is the same; in a transaction."""
    keys = bands(decoded.fingerprint)
    # Copies handed in for two people at once wait for each other: or neither would see the other.
    await database.rows("SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 0))", decoded.fingerprint)
    found = await database.rows(
        _ALIKE, keys, photo.county, photo.resident_id, photo.kind in _SHARED_AT_HOME, _CANDIDATES,
        photo.kind == _OF_A_HELPER, _OF_A_HELPER,
    )  # fmt: skip
    near = [each for each in found if is_near(each["fingerprint"], decoded.fingerprint)][:_COMPARED]
    same = await asyncio.to_thread(_same, decoded.thumbnail, [(each["id"], each["thumbnail"]) for each in near])
    await database.execute(
        "INSERT INTO photo_print (photo_id, county, fingerprint, bands) VALUES ($1, $2, $3, $4)",
        photo.id, photo.county, decoded.fingerprint, keys,
    )  # fmt: skip
    for other in same:
        await _doubt(photo, other, by)


def same_among(digest: str, others: Sequence[tuple[UUID, str]]) -> list[UUID]:
    """Which of these photos, each with the hash of its thumbnail, show what the kept thumbnail `digest` shows."""
    if not others:
        return []
    try:
        return _same(photo_store.fetch(digest), others)
    except FileNotFoundError:
        return []


def _same(thumbnail: bytes, others: Sequence[tuple[UUID, str]]) -> list[UUID]:
    if not others:
        return []
    own = Image.open(io.BytesIO(thumbnail))
    found = []
    for photo_id, digest in others:
        try:
            other = Image.open(io.BytesIO(photo_store.fetch(digest)))
        except FileNotFoundError:
            continue
        if is_same(own, other):
            found.append(photo_id)
    return found


async def _doubt(photo: Photo, other: UUID, by: Signature) -> None:
    doubt_id = new_id()
    await database.execute(
        "INSERT INTO photo_doubt (id, county, photo_id, like_photo_id, found_at) VALUES ($1, $2, $3, $4, $5)",
        doubt_id, photo.county, photo.id, other, clock.now(),
    )  # fmt: skip
    line = Line(
        Deed.PHOTO_DOUBTED, photo.county, "photo", photo.id, resident_id=photo.resident_id, village=photo.village,
        facts={"doubt_id": doubt_id, "like_photo_id": other},
    )  # fmt: skip
    await record(line, by=by)
