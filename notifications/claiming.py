"""Claiming: a process takes messages for the time of a lease, and commits before it calls anyone."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from backend import clock, database, sealing
from backend.residents import PhoneCode, Resident
from notifications import quiet_hours
from notifications.channels import Parcel
from notifications.message import CONTENT, OPENID, PHONE, ChannelName, Lane
from notifications.wording import NEUTRAL, OCCASIONS


@dataclass(slots=True)
class Claimed:
    """A message that is ours until `good_until` (seconds of the monotonic clock)."""

    id: UUID
    fence: UUID
    channel: ChannelName
    occasion: str
    lane: Lane
    own_phone: bool
    route_id: UUID
    recipient_id: UUID
    address_sealed: bytes
    content_sealed: bytes | None
    call_number: str | None
    attempts: int
    created_at: datetime
    good_until: float
    code: PhoneCode | None = None

    def pack(self) -> Parcel:
        """Open the seals and fill in the words; done in the sending thread, at the last moment."""
        address = sealing.unseal(self.address_sealed, OPENID if self.channel is ChannelName.WECHAT else PHONE)
        occasion, words = OCCASIONS[self.occasion], self._words()
        if self.channel is ChannelName.WECHAT:
            if occasion.wechat is None:
                raise LookupError(self.occasion)
            return Parcel(self.id.hex, address, occasion.wechat.card.template, occasion.wechat.fill(words))
        text = occasion.sms if self.own_phone else NEUTRAL
        if self.channel is ChannelName.VOICE:
            return Parcel(self.call_number or "", address, text.spoken.template, text.fill(words))
        return Parcel(self.id.hex, address, text.template, text.fill(words))

    def is_stale(self, now: datetime) -> bool:
        """Whether it is a phone code that no longer opens anything."""
        return self.content_sealed is None and (self.code is None or self.code.expires_at <= now)

    def _words(self) -> dict[str, str]:
        if self.content_sealed is None:
            return {"code": self.code.code} if self.code else {}
        words: dict[str, str] = json.loads(sealing.unseal(self.content_sealed, CONTENT))
        return words


async def claim(channel: ChannelName, limit: int, lease_seconds: float) -> list[Claimed]:
    """Take the messages of a channel that are due, phone codes first; only those outside the quiet hours.

    What is in line for someone who has died is withdrawn instead.
    """
    now = clock.now()
    claimed = await _take(channel, limit, lease_seconds, now)
    if len(claimed) < limit and await _line_up_again(channel, now):
        claimed += await _take(channel, limit - len(claimed), lease_seconds, now)
    claimed = await _without_the_dead(claimed)
    await _read_codes(claimed)
    return sorted(claimed, key=lambda each: (each.lane, each.id))


async def _take(channel: ChannelName, limit: int, lease_seconds: float, now: datetime) -> list[Claimed]:
    """`id = ANY (ARRAY(…))` and not a join with a CTE: the planner would scan the whole table for that."""
    fence, good_until = uuid4(), time.monotonic() + lease_seconds
    highest = max(lane for lane in Lane if quiet_hours.may_go(lane, now, channel))
    taken = await database.rows(
        """UPDATE message SET state = 'sending', fence = $1, lease_until = now() + make_interval(secs => $2),
                              attempts = attempts + 1, sent_at = $3
           WHERE id = ANY (ARRAY(SELECT id FROM message
                                 WHERE state = 'waiting' AND channel = $4 AND lane <= $5 AND send_after <= $3
                                 ORDER BY lane, send_after, id LIMIT $6 FOR UPDATE SKIP LOCKED))
           RETURNING id, occasion, lane, own_phone, route_id, recipient_id, address_sealed, content_sealed, attempts,
                     created_at, call_number""",
        fence, lease_seconds, now, channel.value, int(highest), limit,
    )  # fmt: skip
    return [_claimed(row, channel, fence, good_until) for row in taken]


async def _line_up_again(channel: ChannelName, now: datetime) -> int:
    """Make due what was put off by a clock that has since stepped back; how many messages.

    It was written down, or tried last, at a moment that is yet to come: its `send_after` may be days away. Whether it
    may go now is for the quiet hours to say, which the claim asks.
    """
    return await database.execute(
        """UPDATE message SET send_after = $2
           WHERE state = 'waiting' AND channel = $1 AND send_after > $2 AND coalesce(sent_at, created_at) > $2""",
        channel.value,
        now,
    )


async def _without_the_dead(claimed: list[Claimed]) -> list[Claimed]:
    """The dead hear nothing, whatever was put in line while they lived."""
    if not claimed:
        return []
    people = list({each.recipient_id for each in claimed})
    dead = set(await Resident.filter(id__in=people, deceased_on__isnull=False).values_list("id", flat=True))
    if not dead:
        return claimed
    await database.execute(
        """UPDATE message SET state = 'rejected', code = 'deceased', finished_at = $3, followed_up_at = $3
           WHERE id = ANY ($1) AND fence = ANY ($2) AND state = 'sending'""",
        [each.id for each in claimed if each.recipient_id in dead],
        list({each.fence for each in claimed}),
        clock.now(),
    )
    return [each for each in claimed if each.recipient_id not in dead]


def _claimed(row: dict[str, Any], channel: ChannelName, fence: UUID, good_until: float) -> Claimed:
    return Claimed(
        id=row["id"], fence=fence, channel=channel, occasion=row["occasion"], lane=Lane(row["lane"]),
        own_phone=row["own_phone"], route_id=row["route_id"], recipient_id=row["recipient_id"],
        address_sealed=row["address_sealed"], content_sealed=row["content_sealed"],
        call_number=row["call_number"], attempts=row["attempts"],
        created_at=row["created_at"], good_until=good_until,
    )  # fmt: skip


async def _read_codes(claimed: list[Claimed]) -> None:
    wanted = [each.route_id for each in claimed if each.content_sealed is None]
    if not wanted:
        return
    codes = {code.id: code for code in await PhoneCode.filter(id__in=wanted)}
    for each in claimed:
        each.code = codes.get(each.route_id)
