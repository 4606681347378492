"""Allocation (资金分担): which source bears how much; exact to the fen, pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from backend.funds.source import GIVERS, Source
from backend.refusals import NotAcceptable

#: {"groups": […], "cover": […], "programmes": {code: {"groups": …}}}: the last where a programme has a rule of its own.
KEY = "funds.allocation"
Rates = Mapping[str, object]


class AllocationUnreadable(NotAcceptable):
    """The county's rule is not one: no groups, a share that is no positive number, an unknown or doubled source."""

    sentence = "资金分担比例设置有误，请在参数里改正后再办理。"


@dataclass(frozen=True)
class Group:
    """Sources that bear a part together, in proportion to what each has left. `share` is a weight, not a percentage."""

    title: str
    share: int
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class AllocationRule:
    """Groups in the order stated. `cover` names those that step in, in that order, where another has too little."""

    groups: tuple[Group, ...]
    cover: tuple[str, ...] = ()


@dataclass(frozen=True)
class Allocation:
    """`shares` holds sources with more than nothing; `uncovered` is what no source has money for."""

    shares: Mapping[Source, int]
    uncovered: int


def rule_for(programme: str, rates: Rates) -> AllocationRule | None:
    """The county's rule for a programme, None where it set none; AllocationUnreadable."""
    given = rates.get(KEY)
    if given is None:
        return None
    try:
        rule = cast(Mapping[str, Any], given)
        return _read(rule.get("programmes", {}).get(programme, rule))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise AllocationUnreadable from None


def allocate(fen: int, rule: AllocationRule, available: Mapping[Source, int]) -> Allocation:
    """Split `fen` by the rule over what the sources have left; nobody gives more than they have."""
    left = {source: max(0, available.get(source, 0)) for group in rule.groups for source in group.sources}
    shares = dict.fromkeys(left, 0)
    parts = largest_remainder(fen, [group.share for group in rule.groups])
    short = sum(_draw(group, part, left, shares) for group, part in zip(rule.groups, parts, strict=True))
    by_title = {group.title: group for group in rule.groups}
    for title in rule.cover:
        short = _draw(by_title[title], short, left, shares)
    return Allocation({source: part for source, part in shares.items() if part}, short)


def largest_remainder(fen: int, weights: Sequence[int]) -> list[int]:
    """`fen` split in proportion to `weights` (not all zero), summing to it exactly.

    Each part is rounded down; the fen left over go one by one to the largest remainders, of equal ones to the earlier.
    A part is never above its weight while `fen` is not above their sum.
    """
    total = sum(weights)
    parts = [fen * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: -(fen * weights[at] % total))
    for at in by_remainder[: fen - sum(parts)]:
        parts[at] += 1
    return parts


def _draw(group: Group, fen: int, left: dict[Source, int], shares: dict[Source, int]) -> int:
    """Take up to `fen` from a group; what it could not bear."""
    there = sum(left[source] for source in group.sources)
    taken = min(fen, there)
    if taken:
        parts = largest_remainder(taken, [left[source] for source in group.sources])
        for source, part in zip(group.sources, parts, strict=True):
            left[source] -= part
            shares[source] += part
    return fen - taken


def _read(given: Mapping[str, Any]) -> AllocationRule:
    groups = tuple(
        Group(str(each["title"]), each["share"], tuple(Source(source) for source in each["sources"]))
        for each in given["groups"]
    )
    sources = [source for group in groups for source in group.sources]
    titles = [group.title for group in groups]
    cover = tuple(given.get("cover", ()))
    whole = all(type(group.share) is int and group.share > 0 and group.sources for group in groups)
    known = set(sources) <= set(GIVERS) and len(sources) == len(set(sources)) and len(titles) == len(set(titles))
    if not groups or not whole or not known or not set(cover) <= set(titles):
        raise ValueError
    return AllocationRule(groups, cover)
