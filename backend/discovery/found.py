"""Found: a hit before it is kept, with everything that it rests on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from backend.discovery.hit import HitRule


class Reason(NamedTuple):
    """A sentence for the officer, the article that it follows, and for a condition of the law how it came out."""

    sentence: str
    article: str
    outcome: str = ""

    def as_json(self) -> dict[str, str]:
        """As a hit keeps it."""
        return {"sentence": self.sentence, "article": self.article, "outcome": self.outcome}


@dataclass(frozen=True, slots=True)
class Found:
    """`about_a_child`: restricted. `rests_on` is the digest of the facts and standards that made it true."""

    rule: HitRule
    programme: str
    resident_id: str
    village: str
    about_a_child: bool
    reasons: tuple[Reason, ...]
    at_the_door: str
    data_date: date
    due_on: date
    rule_version: str
    rule_digest: str
    rests_on: str


def digest_of(facts: Mapping[str, object]) -> str:
    """The same for the same facts, on every machine."""
    text = json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
