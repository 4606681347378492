"""Registers a family: birth dates, names, identity numbers, and whom death has left in the books."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from random import Random

from sandbox.people.drawing import between
from sandbox.people.families import OLDEST, Member
from sandbox.people.identity_numbers import Registrar
from sandbox.people.names import full_name
from sandbox.people.rows import Person, Relation

_DAYS_A_YEAR = 365.2425
_LONGEST_DEAD_DAYS = 400  # how far back a death is still to be struck off the register
_DIED_SHARE = ((80, 0.030), (60, 0.007), (2, 0.0008), (0, 0.0))
# (from which age, share of men, share of women who cannot read)
_CANNOT_READ = ((80, 0.28, 0.62), (70, 0.14, 0.38), (60, 0.05, 0.16), (7, 0.012, 0.018), (0, 1.0, 1.0))
_PARTNER: dict[Relation, Relation] = {
    "head": "spouse", "spouse": "head", "parent": "parent", "child": "child_in_law", "child_in_law": "child",
}  # fmt: skip


def age_on(day: date, born: date) -> int:
    """Full years (周岁) on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Registering:
    """Turns family members into register entries with dense keys."""

    def __init__(self, as_of: date, registrar: Registrar, first_key: int) -> None:
        self._as_of = as_of
        self._today = as_of.toordinal()
        self._registrar = registrar
        self._keys = count(first_key)

    def register(
        self, lots: Random, members: Sequence[Member], household_key: int, village_code: str
    ) -> list[tuple[Person, int]]:
        """The family's entries, each with the age in full years."""
        dead = _who_died(lots, members)
        mother = next((member.family for member in members if member.relation == "spouse"), "")
        return [self._entry(lots, member, member is dead, mother, household_key, village_code) for member in members]

    def _entry(
        self, lots: Random, member: Member, died: bool, mother: str, household_key: int, village_code: str
    ) -> tuple[Person, int]:
        born = date.fromordinal(self._today - int(min(member.age, OLDEST) * _DAYS_A_YEAR))
        age = age_on(self._as_of, born)
        names_mother = mother if member.relation == "child" else ""
        number = self._registrar.issue(lots, born, member.sex, came_from_elsewhere=member.married_in)
        person = Person(
            next(self._keys),
            household_key,
            village_code,
            full_name(lots, member.family, member.sex, born.year, names_mother),
            member.sex,
            born,
            number,
            member.relation,
            lots.random() < _registered_share(member, age),
            self._as_of - timedelta(days=between(lots, 1, _LONGEST_DEAD_DAYS)) if died else None,
            member.marital,
            lots.random() >= _cannot_read_share(member, age),
        )
        return person, age


def _who_died(lots: Random, members: Sequence[Member]) -> Member | None:
    """At most one of a family, never someone who lives alone; whoever was married to the dead is widowed."""
    if len(members) == 1:
        return None
    for member in members:
        if lots.random() < next(share for from_age, share in _DIED_SHARE if member.age >= from_age):
            if member.marital == "married":
                for other in members:
                    if other is not member and other.relation == _PARTNER[member.relation]:
                        other.marital = "widowed" if other.marital == "married" else other.marital
            return member
    return None


def _registered_share(member: Member, age: int) -> float:
    if member.relation == "head":
        return 1.0  # the page is the head's own
    if age >= 60:
        return 0.985
    return 0.90 if member.married_in else 0.97


def _cannot_read_share(member: Member, age: int) -> float:
    _, men, women = next(row for row in _CANNOT_READ if age >= row[0])
    return men if member.sex == "male" else women
