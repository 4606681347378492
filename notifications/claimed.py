"""Claimed: a message that this process may send until its lease ends, and how its seals are opened."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import sealing
from backend.residents import PhoneCode
from notifications.channels import CHANNELS, Parcel
from notifications.message import CONTENT, ChannelName, Lane
from notifications.wording import OCCASIONS


@dataclass(slots=True)
class Claimed:
    """A message that is ours until `good_until` (seconds of the monotonic clock)."""

    id: UUID
    county: str
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
    open_at: float  #: when its number was last seen to take messages, of the same clock
    code: PhoneCode | None = None
    not_before: float = 0.0  #: its turn at the provider, of the same clock
    begun: bool = False  #: out of the line, in a thread
    closed: bool = False  #: its number was closed since

    def pack(self) -> Parcel:
        """Open the seals and fill in the words; done in the sending thread, at the last moment."""
        way = CHANNELS[self.channel]
        template, words = way.fill(OCCASIONS[self.occasion], self.own_phone, self._words())
        out_id = self.call_number or "" if way.by_number else self.id.hex
        return Parcel(out_id, sealing.unseal(self.address_sealed, way.seal), template, words)

    def is_stale(self, now: datetime) -> bool:
        """Whether it is a phone code that no longer opens anything."""
        return self.content_sealed is None and (self.code is None or self.code.expires_at <= now)

    def _words(self) -> dict[str, str]:
        if self.content_sealed is None:
            return {"code": self.code.code} if self.code else {}
        words: dict[str, str] = json.loads(sealing.unseal(self.content_sealed, CONTENT))
        return words
