"""Random hands making random moves in one case: what each tries, and what the journal should tell of it."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, database, evidence
from backend.applications import TRANSITIONS, Application, Asked, State
from backend.identifiers import new_id
from backend.journal import By, Deed, Entry, Signature, record
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre, Officer
from tests.backend.applications.cases import PAPERS, a_jpeg
from tests.people import OTHER_VILLAGE, VILLAGE

# Which state a deed's entry tells of; OBJECTION_ANSWERED is written here only for the way to the county.
STATE_TOLD_BY: dict[str, State] = {
    Deed.APPLICATION_STARTED: State.DRAFT,
    Deed.APPLICATION_SUBMITTED: State.SUBMITTED,
    Deed.APPLICATION_RETURNED: State.RETURNED,
    Deed.APPLICATION_ACCEPTED: State.ACCEPTED,
    Deed.NOTICE_POSTED: State.POSTED,
    Deed.OBJECTION_RAISED: State.OBJECTED,
    Deed.NOTICE_ENDED: State.COUNTY_REVIEW,
    Deed.PASSED_UNPOSTED: State.COUNTY_REVIEW,
    Deed.APPLICATION_SENT_BACK: State.ACCEPTED,
    Deed.APPLICATION_CONFIRMED: State.CONFIRMED,
    Deed.APPLICATION_REFUSED: State.REFUSED,
    Deed.APPLICATION_WITHDRAWN: State.WITHDRAWN,
}

DECLARED = {(before, each.to) for each in TRANSITIONS.values() for before in each.allowed}


@dataclass
class Walk:
    """One case and everybody who may try something with it; two of each kind, one of them with no right to."""

    case_id: UUID
    resident: Resident
    hands: list[Signature]
    cadres: list[Cadre]
    officers: list[Officer]
    chance: random.Random
    travel: Callable[[str], None]

    async def step(self) -> None:
        """One random try; it may end in a Refusal."""
        tries: list[tuple[float, Callable[[], Awaitable[Any]]]] = [
            (8, self.hand_in), (8, self.submit), (4, self.mandate), (1, self.revoke), (0.5, self.take_out),
            (6, self.accept), (2, self.return_it), (0.5, self.refuse), (0.2, self.withdraw), (5, self.post),
            (5, self.object_to), (4, self.pass_on), (4, self.confirm), (1, self.let_time_pass),
            (1, self.pass_unposted), (1, self.send_back), (0.5, self.promise), (0.5, self.follow),
            (0.3, self.deny), (1, self.hear_out), (0.5, self.forward),
        ]  # fmt: skip
        (chosen,) = self.chance.choices([each for _, each in tries], weights=[weight for weight, _ in tries])
        await chosen()

    async def hand_in(self) -> None:
        by, kind = self.chance.choice(self.hands), self.chance.choice(PAPERS)
        await applications.attach(self.case_id, await self._photo(kind, by), by)

    async def take_out(self) -> None:
        photos = await applications.attached(self.case_id)
        if photos:
            photo = self.chance.choice(photos)
            await applications.detach(self.case_id, photo.photo_id, self.chance.choice(self.hands))

    async def submit(self) -> None:
        await applications.submit(self.case_id, by=self.chance.choice(self.hands))

    async def mandate(self) -> None:
        cadre = self.chance.choice(self.cadres)
        photo = await self._photo(PhotoKind.MANDATE, cadre.signature)
        until = clock.today() + timedelta(days=self.chance.choice((1, 30, 300)))
        await applications.give_mandate(
            self.case_id, relation="村干部", scope="申请", photo_id=photo, expires_on=until, by=cadre.signature
        )

    async def revoke(self) -> None:
        await applications.revoke_mandate(self.case_id, self.chance.choice(self.hands))

    async def accept(self) -> None:
        await applications.accept(self.case_id, self.chance.choice(self.officers))

    async def return_it(self) -> None:
        asked = self.chance.sample(PAPERS, self.chance.randint(0, 2))
        await applications.return_for_more(self.case_id, self.chance.choice(self.officers), asked, "")

    async def refuse(self) -> None:
        await applications.refuse(self.case_id, self.chance.choice(self.officers), ["papers_untrue"])

    async def withdraw(self) -> None:
        await applications.withdraw(self.case_id, self.chance.choice(self.hands))

    async def post(self) -> None:
        by = self.officers[0].signature
        await self._as_a_later_room_does(applications.mark_posted(self.case_id, clock.today(), by), Deed.NOTICE_POSTED)

    async def object_to(self) -> None:
        by = self.hands[1]
        await self._as_a_later_room_does(applications.mark_objected(self.case_id, by), Deed.OBJECTION_RAISED)

    async def pass_on(self) -> None:
        by = Signature(By.CLOCK)
        await self._as_a_later_room_does(applications.pass_to_county(self.case_id, by), Deed.NOTICE_ENDED)

    async def confirm(self) -> None:
        verdict = await applications.check(await applications.get_application(self.case_id))
        deed = applications.mark_confirmed(self.case_id, self.officers[-1], verdict)
        await self._as_a_later_room_does(deed, Deed.APPLICATION_CONFIRMED)

    async def pass_unposted(self) -> None:
        async with database.transaction():
            await applications.pass_unposted(self.case_id, self.chance.choice(self.officers).signature)

    async def send_back(self) -> None:
        await applications.send_back(self.case_id, "再核实", self.chance.choice(self.officers))

    async def promise(self) -> None:
        """高龄津贴 wants every paper shown, so that this never takes one off the list."""
        await applications.promise(self.case_id, self.chance.choice(PAPERS), self.chance.choice(self.hands))

    async def follow(self) -> None:
        by = self.chance.choice(self.hands)
        followed = await applications.follow(self.case_id, by)
        stranger = by in (self.hands[1], self.hands[3])
        assert not stranger or by == followed.application.started_by, "told to somebody who has no part in it"

    async def deny(self) -> None:
        await applications.hear_by_call(self.case_id, self.chance.choice(self.officers), agreed=False)

    async def hear_out(self) -> None:
        officer, wants = self.chance.choice(self.officers), self.chance.random() < 0.8
        await applications.hear_out(self.case_id, officer, wants=wants, how=Asked.CALL, words="问过本人")

    async def forward(self) -> None:
        await applications.forward(self.case_id, self.chance.choice((VILLAGE, OTHER_VILLAGE)), self.officers[2])

    async def let_time_pass(self) -> None:
        moment = clock.in_county_time(clock.now()) + timedelta(days=self.chance.randint(1, 40))
        self.travel(f"{moment:%Y-%m-%d %H:%M}")

    async def _as_a_later_room_does(self, moving: Awaitable[Application], deed: Deed) -> None:
        async with database.transaction():
            case = await moving
            await record(case.moved(deed), by=Signature(By.CLOCK))

    async def _photo(self, kind: PhotoKind, by: Signature) -> UUID:
        received = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=self.resident, kind=kind, by=by)
        return received.photo.id


def states_told(entries: list[Entry]) -> list[State]:
    """The states that the journal tells of, in order."""
    return [STATE_TOLD_BY[entry.deed] for entry in entries if entry.deed in STATE_TOLD_BY]


Standing = tuple[str | None, ...]  #: the state, and the days of the step, the law and the county's promise
_SET_THE_LAWS_DAY = (Deed.APPLICATION_ACCEPTED, Deed.EXTENSION_APPROVED)


def retraced(entries: list[Entry]) -> tuple[Standing, set[str]]:
    """Where the case stands and which photos lie in it, by its journal alone; each step lawful after the last."""
    state: str | None = None
    days: dict[str, str | None] = dict.fromkeys(("step_due_on", "decision_due_on", "promised_due_on"))
    photos: set[str] = set()
    for entry in entries:
        if entry.deed == Deed.PAPER_HANDED_IN:
            photos.add(str(entry.facts["photo_id"]))
        elif entry.deed == Deed.PAPER_TAKEN_BACK:
            photos.discard(str(entry.facts["photo_id"]))
        stands: Any = entry.facts.get("stands")
        if stands is None:
            continue
        told = {day: stands.get(day) for day in days}
        assert state in (None, stands["state"]) or (State(state), State(stands["state"])) in DECLARED, entry.deed
        moved = told["decision_due_on"] != days["decision_due_on"]
        assert not moved or entry.deed in _SET_THE_LAWS_DAY, f"{entry.deed} moved the law's day"
        state, days = stands["state"], told
    return (state, *days.values()), photos


def mandated_at_every_submission(entries: list[Entry]) -> bool:
    """Whether a mandate stood, neither revoked nor past its day, whenever another's hand submitted the case."""
    until = ""
    for entry in entries:
        if entry.deed == Deed.MANDATE_GIVEN:
            until = str(entry.facts["expires_on"])
        elif entry.deed == Deed.MANDATE_REVOKED:
            until = ""
        elif (entry.by_kind, entry.by_id) == ("resident", entry.resident_id):
            continue
        elif entry.deed == Deed.APPLICATION_SUBMITTED and f"{clock.in_county_time(entry.at):%Y-%m-%d}" > until:
            return False
    return True
