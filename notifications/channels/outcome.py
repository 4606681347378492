"""What a channel is given to send, and what may come of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class Result(StrEnum):
    """The five ends of one attempt. The difference between the first and the third is all of at-most-once."""

    NOT_SENT = "not_sent"  #: surely not taken by the provider: again, with back-off
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"  #: perhaps taken: never again before the provider's record has been read
    LATER = "later"  #: the provider asks to wait
    REJECTED = "rejected"  #: for good: this address or these words will never go


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt; `code` is the provider's own word or ours."""

    result: Result
    code: str
    provider_id: str | None = None
    wait: timedelta = timedelta()  #: with LATER: how long
    stops_channel: bool = False  #: nothing will go to anyone until someone acts: no money, signature refused
    took: float = 0.0  #: seconds from the call to its answer, or to the end of our patience


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to go. `words` is everything the template may need; the channel takes what it knows."""

    out_id: str
    address: str
    template: str
    words: dict[str, str]


class Channel(Protocol):
    """A way to a person. Adding one is a file beside this one and a line in `channels/__init__.py`."""

    def send(self, parcel: Parcel) -> Outcome:
        """Try once, in the calling thread, within `patience` seconds. Never raises."""

    @property
    def patience(self) -> float:
        """Seconds that one call takes at most."""

    def close(self) -> None:
        """Give connections back."""
