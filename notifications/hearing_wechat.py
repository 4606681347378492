"""Hearing what WeChat pushes: whether a card arrived, and that a person granted or refused messages of a template."""

from datetime import datetime
from typing import Any

from backend import clock, database, residents, sealing
from backend.residents import TapTeller, WechatAccount
from notifications.foreign_text import clean
from notifications.message import OPENID, State

# A repeated event, or one in conflict that came later, moves nothing: how long an arrived card has lain unopened is
# counted from `finished_at`.
_SENT = """
UPDATE message SET state = $3, code = $4, finished_at = $5
WHERE provider_id = $1 AND address_index = $2 AND channel = 'wechat' AND state NOT IN ('delivered', $3)
"""
_KNOWN = "SELECT FROM message WHERE provider_id = $1 AND address_index = $2 AND channel = 'wechat'"


async def hear_wechat(event: Any, received_at: datetime) -> bool:
    """Whether the event is done with; a sent event whose message is not known yet is kept for a while."""
    if not isinstance(event, dict):
        return True
    items = event.get("List") or []  # one item comes as an object, several as a list
    openid, done = clean(event.get("FromUserName", ""), 128), True
    for item in [items] if isinstance(items, dict) else items:
        if event.get("Event") == "subscribe_msg_sent_event":
            done = await _card_sent(openid, item) and done
        else:
            await _tapped(openid, item, event, received_at)
    return done


async def _card_sent(openid: str, item: dict[str, Any]) -> bool:
    arrived = str(item.get("ErrorCode")) == "0"
    message, phone = clean(item.get("MsgID"), 64), sealing.blind_index(openid, OPENID)
    state = (State.DELIVERED if arrived else State.UNDELIVERED).value
    code = clean(item.get("ErrorStatus") or item.get("ErrorCode"), 64)
    if await database.execute(_SENT, message, phone, state, code, clock.now()):
        return True
    return bool(await database.rows(_KNOWN, message, phone))


async def _tapped(openid: str, item: dict[str, Any], event: dict[str, Any], received_at: datetime) -> None:
    """The book of what may be sent: the popup says yes and no, a change in the phone's settings only no."""
    answer, template = item.get("SubscribeStatusString"), clean(item.get("TemplateId"), 128)
    account = await WechatAccount.get_or_none(openid=openid) if answer in ("accept", "reject") else None
    if account is None:
        return
    if answer == "reject":
        await residents.clear_quota(account.id, template)
    elif event.get("Event") == "subscribe_msg_popup_event":
        await residents.add_quota(
            account.id, template, told_by=TapTeller.WECHAT, at=received_at, tapped_at=_seconds(event.get("CreateTime"))
        )


def _seconds(moment: object) -> int | None:
    """WeChat documents text and sends a number; None for neither, which counts as a tap of its own."""
    text = str(moment)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
