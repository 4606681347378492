"""Screening the county from the command line, as the clock does every night."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from backend import database, discovery
from backend.refusals import Refusal
from backend.settings import settings
from xiangyin.refusal import CommandRefused


def screen_now(programme: str | None) -> Iterator[str]:
    """Screen; then what was found, line by line. CommandRefused where it cannot be done now."""
    try:
        screening, counts = asyncio.run(_screened(programme))
    except Refusal as refused:
        raise CommandRefused(f"{refused.shown} ({refused.code})") from refused
    seconds = (screening.finished_at - screening.started_at).total_seconds()
    yield f"{screening.people:,} people looked at in {seconds:.1f} s: {screening.found:,} hits are true today,"
    yield f"{screening.new:,} of them new; {screening.passed:,} have passed; {screening.errands:,} errands for cadres."
    for count in counts:
        yield f"  {count.number:>7,}  {count.rule} {count.rule.shown} {count.programme}".rstrip()
    for left_out in screening.unscreened:
        yield f"Not screened: {left_out['what']}, for the county has not set {left_out['key']}."


async def _screened(programme: str | None) -> tuple[discovery.Screening, list[discovery.HitCount]]:
    await database.connect(pool_max=2)
    try:
        screening = await discovery.screen(settings().county, programme=programme)
        return screening, await discovery.open_counts(settings().county)
    finally:
        await database.close()
