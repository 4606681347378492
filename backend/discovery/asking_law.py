"""Asking the law: one programme's rule file over everyone at once, and in sentences for those who are picked out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend import eligibility
from backend.discovery.fact_sources import OF_A_HOUSEHOLD
from backend.discovery.known_facts import KnownFacts, is_running
from backend.discovery.screen import Rows
from backend.discovery.screens import SCREENS
from backend.discovery.terms import Terms

_AT_ONCE = 2_000  # verdicts explained at a time, so that a night of many hits needs no more memory
_JUDGED_AT_ONCE = 60_000  # rows: all facts and conditions of a whole county would be 200 MB
_PENDING = ["draft", "submitted", "returned", "accepted", "posted", "objected", "county_review"]


@dataclass(frozen=True)
class Judged:
    """A programme's outcomes in the order of its rows: true for yes, false for no, null where it is not known.

    `reviewed` where an officer must look at a condition that failed.
    """

    programme: str
    rows: Rows
    known: KnownFacts
    outcomes: pl.Series
    reviewed: pl.Series
    terms: Terms

    @property
    def surely(self) -> pl.Series:
        """Where the law says yes."""
        return self.outcomes.fill_null(False)

    @property
    def possibly(self) -> pl.Series:
        """Where it does not say no."""
        return self.outcomes.fill_null(True)

    def explain(self, rows: pl.DataFrame, chosen: pl.Series) -> Iterator[tuple[Mapping[str, Any], eligibility.Grounds]]:
        """The chosen rows with what their outcomes rest on; what contradicts itself is left out."""
        for part in rows.filter(chosen).iter_slices(_AT_ONCE):
            facts = given(self.known.facts_of(self.programme, part))
            grounds = eligibility.grounds_each(
                self.programme, facts, on=self.terms.on, parameters=self.terms.parameters
            )
            of_whom = part.select("resident_id", "village", "born", "data_date")
            for row, found in zip(of_whom.iter_rows(named=True), grounds, strict=True):
                if isinstance(found, eligibility.Grounds):
                    yield row, found


def judge(known: KnownFacts, programme: str, terms: Terms) -> Judged:
    """The law's answer for every person or household; refuses with StandardsNotSet."""
    rows = rows_of(programme)
    everyone = known.members if rows is Rows.PEOPLE else known.homes
    outcomes = [pl.Series("outcome", [], dtype=pl.Boolean())]
    reviewed = [pl.Series("review", [], dtype=pl.Boolean())]
    for part in everyone.iter_slices(_JUDGED_AT_ONCE):
        # With the id beside them: of some programmes the county knows no fact, and rows without columns vanish.
        facts = known.facts_of(programme, part)
        decided = eligibility.outcomes_many(programme, facts, on=terms.on, parameters=terms.parameters)
        outcomes.append(decided["holds"])
        reviewed.append(decided["review"])
    return Judged(programme, rows, known, pl.concat(outcomes), pl.concat(reviewed), terms)


def given(facts: pl.DataFrame) -> list[dict[str, Any]]:
    """The facts of each row as the law takes them."""
    return [{key: value for key, value in row.items() if key != "id"} for row in facts.iter_rows(named=True)]


def receive(known: KnownFacts, programme: str, rows: pl.DataFrame) -> pl.Series:
    """Which people have a running award of the programme; which households have a member who does."""
    return _among(known, rows, _running(known, programme))


def receive_or_asked(known: KnownFacts, programme: str, rows: pl.DataFrame) -> pl.Series:
    """The same, or an application on its way."""
    on_its_way = (pl.col("programme") == programme) & pl.col("state").is_in(_PENDING)
    asked = known.registers.applications.filter(on_its_way)["resident_id"]
    return _among(known, rows, pl.concat([_running(known, programme), asked]))


def _running(known: KnownFacts, programme: str) -> pl.Series:
    awards = known.registers.awards
    return awards.filter((pl.col("programme") == programme) & is_running(known.on))["resident_id"]


def _among(known: KnownFacts, rows: pl.DataFrame, residents: pl.Series) -> pl.Series:
    if "members_alive" in rows.columns and "birth_date" not in rows.columns:  # a row a household
        people = known.members.lazy().filter(pl.col("resident_id").is_in(residents.implode()))
        homes = people.select(pl.col("household_id").unique()).collect().to_series()
        return rows["household_id"].is_in(homes.implode())
    return rows["resident_id"].is_in(residents.implode())


def rows_of(programme: str) -> Rows:
    """As a screen says; otherwise a programme whose facts a household has all of is the household's."""
    for screen in SCREENS:
        if screen.programme == programme:
            return screen.rows
    declared = eligibility.facts_declared(programme)
    return Rows.HOMES if "members_counted" in {fact.key for fact in declared} & set(OF_A_HOUSEHOLD) else Rows.PEOPLE
