"""A phone that was offline sends everything at once, and hears of each item."""

import asyncio
import hashlib
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from backend import clock, fieldwork
from backend.errands import ErrandKind, raise_errand
from backend.evidence import NotAPhoto
from backend.fieldwork import FieldItem
from backend.journal import By, Deed, Entry, Signature
from backend.settings import settings
from miniprogram_api.routes import fieldwork as fieldwork_routes
from tests.miniprogram_api.clients import Door, Knocker
from tests.miniprogram_api.photos import a_jpeg
from tests.people import OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def monday(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


def batch(*items: object) -> dict[str, object]:
    return {"phone_time": clock.now().isoformat(), "items": list(items)}


def item(kind: str, **what: object) -> dict[str, object]:
    return {"id": str(uuid4()), "captured_at": clock.now().isoformat(), "what": {"kind": kind, **what}}


async def put_part(li: Knocker, door: Door, upload_id: str, offset: int, part: bytes) -> int:
    headers = {
        "Authorization": f"Bearer {li.token}", "Upload-Offset": str(offset),
        "Chunk-SHA256": hashlib.sha256(part).hexdigest(),
    }  # fmt: skip
    answer = await door.client.put(f"/v1/field/uploads/{upload_id}", content=part, headers=headers)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["arrived"])


async def test_a_batch_its_file_and_what_waits(door: Door) -> None:
    li, elder, content = await door.account(cadre=await a_cadre()), await a_resident(), a_jpeg()
    digest, upload_id = hashlib.sha256(content).hexdigest(), str(uuid4())
    start = item("start", programme="old_age_allowance", resident_id=str(elder.id))
    photo = item("photo", resident_id=str(elder.id), shows="portrait", sha256=digest, case=start["id"])
    wrong = item("photo", resident_id=str(elder.id), shows="selfie", sha256="x")
    answer = await li.post("/field/sync", batch(photo, wrong, start, {"id": "NUL\x00"}))
    assert answer.status_code == 200, answer.text
    told = answer.json()["outcomes"]
    assert [each["outcome"] for each in told] == ["waiting", "refused", "done", "refused"]
    assert [each["id"] for each in told] == [photo["id"], wrong["id"], start["id"], ""]
    assert told[1]["code"] == "request.NotValid"
    assert (await li.get("/field/waiting")).json()["items"][0]["waits_for"] == [f"file:{digest}"]
    begun = await li.post("/field/uploads", {"upload_id": upload_id, "sha256": digest, "bytes": len(content)})
    assert (begun.status_code, begun.json()["arrived"]) == (201, 0)
    assert await put_part(li, door, upload_id, 0, content[:300]) == 300
    assert (await li.get(f"/field/uploads/{upload_id}")).json()["arrived"] == 300
    assert await put_part(li, door, upload_id, 300, content[300:]) == len(content)
    while (done := (await li.post("/field/sync", batch(photo))).json()["outcomes"][0])["outcome"] == "waiting":
        assert done["sentence"] == "已收到，还在等处理，到齐后自动办理。"
        await asyncio.sleep(0.05)
    assert done["outcome"] == "already_done"
    case = (await li.get(f"/applications/{told[2]['result_id']}")).json()
    assert [each["id"] for each in case["photos"]] == [done["result_id"]]


async def test_only_cadres_and_only_their_own(door: Door) -> None:
    resident, li = await door.account(resident=await a_resident()), await door.account(cadre=await a_cadre())
    assert (await resident.post("/field/sync", batch(item("start")))).status_code == 403
    upload = {"upload_id": str(uuid4()), "sha256": "a" * 64, "bytes": 10}
    await li.post("/field/uploads", upload)
    wang = await door.account(cadre=await a_cadre())
    assert (await wang.get(f"/field/uploads/{upload['upload_id']}")).json()["code"] == "evidence.NoSuchUpload"


async def test_a_phone_carries_its_own_village_alone_and_not_for_long(door: Door) -> None:
    li, elder = await door.account(cadre=await a_cadre()), await a_resident()
    await a_resident("刘大山", village=OTHER_VILLAGE)
    child = await a_resident("王小宝", date(2015, 6, 1))
    for programme, person in (("old_age_allowance", elder), ("disability_care", child)):
        asked = {"programme": programme, "resident_id": str(person.id)}
        assert (await li.post("/applications", asked)).status_code == 201
        raised = await raise_errand(
            ErrandKind.DELIVER_MESSAGE, person, reason=f"请告诉{person.name}家里", because=f"test:{person.id}",
            due_on=date(2026, 3, 9), by=Signature(By.CLOCK),
        )  # fmt: skip
        assert raised is not None
    answer = await li.get(f"/field/packages/{VILLAGE}")
    assert answer.status_code == 200, answer.text
    carried = answer.json()
    (person,) = carried["people"]
    assert (person["id"], person["identity_last_four"]) == (str(elder.id), elder.identity_number[-4:])
    assert elder.identity_number not in answer.text
    for what in ("cases", "errands"):
        assert [each["resident_id"] for each in carried[what]] == [str(elder.id)], what
    assert "王小宝" not in answer.text, "nothing about young children is kept on a phone"
    assert carried["left_out"]["sentence"].startswith(
        "不满14周岁孩子的资料不带在手机上（1人，没办完的申请1件、任务1个）"
    )
    assert carried["expires_at"] == "2026-03-09T00:00:00+08:00"
    headers = {"Authorization": f"Bearer {li.token}", "If-None-Match": answer.headers["ETag"]}
    assert (await door.client.get(f"/v1/field/packages/{VILLAGE}", headers=headers)).status_code == 304
    headers["If-None-Match"] = f"W/{answer.headers['ETag']}"  # as a proxy in between may write it
    assert (await door.client.get(f"/v1/field/packages/{VILLAGE}", headers=headers)).status_code == 304
    assert await Entry.filter(deed=Deed.VILLAGE_PACKAGE_GIVEN.value).count() == 1
    assert (await li.get(f"/field/packages/{OTHER_VILLAGE}")).json()["code"] == "staff.OutsideYourVillage"


async def test_a_package_comes_zipped_to_who_can_unzip(door: Door) -> None:
    li = await door.account(cadre=await a_cadre())
    for number in range(20):
        await a_resident(f"王{number}")
    headers = {"Authorization": f"Bearer {li.token}"}
    answers = [
        await door.client.get(f"/v1/field/packages/{VILLAGE}", headers={**headers, "Accept-Encoding": each})
        for each in ("gzip, deflate", "identity")
    ]
    assert [each.headers.get("Content-Encoding") for each in answers] == ["gzip", None]
    assert answers[0].json() == answers[1].json()
    assert 2 * int(answers[0].headers["Content-Length"]) < int(answers[1].headers["Content-Length"])


async def test_while_too_many_files_wait_a_phone_is_asked_to_keep_its_own(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has begun goes on; nothing of it is lost, and it hears when to come again."""
    monkeypatch.setattr(settings(), "field_backlog_at_most", 1)
    monkeypatch.setattr(fieldwork_routes, "go_on_behind", lambda: None)
    li, elder, content = await door.account(cadre=await a_cadre()), await a_resident(), a_jpeg()
    asked = {"upload_id": str(uuid4()), "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert (await li.post("/field/uploads", asked)).status_code == 201
    await li.post("/field/sync", batch(item("photo", resident_id=str(elder.id), shows="portrait", sha256="a" * 64)))
    await FieldItem.all().update(waits_for=[])
    full = await li.post("/field/uploads", {**asked, "upload_id": str(uuid4())})
    assert (full.status_code, full.json()["code"], full.headers["Retry-After"]) == (503, "fieldwork.BacklogFull", "30")
    assert "没有丢" in full.json()["detail"]
    assert await put_part(li, door, asked["upload_id"], 0, content) == len(content)
    await FieldItem.all().delete()
    assert (await li.post("/field/uploads", {**asked, "upload_id": str(uuid4())})).status_code == 201


async def test_a_phone_reads_what_was_given_up_and_what_lies_here_for_nothing(door: Door, at: Any) -> None:
    cadre, content = await a_cadre(), a_jpeg()
    li, elder = await door.account(cadre=cadre), await a_resident()
    photo = item("photo", resident_id=str(elder.id), shows="portrait", sha256="a" * 64)
    await li.post("/field/sync", batch(photo))
    at("2026-04-17 12:00")
    await fieldwork.ask_for_the_rest()
    at("2026-05-01 12:01")
    await fieldwork.give_up_waiting()
    digest, upload_id = hashlib.sha256(content).hexdigest(), str(uuid4())
    await li.post("/field/uploads", {"upload_id": upload_id, "sha256": digest, "bytes": len(content)})
    await put_part(li, door, upload_id, 0, content)
    told = (await li.get("/field/waiting")).json()
    assert told["items"] == []
    (lost,) = told["given_up"]
    assert (lost["id"], lost["kind"], lost["kind_title"]) == (photo["id"], "photo", "照片")
    assert (lost["person_name"], lost["waited_for"]) == (elder.name, [f"file:{'a' * 64}"])
    assert lost["sentence"] == (
        "3月2日办的照片等了60天，还缺1张照片，系统已不再等，这一项等于没有办。手机上还有的请重新同步，没有的请重新办理，"
        "再把这个人的「帮忙补材料」任务办结。"
    )
    assert told["files"] == [{"sha256": digest, "bytes": len(content)}]
    assert (await li.get("/field/waiting")).json() == told
    colleague = await door.account(cadre=await a_cadre())
    assert (await colleague.get("/field/waiting")).json() == {"items": [], "refused": [], "given_up": [], "files": []}


async def test_what_was_given_up_is_told_until_its_errand_is_done(door: Door, at: Any) -> None:
    cadre, elder = await a_cadre(), await a_resident()
    li = await door.account(cadre=cadre)
    await li.post("/field/sync", batch(item("photo", resident_id=str(elder.id), shows="portrait", sha256="a" * 64)))
    at("2026-04-17 12:00")
    await fieldwork.ask_for_the_rest()
    at("2026-05-01 12:01")
    await fieldwork.give_up_waiting()
    (lost,) = (await li.get("/field/waiting")).json()["given_up"]
    body = {"outcome": "done", "note": "重新拍了照片，已经传上。"}
    assert (await li.post(f"/errands/{lost['errand_id']}/completion", body)).status_code == 204
    assert (await li.get("/field/waiting")).json()["given_up"] == []


async def test_a_phone_hears_of_what_was_refused_after_it_was_told_to_wait(door: Door) -> None:
    """Its file came, its turn came, and nobody was on the line any more."""
    li, elder, content = await door.account(cadre=await a_cadre()), await a_resident(), b"this is no picture"
    digest, upload_id = hashlib.sha256(content).hexdigest(), str(uuid4())
    photo = item("photo", resident_id=str(elder.id), shows="portrait", sha256=digest)
    told = (await li.post("/field/sync", batch(photo))).json()["outcomes"][0]
    assert told["outcome"] == "waiting"
    await li.post("/field/uploads", {"upload_id": upload_id, "sha256": digest, "bytes": len(content)})
    await put_part(li, door, upload_id, 0, content)
    while not (waiting := (await li.get("/field/waiting")).json())["refused"]:
        assert waiting["items"], "it is on one list or the other"
        await asyncio.sleep(0.05)
    (refused,) = waiting["refused"]
    assert (refused["id"], refused["code"]) == (photo["id"], "evidence.NotAPhoto")
    assert refused["sentence"] == NotAPhoto.sentence
    assert await Entry.filter(deed=Deed.FIELD_ITEM_REFUSED.value).count() == 1


async def test_what_is_sent_ahead_of_its_items_is_bounded(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "field_bytes_ahead_at_most", 1000)
    li, asked = await door.account(cadre=await a_cadre()), {"sha256": "a" * 64, "bytes": 600}
    first = {**asked, "upload_id": str(uuid4())}
    assert [(await li.post("/field/uploads", first)).status_code for _ in range(2)] == [201, 201]
    refused = await li.post("/field/uploads", {**asked, "upload_id": str(uuid4())})
    assert (refused.status_code, refused.json()["code"]) == (409, "fieldwork.TooMuchAhead")
