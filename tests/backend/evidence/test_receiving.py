"""Receiving photos: each bad one refused in its own words, each good one kept once and stripped."""

import asyncio
import io
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from backend import clock, evidence, journal, photo_store
from backend.evidence import (
    EmptyPhoto,
    NotAPhoto,
    Photo,
    PhotoTooLarge,
    PhotoTruncated,
    PlaceImpossible,
    Received,
    TooManyPixels,
    UploadIdReused,
)
from backend.evidence.decoding import decode
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import OutsideYourVillage
from tests.backend.evidence.heic import a_heic
from tests.backend.evidence.pictures import a_picture, a_vast_png, a_zip, with_exif
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, seed_parameters

MEGABYTE = 1024 * 1024
BAD: dict[str, tuple[bytes, type[Refusal], str]] = {
    "empty": (b"", EmptyPhoto, "空的"),
    "eleven megabytes": (a_picture() + b"\0" * 11 * MEGABYTE, PhotoTooLarge, "10兆"),
    "a zip named .png": (a_zip(), NotAPhoto, "不是照片"),
    "a zip behind the first bytes of a PNG": (b"\x89PNG\r\n\x1a\n" + a_zip(), NotAPhoto, "不是照片"),
    "a GIF": (a_picture("GIF", mode="L"), NotAPhoto, "不是照片"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAPhoto, "不是照片"),
    "30,000 by 30,000": (a_vast_png(30_000, 30_000), TooManyPixels, "尺寸太大"),
    "41 megapixels": (a_vast_png(8200, 5000), TooManyPixels, "尺寸太大"),
    "a truncated JPEG": (a_picture()[:-400], PhotoTruncated, "不完整"),
    "a truncated PNG": (a_picture("PNG")[:-400], PhotoTruncated, "不完整"),
    "a JPEG of three bytes": (b"\xff\xd8\xff", NotAPhoto, "不是照片"),
    "a PNG without a picture": (a_vast_png(100, 100), PhotoTruncated, "不完整"),
    "a PNG of no width": (a_vast_png(0, 10), NotAPhoto, "不是照片"),
    "a truncated HEIC": (a_heic()[:-400], PhotoTruncated, "不完整"),
    "a HEIC that claims 30,000 by 30,000": (a_heic(claimed=30_000), TooManyPixels, "尺寸太大"),
    "the beginning of a HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NotAPhoto, "不是照片"),
}


async def received(resident: Resident, content: bytes, **given: Any) -> Received:
    by = given.pop("by", Signature(By.RESIDENT, resident.id))
    upload_id = given.pop("upload_id", None) or new_id()
    return await evidence.receive(
        content, upload_id=upload_id, resident=resident, kind=PhotoKind.IDENTITY_CARD, by=by, **given
    )


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_sound_photo_is_refused_and_not_kept(empty_database: str, name: str) -> None:
    content, refusal, word = BAD[name]
    before = set(photo_store.kept_before(float("inf")))
    with pytest.raises(refusal) as refused:
        await received(await a_resident(), content)
    assert type(refused.value) is refusal
    assert word in refused.value.shown
    assert await Photo.all().count() == 0
    assert set(photo_store.kept_before(float("inf"))) == before


async def test_every_refusal_has_a_sentence_of_its_own() -> None:
    refusals = {EmptyPhoto, NotAPhoto, PhotoTooLarge, PhotoTruncated, TooManyPixels, UploadIdReused, PlaceImpossible}
    assert len({refusal.sentence for refusal in refusals}) == len(refusals)


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (a_picture(), "jpeg"),
        (a_picture(mode="CMYK"), "jpeg"),
        (a_picture(mode="L"), "jpeg"),
        (a_picture("PNG", mode="RGBA"), "png"),
        (a_picture("PNG", mode="P"), "png"),
        (a_picture("PNG", mode="1"), "png"),
    ],
)
async def test_a_sound_photo_is_kept_as_jpeg_with_a_thumbnail(empty_database: str, content: bytes, format: str) -> None:
    photo = (await received(await a_resident(), content)).photo
    assert photo.format == format
    kept = Image.open(io.BytesIO(photo_store.fetch(photo.digest)))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (64, 48))
    assert (photo.width, photo.height) == (64, 48)
    assert Image.open(io.BytesIO(photo_store.fetch(photo.thumbnail))).format == "JPEG"
    (entry,) = await journal.history_of(photo.id)
    assert entry.deed == "evidence.photo_received"


async def test_an_iphones_heic_is_kept_as_jpeg(empty_database: str) -> None:
    photo = (await received(await a_resident(), a_heic())).photo
    assert (photo.format, photo.width, photo.height) == ("heic", 32, 32)
    kept = Image.open(io.BytesIO(photo_store.fetch(photo.digest)))
    assert kept.format == "JPEG"
    level = kept.convert("L").getpixel((16, 16))
    assert level in range(210, 220), "the block of luma 200 in limited range"


async def test_a_photo_from_the_future_or_from_elsewhere_is_kept_and_says_so(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder = await a_resident()
    there = {"latitude": 39.9, "longitude": 116.4, "captured_at": clock.now() + timedelta(days=3)}
    photo = (await received(elder, a_picture(), **there)).photo
    assert (photo.flaws[-2:], photo.captured_at) == (["from_the_future", "place_outside"], None)
    (entry,) = await journal.history_of(photo.id)
    assert entry.facts["odd"] == ["from_the_future", "place_outside"]
    here = {"latitude": 34.0, "longitude": 112.1, "captured_at": clock.now() + timedelta(minutes=9)}
    photo = (await received(elder, a_picture(), **here)).photo
    assert not {"from_the_future", "place_outside"} & set(photo.flaws)
    assert photo.captured_at == here["captured_at"]
    assert "odd" not in (await journal.history_of(photo.id))[0].facts


async def test_a_camera_dated_in_the_future_is_kept_and_says_so(empty_database: str) -> None:
    photo = (await received(await a_resident(), with_exif("2199:01:01 00:00:00"))).photo
    assert (photo.flaws[-1], photo.captured_at) == ("from_the_future", None)
    (entry,) = await journal.history_of(photo.id)
    assert entry.facts["odd"] == ["from_the_future"]


async def test_a_large_photo_is_made_smaller(empty_database: str) -> None:
    photo = (await received(await a_resident(), a_picture(size=(4000, 3000), quality=30))).photo
    assert (photo.width, photo.height) == (2000, 1500), "decoded at half of its size"
    photo = (await received(await a_resident(), a_picture(size=(3200, 2400), quality=30))).photo
    assert (photo.width, photo.height) == (2560, 1920)
    assert max(Image.open(io.BytesIO(photo_store.fetch(photo.thumbnail))).size) == 320


async def test_what_the_camera_noted_is_kept_as_fields_and_stripped_from_the_picture(empty_database: str) -> None:
    place = ("N", (34.0, 8.0, 2.4), "E", (112.0, 5.0, 6.0))
    photo = (await received(await a_resident(), with_exif("2026:03:02 09:30:00", place))).photo
    assert photo.captured_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert (photo.latitude, photo.longitude) == (34.134, 112.085)
    kept = photo_store.fetch(photo.digest)
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"SECRET-CAMERA" not in kept


async def test_what_the_client_says_wins_over_the_camera(empty_database: str) -> None:
    place = ("N", (34.0, 8.0, 2.4), "E", (112.0, 5.0, 6.0))
    said = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    content = with_exif("2026:03:02 09:30:00", place)
    photo = (await received(await a_resident(), content, captured_at=said, latitude=33.9, longitude=112.0)).photo
    assert (photo.captured_at, photo.latitude, photo.longitude) == (said, 33.9, 112.0)


async def test_a_picture_out_of_the_album_is_as_old_as_the_camera_says(empty_database: str) -> None:
    elder, now = await a_resident(), datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    old = (await received(elder, with_exif("2025:03:02 09:30:00"), captured_at=now)).photo
    assert old.captured_at == datetime(2025, 3, 2, 1, 30, tzinfo=UTC)
    wrong = (await received(elder, with_exif("2025:03:02 09:30:00"), captured_at=now, believes_camera=False)).photo
    assert wrong.captured_at == now, "its phone's clock is days off"


@pytest.mark.parametrize(
    ("moment", "place"),
    [
        ("0000:00:00 00:00:00", None),
        ("yesterday", None),
        ("1970:01:01 00:00:00", None),
        ("0001:01:01 00:00:00", None),
        (None, ("N", (134.0, 0.0, 0.0), "E", (112.0, 5.0, 6.0))),
        (None, ("N", (IFDRational(0, 0), 0.0, 0.0), "E", (112.0, 5.0, 6.0))),
        (None, ("N", (34.0,), "E", (112.0, 5.0, 6.0))),
    ],
)
async def test_nonsense_from_the_camera_counts_as_not_said(empty_database: str, moment: Any, place: Any) -> None:
    photo = (await received(await a_resident(), with_exif(moment, place))).photo
    assert (photo.captured_at, photo.latitude, photo.longitude) == (None, None, None)


async def test_a_photo_taken_sideways_is_kept_upright(empty_database: str) -> None:
    photo = (await received(await a_resident(), with_exif(turned=6))).photo
    assert (photo.width, photo.height) == (48, 64)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("value", [0, 2, 7])
def test_no_wrong_byte_in_what_the_camera_noted_spoils_the_picture(value: int) -> None:
    """Pillow's own `exif_transpose` raises TypeError on several of these."""
    sound = with_exif("2026:03:02 09:30:00", ("N", (34.0, 8.0, 2.4), "E", (112.0, 5.0, 6.0)), turned=6)
    start = sound.index(b"Exif") + 6
    for place in range(start, start + 200):
        damaged = bytearray(sound)
        damaged[place] = value
        decoded = decode(bytes(damaged), PhotoKind.PORTRAIT)
        assert {decoded.width, decoded.height} == {48, 64}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sample", [a_picture(progressive=True), a_picture("PNG"), a_heic()])
def test_no_damage_to_a_photo_is_ever_a_fault_of_ours(sample: bytes) -> None:
    chance = random.Random(20260302)
    outcomes: Counter[str] = Counter()
    for _ in range(300):
        damaged = bytearray(sample)
        for _ in range(chance.choice((1, 2, 5))):
            damaged[chance.randrange(min(len(damaged), 300))] = chance.randrange(256)
        try:
            decode(bytes(damaged), PhotoKind.PORTRAIT)
            outcomes["kept"] += 1
        except Refusal as refused:
            outcomes[refused.code] += 1
    assert outcomes["evidence.PhotoTruncated"] + outcomes["evidence.NotAPhoto"] > 20, "the damage does no harm"


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (34.0, None)])
async def test_a_place_off_the_earth_is_refused(empty_database: str, latitude: Any, longitude: Any) -> None:
    with pytest.raises(PlaceImpossible):
        await received(await a_resident(), a_picture(), latitude=latitude, longitude=longitude)


async def test_the_same_upload_twice_is_kept_once(empty_database: str) -> None:
    resident, content, upload_id = await a_resident(), a_picture(), new_id()
    first = await received(resident, content, upload_id=upload_id)
    again = await received(resident, content, upload_id=upload_id)
    assert (first.already_known, again.already_known) == (False, True)
    assert first.photo.id == again.photo.id
    assert len(await journal.history_of(first.photo.id)) == 1


async def test_the_same_upload_many_times_at_once_is_kept_once(empty_database: str) -> None:
    resident, content, upload_id = await a_resident(), a_picture(), new_id()
    all_received = await asyncio.gather(*(received(resident, content, upload_id=upload_id) for _ in range(5)))
    assert sorted(each.already_known for each in all_received) == [False, True, True, True, True]
    assert len({each.photo.id for each in all_received}) == 1
    assert await Photo.all().count() == 1


async def test_an_upload_id_used_for_other_bytes_is_refused(empty_database: str) -> None:
    resident, upload_id = await a_resident(), new_id()
    await received(resident, a_picture(), upload_id=upload_id)
    with pytest.raises(UploadIdReused) as refused:
        await received(resident, a_picture(), upload_id=upload_id)
    assert "重新选择照片" in refused.value.shown


async def test_an_upload_id_used_for_another_person_is_refused(empty_database: str) -> None:
    cadre, upload_id, content = await a_cadre(), new_id(), a_picture()
    await received(await a_resident(), content, upload_id=upload_id, by=cadre.signature)
    with pytest.raises(UploadIdReused):
        await received(await a_resident(), content, upload_id=upload_id, by=cadre.signature)


async def test_two_clients_may_choose_the_same_upload_id(empty_database: str) -> None:
    upload_id = new_id()
    mine = await received(await a_resident(), a_picture(), upload_id=upload_id)
    yours = await received(await a_resident(), a_picture(), upload_id=upload_id)
    assert mine.photo.id != yours.photo.id


async def test_the_same_picture_in_two_uploads_is_two_rows_and_one_file(empty_database: str) -> None:
    resident, content = await a_resident(), a_picture()
    first, second = await received(resident, content), await received(resident, content)
    assert first.photo.id != second.photo.id
    assert first.photo.digest == second.photo.digest


async def test_a_cadre_of_another_village_takes_no_photo_of_the_person(empty_database: str) -> None:
    stranger = await a_cadre([OTHER_VILLAGE])
    with pytest.raises(OutsideYourVillage):
        await received(await a_resident(), a_picture(), by=stranger.signature)
    assert await Photo.all().count() == 0
