"""Screen: whom a discovery rule looks at, what it says of them, and by when somebody should look into it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import polars as pl

from backend.discovery.found import digest_of
from backend.discovery.hit import HitRule
from backend.discovery.terms import Terms

VERSION = "2026.1"  # of the discovery rules; a changed sentence or condition changes the digest by itself


class Rows(StrEnum):
    """What a screen goes through, one row each."""

    PEOPLE = "people"  #: living people with their household
    HOMES = "homes"  #: households in which somebody lives; the hit is the applicant's
    REFUSALS = "refusals"  #: refused applications
    FAILING = "failing"  #: awards whose money bounces
    DEAD_PAID = "dead_paid"  #: running awards of the dead


@dataclass(frozen=True)
class Screen:
    """`where` and `due` are over the rows' columns; `sentence` and `at_the_door` may name columns in braces.

    `programme`: the one that the hit is about, empty for none, None where the row says which. Where that programme has
    a rule file, a person whom the law says no to is not found, and the law's own reasons are given.
    """

    rule: HitRule
    programme: str | None
    rows: Rows
    where: Callable[[Terms], pl.Expr]
    sentence: str
    article: str
    at_the_door: str
    due: Callable[[Terms], pl.Expr] = lambda terms: pl.lit(terms.due)
    by_law_only: bool = False  # says nothing of its own: without the programme's rule file nobody is found
    dated: str = "data_date"  # the column that says of which day the data is; where it is empty, the household's day

    def reads(self, terms: Terms) -> list[str]:
        """The columns that a hit rests on."""
        return sorted({*self.where(terms).meta.root_names(), *self.due(terms).meta.root_names()})

    @cached_property
    def _words(self) -> dict[str, object]:
        return {"rule": self.rule, "programme": self.programme, "sentence": self.sentence, "article": self.article}

    def digest(self, terms: Terms) -> str:
        """Of the condition with the day taken out, and of the words."""
        condition = str(self.where(terms)).replace(str(terms.on), "today")
        return digest_of({**self._words, "where": condition})
