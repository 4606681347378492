"""One case, whoever may try something with it, and what lies ready to hand: chance says who happens to be there."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, evidence
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.journal import Deed, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre, Officer, Role
from tests.backend.applications.cases import another_jpeg, hand
from tests.backend.walks.programmes import Programme
from tests.people import COUNTY, TOWNSHIP

ROLES = [each for each in Role if each is not Role.AUDITOR]
_NEXT = {
    State.POSTED: Role.COUNTY_REVIEWER, State.COUNTY_REVIEW: Role.COUNTY_REVIEWER, State.REFUSED: Role.COUNTY_REVIEWER,
    State.NOT_ACCEPTED: Role.COUNTY_REVIEWER, State.TERMINATED: Role.COUNTY_REVIEWER,
    State.CONFIRMED: Role.COUNTY_APPROVER,
}  # fmt: skip


@dataclass
class Office:
    """Officers change desks, as in life, and take along what they did before; `strangers` stay in another township."""

    officers: list[Officer]
    strangers: list[Officer]
    cadres: list[Cadre]  #: one of the village, one of another
    neighbour: Resident
    desks: list[tuple[Officer, str, str]] = field(init=False)  #: where everybody sits in the morning

    def __post_init__(self) -> None:
        self.desks = [(each, each.role, each.place) for each in self.officers]


@dataclass
class Hands:
    """`starter`: in whose hand the case began and mostly stays; `case`: as it was before this step."""

    programme: Programme
    case_id: UUID
    person: Resident
    starter: Signature
    office: Office
    chance: random.Random
    travel: Callable[[str], None]
    seed: int
    wish: Deed | None = None  #: what it is steered to, until that has happened
    case: Application = field(init=False)
    acted: set[UUID | None] = field(default_factory=set)  #: officers who did anything in the case so far
    in_one_moment: set[UUID] = field(default_factory=set)  #: entries of while an officer declared their kin
    _photos: dict[PhotoKind, UUID] = field(default_factory=dict)

    async def look(self) -> Application:
        """The case as it is now."""
        self.case = await applications.get_application(self.case_id)
        return self.case

    def likely(self, often: float) -> bool:
        """Whether it happens this time."""
        return self.chance.random() < often

    def wishes(self, deed: Deed, *, or_likely: float) -> bool:
        """Whether it happens, which it does where this walk wishes for it."""
        return self.likely(or_likely) or self.wish is deed

    @property
    def by(self) -> Officer:
        """Whoever happens to be there."""
        return self.chance.choice([*self.office.officers, *self.office.strangers])

    def at_desk(self, *roles: Role) -> Officer:
        """Mostly one whose desk it is, if anybody sits there."""
        everyone = [*self.office.officers, *self.office.strangers]
        fitting = [each for each in everyone if each.role in roles and each.scope.covers(self.case.village)]
        known = [each for each in fitting if each.id in self.acted]
        if known and self.likely(0.3):
            return self.chance.choice(known)
        return self.chance.choice(fitting) if fitting and self.likely(0.9) else self.by

    @property
    def of_township(self) -> Officer:
        """Who looks into the case; a child's is the leader's."""
        clerks = () if self.programme.of_children else (Role.TOWNSHIP_CLERK,)
        return self.at_desk(*clerks, Role.TOWNSHIP_LEADER)

    @property
    def of_county(self) -> Officer:
        """Who decides."""
        return self.at_desk(Role.COUNTY_REVIEWER)

    @property
    def decider(self) -> Officer:
        """The county, or where it has delegated that, the township's leader as well."""
        return self.at_desk(Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER) if self.programme.delegated else self.of_county

    @property
    def speaker(self) -> Signature:
        """Mostly the hand in which it began, sometimes the person, a neighbour or a cadre."""
        others = [hand(self.person), hand(self.office.neighbour), *(each.signature for each in self.office.cadres)]
        return self.starter if self.likely(0.85) else self.chance.choice(others)

    async def photo(self, kind: PhotoKind, by: Signature | None = None) -> UUID:
        """The person's photo of that kind, taken once; at a door anew each time, mostly by who was there."""
        if kind not in self._photos or kind in (PhotoKind.HOME_VISIT, PhotoKind.VISIT_SIGNATURE):
            received = await evidence.receive(
                another_jpeg(), upload_id=new_id(), resident=self.person, kind=kind, captured_at=clock.now(),
                latitude=34.0, longitude=112.1, by=by or hand(self.person),
            )  # fmt: skip
            self._photos[kind] = received.photo.id
        return self._photos[kind]

    async def wait(self) -> None:
        """Some days pass."""
        moment = clock.in_county_time(clock.now()) + timedelta(days=self.chance.choice((1, 3, 8)))
        self.travel(f"{moment:%Y-%m-%d %H:%M}")

    async def change_desk(self) -> None:
        """An officer takes another post, mostly one who knows the case from the last, often that whose turn is next."""
        known = [each for each in self.office.officers if each.id in self.acted]
        who = self.chance.choice(known if known and self.likely(0.8) else self.office.officers)
        role = _NEXT.get(self.case.state, Role.TOWNSHIP_LEADER) if self.likely(0.6) else self.chance.choice(ROLES)
        who.role, who.place = role.value, TOWNSHIP if role.value.startswith("township") else f"{COUNTY}000000"
        await who.save()

    def papers(self) -> list[PhotoKind]:
        """What the programme asks for."""
        return list(self.programme.papers)

    def some(self, *values: Any) -> Any:
        """One of them."""
        return self.chance.choice(values)
