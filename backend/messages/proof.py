"""Proof (送达证明): all that was done to tell one person one thing, from the journal to handset, ear or door."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.errands import Errand
from backend.journal import Entry
from backend.messages.notice import Notice


@dataclass(frozen=True)
class Step:
    """One line of the proof: when, what, and what came of it."""

    at: datetime
    what: str
    outcome: str


@dataclass(frozen=True)
class Beside:
    """Somebody else who was told the same, and the newest notice to them, which has a proof of its own."""

    who: str
    notice_id: UUID
    reached: str | None
    under_way: bool

    @property
    def shown(self) -> str:
        """How it went with them."""
        return how_it_went(self.reached, self.under_way)


@dataclass(frozen=True)
class Proof:
    """What one of those who hear of `entry` was told; `person` is whom it concerns, `who` the one that was told.

    `notices` are all ways tried to them; `reached` how they were, None while they were not, and `under_way` whether
    something may still come of it; `errand` what a cadre was asked to do because of these; `photo_id` is the photo at
    the door, where this officer may see it.
    """

    entry: Entry
    person: str
    village: str
    occasion_title: str
    who: str
    notices: list[Notice]
    errand: Errand | None
    photo_id: UUID | None
    steps: list[Step]
    reached: str | None
    under_way: bool
    beside: list[Beside]

    @property
    def shown(self) -> str:
        """How it went."""
        return how_it_went(self.reached, self.under_way)

    @property
    def chained(self) -> str:
        """Where the entry stands in the journal's chain, and with which digest, as papers name it."""
        if self.entry.link is None or self.entry.chain_digest is None:
            return "尚未入链"
        return f"散列链第{self.entry.link}环，散列值{bytes(self.entry.chain_digest).hex()[:16]}"


def how_it_went(reached: str | None, under_way: bool) -> str:
    """A paper must not say that something is being done where nothing is."""
    return reached or ("尚未送达，仍在办理" if under_way else "没有送达，能用的办法都试过了")
