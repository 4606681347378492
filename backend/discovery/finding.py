"""Finding: everyone whom a discovery rule or a programme's law points to, on one day, from what the county knows.

Pure: frames in, hits out. The law is asked about the whole county at once; sentences are made for the hits only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from backend import eligibility
from backend.discovery.asking_law import Judged, judge, receive, receive_or_asked
from backend.discovery.found import Found, Reason, digest_of
from backend.discovery.hit import HitRule
from backend.discovery.known_facts import KnownFacts
from backend.discovery.programme_title import title_of
from backend.discovery.screen import VERSION, Rows, Screen
from backend.discovery.screens import SCREENS
from backend.discovery.terms import Terms
from backend.programmes import OF_CHILDREN

_A_CHILD_UNTIL = timedelta(days=18 * 365 + 5)  # five leap days at most; near the birthday the careful side is right
_CLAIMS = (HitRule.ENTITLED, HitRule.ALONE_WITHOUT_SUPPORT)  # rules that somebody who has applied is done with


@dataclass(frozen=True)
class Unscreened:
    """A programme or rule that was left out, for the county has not set this parameter."""

    what: str
    key: str


def find(known: KnownFacts, terms: Terms, only: str | None = None) -> tuple[list[Found], list[Unscreened]]:
    """All hits of the day, one a person, rule and programme, and what could not be screened.

    `only`: those about one programme. Refuses with eligibility.NoSuchProgramme.
    """
    if only is not None and only not in _programmes():
        raise eligibility.NoSuchProgramme
    found: dict[tuple[str, str, str], Found] = {}
    unscreened: list[Unscreened] = []
    laws: dict[str, Judged] = {}
    for programme in eligibility.programmes() if only is None else {only} & set(eligibility.programmes()):
        try:
            laws[programme] = judge(known, programme, terms)
        except eligibility.StandardsNotSet as missing:
            unscreened.append(Unscreened(programme, missing.details["key"]))
        except eligibility.BadFact as bad:  # no version of the law is in force on the day
            unscreened.append(Unscreened(programme, bad.details["fact"]))
    sources: list[tuple[str, Iterable[Found]]] = [
        *((screen.rule.value, _by_screen(known, terms, screen, laws)) for screen in SCREENS),
        *((programme, _by_law(known, terms, law)) for programme, law in laws.items()),
    ]
    for what, hits in sources:
        try:
            for hit in hits if only is None else (each for each in hits if each.programme == only):
                found.setdefault((hit.resident_id, hit.rule, hit.programme), hit)
        except eligibility.StandardsNotSet as missing:
            unscreened.append(Unscreened(what, missing.details["key"]))
    return list(found.values()), unscreened


def _programmes() -> set[str]:
    return {*eligibility.programmes(), *(screen.programme for screen in SCREENS if screen.programme)}


def _by_screen(known: KnownFacts, terms: Terms, screen: Screen, laws: Mapping[str, Judged]) -> Iterator[Found]:
    rows = _rows(known, screen.rows)
    rows = rows.with_columns(data_date=pl.coalesce(screen.dated, "data_date"))
    wanted = rows.select(screen.where(terms).fill_null(False).alias("wanted"))["wanted"]
    if screen.programme and screen.rule in _CLAIMS:
        wanted &= ~receive_or_asked(known, screen.programme, rows)
    law = laws.get(screen.programme or "")
    if screen.by_law_only and law is None:
        return
    if screen.rule in _CLAIMS and law is not None:
        # Where an officer must look at a property limit, the person is not probably entitled.
        yield from _entitled(terms, law, rows, wanted & law.possibly & ~law.reviewed, screen)
        return
    chosen = rows.filter(wanted).with_columns(due_on=screen.due(terms))
    reads, digest = screen.reads(terms), screen.digest(terms)
    shared = {key.replace(".", "_"): value for key, value in terms.parameters.items()}
    for row in chosen.iter_rows(named=True):
        programme = row["programme"] if screen.programme is None else screen.programme
        words = shared | _shown(row, programme)
        yield Found(
            rule=screen.rule, programme=programme, resident_id=row["resident_id"], village=row["village"],
            about_a_child=_is_child(row["born"], terms.on, programme),
            reasons=(Reason(screen.sentence.format_map(words), screen.article),),
            at_the_door=screen.at_the_door.format_map(words), data_date=row["data_date"], due_on=row["due_on"],
            rule_version=VERSION, rule_digest=digest, rests_on=digest_of({key: row[key] for key in reads}),
        )  # fmt: skip


def _by_law(known: KnownFacts, terms: Terms, law: Judged) -> Iterator[Found]:
    """Who receives and fits no longer; and, where no screen names the programme, who is surely entitled without it."""
    rows = _rows(known, law.rows)
    fails = receive(known, law.programme, rows) & ~law.possibly
    door = "待遇可能要重新核定，请上门了解情况有没有变化。"
    for row, grounds in law.explain(rows, fails):
        reasons = [each for each in grounds.conditions if each.outcome is eligibility.Outcome.NO]
        yield _grounded(HitRule.NO_LONGER_FITS, terms, row, grounds, reasons, door)
    if any(screen.programme == law.programme and screen.rule in _CLAIMS for screen in SCREENS):
        return
    surely = law.surely & ~receive_or_asked(known, law.programme, rows)
    for row, grounds in law.explain(rows, surely):
        door = f"可能可以享受{grounds.name}，还没有申请。请上门问一问，愿意的话帮忙申请。"
        yield _grounded(HitRule.ENTITLED, terms, row, grounds, grounds.conditions, door)


def _entitled(terms: Terms, law: Judged, rows: pl.DataFrame, wanted: pl.Series, screen: Screen) -> Iterator[Found]:
    for row, grounds in law.explain(rows, wanted):
        why = Reason(screen.sentence, screen.article)
        yield _grounded(screen.rule, terms, row, grounds, grounds.conditions, screen.at_the_door, why)


def _grounded(
    rule: HitRule,
    terms: Terms,
    row: Mapping[str, Any],
    grounds: eligibility.Grounds,
    conditions: Iterable[eligibility.ConditionOutcome],
    door: str,
    *first: Reason,
) -> Found:
    return Found(
        rule=rule, programme=grounds.programme, resident_id=row["resident_id"], village=row["village"],
        about_a_child=_is_child(row["born"], terms.on, grounds.programme),
        reasons=(*first, *(Reason(each.sentence, each.article, each.outcome) for each in conditions)),
        at_the_door=door, data_date=row["data_date"] or terms.on, due_on=terms.due, rule_version=grounds.rule_version,
        rule_digest=grounds.rule_digest, rests_on=digest_of({**grounds.facts, **grounds.parameters}),
    )  # fmt: skip


def _rows(known: KnownFacts, rows: Rows) -> pl.DataFrame:
    frames = {
        Rows.PEOPLE: lambda: known.members,
        Rows.HOMES: lambda: known.homes,
        Rows.REFUSALS: lambda: known.refusals,
        Rows.FAILING: lambda: known.failing,
        Rows.DEAD_PAID: lambda: known.dead_paid,
    }
    return frames[rows]()


def _shown(row: Mapping[str, Any], programme: str) -> dict[str, object]:
    """The row's values as sentences show them."""
    words: dict[str, object] = {
        key: f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value
        for key, value in row.items()
    }
    words["reached"] = row["due_on"].year - row["born"].year
    words["programme_title"] = title_of(programme)
    return words


def _is_child(born: date, on: date, programme: str) -> bool:
    """Or, grown up meanwhile, receives a child's aid while they study: as little for the village to know."""
    return born + _A_CHILD_UNTIL > on or programme in OF_CHILDREN
