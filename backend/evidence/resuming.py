"""Resuming: a file goes on arriving where the network broke off, and counts only when all of it is proved."""

import asyncio
import hashlib
import os
from collections.abc import Collection
from uuid import UUID

from backend import clock, database
from backend.evidence.decoding import BYTES_AT_MOST, EmptyPhoto, PhotoTooLarge
from backend.evidence.receiving import UploadIdReused
from backend.evidence.upload import Upload, parts_file
from backend.identifiers import new_id
from backend.journal import Signature
from backend.refusals import NotAcceptable, NotFound, NotNow

CHUNK_AT_MOST = 1024 * 1024  # bytes: what a phone on a mountain sends in half a minute
_SENT = """
SELECT digest, id AS upload_row FROM upload
WHERE by_kind = $1 AND by_id = $2 AND digest = ANY ($3::bpchar[]) AND whole_at IS NOT NULL
UNION ALL SELECT sent_digest, NULL FROM photo
WHERE by_kind = $1 AND by_id = $2 AND sent_digest = ANY ($3::bpchar[])
"""
_OWN = "SELECT * FROM upload WHERE by_kind = $1 AND by_id = $2 AND upload_id = $3"
_WHOLE = "SELECT id FROM upload WHERE by_kind = $1 AND by_id = $2 AND digest = $3 AND whole_at IS NOT NULL"
_USE = """
UPDATE upload SET used_at = $4
WHERE by_kind = $1 AND by_id = $2 AND digest = $3 AND whole_at IS NOT NULL AND used_at IS NULL RETURNING id
"""


class NoSuchUpload(NotFound):
    """Never begun, or it lay unfinished too long."""

    sentence = "这次上传已经过期，请重新开始上传这张照片。"


class WrongOffset(NotNow):
    """A part that does not follow the last one; `details["arrived"]` says where to go on."""

    sentence = "上传的位置接不上，请从已收到的地方继续上传。"


class ChunkSpoiled(NotAcceptable):
    """The part is not what its digest says: broken on the way. Send this part again."""

    sentence = "这一段没有传好，请重新上传这一段。"


class FileSpoiled(NotAcceptable):
    """All parts arrived, but the whole is not what was promised. Begin again."""

    sentence = "照片传完了但内容不对，请从头重新上传这张照片。"


async def begin_upload(upload_id: UUID, by: Signature, *, county: str, digest: str, size: int) -> Upload:
    """Begin, or find out where to go on: the same id again answers with what has `arrived`, in bytes.

    `digest` is the whole file's SHA-256. Refuses with EmptyPhoto, PhotoTooLarge and UploadIdReused.
    """
    if size < 1:
        raise EmptyPhoto
    if size > BYTES_AT_MOST:
        raise PhotoTooLarge
    (upload,) = await database.models(
        Upload,
        """INSERT INTO upload (id, county, by_kind, by_id, upload_id, digest, bytes, begun_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (by_kind, by_id, upload_id) DO UPDATE SET upload_id = excluded.upload_id RETURNING *""",
        new_id(), county, by.kind.value, by.id, upload_id, digest, size, clock.now(),
    )  # fmt: skip
    if (upload.digest, upload.bytes) != (digest, size):
        raise UploadIdReused
    return upload


async def get_upload(upload_id: UUID, by: Signature) -> Upload:
    """One's own upload; NoSuchUpload."""
    found = await database.models(Upload, _OWN, by.kind.value, by.id, upload_id)
    if not found:
        raise NoSuchUpload
    return found[0]


async def take_chunk(upload_id: UUID, by: Signature, *, offset: int, digest: str, content: bytes) -> Upload:
    """Take the part that begins at `offset`; a part that is there already changes nothing.

    Refuses with NoSuchUpload, ChunkSpoiled, WrongOffset and, after the last part, FileSpoiled.
    """
    upload = await get_upload(upload_id, by)
    if not content or hashlib.sha256(content).hexdigest() != digest:
        raise ChunkSpoiled(arrived=upload.arrived)
    end = offset + len(content)
    if upload.whole_at is not None or (offset < upload.arrived and end <= upload.arrived):
        return upload
    if offset != upload.arrived or end > upload.bytes:
        raise WrongOffset(arrived=upload.arrived)
    await asyncio.to_thread(_write, upload.id, offset, content)
    last = end == upload.bytes
    # Proved before the row says that it arrived: a process that dies in between is asked for this part again.
    if last and await asyncio.to_thread(_digest, upload.id) != upload.digest:
        await Upload.filter(id=upload.id, arrived=offset).update(arrived=0)
        raise FileSpoiled(arrived=0)
    grown = await database.models(
        Upload,
        """UPDATE upload SET arrived = $3, whole_at = $4 WHERE id = $1 AND arrived = $2 AND whole_at IS NULL
           RETURNING *""",
        upload.id, offset, end, clock.now() if last else None,
    )  # fmt: skip
    return grown[0] if grown else await get_upload(upload_id, by)


async def is_whole(digest: str, by: Signature) -> bool:
    """Whether all of a file of one's own has arrived and lies here still."""
    return any(parts_file(each).exists() for each in await _whole(digest, by))


async def files_here(digests: Collection[str], by: Signature) -> dict[str, bool]:
    """Which of these files one has sent, and whether each is a photo already; else it is whole and here still."""
    sent = await database.rows(_SENT, by.kind.value, by.id, list(digests))
    whole = {each["digest"] for each in sent if each["upload_row"] and parts_file(each["upload_row"]).exists()}
    photos = {each["digest"] for each in sent if not each["upload_row"]}
    return {digest: digest in photos for digest in whole | photos}


async def whole_file(digest: str, by: Signature) -> bytes | None:
    """The bytes of a whole file of one's own; None while they have not all arrived."""
    for upload_row in await _whole(digest, by):
        try:
            return await asyncio.to_thread(parts_file(upload_row).read_bytes)
        except FileNotFoundError:  # it has become a photo already
            continue
    return None


async def _whole(digest: str, by: Signature) -> list[UUID]:
    return [each["id"] for each in await database.rows(_WHOLE, by.kind.value, by.id, digest)]


async def forget_uploads(digest: str, by: Signature) -> None:
    """The file has become a photo: its parts are needed no more. The row stays, to answer whoever sends it again."""
    used = await database.rows(_USE, by.kind.value, by.id, digest, clock.now())
    for each in used:
        parts_file(each["id"]).unlink(missing_ok=True)


def _write(upload_row: UUID, offset: int, content: bytes) -> None:
    """Durable before the row says so."""
    file = parts_file(upload_row)
    file.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(opened, content, offset)
        os.fsync(opened)
    finally:
        os.close(opened)


def _digest(upload_row: UUID) -> str:
    with parts_file(upload_row).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
