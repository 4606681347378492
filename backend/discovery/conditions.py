"""Conditions of the discovery rules, as expressions over the registers' columns; null is not known."""

from datetime import timedelta

import polars as pl

from backend import eligibility
from backend.discovery.terms import Terms

# 事实无人抚养 (民发〔2019〕62号, 民发〔2020〕125号): what keeps a parent from caring; both gone makes an orphan.
_GONE = ["dead", "missing"]
_CAUSES = [*_GONE, "severely_disabled", "seriously_ill", "detained", "out_of_contact", "custody_revoked", "deported"]
_HARD_CLASSES = ["5", "6"]  # intellectual, mental

born, grade = pl.col("birth_date"), pl.col("grade")
income, members = pl.col("monthly_income_fen"), pl.col("members_counted").cast(pl.Int64)
assisted = pl.col("anyone_on_dibao") | pl.col("anyone_on_tekun")
here = pl.col("registered_here")


def receives(*programmes: str) -> pl.Expr:
    """Whether the person has a running award of one of them."""
    return pl.any_horizontal(pl.col("receives").list.contains(each).fill_null(False) for each in programmes)


def barred(programme: str, terms: Terms) -> pl.Expr:
    """Whether the person has a running award beside which the programme is not paid."""
    return receives(*eligibility.gives_way_to(programme, terms.parameters))


def aged(terms: Terms, years: int) -> pl.Expr:
    """That age is reached on the day; born on 29 February, on 28 February (policy §22.9)."""
    return born.dt.offset_by(f"{years}y") <= terms.today


def card_valid(terms: Terms) -> pl.Expr:
    """The disability card has not run out."""
    return pl.col("card_valid_to") >= terms.today


def standard(terms: Terms) -> pl.Expr:
    """The dibao standard of the household's track, in fen a head and month."""
    town = pl.col("register_kind") == "urban"
    urban, rural = terms.number("dibao.standard.urban"), terms.number("dibao.standard.rural")
    return pl.when(town).then(urban).otherwise(rural).cast(pl.Int64)


def within(terms: Terms, day: pl.Expr, key: str) -> pl.Expr:
    """Not longer ago than so many months."""
    return day.dt.offset_by(f"{terms.number(key)}mo") > terms.today


def may_apply_alone(terms: Terms) -> pl.Expr:
    """Of a family between the standard and the edge line: severely disabled or seriously ill (policy §1.4)."""
    line = standard(terms) * members
    edge = (income >= line) & (income * 100 < line * terms.number("edge.factor"))
    severe = (grade <= 2) | ((grade == 3) & pl.col("disability_class").is_in(_HARD_CLASSES))
    ill = pl.col("serious_illness").fill_null(False)
    return here & edge & ~assisted & ((severe & card_valid(terms)).fill_null(False) | ill)


def costs_still_count(terms: Terms) -> pl.Expr:
    """Spent within twelve months (《刚性支出困难家庭认定办法》第五条): an older cost points to nobody."""
    return pl.col("means_date").dt.offset_by("12mo") > terms.today


def pays_much_for_care(terms: Terms) -> pl.Expr:
    """A year's own-paid medical cost is over the county's share of the income a head."""
    # Own-paid cost > share × income a head and year, without a division.
    cost, times = pl.col("medical_year_fen"), terms.number("discovery.medical_times")
    return costs_still_count(terms) & (cost * 100 * members > income * 12 * times)


def alone_without_support(terms: Terms) -> pl.Expr:
    """60 or older, alone, nobody on file who must and could support them, below the standard (policy §2.1)."""
    # None on file, or only such as the law excuses; one of whom nobody knows enough is not counted as unable.
    unsupported = pl.col("obligors_able").fill_null(0) + pl.col("obligors_unclear").fill_null(0) == 0
    alone, poor = pl.col("members_alive") == 1, income < standard(terms)
    return here & aged(terms, 60) & alone & unsupported & poor & ~receives("tekun")


def child_without_care(terms: Terms, *, orphan: bool) -> pl.Expr:
    """Under 18 and both parents kept from caring, or both gone (policy §6)."""
    father, mother = pl.col("father"), pl.col("mother")
    gone = father.is_in(_GONE) & mother.is_in(_GONE)
    caused = father.is_in(_CAUSES) & mother.is_in(_CAUSES)
    barred_by_another = barred("orphan" if orphan else "unsupported_child", terms)
    return here & ~aged(terms, 18) & (gone if orphan else caused & ~gone) & ~barred_by_another


def birthday_near(terms: Terms) -> pl.Expr:
    """The day within the next weeks on which somebody reaches a band of 高龄津贴, or null."""
    last = terms.on + timedelta(days=terms.number("discovery.birthday_days"))
    days = [born.dt.offset_by(f"{start}y") for start, _ in terms.bands("aged.bands")]
    return pl.coalesce(pl.when((day > terms.on) & (day <= last)).then(day) for day in days)


def soon_expired(terms: Terms) -> pl.Expr:
    """Until when a card must last not to be reminded of."""
    return terms.today.dt.offset_by(f"{terms.number('discovery.card_months')}mo")
