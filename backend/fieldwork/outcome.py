"""Outcome: what a phone is told of each item it sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from backend.fieldwork.moment import Remark


class Said(StrEnum):
    """In one word."""

    DONE = "done"
    ALREADY_DONE = "already_done"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """`result_id` is the case, photo, mandate or errand; `waits_for` are `file:<sha256>` and `item:<uuid>`."""

    said: Said
    result_id: UUID | None = None
    waits_for: Sequence[str] = ()
    code: str | None = None
    sentence: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()


class Waits(Exception):
    """What an item needs has not arrived: `tokens` say what."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        super().__init__()
