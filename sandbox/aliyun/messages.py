"""Messages and calls that were accepted, and what elders answered: the newest of them, by phone."""

import itertools
from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum

from sandbox.aliyun.calls import Call

KEPT = 100_000


class MessageState(StrEnum):
    """Waiting for the carrier, arrived, or not."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(slots=True)
class Message:
    """One accepted text for one phone; moments are seconds since 1970 by the virtual clock."""

    number: int
    phone: str
    sign: str
    template: str
    kind: str
    text: str
    parts: int
    out_id: str
    biz_id: str
    accepted_at: float
    destination: str
    state: MessageState = MessageState.WAITING
    err_code: str = ""
    reported_at: float = 0.0


@dataclass(slots=True)
class Uplink:
    """What an elder answered."""

    number: int
    phone: str
    text: str
    destination: str
    sent_at: float


Item = Message | Uplink | Call


class MessageStore:
    """The newest messages, calls and answers; older ones are forgotten, phone by phone."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.last_number = 0
        self.by_phone: dict[str, deque[Item]] = {}
        self.order: deque[Item] = deque()
        self.destinations: dict[str, str] = {}
        self.automatic_replies: Counter[tuple[str, str]] = Counter()

    def next_number(self) -> int:
        """Return a number for the next message or answer."""
        self.last_number += 1
        return self.last_number

    def keep(self, item: Item) -> None:
        """Keep `item`; beyond the limit the oldest goes."""
        if (thread := self.by_phone.get(item.phone)) is None:
            thread = self.by_phone[item.phone] = deque()
        thread.append(item)
        self.order.append(item)
        if isinstance(item, Message):
            self.destinations[item.phone] = item.destination
        if len(self.order) > KEPT:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        oldest = self.order.popleft()
        thread = self.by_phone[oldest.phone]
        thread.popleft()  # a phone's items are in the same order as all items
        if not thread:
            del self.by_phone[oldest.phone]
            self.destinations.pop(oldest.phone, None)

    def newest(self, phone: str, count: int) -> list[Item]:
        """Return the newest `count` things that `phone` sent or received, newest first."""
        return list(itertools.islice(reversed(self.by_phone.get(phone, ())), count))

    def calls(self, phone: str) -> list[Call]:
        """Return the calls placed to `phone`, oldest first."""
        return [item for item in self.by_phone.get(phone, ()) if isinstance(item, Call)]

    def messages(self, phone: str) -> list[Message]:
        """Return what was accepted for `phone`, oldest first."""
        return [item for item in self.by_phone.get(phone, ()) if isinstance(item, Message)]
