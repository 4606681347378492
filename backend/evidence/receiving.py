"""Receiving a photo: verified, stripped, kept once however often it is sent."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, photo_store, programmes
from backend.evidence.decoding import Decoded, decode
from backend.evidence.doubting import compare
from backend.evidence.doubting_place import oddities
from backend.evidence.exif import is_a_place
from backend.evidence.judging import Flaw
from backend.evidence.photo import Photo
from backend.evidence.recognising import proved_a_visit
from backend.identifiers import new_id
from backend.journal import By, Deed, Line, Signature, record
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotNow
from backend.residents import Resident
from backend.staff import OutsideYourVillage, villages_served

# Held shared while a photo's bytes and row are written, alone by the sweeper: bytes about to get a row are not swept.
STORE_LOCK = 0x50484F54  # "PHOT"
# Two decoders at once: one photo may take 120 MB while it is decoded.
DECODERS = asyncio.Semaphore(2)
_SAME_DAY = timedelta(days=1)  # a camera may be set to another zone
_ODD = (Flaw.FROM_THE_FUTURE, Flaw.PLACE_OUTSIDE)
_OF_A_VISIT = (PhotoKind.HOME_VISIT.value, PhotoKind.VISIT_SIGNATURE.value)
_KNOWN = "SELECT * FROM photo WHERE by_kind = $1 AND by_id = $2 AND upload_id = $3"


class UploadIdReused(NotNow):
    """The upload id was used for another photo: a fault of the client, which must make a new id for each."""

    sentence = "这张照片的上传编号和之前的照片重复了，请重新选择照片再上传。"


class PlaceImpossible(NotAcceptable):
    """Only half a place, or degrees outside the earth."""

    sentence = "拍摄位置不正确，请重新定位，或不填位置。"


@dataclass(frozen=True)
class Received:
    """`already_known`: the same upload had arrived before; nothing new was kept."""

    photo: Photo
    already_known: bool


async def receive(
    content: bytes,
    *,
    upload_id: UUID,
    resident: Resident,
    kind: PhotoKind,
    captured_at: datetime | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    believes_camera: bool = True,
    by: Signature,
) -> Received:
    """Take a photo of or for `resident`; `upload_id` is made by the client, so that sending again is safe.

    Given moment (aware) and place (degrees, WGS 84) win over what the camera noted, but a picture that the camera dates
    more than a day earlier is that old; of a phone whose clock is wrong the camera is not believed about the time. A
    moment in the future and a place outside the county are remarked, not refused. Refuses with OutsideYourVillage,
    EmptyPhoto, PhotoTooLarge, NotAPhoto, TooManyPixels, PhotoTruncated, PlaceImpossible and UploadIdReused.
    """
    if by.kind is By.CADRE and by.id is not None and resident.village not in await villages_served(by.id):
        raise OutsideYourVillage
    if (latitude is None) != (longitude is None):
        raise PlaceImpossible
    if latitude is not None and longitude is not None and not is_a_place(latitude, longitude):
        raise PlaceImpossible
    sent_digest = hashlib.sha256(content).hexdigest()
    known = await _known(upload_id, by)
    if known is None:
        async with DECODERS:
            decoded = await asyncio.to_thread(decode, content, kind)
        photo = _photo(decoded, resident, kind, upload_id, sent_digest, by)
        if captured_at is not None or not believes_camera:
            photo.captured_at = _taken_at(captured_at, decoded.capture.at if believes_camera else None)
        if latitude is not None:
            photo.latitude, photo.longitude = latitude, longitude
        await _note_oddities(photo)
        try:
            await _keep(photo, decoded, by)
            return Received(photo, already_known=False)
        except IntegrityError:  # the same upload, sent twice at once: the other one was kept
            known = await _known(upload_id, by)
            if known is None:
                raise
    if (known.sent_digest, known.resident_id, known.kind) != (sent_digest, resident.id, kind.value):
        raise UploadIdReused
    return Received(known, already_known=True)


def _taken_at(said: datetime | None, camera: datetime | None) -> datetime | None:
    """What was said, unless the camera noted more than a day before: a picture out of the album is as old as it is."""
    return camera if said is not None and camera is not None and camera < said - _SAME_DAY else said


async def _known(upload_id: UUID, by: Signature) -> Photo | None:
    found = await database.models(Photo, _KNOWN, by.kind.value, by.id, upload_id)
    return found[0] if found else None


def _photo(
    decoded: Decoded, resident: Resident, kind: PhotoKind, upload_id: UUID, sent_digest: str, by: Signature
) -> Photo:
    return Photo(
        id=new_id(), county=resident.county, village=resident.village, resident_id=resident.id, kind=kind.value,
        by_kind=by.kind.value, by_id=by.id, upload_id=upload_id, sent_digest=sent_digest, format=decoded.format,
        width=decoded.width, height=decoded.height, bytes=len(decoded.photo), captured_at=decoded.capture.at,
        latitude=decoded.capture.latitude, longitude=decoded.capture.longitude, received_at=clock.now(),
        flaws=[flaw.value for flaw in decoded.flaws],
    )  # fmt: skip


async def _note_oddities(photo: Photo) -> None:
    """A moment in the future is none: the photo counts as taken when it arrived."""
    placed = photo.latitude is not None  # most are not, and the bounds are one of some seventy values
    rates = await programmes.parameters_on(photo.county, clock.today()) if placed else {}
    odd = oddities(photo.captured_at, (photo.latitude, photo.longitude), rates)
    photo.flaws = [*photo.flaws, *(each.value for each in odd)]
    if Flaw.FROM_THE_FUTURE in odd:
        photo.captured_at = None


async def _keep(photo: Photo, decoded: Decoded, by: Signature) -> None:
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock_shared($1)", STORE_LOCK)
        photo.digest = await asyncio.to_thread(photo_store.keep, decoded.photo)
        photo.thumbnail = await asyncio.to_thread(photo_store.keep, decoded.thumbnail)
        await photo.save(force_create=True)
        odd = [each for each in photo.flaws if each in _ODD]
        facts = {"kind": photo.kind, "digest": photo.digest, "bytes": photo.bytes, **({"odd": odd} if odd else {})}
        line = Line(
            Deed.PHOTO_RECEIVED, photo.county, "photo", photo.id, resident_id=photo.resident_id,
            village=photo.village, facts=facts,
        )  # fmt: skip
        await record(line, by=by)
        await compare(photo, decoded, by)
        if photo.kind in _OF_A_VISIT and await proved_a_visit(photo):
            photo.flaws = [*photo.flaws, Flaw.VISITED_BEFORE.value]
            await photo.save(update_fields=["flaws"])
