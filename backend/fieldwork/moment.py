"""Moment: when something was done, as far as a phone's clock can be believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend import clock
from backend.evidence import FLAW_SENTENCES, Flaw

_UNREMARKABLE = timedelta(minutes=10)  # a phone's clock may be that much off
_SKEWED = timedelta(days=1)  # a clock that far off proves no time
_LONGEST_OFFLINE = timedelta(days=60)  # nobody stays in the mountains longer


class Remark(StrEnum):
    """What is odd about an item that was taken all the same; journaled unless it is advice about a photo."""

    CLOCK_SKEWED = "clock_skewed"
    FROM_THE_FUTURE = "from_the_future"
    LONG_AGO = "long_ago"
    PLACE_OUTSIDE = "place_outside"
    DARK = "dark"
    GLARE = "glare"
    BLURRED = "blurred"
    CUT_OFF = "cut_off"
    VISITED_BEFORE = "visited_before"
    MANDATE_ENDED_SINCE = "mandate_ended_since"  #: it held when this was done, and was taken back before it arrived

    @property
    def sentence(self) -> str:
        """What the cadre reads."""
        return FLAW_SENTENCES[Flaw(self.value)] if self.is_advice else _SENTENCES[self]

    @property
    def is_advice(self) -> bool:
        """Whether it only says how to take the photo better."""
        return self in (Remark.DARK, Remark.GLARE, Remark.BLURRED, Remark.CUT_OFF, Remark.VISITED_BEFORE)


_SENTENCES = {
    Remark.CLOCK_SKEWED: "手机的时间和实际相差一天以上，这一项按收到的时间记录。请把手机时间设为自动获取。",
    Remark.FROM_THE_FUTURE: "这一项（照片）的时间在将来，按收到的时间记录。请把手机时间设为自动获取。",
    Remark.LONG_AGO: "这一项是60天以前办的，按收到的时间记录。以后请在有信号时及时同步。",
    Remark.PLACE_OUTSIDE: "拍摄位置不在本县，照片已收下，经办人员会核实。",
    Remark.MANDATE_ENDED_SINCE: "办这一项时委托有效，已经算数；之后本人收回了委托，以后再为本人办事要重新委托。",
}


@dataclass(frozen=True)
class Moment:
    """`at` is aware; without a remark the phone is believed, with one it is when the item arrived."""

    at: datetime
    remark: Remark | None = None


def moment_of(captured_at: datetime, phone_time: datetime | None) -> Moment:
    """When it was done by the county's clock.

    `phone_time` is what the phone's clock showed when it sent: what that is wrong, `captured_at` is wrong too. A clock
    that is off by more than a day is not believed at all, or a cadre could choose the day on which a mandate held.
    """
    now = clock.now()
    skew = phone_time - now if phone_time else timedelta()
    if abs(skew) > _SKEWED:
        return Moment(now, Remark.CLOCK_SKEWED)
    # Put right, a moment at the end of the calendar would be past it.
    captured_at = min(max(captured_at, now - 2 * _LONGEST_OFFLINE), now + 2 * _LONGEST_OFFLINE)
    done_at = captured_at - skew if abs(skew) > _UNREMARKABLE else captured_at
    if done_at > now + _UNREMARKABLE:
        return Moment(now, Remark.FROM_THE_FUTURE)
    if done_at < now - _LONGEST_OFFLINE:
        return Moment(now, Remark.LONG_AGO)
    return Moment(min(done_at, now))
