"""Screening the county (政策找人): who is probably entitled and never asked, and whose case must be looked at again."""

from backend.discovery.asking_law import receive, rows_of
from backend.discovery.closing import HitNoteTooLong, HitSettled, NoSuchHit, close
from backend.discovery.hit import Hit, HitOutcome, HitRule, HitState
from backend.discovery.known_facts import KnownFacts, know
from backend.discovery.listing import (
    HitCount,
    HitLine,
    HitPage,
    HitPosition,
    TownshipCount,
    counts_by_township,
    counts_for,
    hits_for,
    open_counts,
)
from backend.discovery.reminding import remind_of_cards
from backend.discovery.screen import Rows
from backend.discovery.screening import ScreeningUnderWay, latest_screening, screen, screen_tonight
from backend.discovery.screening_run import Screening

__all__ = [
    "Hit", "HitCount", "HitLine", "HitNoteTooLong", "HitOutcome", "HitPage", "HitPosition", "HitRule", "HitSettled",
    "HitState", "KnownFacts", "NoSuchHit", "Rows", "Screening", "ScreeningUnderWay", "TownshipCount", "close",
    "counts_by_township", "counts_for", "hits_for", "know", "latest_screening", "open_counts", "receive",
    "remind_of_cards", "rows_of", "screen", "screen_tonight",
]  # fmt: skip
