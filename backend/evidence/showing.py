"""Showing a photo: watermarked with who looks, why and when; an officer's look is journaled."""

import asyncio
from uuid import UUID

from backend import clock, database, photo_store
from backend.evidence.photo import NoSuchPhoto, Photo, get_photo
from backend.evidence.receiving import DECODERS
from backend.evidence.watermarking import watermarked
from backend.journal import By, Deed, Line, Signature, record


async def show(photo_id: UUID, *, viewer: str, purpose: str, by: Signature) -> bytes:
    """The photo as JPEG under a tiled watermark of `purpose`, `viewer` and the county's date; NoSuchPhoto.

    Whether `by` may see it is asked of the case before. `purpose` goes to the journal: no personal data in it.
    """
    photo = await get_photo(photo_id)
    content = await _bytes(photo.digest)
    if by.kind is By.OFFICER:
        async with database.transaction():
            await record(_line(photo, purpose), by=by)
    return await _marked(content, viewer, purpose)


async def thumbnail(photo_id: UUID, *, viewer: str, purpose: str) -> bytes:
    """A JPEG of at most 320 pixels under the same watermark, for lists of the case's own readers; NoSuchPhoto.

    On 320 pixels the number of an identity card can still be read. Not journaled: who opens a list looks at none yet.
    """
    photo = await get_photo(photo_id)
    return await _marked(await _bytes(photo.thumbnail), viewer, purpose)


async def _marked(content: bytes, viewer: str, purpose: str) -> bytes:
    moment = f"{clock.in_county_time(clock.now()):%Y-%m-%d %H:%M}"
    async with DECODERS:
        return await asyncio.to_thread(watermarked, content, f"{purpose} {viewer} {moment}")


async def _bytes(digest: str) -> bytes:
    try:
        return await asyncio.to_thread(photo_store.fetch, digest)
    except FileNotFoundError:
        raise NoSuchPhoto from None


def _line(photo: Photo, purpose: str) -> Line:
    return Line(
        Deed.PHOTO_SHOWN, photo.county, "photo", photo.id, resident_id=photo.resident_id, village=photo.village,
        facts={"kind": photo.kind, "purpose": purpose},
    )  # fmt: skip
