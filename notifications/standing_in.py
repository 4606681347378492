"""Standing in: who hears in a person's stead, and who beside them.

For who is not of age the adult who asked for the benefit, then the head of the household; a child is not texted about
its own money. Beside a person, in one case, whoever holds their mandate: helper and helped get the same facts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from backend import clock
from backend.applications import Application, Mandate
from backend.journal import By
from backend.residents import Resident, is_of_age

_HEAD = "head"


@dataclass
class StandIns:
    """`guardians`: by child, who to speak to first; `helpers`: by case, the mandate that holds today."""

    guardians: dict[UUID, list[UUID]] = field(default_factory=dict)
    helpers: dict[UUID, Mandate] = field(default_factory=dict)

    @property
    def residents(self) -> set[UUID]:
        """Everyone among them who is on the register as a resident."""
        agents = {each.agent_id for each in self.helpers.values() if each.agent_kind == By.RESIDENT.value}
        return agents.union(*self.guardians.values())

    @property
    def cadres(self) -> set[UUID]:
        """And who is a cadre."""
        return {each.agent_id for each in self.helpers.values() if each.agent_kind == By.CADRE.value}


def is_minor(person: Resident) -> bool:
    """Whether somebody else is spoken to in their stead."""
    return not is_of_age(person.birth_date, clock.today())


async def stand_ins(people: Iterable[Resident], cases: set[UUID]) -> StandIns:
    """In at most three queries, none of which is made for nobody."""
    minors = [each for each in people if is_minor(each)]
    return StandIns(await _guardians(minors) if minors else {}, await _helpers(cases) if cases else {})


async def _guardians(minors: list[Resident]) -> dict[UUID, list[UUID]]:
    homes: dict[UUID, list[Resident]] = defaultdict(list)
    for each in await Resident.filter(household_id__in=[child.household_id for child in minors], deceased_on=None):
        if not is_minor(each):
            homes[each.household_id].append(each)
    asked: dict[UUID, list[UUID]] = defaultdict(list)
    theirs = Application.filter(resident_id__in=[child.id for child in minors], started_by_kind=By.RESIDENT.value)
    for case in await theirs.order_by("-started_at", "-id"):
        asked[case.resident_id].append(case.started_by_id)
    return {child.id: _in_order(homes[child.household_id], asked[child.id]) for child in minors}


def _in_order(adults: list[Resident], asked: list[UUID]) -> list[UUID]:
    """Of an adult household only who asked, the newest first, and the head: not everybody at home need know."""
    at_home = {each.id for each in adults}
    heads = [each.id for each in adults if each.relation_to_head == _HEAD]
    return list(dict.fromkeys([*(each for each in asked if each in at_home), *heads]))


async def _helpers(cases: set[UUID]) -> dict[UUID, Mandate]:
    today = clock.today()
    given = await Mandate.filter(application_id__in=list(cases), revoked_at=None)
    return {each.application_id: each for each in given if each.in_force_on(today)}
