"""A household with its people, before what it lives on is known."""

from typing import NamedTuple

from sandbox.people.beneficiaries import Candidate
from sandbox.people.households import Plan
from sandbox.people.rows import Person, RegisterKind


class Home(NamedTuple):
    """A household's key, plan, register, and its people with their ages in full years."""

    key: int
    plan: Plan
    register_kind: RegisterKind
    people: list[tuple[Person, int]]

    def living(self) -> list[tuple[Person, int]]:
        """The living members with their ages."""
        return [(person, age) for person, age in self.people if person.deceased_on is None]

    def candidates(self) -> list[Candidate]:
        """The members who could receive a benefit here."""
        return [
            Candidate(person.key, person.sex == "male", age, person.birth_date)
            for person, age in self.living()
            if person.registered_here
        ]
