"""What a person was told, read again in the mini program; once read, nothing more is sent."""

import json

from backend import clock, database, messages, sealing
from backend.identifiers import new_id
from backend.residents import Resident
from notifications.message import Message
from tests.miniprogram_api.clients import Door
from tests.people import COUNTY, VILLAGE, a_resident, some_id

SAID = "王秀英您好，您2026年2月的补贴50元已到账。"


async def told(resident: Resident, *states: str, text: str | None = SAID) -> str:
    """One thing, by as many ways as there are states; its id."""
    entry = new_id()
    content = sealing.seal(json.dumps({"name": "王秀英", "said": text}, ensure_ascii=False), "message")
    for state in states:
        await Message.create(
            id=new_id(), county=COUNTY, village=VILLAGE, entry_id=entry, occasion="payout_settled", channel="sms",
            recipient_kind="resident", recipient_id=resident.id, route_id=new_id(), own_phone=True, lane=2,
            address_sealed=b"x", address_index=new_id().bytes, content_sealed=content if text else None, state=state,
            send_after=clock.now(), created_at=clock.now(),
        )  # fmt: skip
    return str(entry)


async def test_each_thing_stands_there_once_in_its_own_words(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    elder, other = await a_resident(), await a_resident("李大山")
    forgotten = await told(elder, "delivered", text=None)
    newest = await told(elder, "undelivered", "waiting")
    await told(other, "delivered")
    wang = await door.account(resident=elder)
    items = (await wang.get("/news")).json()["items"]
    assert [(each["id"], each["title"], each["text"], each["read"]) for each in items] == [
        (newest, "补贴到账", SAID, False), (forgotten, "补贴到账", None, False),
    ]  # fmt: skip
    older = (await wang.get("/news", after=newest)).json()
    assert [each["id"] for each in older["items"]] == [forgotten]
    assert (await door.stranger.get("/news")).status_code == 401


async def test_what_is_read_is_not_sent_any_more_and_counts_as_reached(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    elder, other = await a_resident(), await a_resident("李大山")
    news = await told(elder, "undelivered", "waiting")
    wang, li = await door.account(resident=elder), await door.account(resident=other)
    assert (await li.put(f"/news/{news}/reading", {})).status_code == 404
    assert (await li.put(f"/news/{some_id()}/reading", {})).status_code == 404
    for _ in range(2):
        assert (await wang.put(f"/news/{news}/reading", {})).status_code == 204
    assert [(each.state, each.code) for each in await Message.all().order_by("id")] == [
        ("undelivered", None), ("rejected", "read"),
    ]  # fmt: skip
    assert (await wang.get("/news")).json()["items"][0]["read"]
    await database.execute("UPDATE message SET followed_up_at = now() WHERE followed_up_at IS NULL")
    balance = await messages.balance_of(COUNTY, f"{COUNTY}%", clock.today(), clock.today())
    assert (balance.told, balance.read, balance.not_reached, balance.is_whole) == (1, 1, 0, True)
