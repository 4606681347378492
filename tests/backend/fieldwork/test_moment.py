"""When something was done offline: as far as the phone's clock and the camera can be believed, and said where not."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend import clock, fieldwork
from backend.evidence import Photo
from backend.fieldwork import FieldItem, Remark, Said
from backend.journal import Deed, Entry
from tests.backend.evidence.pictures import with_exif
from tests.backend.fieldwork.offline import an_item, sha256, upload
from tests.people import a_cadre, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_phone_whose_clock_is_days_off_proves_no_time_and_loses_nothing() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    now = clock.now()
    photo = {"resident_id": elder.id, "shows": "portrait", "sha256": "0" * 64}
    start = {"programme": "old_age_allowance", "resident_id": elder.id}
    skewed, future, old, abroad, slow = [
        (await fieldwork.sync([item], cadre, phone_time=phone_time))[0]
        for item, phone_time in (
            (an_item("start", at=now + timedelta(days=3), **start), now + timedelta(days=3)),
            (an_item("photo", at=now + timedelta(days=2), **photo), now),
            (an_item("photo", at=now - timedelta(days=100), **photo), now),
            (an_item("photo", latitude=39.9, longitude=116.4, **photo), now),
            (an_item("photo", at=now - timedelta(hours=9), latitude=34.0, longitude=112.0, **photo),
             now - timedelta(hours=8)),
        )
    ]  # fmt: skip
    assert (skewed.said, skewed.remarks) == (Said.DONE, [Remark.CLOCK_SKEWED])
    assert future.remarks == [Remark.FROM_THE_FUTURE]
    assert old.remarks == [Remark.LONG_AGO]
    assert abroad.remarks == [Remark.PLACE_OUTSIDE]
    assert slow.remarks == []
    last = await FieldItem.all().order_by("-id").first()
    assert last is not None
    assert abs(last.captured_at - (now - timedelta(hours=1))) < timedelta(minutes=1)
    remarked = await Entry.filter(deed=Deed.FIELD_ITEM_REMARKED.value).order_by("id")
    assert [each.facts["remark"] for each in remarked] == [
        Remark.CLOCK_SKEWED, Remark.FROM_THE_FUTURE, Remark.LONG_AGO, Remark.PLACE_OUTSIDE,
    ]  # fmt: skip


async def test_what_the_camera_noted_is_remarked_as_if_the_phone_had_said_it() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    peking = ("N", (39.0, 54.0, 0.0), "E", (116.0, 24.0, 0.0))
    for content, remark in (
        (with_exif("2026:03:02 09:30:00", peking), Remark.PLACE_OUTSIDE), (with_exif("2199:01:01 00:00:00"), None),
    ):  # fmt: skip
        photo = an_item("photo", resident_id=elder.id, shows="portrait", sha256=sha256(content))
        await fieldwork.sync([photo], cadre)
        await upload(content, cadre)
        (shown,) = await fieldwork.sync([photo], cadre)
        assert [each for each in shown.remarks if not each.is_advice] == ([remark] if remark else [])
    assert [each.facts["remark"] for each in await Entry.filter(deed=Deed.FIELD_ITEM_REMARKED.value)] == [
        "place_outside"
    ]


async def test_of_a_phone_whose_clock_is_days_off_the_camera_proves_no_time_either() -> None:
    cadre, elder, content = await a_cadre(), await a_resident(), with_exif("2026:01:05 09:30:00")
    wrong = clock.now() - timedelta(days=56)
    photo = an_item("photo", at=wrong, resident_id=elder.id, shows="portrait", sha256=sha256(content))
    await fieldwork.sync([photo], cadre, phone_time=wrong)
    await upload(content, cadre)
    assert (await Photo.get()).captured_at is None, "it counts as taken when it arrived"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("slow", [-20, 20])
async def test_a_moment_at_the_end_of_the_calendar_is_taken_like_any_other(moment: str, slow: int) -> None:
    start = an_item(
        "start", at=datetime.fromisoformat(moment), programme="old_age_allowance", resident_id=(await a_resident()).id
    )
    (told,) = await fieldwork.sync([start], await a_cadre(), phone_time=clock.now() + timedelta(minutes=slow))
    assert told.said is Said.DONE
    assert told.remarks == [Remark.LONG_AGO if moment < "1" else Remark.FROM_THE_FUTURE]
