"""Claimed: a message that this process may send until its lease ends, and how its seals are opened."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import sealing
from backend.residents import PhoneCode
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
    address_index: bytes
    content_sealed: bytes | None
    call_number: str | None
    attempts: int
    created_at: datetime
    good_until: float
    code: PhoneCode | None = None
    not_before: float = 0.0  #: its turn at the provider, of the same clock

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
