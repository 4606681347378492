"""What if (试算): the law asked twice for the whole county, by the standards as they are and as they would be."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from backend import clock, discovery, eligibility, programmes
from backend.discovery import KnownFacts, Rows
from backend.eligibility import BadFact, Outcome, StandardsNotSet
from backend.programmes import Span
from backend.prospects.extra_on_file import extra_on_file

Standards = Mapping[str, object]


@dataclass(frozen=True)
class Prospect:
    """What would change in one township for one programme; money in fen a month, over all who may fit.

    `gain` would fit and do not now, `lose` the other way round, `more` and `less` fit both times at another amount.
    Counted are households where the law asks of a household, else people. The last four tell of those among them who
    receive the programme now: more, less, nothing any more, and what that makes a month.
    """

    township: str
    programme: str
    gain: int
    lose: int
    more: int
    less: int
    before_fen: int
    after_fen: int
    receiving_more: int = 0
    receiving_less: int = 0
    receiving_lose: int = 0
    receiving_fen: int = 0

    @property
    def difference_fen(self) -> int:
        """What a month would cost more, or less."""
        return self.after_fen - self.before_fen


async def what_if(county: str, change: Span) -> list[Prospect]:
    """By township and programme, for each programme whose law reads the standard; townships without change left out.

    It is no decision and nobody is named: someone may fit whom the law neither refuses nor puts before an officer by
    what the registers say, and whose amount can be reckoned; what nobody knows of them counts as fitting. What is
    paid on top (增发) is by the registers, which know no single parents. About four seconds for 560,000 people.
    """
    day = max(clock.today(), change.valid_from)
    reading = [programme for programme in eligibility.programmes() if _reads(programme, change.key, day)]
    if not reading:
        return []
    timeline = await programmes.timeline_of(county)
    before, after = timeline.on(day), timeline.changed(change).on(day)
    known = await discovery.know(county, day)
    # Seconds of arithmetic for a county: in a thread, so that other officers' pages do not wait.
    return await asyncio.to_thread(lambda: [p for each in reading for p in _prospects(each, known, before, after)])


def _reads(programme: str, key: str, day: date) -> bool:
    try:
        return any(each.key == key for each in eligibility.parameters_declared(programme, on=day))
    except BadFact:  # no version of the law in force that day
        return False


def _prospects(programme: str, known: KnownFacts, before: Standards, after: Standards) -> list[Prospect]:
    of_homes = asks_of_households(programme)
    rows = known.households if of_homes else known.people

    def by(standards: Standards) -> pl.Series:
        topped = rows.with_columns(extra_on_file(known, standards)) if _tops_up(programme) else rows
        return amounts(programme, topped, known.on, standards)

    both = pl.DataFrame(
        [
            rows["village"].str.head(9).alias("town"),
            by(before).alias("before"),
            by(after).alias("after"),
            discovery.receive(known, programme, known.homes if of_homes else known.members).alias("receives"),
        ]
    ).filter(pl.col("before").ne_missing(pl.col("after")) | pl.col("before").is_not_null())
    fits, would, receives = pl.col("before").is_not_null(), pl.col("after").is_not_null(), pl.col("receives")
    grown = pl.col("after").fill_null(0) - pl.col("before").fill_null(0)
    totals = both.group_by("town").agg(
        (would & ~fits).sum().alias("gain"),
        (fits & ~would).sum().alias("lose"),
        (pl.col("after") > pl.col("before")).sum().alias("more"),
        (pl.col("after") < pl.col("before")).sum().alias("less"),
        pl.col("before").sum().alias("before_fen"),
        pl.col("after").sum().alias("after_fen"),
        (receives & fits & would & (grown > 0)).sum().alias("receiving_more"),
        (receives & fits & would & (grown < 0)).sum().alias("receiving_less"),
        (receives & fits & ~would).sum().alias("receiving_lose"),
        grown.filter(receives).sum().alias("receiving_fen"),
    )
    changed = totals.filter(pl.sum_horizontal("gain", "lose", "more", "less") > 0).sort("town")
    return [Prospect(f"{town}000", programme, *numbers) for town, *numbers in changed.iter_rows()]


def _tops_up(programme: str) -> bool:
    return any(fact.key == "extra_percent" for fact in eligibility.facts_declared(programme))


def amounts(programme: str, rows: pl.DataFrame, day: date, standards: Standards) -> pl.Series:
    """Fen a month of those who may fit, null for all others; nobody fits where a standard is not set."""
    try:
        decided = eligibility.decide_many(programme, rows, on=day, parameters=standards)
    except StandardsNotSet:
        return pl.Series([None] * rows.height, dtype=pl.Int64)
    may_fit = (pl.col("outcome") != Outcome.NO.value) & ~pl.col("review")
    return decided.select(pl.when(may_fit).then("amount_fen")).to_series()


def asks_of_households(programme: str) -> bool:
    """Whether a household is counted as one, as in screening."""
    return discovery.rows_of(programme) is Rows.HOMES
