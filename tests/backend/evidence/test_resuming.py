"""A file that arrives in parts goes on where it broke off, and is believed only as a whole."""

import hashlib
from typing import Any
from uuid import uuid4

import pytest

from backend import evidence
from backend.evidence import (
    ChunkSpoiled,
    EmptyPhoto,
    FileSpoiled,
    NoSuchUpload,
    PhotoTooLarge,
    UploadIdReused,
    WrongOffset,
)
from backend.evidence.decoding import BYTES_AT_MOST
from backend.refusals import Refusal
from backend.staff import Cadre
from tests.backend.evidence.pictures import a_picture
from tests.people import COUNTY, a_cadre


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def begun(content: bytes, cadre: Cadre, upload_id: Any, digest: str | None = None) -> evidence.Upload:
    return await evidence.begin_upload(
        upload_id, cadre.signature, county=COUNTY, digest=digest or sha256(content), size=len(content)
    )


async def put(upload_id: Any, cadre: Cadre, offset: int, part: bytes, digest: str | None = None) -> evidence.Upload:
    return await evidence.take_chunk(
        upload_id, cadre.signature, offset=offset, digest=digest or sha256(part), content=part
    )


async def test_it_goes_on_where_it_broke_off() -> None:
    cadre, content, upload_id = await a_cadre(), a_picture(), uuid4()
    await begun(content, cadre, upload_id)
    await put(upload_id, cadre, 0, content[:100])
    with pytest.raises(ChunkSpoiled):
        await put(upload_id, cadre, 100, content[100:200], digest="0" * 64)
    with pytest.raises(WrongOffset) as gap:
        await put(upload_id, cadre, 150, content[150:200])
    assert gap.value.details == {"arrived": 100}
    assert (await put(upload_id, cadre, 0, content[:100])).arrived == 100, "a part sent twice"
    assert (await begun(content, cadre, upload_id)).arrived == 100
    assert not await evidence.is_whole(sha256(content), cadre.signature)
    whole = await put(upload_id, cadre, 100, content[100:])
    assert whole.whole_at is not None
    assert await evidence.whole_file(sha256(content), cadre.signature) == content
    assert await evidence.whole_file(sha256(content), (await a_cadre()).signature) is None
    with pytest.raises(UploadIdReused):
        await begun(content[:-1], cadre, upload_id)


async def test_a_whole_that_is_not_what_was_promised_begins_again_and_old_parts_go(at: Any) -> None:
    cadre, content, upload_id = await a_cadre(), a_picture(), uuid4()
    await begun(content, cadre, upload_id, digest="a" * 64)
    with pytest.raises(FileSpoiled):
        await put(upload_id, cadre, 0, content)
    assert (await evidence.get_upload(upload_id, cadre.signature)).arrived == 0
    at("2026-03-20 09:30")
    assert await evidence.expire_uploads() == 1
    with pytest.raises(NoSuchUpload):
        await evidence.get_upload(upload_id, cadre.signature)


@pytest.mark.parametrize(("size", "refusal"), [(0, EmptyPhoto), (-1, EmptyPhoto), (BYTES_AT_MOST + 1, PhotoTooLarge)])
async def test_what_no_photo_can_be_is_not_begun(size: int, refusal: type[Refusal]) -> None:
    cadre = await a_cadre()
    with pytest.raises(refusal):
        await evidence.begin_upload(uuid4(), cadre.signature, county=COUNTY, digest="a" * 64, size=size)
