"""Calls that were placed, and what the phone at the other end did: the table of its last four digits."""

from dataclasses import dataclass
from enum import StrEnum

CHARACTERS_A_SECOND = 4  # of a slow voice reading Chinese


class CallState(StrEnum):
    """Ringing, heard to the end, or not."""

    RINGING = "ringing"
    HEARD = "heard"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ends; `heard` is the part of one reading that was listened to, 1 for all of it."""

    status: str
    words: str
    heard: float = 0.0
    key: str = ""


HEARD = Answer("200000", "听完了", heard=1.0)
# The same endings mean what they mean for texts, as far as a call can: 0001 is no number in both.
ANSWERS: dict[str, Answer] = {
    "0001": Answer("200004", "空号"),
    "0002": Answer("200002", "占线"),
    "0003": Answer("200003", "没人接"),
    "0005": Answer("200011", "停机"),
    "0010": Answer("200010", "关机"),
    "0011": Answer("200001", "接起来就挂了", heard=0.1),
    "0023": Answer("200010", "关机"),
    "0144": Answer("200005", "被拦截"),
    "0300": Answer("200000", "听完按了1", heard=1.0, key="1"),
}
TIME_BLOCKED = Answer("200118", "这个时段运营商不接通")


@dataclass(slots=True)
class Call:
    """One call; moments are seconds since 1970 by the virtual clock."""

    number: int
    phone: str
    template: str
    text: str
    play_times: int
    out_id: str
    call_id: str
    placed_at: float
    state: CallState = CallState.RINGING
    answer: Answer = HEARD
    ended_at: float = 0.0

    @property
    def seconds(self) -> int:
        """How long it was listened to."""
        reading = max(1, len(self.text) // CHARACTERS_A_SECOND)
        return round(reading * self.answer.heard * (self.play_times if self.answer.heard == 1.0 else 1))


def answer_of(phone: str, overrides: dict[str, str]) -> Answer:
    """Return what the phone does; a control call may give it another ending's behaviour."""
    return ANSWERS.get(overrides.get(phone, phone[-4:]), HEARD)
