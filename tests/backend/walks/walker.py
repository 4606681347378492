"""One case, everybody who may try something with it, and the rooms' own deeds that they try."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, entitlements, inquiries, payouts, postings, relays
from backend.applications import Application, State
from backend.entitlements import Amendment, AmendmentGround, Award, Becomes
from backend.inquiries import CardAnswer, CountySample, SampleLine
from backend.journal import Signature
from backend.payouts import Batch
from backend.postings import Objection, PostingLine
from backend.programmes import PhotoKind, get_programme
from backend.relays import Relay
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_jpeg, a_photo, hand
from tests.backend.inquiries.opinions import opined
from tests.backend.inquiries.visits import visited
from tests.backend.walks.programmes import USUAL, Programme
from tests.people import COUNTY, TOWNSHIP

SUMS = (0, 1, 100_000, 200_000, 200_001, 440_000, 440_001)  # fen, about the caps of township and county
ROLES = [each for each in Role if each is not Role.AUDITOR]
ANYTIME = (
    "visit", "check_card", "withdraw", "give_aid", "grant", "take_out", "hand_in", "relay_answer", "change_desk",
    "escalate",
)  # fmt: skip


@dataclass
class Walk:
    """`by`: whoever happens to be there; officers change desks, as in life, and take along what they did before."""

    programme: Programme
    case_id: UUID
    person: Resident
    neighbour: Resident
    applicant: Signature
    officers: list[Officer]
    chance: random.Random
    travel: Callable[[str], None]

    @property
    def by(self) -> Officer:
        return self.chance.choice(self.officers)

    def at_desk(self, *roles: Role) -> Officer:
        """Mostly one whose desk it is, if anybody sits there."""
        fitting = [each for each in self.officers if each.role in roles]
        return self.chance.choice(fitting) if fitting and self.chance.random() < 0.85 else self.by

    @property
    def of_township(self) -> Officer:
        return self.at_desk(Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER)

    @property
    def of_county(self) -> Officer:
        return self.at_desk(Role.COUNTY_REVIEWER)

    async def case(self) -> Application:
        return await applications.get_application(self.case_id)

    async def step(self) -> str:
        """One try by its name; it may end in a Refusal."""
        usual = self.programme.usual((await self.case()).state)
        anything = [*dict.fromkeys(name for turns in USUAL.values() for name in turns), *ANYTIME]
        name = self.chance.choice(usual if usual and self.chance.random() < 0.8 else anything)
        await getattr(self, name)()
        return name

    async def go_on(self) -> None:
        """What the case waits for now, so that walks come far."""
        await getattr(self, await self._waits_for())()

    async def _waits_for(self) -> str:
        case = await self.case()
        if case.state is State.COUNTY_REVIEW:
            return await self._county_waits_for(case)
        if inquiries.needs_visit(case) and not await inquiries.was_visited(case.id, inquiries.Level.TOWNSHIP):
            return "visit"
        if inquiries.needs_card_check(case.programme) and await inquiries.last_card_check(case.id) is None:
            return "check_card"
        opinions = await inquiries.opinions_on(case.id)
        return "post" if opinions and opinions[-1].favourable and self.chance.random() < 0.8 else "opine"

    async def _county_waits_for(self, case: Application) -> str:
        line = await SampleLine.get_or_none(application_id=case.id)
        if case.programme != "tekun" or (line and not line.chosen):
            return "decide"
        if line is None:
            open_ = await CountySample.filter(county=COUNTY, programme=case.programme, drawn_at=None).first()
            return "announce" if open_ is None else "draw" if open_.draws_on <= clock.today() else "wait"
        return "decide" if await inquiries.was_visited(case.id, inquiries.Level.COUNTY) else "visit"

    async def submit(self) -> None:
        await applications.submit(self.case_id, by=self.applicant, facts=self.programme.told)

    async def accept(self) -> None:
        by = self.at_desk(Role.TOWNSHIP_CLERK if not await self._of_a_child() else Role.TOWNSHIP_LEADER)
        await applications.accept(self.case_id, by, unsigned_because="随后登记", kin_told=False)

    async def return_it(self) -> None:
        papers = [each.kind for each in get_programme((await self.case()).programme).materials]
        await applications.return_for_more(self.case_id, self.of_township, papers[:1], "再拍一张")

    async def hand_in(self) -> None:
        papers = [each.kind for each in get_programme((await self.case()).programme).materials]
        photo = await a_photo(self.person, self.chance.choice(papers), by=self.applicant)
        await applications.attach(self.case_id, photo, self.applicant)

    async def take_out(self) -> None:
        for each in (await applications.attached(self.case_id))[:1]:
            await applications.detach(self.case_id, each.photo_id, self.applicant)

    async def visit(self) -> None:
        at_county = (await self.case()).state is State.COUNTY_REVIEW
        await visited(await self.case(), self.of_county if at_county else self.of_township)

    async def check_card(self) -> None:
        holds, ending = self.chance.random() < 0.95, "42" if self.chance.random() < 0.9 else "44"  # 44: grade 4, a no
        number = self.person.identity_number + ending
        answer = CardAnswer(holds, "残联12号函", number if holds else "", date(2030, 1, 1) if holds else None)
        await inquiries.record_card_check(self.case_id, answer, self.by)

    async def opine(self) -> None:
        favourable, fen = self.chance.random() < 0.9, self.chance.choice(SUMS)
        given: dict[str, Any] = {"proposed_fen": fen} if self.programme.once else {}
        found = self.programme.found
        await opined(await self.case(), self.of_township, favourable=favourable, facts=found, why="核实", **given)

    async def post(self) -> None:
        await postings.post([self.case_id], self.of_township)

    async def object(self) -> None:
        line = await PostingLine.filter(application_id=self.case_id).order_by("-id").first()
        if line:
            await postings.object_to(line.id, "听说有车", hand(self.neighbour))

    async def answer(self) -> None:
        line = await PostingLine.filter(application_id=self.case_id).order_by("-id").first()
        for each in await Objection.filter(answered_at=None, posting_line_id=line.id if line else None):
            await postings.answer(each.id, self.of_township, self.chance.random() < 0.3, "查过了")

    async def wait(self) -> None:
        moment = clock.in_county_time(clock.now()) + timedelta(days=self.chance.choice((1, 3, 8)))
        self.travel(f"{moment:%Y-%m-%d %H:%M}")

    async def end(self) -> None:
        await postings.end_due(clock.today())

    async def escalate(self) -> None:
        await applications.escalate_overdue()

    async def announce(self) -> None:
        tomorrow = clock.today() + timedelta(days=1)
        await inquiries.announce_sample((await self.case()).programme, tomorrow, self.of_county)

    async def draw(self) -> None:
        programme = (await self.case()).programme
        sample = await CountySample.filter(county=COUNTY, programme=programme, drawn_at=None).first()
        if sample:
            await inquiries.draw_sample(sample.id, self.of_county)

    async def decide(self) -> None:
        await (self.give_aid() if self.programme.once else self.grant())

    async def grant(self) -> None:
        await entitlements.grant(self.case_id, self.of_county)

    async def give_aid(self) -> None:
        by = self.at_desk(Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER)
        await entitlements.give_aid(self.case_id, self.chance.choice(SUMS), by)

    async def refuse(self) -> None:
        if self.chance.random() < 0.3:
            reason = next(iter(applications.REFUSAL_REASONS[(await self.case()).programme]))
            await applications.refuse(self.case_id, self.by, [reason])

    async def send_back(self) -> None:
        if self.chance.random() < 0.2:
            await applications.send_back(self.case_id, "再核实", self.of_county)

    async def complain(self) -> None:
        if self.chance.random() < 0.2:
            await applications.note_complaint(self.case_id, "听说有车", self.by)

    async def withdraw(self) -> None:
        if self.chance.random() < 0.05:
            await applications.withdraw(self.case_id, self.applicant)

    async def propose_amendment(self) -> None:
        yes = (await self.case()).state is State.CONFIRMED
        becomes = self.chance.choice(
            (Becomes.WITHDRAWN,) if yes else (Becomes.REOPENED, Becomes.RESTORED, Becomes.GRANTED)
        )
        award = await Award.filter(application_id=self.case_id).first()
        reason = next(iter(applications.REFUSAL_REASONS[(await self.case()).programme]))
        month = award.from_month if award else clock.today().replace(day=1)
        terms: dict[str, Any] = {"month": month, "reasons": [reason]} if becomes is Becomes.WITHDRAWN else {}
        ground = AmendmentGround.REVIEW
        await entitlements.propose_amendment(
            self.case_id, becomes, self.of_county, ground=ground, basis="复议决定", **terms
        )

    async def decide_amendment(self) -> None:
        waiting = await Amendment.filter(state="proposed", application_id=self.case_id).first()
        if waiting:
            await entitlements.confirm_amendment(waiting.id, self.of_county)

    async def pay(self) -> None:
        """The next step of a batch that may pay the person: three hands, whoever tries."""
        programme = (await self.case()).programme
        batch = await Batch.filter(programme=programme).exclude(state__in=("discarded", "released")).first()
        if batch is None:
            payer = self.at_desk(Role.COUNTY_PAYER)
            await payouts.draw_up(programme, clock.today().replace(day=1), payer)
        elif self.chance.random() < 0.1:
            await payouts.discard(batch.id, self.at_desk(Role.COUNTY_PAYER))
        elif batch.state == payouts.BatchState.DRAWN_UP:
            await payouts.approve(batch.id, self.at_desk(Role.COUNTY_APPROVER))
        else:
            await payouts.release(batch.id, self.at_desk(Role.COUNTY_APPROVER))

    async def relay_papers(self) -> None:
        relay = await Relay.get_or_none(application_id=self.case_id)
        if relay:
            papers = [(PhotoKind.CARE_NEED, a_jpeg(colour="blue"))]
            await relays.hand_in_papers(relay.id, clock.today(), papers, self.of_township)

    async def relay_answer(self) -> None:
        relay = await Relay.get_or_none(application_id=self.case_id)
        if relay:
            granted = self.chance.random() < 0.5
            await relays.record_answer(relay.id, clock.today(), self.of_township, granted=granted, words="答复")

    async def change_desk(self) -> None:
        """An officer takes another post."""
        who, role = self.by, self.chance.choice(ROLES)
        who.role, who.place = role.value, TOWNSHIP if role.value.startswith("township") else f"{COUNTY}000000"
        await who.save()

    async def _of_a_child(self) -> bool:
        return get_programme((await self.case()).programme).of_children
