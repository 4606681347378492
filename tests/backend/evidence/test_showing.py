"""Showing photos under a watermark, and sweeping what nobody claims."""

import io
import os
import time
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from backend import evidence, journal, photo_store
from backend.evidence import NoSuchPhoto, Photo, showing
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.settings import settings
from tests.backend.evidence.pictures import a_picture
from tests.people import a_resident, an_officer


async def a_photo(size: tuple[int, int] = (800, 600)) -> Photo:
    resident = await a_resident()
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, "JPEG", quality=90)
    received = await evidence.receive(
        content.getvalue() + os.urandom(8), upload_id=new_id(), resident=resident, kind=PhotoKind.PORTRAIT,
        by=Signature(By.RESIDENT, resident.id),
    )  # fmt: skip
    return received.photo


def difference(one: bytes, other: bytes) -> Image.Image:
    return ImageChops.difference(Image.open(io.BytesIO(one)), Image.open(io.BytesIO(other))).convert("L")


def strongest(marks: Image.Image) -> int:
    return max(level for level, pixels in enumerate(marks.histogram()) if pixels)


async def test_what_is_shown_bears_the_watermark_all_over(empty_database: str) -> None:
    photo, officer = await a_photo(), await an_officer()
    shown = await evidence.show(photo.id, viewer="赵敏", purpose="审核高龄津贴", by=officer.signature)
    marks = difference(shown, photo_store.fetch(photo.digest))
    assert marks.size == (800, 600)
    for left in (0, 400):
        for top in (0, 300):
            quarter = marks.crop((left, top, left + 400, top + 300))
            assert strongest(quarter) > 30, f"no mark in the quarter at {left},{top}"


async def test_two_viewers_get_two_marks(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    photo, officer, other = await a_photo(), await an_officer(), await an_officer()
    one = await evidence.show(photo.id, viewer="赵敏", purpose="审核", by=officer.signature)
    two = await evidence.show(photo.id, viewer="孙丽", purpose="审核", by=other.signature)
    assert strongest(difference(one, two)) > 30


async def test_purpose_and_viewer_are_written_out_on_every_machine(empty_database: str, at: Any) -> None:
    """Also on one that has no Chinese font."""
    at("2026-03-02 09:30")
    photo, officer = await a_photo(), await an_officer()
    marks = [
        await evidence.show(photo.id, viewer=viewer, purpose=purpose, by=officer.signature)
        for viewer, purpose in (("赵敏", "审核"), ("孙丽", "审核"), ("赵敏", "送达"), ("赵䶮", "审核"))
    ]
    for one, other in combinations(marks, 2):
        assert strongest(difference(one, other)) > 30


async def test_an_officers_look_is_journaled_and_the_owners_is_not(empty_database: str) -> None:
    photo, officer = await a_photo(), await an_officer()
    await evidence.show(photo.id, viewer="本人", purpose="查看", by=Signature(By.RESIDENT, photo.resident_id))
    await evidence.show(photo.id, viewer="赵敏", purpose="审核", by=officer.signature)
    entries = [each for each in await journal.history_of(photo.id) if each.deed == "evidence.photo_shown"]
    assert [(each.by_id, each.facts["purpose"]) for each in entries] == [(officer.id, "审核")]


async def test_a_small_photo_is_watermarked_too(empty_database: str) -> None:
    photo, officer = await a_photo((20, 10)), await an_officer()
    shown = await evidence.show(photo.id, viewer="赵敏", purpose="审核", by=officer.signature)
    assert Image.open(io.BytesIO(shown)).size == (20, 10)


async def test_a_thumbnail_is_at_most_320_pixels_and_bears_the_watermark(empty_database: str) -> None:
    """The number of an identity card can be read on it."""
    photo = await a_photo()
    small = await evidence.thumbnail(photo.id, viewer="赵敏", purpose="审核")
    marks = difference(small, photo_store.fetch(photo.thumbnail))
    assert marks.size == (320, 240)
    for left in (0, 160):
        for top in (0, 120):
            assert strongest(marks.crop((left, top, left + 160, top + 120))) > 30, (left, top)
    other = await evidence.thumbnail(photo.id, viewer="孙丽", purpose="审核")
    assert strongest(difference(small, other)) > 30
    assert [each.deed for each in await journal.history_of(photo.id)] == ["evidence.photo_received"]


async def test_the_mark_says_for_what_for_whom_and_when(
    empty_database: str, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-03-02 09:30")
    said: list[str] = []

    def marked(content: bytes, text: str) -> bytes:
        said.append(text)
        return content

    monkeypatch.setattr(showing, "watermarked", marked)
    photo, officer = await a_photo(), await an_officer()
    looked = {"viewer": "赵敏", "purpose": "审核高龄津贴"}
    await evidence.show(photo.id, **looked, by=officer.signature)
    await evidence.thumbnail(photo.id, **looked)
    assert said == ["审核高龄津贴 赵敏 2026-03-02 09:30"] * 2


async def test_an_unknown_photo_and_lost_bytes_are_told_as_no_such_photo(empty_database: str) -> None:
    officer, photo = await an_officer(), await a_photo()
    with pytest.raises(NoSuchPhoto):
        await evidence.thumbnail(new_id(), viewer="赵敏", purpose="审核")
    photo_store.forget(photo.digest)
    with pytest.raises(NoSuchPhoto):
        await evidence.show(photo.id, viewer="赵敏", purpose="审核", by=officer.signature)


async def test_the_sweeper_forgets_what_is_old_and_unclaimed_only(empty_database: str) -> None:
    await evidence.sweep(timedelta(days=-1))
    claimed = await a_photo()
    old, young = photo_store.keep(a_picture()), photo_store.keep(a_picture())
    long_ago = time.time() - timedelta(days=2).total_seconds()
    for digest in (claimed.digest, claimed.thumbnail, old):
        os.utime(Path(settings().photo_dir) / digest[:2] / digest[2:4] / digest, (long_ago, long_ago))
    assert await evidence.sweep(timedelta(days=1)) == 1
    assert photo_store.fetch(claimed.digest)
    assert photo_store.fetch(claimed.thumbnail)
    assert photo_store.fetch(young)
    with pytest.raises(FileNotFoundError):
        photo_store.fetch(old)
