"""Extra on file (重点对象增发): what the registers already say of a household's important members, in percent.

Single parents are in no register; who is known to be ill, severely disabled, old or a minor counts, and nobody else: so
the sum is the least that a household would get on top.
"""

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from backend import eligibility
from backend.discovery import KnownFacts

_KINDS: Mapping[str, Callable[[date], pl.Expr]] = {
    "aged_70": lambda day: pl.col("birth_date").dt.offset_by("70y") <= day,
    "minor": lambda day: pl.col("birth_date").dt.offset_by("18y") > day,
    "severe_disability": lambda day: (pl.col("disability_grade") <= 2) & pl.col("card_valid"),
    "serious_illness": lambda day: pl.col("serious_illness"),
}


def extra_on_file(known: KnownFacts, standards: Mapping[str, object]) -> pl.Series:
    """Percent of the standard for each of `known.households`, by the county's list among `standards`."""
    rates = {kind: percent for kind, percent in eligibility.extra_rates(standards).items() if kind in _KINDS}
    held = [
        pl.when(_KINDS[kind](known.on).fill_null(False)).then(percent).otherwise(0) for kind, percent in rates.items()
    ]
    if not held:
        return pl.Series("extra_percent", [0] * known.households.height, dtype=pl.Int64)
    of_each = pl.sum_horizontal(held) if eligibility.extras_add_up(standards) else pl.max_horizontal(held)
    percents = known.people.lazy().group_by("household_id").agg(extra_percent=of_each.cast(pl.Int64).sum())
    homes = known.households.lazy().select(household_id="id")
    joined = homes.join(percents, on="household_id", how="left", maintain_order="left").collect()
    return joined["extra_percent"].fill_null(0)
