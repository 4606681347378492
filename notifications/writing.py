"""Writing messages down: one row each, sealed, with one COPY a batch."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend import clock, database, sealing
from backend.identifiers import lowest_id, new_id
from backend.links import make_tokens
from backend.messages import SAID, parts_of
from notifications import holidays
from notifications.channels import CHANNELS
from notifications.keeping_history import STILL_AT_WORK
from notifications.message import CONTENT, ChannelName
from notifications.route import Recipient, Route
from notifications.settings import settings
from notifications.spreading import FEW, leave_time, spread
from notifications.wording import NEUTRAL, PAGE, TOKEN, Occasion, Sms

_LINK_LIVES = timedelta(days=30)  # as long as the words themselves are kept
_COLUMNS = (
    "id", "county", "village", "entry_id", "occasion", "recipient_kind", "recipient_id", "channel", "route_id",
    "own_phone", "address_sealed", "address_index", "content_sealed", "lane", "send_after", "created_at", "case_id",
    "call_number", "parts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is a row. `words` None: they are read at the moment of sending."""

    county: str
    village: str | None
    entry_id: UUID
    occasion: Occasion
    recipient: Recipient
    route: Route
    words: dict[str, str] | None
    case_id: UUID | None = None
    spread: bool = False  #: may go some hours later, where many hear the same today
    opens: str | None = None  #: what a short link in the text opens there; None: it has none


async def write(drafts: Iterable[Draft]) -> None:
    """Put messages in line, in the present transaction."""
    now = clock.now()
    new = await _linked(await _not_told_long_ago(list(drafts)))
    many = sum(draft.spread for draft in new) > FEW
    rows = [_row(draft, now, spread_out=many and draft.spread) for draft in new]
    if rows:
        await database.copy("message", _COLUMNS, rows)


async def _not_told_long_ago(drafts: list[Draft]) -> list[Draft]:
    """What was told and has been moved to the past is not held by the constraint on the present table any more."""
    oldest = lowest_id(clock.real_now() - STILL_AT_WORK)
    if all(draft.entry_id > oldest for draft in drafts):
        return drafts
    told = await database.rows(
        "SELECT entry_id, recipient_id, channel, route_id FROM past_message WHERE entry_id = ANY ($1::uuid[])",
        [draft.entry_id for draft in drafts],
    )
    before = {tuple(row.values()) for row in told}
    return [
        each for each in drafts
        if (each.entry_id, each.recipient.id, each.route.channel, each.route.route_id) not in before
    ]  # fmt: skip


async def _linked(drafts: list[Draft]) -> list[Draft]:
    """With a link of its own in each text that has one; what goes another way has none of the way before."""
    wanted = [each.opens for each in drafts if each.opens is not None]
    tokens = iter(await make_tokens(PAGE, wanted, clock.today() + _LINK_LIVES) if wanted else [])
    return [_with_token(each, next(tokens) if each.opens is not None else None) for each in drafts]


def _with_token(draft: Draft, token: str | None) -> Draft:
    if draft.words is None or (token is None and TOKEN not in draft.words):
        return draft
    words = {word: value for word, value in draft.words.items() if word != TOKEN}
    return replace(draft, words=words if token is None else {**words, TOKEN: token})


def _row(draft: Draft, now: datetime, *, spread_out: bool) -> tuple[Any, ...]:
    occasion, recipient, route = draft.occasion, draft.recipient, draft.route
    said = None if draft.words is None else _said(occasion.sms, draft.words)
    content = None if draft.words is None else sealing.seal(_content(draft.words, said), CONTENT)
    message_id = new_id()
    begin = holidays.earliest(occasion.code, occasion.lane, now, route.channel)
    if spread_out:
        begin = leave_time(occasion.code, occasion.lane, begin, route.channel)
        begin = spread(begin, message_id, route.channel)
    return (
        message_id, draft.county, draft.village, draft.entry_id, occasion.code, recipient.kind.value, recipient.id,
        route.channel, route.route_id, route.own_phone, route.address_sealed, route.address_index, content,
        int(occasion.lane), begin, now, draft.case_id,
        _call_number(message_id) if CHANNELS[route.channel].by_number else None,
        _parts(occasion, route, said, draft.words) if route.channel == ChannelName.SMS else None,
    )  # fmt: skip


def _said(sms: Sms, words: dict[str, str]) -> str | None:
    """The whole text; None where it cannot be said, which is found again when it is to be sent, and then a person is
    told by a person.
    """
    with suppress(KeyError, ValueError):
        return sms.read(words)
    return None


def _content(words: dict[str, str], said: str | None) -> str:
    """The words, and the whole text for the inbox in the mini program, where it can be said: without a link."""
    return json.dumps(words if said is None else {**words, SAID: said}, ensure_ascii=False)


def _parts(occasion: Occasion, route: Route, said: str | None, words: dict[str, str] | None) -> int | None:
    """As how many texts the provider will charge it: with the signature, and on another's phone in neutral words."""
    if words is None:  # a code of six digits
        return 1
    sms = occasion.text_of(words) if route.own_phone else NEUTRAL
    text = said if sms is occasion.sms else _said(sms, words)
    return None if text is None else parts_of(f"【{settings().sms_sign_name}】{text}")


def _call_number(message_id: UUID) -> str:
    """The 62 random bits of the id in at most 12 digits of base 36."""
    number, digits = message_id.int & (2**62 - 1), ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
