"""A month as it is typed."""

from __future__ import annotations

from datetime import date

from backend import clock
from xiangyin.refusal import CommandRefused


def month_of(text: str) -> date:
    """2026-03 as its first day, blank as the present month; CommandRefused."""
    if not text:
        return clock.today().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise CommandRefused(f"{text}: give a month such as 2026-03.") from None
