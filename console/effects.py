"""What a change of a standard does, added up for a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.places import township_of
from backend.prospects import Prospect
from backend.rate_changes import Effect, Foreseen

_COUNTS = (
    "gain", "lose", "more", "less", "before_fen", "after_fen", "receiving_more", "receiving_less", "receiving_lose",
    "receiving_fen",
)  # fmt: skip


@dataclass(frozen=True)
class Total:
    """All effects of a change together; money in fen."""

    gain: int
    lose: int
    back_fen: int
    recover_fen: int
    monthly_fen: int


def added_up(effects: Iterable[Effect], *, by_review: bool = False) -> Total:
    """The sum of all townships and programmes, of those that move by themselves or of those for review."""
    each = [effect for effect in effects if effect.by_review is by_review]
    return Total(
        sum(e.gain for e in each),
        sum(e.lose for e in each),
        sum(e.back_fen for e in each),
        sum(e.recover_fen for e in each),
        sum(e.monthly_fen for e in each),
    )


def by_programme(found: Iterable[Prospect]) -> list[tuple[Prospect, list[Prospect]]]:
    """For each programme the whole county's prospect, and its townships'."""
    by: dict[str, list[Prospect]] = {}
    for each in found:
        by.setdefault(each.programme, []).append(each)
    return [(_whole(programme, towns), towns) for programme, towns in by.items()]


def of_lines(lines: Iterable[Foreseen]) -> list[Effect]:
    """By township and programme, out of what was foreseen and not kept."""
    by: dict[tuple[bool, str, str], list[Foreseen]] = {}
    for line in lines:
        by.setdefault((line.by_review, township_of(line.village), line.programme), []).append(line)
    return [_effect(*whose, found) for whose, found in sorted(by.items())]


def _effect(by_review: bool, township: str, programme: str, lines: list[Foreseen]) -> Effect:
    past = [(line.after_fen - line.before_fen) * line.months for line in lines if line.through_month]
    return Effect(
        township, programme,
        gain=len({line.resident_id for line in lines if line.after_fen > line.before_fen}),
        lose=len({line.resident_id for line in lines if line.after_fen < line.before_fen}),
        back_fen=sum(fen for fen in past if fen > 0), recover_fen=-sum(fen for fen in past if fen < 0),
        monthly_fen=sum(line.after_fen - line.before_fen for line in lines if not line.through_month),
        by_review=by_review,
    )  # fmt: skip


def _whole(programme: str, towns: list[Prospect]) -> Prospect:
    counts = (sum(getattr(town, name) for town in towns) for name in _COUNTS)
    return Prospect("", programme, *counts)
