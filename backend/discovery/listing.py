"""Listing open hits for officers: a page at a time, what is due first on top; the scope is in every WHERE.

Hits about children are only for officers with the power, and it is recorded that they were shown (policy §14).
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from backend import clock, database, journal
from backend.discovery.hit import HitRule
from backend.discovery.programme_title import title_of
from backend.staff import Officer, Power, has_power, must_cover, must_have

_PAGE = 30


class HitPosition(NamedTuple):
    """Where a page ended; the next begins after it."""

    due: date
    id: UUID


@dataclass(frozen=True)
class HitLine:
    """One line of a list; names are in full in the officer's own places (policy §14.4).

    `reasons`: sentence, article and, for a condition of the law, outcome.
    """

    id: UUID
    resident_id: UUID
    resident_name: str
    birth_date: date
    village: str
    village_name: str
    rule: HitRule
    programme: str
    programme_title: str
    restricted: bool
    reasons: list[dict[str, str]]
    data_date: date
    found_on: date
    due_on: date
    rule_version: str
    overdue: bool
    with_cadre: bool


@dataclass(frozen=True)
class HitPage:
    """Some lines, and where to go on; `next` is None at the end."""

    items: list[HitLine]
    next: HitPosition | None


@dataclass(frozen=True)
class HitCount:
    """How many hits are open of a rule and programme; `overdue` of them are past their day."""

    rule: HitRule
    programme: str
    programme_title: str
    number: int
    overdue: int


@dataclass(frozen=True)
class TownshipCount:
    """How many hits are open in a township."""

    code: str
    name: str
    number: int
    overdue: int


async def hits_for(
    officer: Officer,
    *,
    rule: HitRule | None = None,
    programme: str | None = None,
    village: str | None = None,
    after: HitPosition | None = None,
    limit: int = _PAGE,
) -> HitPage:
    """Open hits of the officer's places. Refuses with NoSuchPower, and OutsideYourPlace for another's village."""
    must_have(officer, Power.SEE_CASES)
    if village is not None:
        must_cover(officer, village)
    found = await database.rows(
        """SELECT h.id, h.resident_id, r.name AS resident_name, r.birth_date, h.village,
                  coalesce(p.name, h.village) AS village_name, h.rule, h.programme, h.restricted, h.reasons,
                  h.data_date, h.found_on, h.due_on, h.rule_version,
                  EXISTS (SELECT 1 FROM errand e WHERE e.resident_id = h.resident_id
                          AND e.because = 'hit:' || h.id || ':' || h.found_on AND e.done_at IS NULL) AS with_cadre
           FROM hit h JOIN resident r ON r.id = h.resident_id LEFT JOIN place p ON p.code = h.village
           WHERE h.county = $1 AND h.village LIKE $2 AND h.state = 'open' AND (NOT h.restricted OR $3)
             AND ($4::text IS NULL OR h.rule = $4) AND ($5::text IS NULL OR h.programme = $5)
             AND ($6::date IS NULL OR (h.due_on, h.id) > ($6, $7::uuid))
           ORDER BY h.due_on, h.id LIMIT $8""",
        officer.county, village or officer.scope.like, _sees_children(officer), rule.value if rule else None,
        programme, after.due if after else None, after.id if after else None, limit + 1,
    )  # fmt: skip
    lines = [_line(each) for each in found[:limit]]
    await _record_children(officer, [line.id for line in lines if line.restricted])
    more = len(found) > limit
    return HitPage(lines, HitPosition(lines[-1].due_on, lines[-1].id) if more else None)


async def counts_for(officer: Officer) -> list[HitCount]:
    """Open hits of the officer's places by rule and programme, in the rules' order; NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    return await _counts(officer.county, officer.scope.like, children=_sees_children(officer))


async def open_counts(county: str) -> list[HitCount]:
    """The same for a county, as numbers only."""
    return await _counts(county, f"{county}%", children=True)


async def counts_by_township(officer: Officer) -> list[TownshipCount]:
    """Open hits of the officer's places by township, in code order; NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        """SELECT left(h.village, 9) || '000' AS code, count(*) AS number,
                  count(*) FILTER (WHERE h.due_on < $4) AS overdue
           FROM hit h WHERE h.county = $1 AND h.village LIKE $2 AND h.state = 'open' AND (NOT h.restricted OR $3)
           GROUP BY 1 ORDER BY 1""",
        officer.county, officer.scope.like, _sees_children(officer), clock.today(),
    )  # fmt: skip
    names = await database.rows("SELECT code, name FROM place WHERE code = ANY ($1)", [each["code"] for each in found])
    name_of = {each["code"]: each["name"] for each in names}
    return [TownshipCount(name=name_of.get(each["code"], each["code"]), **each) for each in found]


async def _counts(county: str, villages: str, *, children: bool) -> list[HitCount]:
    found = await database.rows(
        """SELECT rule, programme, count(*) AS number, count(*) FILTER (WHERE due_on < $4) AS overdue FROM hit
           WHERE county = $1 AND village LIKE $2 AND state = 'open' AND (NOT restricted OR $3)
           GROUP BY rule, programme""",
        county, villages, children, clock.today(),
    )  # fmt: skip
    order = {rule.value: number for number, rule in enumerate(HitRule)}
    found.sort(key=lambda each: (order[each["rule"]], each["programme"]))
    return [
        HitCount(HitRule(each["rule"]), each["programme"], title_of(each["programme"]), each["number"], each["overdue"])
        for each in found
    ]


def _sees_children(officer: Officer) -> bool:
    return has_power(officer, Power.HANDLE_CHILDREN)


async def _record_children(officer: Officer, shown: list[UUID]) -> None:
    if not shown:
        return
    async with database.transaction():
        line = journal.Line(
            journal.Deed.CHILD_HITS_SHOWN, officer.county, "officer", officer.id,
            facts={"hits": [str(each) for each in shown]},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)


def _line(found: dict[str, Any]) -> HitLine:
    given = {**found, "rule": HitRule(found["rule"]), "reasons": json.loads(found["reasons"])}
    return HitLine(**given, programme_title=title_of(found["programme"]), overdue=found["due_on"] < clock.today())
