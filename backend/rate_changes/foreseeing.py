"""Foreseeing (测算): whose amount a change alters, by how much, for which months.

The engine that pays says it where standards make the amount. Where it was fixed case by case, the law says how it would
move; such cases are for a review, nothing of theirs changes by itself.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from backend import clock, database, eligibility, entitlements, programmes, prospects
from backend.entitlements import CLAIM_COLUMNS, Claim, claim_in, month_of, months_after
from backend.programmes import Span
from backend.prospects import Shifts

# Who stopped before the change reaches back to is not asked about; everyone else is reckoned month by month.
_AWARDS = f"""
SELECT a.id, a.resident_id, a.village, a.programme, {CLAIM_COLUMNS}, r.household_id
FROM award a JOIN resident r ON r.id = a.resident_id
WHERE a.county = $1 AND NOT a.read_only AND (a.stopped_from IS NULL OR a.stopped_from > $2)
ORDER BY a.village, a.id
"""

Rates = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Months of one award with the same difference, in fen a month; `through_month` None: every month to come.

    `by_review`: the amount was fixed case by case, and moves only after a review.
    """

    award_id: UUID
    resident_id: UUID
    village: str
    programme: str
    from_month: date
    through_month: date | None
    months: int
    before_fen: int
    after_fen: int
    by_review: bool


async def foresee(county: str, *changes: Span) -> list[Foreseen]:
    """Everyone in the county whose amount the changes alter together, in the order of village and award.

    Past months are those up to the present one; what follows is told by the first month to come in which all of them
    hold. A month for which the county has set no standard counts as nothing owed.
    """
    if not changes:
        return []
    timeline = await programmes.timeline_of(county)
    changed = timeline
    for change in sorted(changes, key=lambda each: each.valid_from):  # as they would be enacted
        changed = changed.changed(change)
    this_month = month_of(clock.today())
    next_month = months_after(this_month, 1)
    past = entitlements.each_month(min(month_of(change.valid_from) for change in changes), this_month)
    months = sorted({*past, next_month, *(max(next_month, _first_whole_month(change)) for change in changes)})
    to_come = months[-1]
    before = {month: timeline.on(month) for month in months}
    after = {month: changed.on(month) for month in months}
    touched = [month for month in months if before[month] != after[month]]
    if not touched:
        return []
    awards = await database.rows(_AWARDS, county, touched[0])
    fixed = {award["programme"] for award in awards if award["monthly_fen"] is not None}
    shifts = await prospects.shifts(county, touched, before, after, programmes=fixed)
    # Seconds of arithmetic for a county: in a thread, so that other officers' pages do not wait.
    return await asyncio.to_thread(_all_differences, awards, touched, to_come, before, after, shifts)


def _first_whole_month(change: Span) -> date:
    first = month_of(change.valid_from)
    return first if change.valid_from == first else months_after(first, 1)


def _all_differences(
    awards: Sequence[dict[str, Any]],
    months: Sequence[date],
    to_come: date,
    before: Mapping[date, Rates],
    after: Mapping[date, Rates],
    shifts: Shifts,
) -> list[Foreseen]:
    found: list[Foreseen] = []
    for award in awards:
        claim = claim_in(award)
        by_review = claim.monthly_fen is not None
        told = _shifted(award, claim, months, before, shifts) if by_review else _owed(claim, months, before, after)
        whose = _Whose(award["id"], award["resident_id"], award["village"], award["programme"], by_review)
        found += _runs(whose, [each for each in told if each[1] != each[2]], to_come)
    return found


def _owed(
    claim: Claim, months: Sequence[date], before: Mapping[date, Rates], after: Mapping[date, Rates]
) -> Iterator[tuple[date, int, int]]:
    for month in months:
        yield month, _fen(claim, month, before[month]), _fen(claim, month, after[month])


def _shifted(
    award: Mapping[str, Any], claim: Claim, months: Sequence[date], before: Mapping[date, Rates], shifts: Shifts
) -> Iterator[tuple[date, int, int]]:
    """The amount that was fixed, and what it would be if it moved as the law's own answer moves."""
    for month in months:
        moved, shift = shifts.of(month, award["programme"], str(award["resident_id"]), str(award["household_id"]))
        fen = _fen(claim, month, before[month]) if moved else 0
        if fen:
            yield month, fen, 0 if shift is None else max(0, fen + shift)


def _fen(claim: Claim, month: date, rates: Rates) -> int:
    try:
        return entitlements.fen_for(claim, month, rates)
    except eligibility.StandardsNotSet:
        return 0


def _runs(whose: "_Whose", differences: Sequence[tuple[date, int, int]], to_come: date) -> Iterator[Foreseen]:
    """Neighbouring months with the same amounts, told together."""
    run: list[date] = []
    amounts = (0, 0)
    for month, *pair in differences:
        same = run and tuple(pair) == amounts and months_after(run[-1], 1) == month != to_come
        if not same:
            if run:
                yield _told(whose, run, amounts, to_come)
            run, amounts = [], (pair[0], pair[1])
        run.append(month)
    if run:
        yield _told(whose, run, amounts, to_come)


def _told(whose: "_Whose", run: list[date], amounts: tuple[int, int], to_come: date) -> Foreseen:
    through = None if run[0] == to_come else run[-1]
    return Foreseen(
        whose.award_id, whose.resident_id, whose.village, whose.programme, run[0], through, len(run), *amounts,
        whose.by_review,
    )  # fmt: skip


class _Whose(NamedTuple):
    award_id: UUID
    resident_id: UUID
    village: str
    programme: str
    by_review: bool
