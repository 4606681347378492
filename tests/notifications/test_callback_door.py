"""Whatever is said at the callback door: kept at once when it can be a provider's, and believed only where it fits."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest

from notifications.hearing_back import hear_back
from notifications.message import Message
from notifications.receipt import Receipt
from tests.notifications.occasions import payouts_settled
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_contact, a_household, a_resident

PHONE = "13800000408"  # the stand-in itself never reports on this number


def a_report(message: Message, **other: Any) -> dict[str, Any]:
    return {
        "phone_number": PHONE, "send_time": "2026-03-02 10:00:00", "report_time": "2026-03-02 10:00:01",
        "success": True, "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1", "biz_id": "1^0",
        "out_id": message.id.hex, **other,
    }  # fmt: skip


async def post(outreach: Outreach, body: Any, path: str = "sms-reports") -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(f"{outreach.door}/{path}", content=content)


@pytest.fixture
async def accepted(outreach: Outreach) -> Message:
    """A message that the provider took and will not report on."""
    resident = await a_resident(phone=PHONE)
    await payouts_settled([resident])
    (message,) = await outreach.until_states("accepted")
    return message


async def test_a_report_that_fits_settles_the_message(outreach: Outreach, accepted: Message) -> None:
    answer = await post(outreach, [a_report(accepted)])
    assert (answer.status_code, answer.json()["code"]) == (200, 0)
    await outreach.until_states("delivered")


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone_number": "13900009999"},
        {"out_id": "0" * 32},
        {"out_id": "forged-1"},
        {"out_id": None},
        {"out_id": 5},
        {"phone_number": None},
        {"success": "yes"},
    ],
    ids=str,
)
async def test_what_does_not_fit_changes_nothing(outreach: Outreach, accepted: Message, wrong: dict[str, Any]) -> None:
    assert (await post(outreach, [a_report(accepted, **wrong)])).status_code == 200
    await hear_back()
    state = (await Message.get(id=accepted.id)).state
    if wrong == {"success": "yes"}:  # not a delivery; whatever else it means, it fits the message
        assert state == "undelivered"
    else:
        assert state == "accepted"
        assert (await Receipt.get()).odd == 1


async def test_json_of_any_shape_harms_nothing(outreach: Outreach, accepted: Message) -> None:
    bodies: list[Any] = [[], {}, 5, "x", None, [None], [[]], [5], [{}], {"success": True}, [{"phone_number": PHONE}]]
    bodies += [[a_report(accepted, phone_number="\ud800", err_code="\0")], [a_report(accepted, out_id="\ud800")]]
    bodies += [[{"phone_number": PHONE, "content": text, "sequence_id": text}] for text in ("\0", "\ud800", "", [1])]
    for body in bodies:
        for path in ("sms-reports", "sms-replies"):
            assert (await post(outreach, body, path)).status_code == 200
    await hear_back()
    assert await Receipt.filter(read_at=None).count() == 0
    assert (await Message.get(id=accepted.id)).state == "accepted"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<html>", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[" + b" " * 5_000_000 + b"]", 413),
    ],
    ids=["empty", "html", "not utf-8", "too deep", "5 MB"],
)
async def test_what_no_provider_sends_is_refused(outreach: Outreach, body: bytes, status: int) -> None:
    for path in ("sms-reports", "sms-replies"):
        assert (await post(outreach, body, path)).status_code == status
    assert await Receipt.all().count() == 0


async def test_another_path_is_nothing(outreach: Outreach) -> None:
    outreach.door = outreach.door.rsplit("/", 1)[0] + "/guessed"
    for path in ("sms-reports", "sms-replies", "wechat"):
        assert (await post(outreach, [], path)).status_code == 404
    assert await Receipt.all().count() == 0


async def test_a_failure_after_the_delivery_changes_nothing(outreach: Outreach, accepted: Message) -> None:
    await post(outreach, [a_report(accepted)])
    await outreach.until_states("delivered")
    await post(outreach, [a_report(accepted, success=False, err_code="UNDELIV")])
    await hear_back()
    assert (await Message.get(id=accepted.id)).state == "delivered"


async def test_codes_that_no_table_can_hold_are_cleaned(outreach: Outreach, accepted: Message) -> None:
    await post(outreach, [a_report(accepted, err_code="DE\0LIV\ud800" + "x" * 100, biz_id="\0")])
    (message,) = await outreach.until_states("delivered")
    assert message.code
    assert message.code.startswith("DELIV?x")


async def test_both_in_one_push_is_a_delivery(outreach: Outreach, accepted: Message) -> None:
    failed = a_report(accepted, success=False, err_code="UNDELIV")
    await post(outreach, [failed, a_report(accepted), failed])
    await outreach.until_states("delivered")


async def test_the_same_push_is_kept_once(outreach: Outreach, accepted: Message) -> None:
    for _ in range(3):
        assert (await post(outreach, [a_report(accepted)])).status_code == 200
    assert await Receipt.all().count() == 1


async def test_phones_in_callbacks_are_sealed(outreach: Outreach, accepted: Message) -> None:
    await post(outreach, [a_report(accepted)])
    assert PHONE.encode() not in bytes((await Receipt.get()).body_sealed)


async def test_a_burst_is_answered_before_it_is_read(outreach: Outreach, sandbox: Sandbox) -> None:
    """Aliyun closes a push that is not answered in 700 ms: it is kept, and read later (`make bench-outreach`)."""

    async def one(client: httpx.AsyncClient, number: int) -> None:
        reports = [{"out_id": f"forged-{number}-{each}", "phone_number": PHONE, "success": True} for each in range(50)]
        assert (await client.post(f"{outreach.door}/sms-reports", json=reports)).status_code == 200

    async with httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=4)) as client:
        for begin in range(0, 100, 4):
            await asyncio.gather(*(one(client, number) for number in range(begin, begin + 4)))
    assert await Receipt.filter(read_at=None).count() == await Receipt.all().count() == 100  # pushes, as they came
    while await hear_back():
        pass
    assert await Receipt.filter(read_at=None).count() == 0


async def test_wechat_challenges_and_pushes_are_checked(outreach: Outreach, sandbox: Sandbox) -> None:
    sandbox.tell("wechat/tap-subscribe", user="秀英", template_id="x", answer="reject")
    await _kept(1)
    body = b'{"ToUserName":"gh","Encrypt":"AAAA"}'
    async with httpx.AsyncClient(trust_env=False) as client:
        forged = {"encrypt_type": "aes", "msg_signature": "0" * 40, "timestamp": "1", "nonce": "1"}
        assert (await client.post(f"{outreach.door}/wechat", params=forged, content=body)).status_code == 403
        assert (await client.post(f"{outreach.door}/wechat", content=body)).status_code == 403
        assert (await client.post(f"{outreach.door}/wechat", params=forged, content=b"x")).status_code == 400
        asked = {"signature": "0" * 40, "timestamp": "1", "nonce": "1", "echostr": "hello"}
        assert (await client.get(f"{outreach.door}/wechat", params=asked)).status_code == 404
    sandbox.tell("faults", wechat={"push_wrong_signature": True})
    sandbox.tell("wechat/tap-subscribe", user="建国", template_id="x", answer="reject")
    await asyncio.sleep(0.3)
    assert await Receipt.all().count() == 1


async def _kept(count: int) -> None:
    deadline = time.monotonic() + 3
    while await Receipt.all().count() < count:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "faults",
    [
        {"duplicate_push": True},
        {"shuffled": True},
        {"wrong_phone_receipts": True},
        {"forged_receipts": 200},
    ],
    ids=str,
)
async def test_faulty_pushes_settle_each_message_rightly(
    outreach: Outreach, sandbox: Sandbox, faults: dict[str, Any]
) -> None:
    sandbox.tell("faults", aliyun=faults)
    household = await a_household()
    elders = [await a_resident(household=household) for _ in range(20)]
    for number, elder in enumerate(elders):
        await a_contact(elder, f"138{number:04d}8888")
    await payouts_settled(elders)
    await outreach.until_states(*["delivered"] * 20)
    assert sandbox.ask("accounting")["duplicates"] == []


async def test_health_says_what_is_up(outreach: Outreach) -> None:
    origin = outreach.door.split("/callbacks")[0]
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{origin}/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "database": True, "redis": True})
