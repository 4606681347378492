"""Known facts: what the county's rows say of everyone, under the names that the law asks for.

A row a person and a row a household, in the order of the registers. Null is not known; what is outside a fact's range
counts as not known too, for a mistyped year must not hold up the whole county, and so does what is older than it holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from backend import eligibility
from backend.applications import State
from backend.discovery.fact_sources import DATED, OF_A_HOUSEHOLD, OF_A_PERSON
from backend.discovery.registers import Registers, read_registers

DIBAO = ("rural_dibao", "urban_dibao")
TEKUN = "tekun"
_NOES = [each.value for each in State if each.is_a_no]
_TOPPED_UP = [*DIBAO, TEKUN, "disability_living"]  # what a child's allowance is topped up from (policy §6.2)


@dataclass(frozen=True)
class KnownFacts:
    """What is known of a county on a day.

    `people`: id, household_id, village, data_date, then facts by name. `households`: id, applicant_id, village,
    data_date, then facts by name; the applicant is the head, or else the oldest. Both hold the living only.
    """

    on: date
    registers: Registers

    @cached_property
    def people(self) -> pl.DataFrame:
        """A row for each living person, the household's facts beside their own."""
        kept = "household_id", "relation_to_head", "village", "data_date"
        return self._named(self.members, OF_A_HOUSEHOLD | OF_A_PERSON, _all_declared(), *kept)

    @cached_property
    def households(self) -> pl.DataFrame:
        """A row for each household in which somebody lives."""
        return self._named(self.homes, OF_A_HOUSEHOLD, _all_declared(), "applicant_id", "village", "data_date")

    @property
    def members(self) -> pl.DataFrame:
        """`people` with all that the registers hold, under the registers' names, in the same order."""
        return self._joined[1]

    @property
    def homes(self) -> pl.DataFrame:
        """`households` with all that the registers hold, in the same order; `resident_id` is the applicant."""
        return self._joined[0]

    @cached_property
    def _joined(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Homes and members: together, so that what both are made of is not kept."""
        persons = self._persons()
        homes = self._homes_of(persons)
        ours = persons.with_columns(resident_id="id", born="birth_date", today=pl.lit(self.on))
        return homes, ours.join(homes.drop("village", "resident_id", "born"), on="household_id", how="left")

    def _homes_of(self, persons: pl.DataFrame) -> pl.DataFrame:
        receives = pl.col("receives")
        of_members = (
            persons.lazy()
            .sort(pl.col("relation_to_head") != "head", "birth_date", "id")
            .group_by("household_id", maintain_order=True)
            .agg(
                applicant_id=pl.col("id").first(),
                resident_id=pl.col("id").first(),
                born=pl.col("birth_date").first(),
                members_alive=pl.len().cast(pl.Int64),
                anyone_registered_here=pl.col("registered_here").any(),
                anyone_on_tekun=_receives(receives, TEKUN).any(),
                anyone_of_edge=_receives(receives, "edge_family").any(),
                anyone_on_dibao=_receives(receives, *DIBAO).any(),
                left_on=pl.col("left_on").max(),
            )
        )
        died = self.registers.people.lazy().group_by("household_id").agg(died_on=pl.col("deceased_on").max())
        homes = self.registers.households.lazy().rename({"id": "household_id"})
        return (
            homes.join(of_members, on="household_id", how="inner").join(died, on="household_id", how="left").collect()
        )

    @cached_property
    def refusals(self) -> pl.DataFrame:
        """Refused applications of living people who have no running award of the programme."""
        refused = self.registers.applications.lazy().filter(pl.col("state").is_in(_NOES))
        latest = refused.group_by("resident_id", "programme").agg(pl.col("day").max())
        running = self.registers.awards.lazy().filter(is_running(self.on))
        return self._of_people(latest.join(running, on=["resident_id", "programme"], how="anti"))

    @cached_property
    def failing(self) -> pl.DataFrame:
        """Awards of living people whose money has bounced for `months` and is not on its way again."""
        return self._of_people(self.registers.bounced.lazy())

    @cached_property
    def dead_paid(self) -> pl.DataFrame:
        """Awards that still run in a month after the person's death."""
        dead = self.registers.people.lazy().filter(pl.col("deceased_on") < self.on.replace(day=1))
        running = self.registers.awards.lazy().filter(is_running(self.on) & ~pl.col("read_only"))
        dead = dead.select("village", resident_id="id", born="birth_date", died_on="deceased_on")
        return running.join(dead, on="resident_id").with_columns(data_date=pl.lit(self.on)).collect()

    def _of_people(self, rows: pl.LazyFrame) -> pl.DataFrame:
        people = self.members.lazy().select("village", "resident_id", "born")
        return rows.join(people, on="resident_id").with_columns(data_date=pl.lit(self.on)).collect()

    def _persons(self) -> pl.DataFrame:
        books = self.registers
        cards = books.cards.lazy().rename({"valid_to": "card_valid_to"})
        return (
            books.people.lazy()
            .filter(pl.col("deceased_on").is_null())
            .join(cards, left_on="id", right_on="resident_id", how="left")
            .join(books.situations.lazy(), left_on="id", right_on="resident_id", how="left")
            .join(self._awards, left_on="id", right_on="resident_id", how="left")
            .join(_kin(books.kin), left_on="id", right_on="resident_id", how="left")
            .collect()
        )

    @property
    def _awards(self) -> pl.LazyFrame:
        """For each person the programmes received, and when dibao or 特困 last ended."""
        running, ended = is_running(self.on), pl.col("stopped_from") <= self.on
        basic = pl.col("programme").is_in([*DIBAO, TEKUN])
        return (
            self.registers.awards.lazy()
            .group_by("resident_id")
            .agg(
                receives=pl.col("programme").filter(running),
                held_fen=pl.col("monthly_fen").filter(running & pl.col("programme").is_in(_TOPPED_UP)).sum(),
                left_on=pl.col("stopped_from").filter(ended & basic & (pl.col("stop_reason") != "death")).max(),
            )
        )

    def facts_of(self, programme: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Of `rows`, some of `members` or of `homes`, the id and what the programme's law asks about and we know."""
        sources = OF_A_HOUSEHOLD | OF_A_PERSON if "birth_date" in rows.columns else OF_A_HOUSEHOLD
        return self._named(rows, sources, eligibility.facts_declared(programme))

    def _named(
        self, rows: pl.DataFrame, sources: Mapping[str, pl.Expr], declared: Iterable[eligibility.Fact], *kept: str
    ) -> pl.DataFrame:
        facts = {fact.key: fact for fact in declared if fact.key in sources}
        named = rows.lazy().select(
            pl.col("id" if "id" in rows.columns else "household_id").alias("id"),
            *kept,
            **{key: self._while_it_holds(fact, sources[key]).cast(fact.kind.column) for key, fact in facts.items()},
        )
        believable = [
            pl.when(~fact.outside(pl.col(key), on=self.on)).then(pl.col(key)).alias(key) for key, fact in facts.items()
        ]
        return named.with_columns(believable).collect()

    def _while_it_holds(self, fact: eligibility.Fact, source: pl.Expr) -> pl.Expr:
        if fact.validity_months is None or fact.key not in DATED:
            return source
        return pl.when(pl.col(DATED[fact.key]).dt.offset_by(f"{fact.validity_months}mo") > self.on).then(source)


def _all_declared() -> list[eligibility.Fact]:
    return [fact for programme in eligibility.programmes() for fact in eligibility.facts_declared(programme)]


async def know(county: str, on: date) -> KnownFacts:
    """Read the registers of a county; about two seconds for 560,000 people. Facts that nobody holds have no column."""
    return KnownFacts(on, await read_registers(county))


def is_running(on: date) -> pl.Expr:
    """Whether an award gives something in the month of that day."""
    month = on.replace(day=1)
    stopped = pl.col("stopped_from").is_not_null() & (pl.col("stopped_from") <= month)
    return (pl.col("from_month") <= on) & ~stopped


def _receives(programmes: pl.Expr, *wanted: str) -> pl.Expr:
    return pl.any_horizontal(programmes.list.contains(each).fill_null(False) for each in wanted)


def _kin(kin: pl.DataFrame) -> pl.LazyFrame:
    """Parents by what keeps them from their duty, and how many children of an elder could support them."""
    relation, circumstance = pl.col("relation"), pl.col("circumstance")
    obligors = relation.is_in(["child", "spouse"])
    return (
        kin.lazy()
        .group_by("resident_id")
        .agg(
            kin_date=pl.col("data_date").max(),
            father=circumstance.filter(relation == "father").first(),
            mother=circumstance.filter(relation == "mother").first(),
            obligors=obligors.sum().cast(pl.Int64),
            obligors_able=(obligors & (circumstance == "able")).sum().cast(pl.Int64),
            obligors_unclear=(obligors & circumstance.is_null()).sum().cast(pl.Int64),
        )
    )
