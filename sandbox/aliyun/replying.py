"""Elders' answers by SMS, told to the app by SmsUp."""

from sandbox.aliyun.accounting import UNDER_WAY, Accounting
from sandbox.aliyun.batch_pushing import BatchPusher, Item
from sandbox.aliyun.magic_numbers import Reply
from sandbox.aliyun.messages import Message, MessageStore, Uplink
from sandbox.stage import Stage
from sandbox.virtual_clock import beijing_text

SECONDS_TO_TYPE = 1.0
SECONDS_TO_THINK = 5.0  # long enough that the first word was taken
UNKNOWN_DESTINATION = "10690000999999"
_FIRST_SEQUENCE = 1_000_000_000


class Replying:
    """Takes an answer from a phone and pushes it."""

    def __init__(self, stage: Stage, pusher: BatchPusher, store: MessageStore, accounting: Accounting) -> None:
        self._stage, self.pusher, self._store, self._accounting = stage, pusher, store, accounting
        pusher.on_taken = self._taken

    def answer(self, phone: str, text: str, destination: str = "", times: int = 1) -> Uplink:
        """Send `text` from `phone` to `destination`, or to whoever texted it last."""
        destination = destination or self._store.destinations.get(phone, UNKNOWN_DESTINATION)
        now = self._stage.clock.now()
        uplink = Uplink(self._store.next_number(), phone, text, destination, now)
        self._store.keep(uplink)
        self._stage.recent_phones.touch(phone)
        if not self.pusher.url:  # nobody to be told: it holds at once
            self._accounting.heard(phone, text, uplink.number, now)
        for _ in range(times):
            self.pusher.offer(
                {
                    "phone_number": phone,
                    "content": text,
                    "send_time": beijing_text(now),
                    "dest_code": destination,
                    "sequence_id": str(_FIRST_SEQUENCE + uplink.number),
                }
            )
        return uplink

    def _taken(self, batch: list[Item]) -> None:
        """The app said that it has them: from now on it can be held to what they say."""
        since = self._stage.clock.now() + UNDER_WAY
        for each in batch:
            number = int(each["sequence_id"]) - _FIRST_SEQUENCE
            self._accounting.heard(each["phone_number"], each["content"], number, since)

    def answer_automatically(self, message: Message, reply: Reply) -> None:
        """Answer as a magic number does, once for each template: two machines must not talk for ever."""
        key = (message.phone, message.template)
        self._store.automatic_replies[key] += 1
        if self._store.automatic_replies[key] == 1:
            destination = "" if reply.known_destination else UNKNOWN_DESTINATION
            self._stage.clock.after(
                SECONDS_TO_TYPE, lambda: self.answer(message.phone, reply.text, destination, reply.times)
            )
            if reply.afterwards:
                self._stage.clock.after(
                    SECONDS_TO_THINK, lambda: self.answer(message.phone, reply.afterwards, destination)
                )
