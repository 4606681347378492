"""A place's statement (村、乡镇、县发放汇总): what has arrived there in a month; from settled rows and nothing else.

Children: programmes for them are told for the county as a whole only (a village's figure would name the child), and
whoever is under 18 stands in a village's list without a name (policy §13.1).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from backend import clock, database, entitlements, places, printing, staff
from backend.money import yuan
from backend.places import Scope
from backend.privacy import masked_name
from backend.refusals import NotFound
from backend.residents import age_on
from backend.staff import Officer, Power

_CHILDREN = ["orphan", "unsupported_child"]
_ADULT = 18
_NAMED_AT_MOST = 2000  # a village has some hundreds of payees
_TEMPLATE = Path(__file__).with_name("place.typ")


class NoSuchPlace(NotFound):
    """None of that code."""

    sentence = "没有找到这个地方，请从列表里选择。"


@dataclass(frozen=True)
class Sum:
    """A programme, or a place below: how many people were paid, and how many fen."""

    code: str
    title: str
    people: int
    fen: int


@dataclass(frozen=True)
class PaidPerson:
    """One line of a village's list; the name masked, of a child none."""

    name: str
    programme_title: str
    fen: int


@dataclass(frozen=True)
class MonthSum:
    """What arrived in a month of the same year under a programme."""

    month: date
    title: str
    people: int
    fen: int


@dataclass(frozen=True)
class PlaceSum:
    """What arrived in a place below under a programme, in the statement's month."""

    name: str
    title: str
    people: int
    fen: int


@dataclass(frozen=True)
class PlaceStatement:
    """`months` go from January to the statement's month; `by_place` is `below`, programme by programme.

    `below` are the townships of a county or the villages of a township; `people` are listed for a village only."""

    code: str
    name: str
    month: date
    programmes: list[Sum]
    below: list[Sum]
    people: list[PaidPerson]
    months: list[MonthSum]
    by_place: list[PlaceSum]

    @property
    def fen(self) -> int:
        """All that arrived."""
        return sum(each.fen for each in self.programmes)


async def place_statement(code: str, month: date, officer: Officer) -> PlaceStatement:
    """What arrived in a place within a calendar month, whatever month it was for.

    Refuses with NoSuchPower, OutsideYourPlace and NoSuchPlace.
    """
    staff.must_have(officer, Power.SEE_CASES)
    place = await places.Place.get_or_none(code=code)
    if place is None or not code.startswith(officer.county):
        raise NoSuchPlace
    staff.must_cover(officer, code)
    scope, first = Scope(code), entitlements.month_of(month)
    whole_county = scope.prefix == officer.county
    given = (officer.county, scope.like, first, entitlements.months_after(first, 1), [] if whole_county else _CHILDREN)
    return PlaceStatement(
        code, place.name, first, await _by_programme(given),
        await _below(given, len(scope.prefix) + 3) if len(scope.prefix) < 12 else [],
        await _people(given) if len(scope.prefix) == 12 else [],
        await _months(given),
        await _by_place(given, len(scope.prefix) + 3) if len(scope.prefix) < 12 else [],
    )  # fmt: skip


async def print_place(statement: PlaceStatement) -> bytes:
    """The statement as PDF."""
    today = clock.today()
    facts = {
        "name": statement.name,
        "month": f"{statement.month.year}年{statement.month.month}月",
        "today": f"{today.year}年{today.month}月{today.day}日",
        "total": yuan(statement.fen),
        "programmes": [_written(each) for each in statement.programmes],
        "below": [_written(each) for each in statement.below],
        "people": [
            {"name": each.name, "programme": each.programme_title, "fen": yuan(each.fen)} for each in statement.people
        ],
    }
    return await printing.print_pdf(_TEMPLATE, facts)


def _written(each: Sum) -> dict[str, object]:
    return {"title": each.title, "people": each.people, "fen": yuan(each.fen)}


_SETTLED = """FROM payout p JOIN resident r ON r.id = p.resident_id
WHERE p.county = $1 AND p.village LIKE $2 AND p.state = 'settled' AND p.settled_on >= $3 AND p.settled_on < $4
  AND p.programme <> ALL ($5)"""


async def _by_programme(given: tuple[Any, ...]) -> list[Sum]:
    found = await database.rows(
        f"""SELECT p.programme, count(DISTINCT p.resident_id)::int AS people, sum(p.amount_fen)::bigint AS fen
            {_SETTLED} GROUP BY p.programme ORDER BY p.programme""",
        *given,
    )
    return [
        Sum(each["programme"], entitlements.get_benefit(each["programme"]).title, each["people"], each["fen"])
        for each in found
    ]


async def _below(given: tuple[Any, ...], digits: int) -> list[Sum]:
    """By township (9 digits) or village (12). A county's sum of its townships leaves the children's programmes out."""
    county, like, first, last, _ = given
    found = await database.rows(
        f"""SELECT rpad(left(p.village, {digits}), 12, '0') AS code, count(DISTINCT p.resident_id)::int AS people,
                   sum(p.amount_fen)::bigint AS fen {_SETTLED} GROUP BY 1 ORDER BY 1""",
        county, like, first, last, _CHILDREN,
    )  # fmt: skip
    names = {place.code: place.name for place in await places.Place.filter(code__in=[each["code"] for each in found])}
    return [Sum(each["code"], names.get(each["code"], each["code"]), each["people"], each["fen"]) for each in found]


async def _months(given: tuple[Any, ...]) -> list[MonthSum]:
    county, like, first, last, left_out = given
    found = await database.rows(
        f"""SELECT date_trunc('month', p.settled_on)::date AS month, p.programme,
                   count(DISTINCT p.resident_id)::int AS people, sum(p.amount_fen)::bigint AS fen
            {_SETTLED} GROUP BY 1, 2 ORDER BY 1, 2""",
        county, like, first.replace(month=1), last, left_out,
    )  # fmt: skip
    return [
        MonthSum(each["month"], entitlements.get_benefit(each["programme"]).title, each["people"], each["fen"])
        for each in found
    ]


async def _by_place(given: tuple[Any, ...], digits: int) -> list[PlaceSum]:
    """As `_below`, by programme too; the children's programmes left out."""
    county, like, first, last, _ = given
    found = await database.rows(
        f"""SELECT rpad(left(p.village, {digits}), 12, '0') AS code, p.programme,
                   count(DISTINCT p.resident_id)::int AS people, sum(p.amount_fen)::bigint AS fen
            {_SETTLED} GROUP BY 1, 2 ORDER BY 1, 2""",
        county, like, first, last, _CHILDREN,
    )  # fmt: skip
    names = {place.code: place.name for place in await places.Place.filter(code__in=[each["code"] for each in found])}
    return [
        PlaceSum(
            names.get(each["code"], each["code"]), entitlements.get_benefit(each["programme"]).title, each["people"],
            each["fen"],
        )
        for each in found
    ]  # fmt: skip


async def _people(given: tuple[Any, ...]) -> list[PaidPerson]:
    found = await database.rows(
        f"""SELECT r.name, r.birth_date, p.programme, sum(p.amount_fen)::bigint AS fen {_SETTLED}
            GROUP BY r.id, p.programme ORDER BY p.programme, r.id LIMIT {_NAMED_AT_MOST}""",
        *given,
    )
    return [
        PaidPerson(
            masked_name(each["name"]) if age_on(each["birth_date"], clock.today()) >= _ADULT else "未成年人",
            entitlements.get_benefit(each["programme"]).title,
            each["fen"],
        )
        for each in found
    ]
