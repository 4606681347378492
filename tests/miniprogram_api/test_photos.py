"""Photos: verified by decoding, kept once, shown under a watermark to those who may look."""

import io
import zipfile
from collections.abc import Callable
from uuid import uuid4

import pytest
from PIL import Image

from backend.evidence import Photo
from miniprogram_api.store import store
from tests.miniprogram_api.cases import a_draft, a_photo
from tests.miniprogram_api.clients import Door, Knocker
from tests.miniprogram_api.photos import a_jpeg
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, seed_parameters, some_id


@pytest.fixture
async def wang(door: Door) -> Knocker:
    await seed_parameters()
    return await door.account(resident=await a_resident())


@pytest.fixture
async def case(wang: Knocker) -> str:
    return str((await a_draft(wang))["id"])


@pytest.mark.parametrize("moment", ["2199-01-01T00:00:00+08:00", "9999-12-31T23:59:59-14:00"])
async def test_a_photo_dated_in_the_future_is_kept_and_says_so(wang: Knocker, case: str, moment: str) -> None:
    answer = await wang.send_photo(f"/applications/{case}/photos", a_jpeg(), captured_at=moment)
    assert answer.status_code == 201, answer.text
    (remark,) = [each for each in answer.json()["remarks"] if each["code"] == "from_the_future"]
    assert "按收到的时间记录" in remark["sentence"]
    assert (await Photo.get()).captured_at is None


async def test_sent_twice_is_kept_once(wang: Knocker, case: str) -> None:
    content, upload_id = a_jpeg(), str(uuid4())
    first = await wang.send_photo(f"/applications/{case}/photos", content, upload_id=upload_id)
    again = await wang.send_photo(f"/applications/{case}/photos", content, upload_id=upload_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "already_known": True}
    assert len((await wang.get(f"/applications/{case}")).json()["photos"]) == 1


async def test_other_bytes_under_the_same_upload_id_are_refused(wang: Knocker, case: str) -> None:
    upload_id = str(uuid4())
    await wang.send_photo(f"/applications/{case}/photos", a_jpeg(), upload_id=upload_id)
    answer = await wang.send_photo(f"/applications/{case}/photos", a_jpeg(), upload_id=upload_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "evidence.UploadIdReused")


async def test_time_and_place_are_kept_as_fields(wang: Knocker, case: str) -> None:
    answer = await wang.send_photo(
        f"/applications/{case}/photos",
        a_jpeg(),
        captured_at="2026-03-02T09:15:00+08:00",
        latitude="33.8",
        longitude="112.1",
    )
    assert answer.status_code == 201, answer.text
    photo = await Photo.get(id=answer.json()["id"])
    assert (photo.latitude, photo.longitude) == (33.8, 112.1)
    assert photo.captured_at is not None
    assert photo.captured_at.isoformat() == "2026-03-02T01:15:00+00:00"


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "not a photo")
    return out.getvalue()


def a_giant() -> bytes:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "evidence.EmptyPhoto"),
        (a_zip(), "evidence.NotAPhoto"),
        (a_giant, "evidence.TooManyPixels"),
        (a_jpeg()[:-400], "evidence.PhotoTruncated"),
        (b"\xff\xd8\xff" + bytes(11 * 1024 * 1024), "evidence.PhotoTooLarge"),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "evidence.PhotoTooLarge"),
    ],
    ids=["empty", "zip", "giant", "truncated", "11 MB", "a little over 10 MB"],
)
async def test_what_is_no_fit_photo_is_refused_with_its_own_sentence(
    wang: Knocker, case: str, content: bytes | Callable[[], bytes], code: str
) -> None:
    photo = content() if callable(content) else content  # the giant is made only where it is sent
    answer = await wang.send_photo(f"/applications/{case}/photos", photo)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["detail"].endswith("。")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("upload_id", "not-a-uuid"),
        ("kind", "selfie"),
        ("captured_at", "yesterday"),
        ("captured_at", "2026-03-02T09:15:00"),
        ("captured_at", "0001-01-01T00:00:00+14:00"),
        ("latitude", "nan"),
        ("latitude", "91"),
        ("longitude", "1e400"),
        ("colour", "red"),
    ],
)
async def test_a_field_that_cannot_be_is_refused_by_name(wang: Knocker, case: str, field: str, value: str) -> None:
    form = {"kind": "portrait", "upload_id": str(uuid4()), "latitude": "33", "longitude": "112", field: value}
    answer = await wang.send_photo(f"/applications/{case}/photos", a_jpeg(), **form)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == f"body.{field}"


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\nrubbish", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"]
)
async def test_a_form_that_cannot_be_read_is_refused(door: Door, wang: Knocker, case: str, body: bytes) -> None:
    answer = await door.client.post(
        f"/v1/applications/{case}/photos",
        content=body,
        headers={"Authorization": f"Bearer {wang.token}", "Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 422, answer.text


async def test_a_strangers_photo_is_not_even_read(door: Door, case: str) -> None:
    answer = await door.stranger.send_photo(f"/applications/{case}/photos", a_jpeg())
    assert answer.status_code == 401


async def test_looking_is_for_oneself_and_ones_cadre(door: Door, wang: Knocker, case: str) -> None:
    photo_id = await a_photo(wang, case, "portrait")
    cadre = await door.account(cadre=await a_cadre())
    for knocker in (wang, cadre):
        for path in (f"/photos/{photo_id}", f"/photos/{photo_id}/thumbnail"):
            answer = await knocker.get(path)
            assert answer.headers["content-type"] == "image/jpeg"
            assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    neighbour = await door.account(resident=await a_resident("刘大山"))
    elsewhere = await door.account(cadre=await a_cadre([OTHER_VILLAGE]))
    for knocker, wanted in ((neighbour, photo_id), (elsewhere, photo_id), (wang, some_id())):
        answer = await knocker.get(f"/photos/{wanted}")
        assert (answer.status_code, answer.json()["code"]) == (404, "evidence.NoSuchPhoto")


async def test_photos_are_limited_by_account(wang: Knocker, case: str) -> None:
    await a_photo(wang, case, "portrait")
    (counter,) = await store().keys("limit:limit_photos_an_hour:*")
    await store().set(counter, 300)
    answer = await wang.send_photo(f"/applications/{case}/photos", a_jpeg())
    assert (answer.status_code, answer.json()["code"]) == (429, "limits.TooManyRequests")
