"""Standing in: who hears in a person's stead, and who beside them.

For who is not of age the guardian on file, the adult who asked for the benefit, then the head of the household; a child
is not texted about its own money. For whom a court found without full capacity the guardian on file and nobody else:
who that is, no household tells (民法典第二十三条). Beside a person, in one case, whoever holds their mandate: helper
and helped get the same facts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from backend import clock, database
from backend.applications import Application, Mandate
from backend.journal import By
from backend.residents import Guardianship, Resident, is_of_age

_HEAD = "head"
_BY_COURT = "SELECT * FROM guardianship WHERE resident_id = ANY ($1) AND ended_at IS NULL"


@dataclass
class StandIns:
    """`guardians`: by ward, who to speak to first; `wards`: who of age has one; `helpers`: by case, the mandate that
    holds today."""

    guardians: dict[UUID, list[UUID]] = field(default_factory=dict)
    wards: set[UUID] = field(default_factory=set)
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

    @property
    def outsiders(self) -> set[UUID]:
        """And who is on no register."""
        return {each.agent_id for each in self.helpers.values() if each.agent_kind == By.OUTSIDER.value}


def is_minor(person: Resident) -> bool:
    """Whether somebody else is spoken to in their stead."""
    return not is_of_age(person.birth_date, clock.today())


async def stand_ins(people: Iterable[Resident], cases: set[UUID]) -> StandIns:
    """In at most four queries, one of them for everybody and none of the others for nobody."""
    everyone = list(people)
    minors = [each for each in everyone if is_minor(each)]
    by_court = await database.models(Guardianship, _BY_COURT, [each.id for each in everyone])
    guardians = await _guardians(minors) if minors else {}
    for each in by_court:
        first = [each.guardian_id] if each.guardian_id else []
        guardians[each.resident_id] = list(dict.fromkeys([*first, *guardians.get(each.resident_id, [])]))
    wards = {each.resident_id for each in by_court}
    return StandIns(guardians, wards, await _helpers(cases) if cases else {})


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
