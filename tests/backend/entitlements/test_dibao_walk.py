"""Whoever tries what in whatever order with 低保, by the rooms' own deeds: nothing is decided without its guards, no
hand does two things that the law parts, no day of the law moves unseen, and the journal alone tells the same story.
"""

import os
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, entitlements, inquiries, postings
from backend.applications import Application, Ground, State
from backend.entitlements import Amendment, AmendmentGround, Award, AwardFact, Becomes
from backend.inquiries import HouseholdVisit, Level
from backend.journal import By, Deed, Entry
from backend.postings import Objection, PostingLine
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, hand
from tests.backend.applications.walking import DECLARED as LAWFUL
from tests.backend.applications.walking import states_told
from tests.backend.inquiries.opinions import DECLARED, opined
from tests.backend.inquiries.visits import visited
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

WALKS, STEPS = int(os.environ.get("WALKS", "12")), 80
MOVES_THE_LAWS_DAY = (Deed.APPLICATION_ACCEPTED, Deed.EXTENSION_APPROVED)
# Whose turn it is, so that most tries lead somewhere; the others are anybody's at any time.
USUAL: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("submit",), State.SUBMITTED: ("accept",), State.ACCEPTED: ("visit", "opine", "post", "extend"),
    State.POSTED: ("object", "wait", "end", "wait", "end"), State.OBJECTED: ("answer", "opine", "post", "refuse"),
    State.COUNTY_REVIEW: ("grant", "grant", "grant", "send_back", "refuse", "complain", "visit"),
    State.REFUSED: ("amend", "decide", "decide"),
    State.CONFIRMED: ("amend", "decide", "decide"),
}  # fmt: skip


@dataclass
class Walk:
    """One case and everybody who may try something with it."""

    case_id: UUID
    person: Resident
    neighbour: Resident
    officers: list[Officer]
    chance: random.Random
    travel: Callable[[str], None]

    @property
    def by(self) -> Officer:
        return self.chance.choice(self.officers)

    @property
    def of_county(self) -> Officer:
        """Mostly, for only they may amend."""
        county = [each for each in self.officers if each.role == Role.COUNTY_REVIEWER]
        return self.by if self.chance.random() < 0.1 else self.chance.choice(county)

    async def case(self) -> Application:
        return await applications.get_application(self.case_id)

    async def step(self) -> None:
        """One try; it may end in a Refusal."""
        names = [*dict.fromkeys(name for usual in USUAL.values() for name in usual), "withdraw"]
        usual = USUAL.get((await self.case()).state, names)
        name = self.chance.choice(usual if self.chance.random() < 0.8 else names)
        tries: Awaitable[Any] = getattr(self, name)()
        await tries

    async def submit(self) -> None:
        await applications.submit(self.case_id, by=hand(self.person), facts=DECLARED)

    async def accept(self) -> None:
        await applications.accept(self.case_id, self.by, unsigned_because="随后登记", kin_told=False)

    async def visit(self) -> None:
        await visited(await self.case(), self.by)

    async def opine(self) -> None:
        favourable = self.chance.random() < 0.9
        await opined(await self.case(), self.by, favourable=favourable)

    async def post(self) -> None:
        await postings.post([self.case_id], self.by)

    async def object(self) -> None:
        line = await PostingLine.filter(application_id=self.case_id).order_by("-id").first()
        if line:
            await postings.object_to(line.id, "听说有车", hand(self.neighbour))

    async def answer(self) -> None:
        open_ones = await Objection.filter(answered_at=None)
        for each in open_ones:
            await postings.answer(each.id, self.by, self.chance.random() < 0.3, "查过了")

    async def wait(self) -> None:
        moment = clock.in_county_time(clock.now()) + timedelta(days=self.chance.choice((1, 3, 8)))
        self.travel(f"{moment:%Y-%m-%d %H:%M}")

    async def end(self) -> None:
        await postings.end_due(clock.today())

    async def extend(self) -> None:
        if self.chance.random() < 0.5:
            await applications.ask_extension(self.case_id, Ground.HARD_TO_CHECK, "核对难", self.by)
        else:
            await applications.answer_extension(self.case_id, self.chance.random() < 0.7, self.by)

    async def grant(self) -> None:
        await entitlements.grant(self.case_id, self.by)

    async def refuse(self) -> None:
        if self.chance.random() < 0.4:
            await applications.refuse(self.case_id, self.by, ["papers_untrue"])

    async def send_back(self) -> None:
        if self.chance.random() < 0.3:
            await applications.send_back(self.case_id, "再核实", self.by)

    async def complain(self) -> None:
        if self.chance.random() < 0.4:
            await applications.note_complaint(self.case_id, "听说有车", self.by)

    async def withdraw(self) -> None:
        if self.chance.random() < 0.05:
            await applications.withdraw(self.case_id, hand(self.person))

    async def amend(self) -> None:
        yes = (await self.case()).state is State.CONFIRMED
        fitting = (Becomes.WITHDRAWN, Becomes.AMOUNT) if yes else (Becomes.REOPENED, Becomes.RESTORED, Becomes.GRANTED)
        becomes = self.chance.choice(fitting if self.chance.random() < 0.9 else list(Becomes))
        award = await Award.filter(application_id=self.case_id).first()
        month = award.from_month if award else clock.today().replace(day=1)
        terms: dict[str, Any] = {
            Becomes.WITHDRAWN: {"month": month, "reasons": ["papers_untrue"]},
            Becomes.AMOUNT: {"month": month, "fen": self.chance.choice((10_000, 20_000))},
        }.get(becomes, {})
        await entitlements.propose_amendment(
            self.case_id, becomes, self.of_county, ground=AmendmentGround.REVIEW, basis="复议决定", **terms
        )

    async def decide(self) -> None:
        waiting = await Amendment.filter(state="proposed", application_id=self.case_id).first()
        if waiting and self.chance.random() < 0.8:
            await entitlements.confirm_amendment(waiting.id, self.of_county)
        elif waiting:
            await entitlements.decline_amendment(waiting.id, self.of_county)


async def test_no_walk_decides_without_its_guards(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    officers = [
        *[await an_officer() for _ in range(3)], await an_officer(Role.TOWNSHIP_LEADER),
        *[await an_officer(Role.COUNTY_REVIEWER) for _ in range(4)], await an_officer(place=OTHER_TOWNSHIP),
    ]  # fmt: skip
    reached: set[State] = set()
    amended: set[str] = set()
    for seed in range(WALKS):
        at("2026-03-02 09:30")
        person, neighbour = await a_resident(), await a_resident("刘大山")
        case = await a_draft(person, programme="rural_dibao")
        walk = Walk(case.id, person, neighbour, officers, random.Random(seed), at)
        for _ in range(STEPS):
            with suppress(Refusal):
                await walk.step()
            reached.add((await walk.case()).state)
        await must_hold_together(walk, seed)
        amended |= {each.becomes.value for each in await Amendment.filter(application_id=case.id, state="confirmed")}
    assert reached >= {State.CONFIRMED, State.REFUSED, State.OBJECTED}, "walks that stay near the start promise little"
    assert amended >= {Becomes.WITHDRAWN, Becomes.REOPENED, Becomes.RESTORED, Becomes.AMOUNT}
    assert await applications.strayed_cases() == []


async def must_hold_together(walk: Walk, seed: int) -> None:
    entries = await Entry.filter(subject_id=walk.case_id).order_by("id")
    case = await walk.case()
    assert set(zip(stands(entries), stands(entries)[1:], strict=False)) <= LAWFUL | SAME, f"walk {seed}"
    assert stands(entries)[-1] is case.state, f"walk {seed}: the journal tells another story"
    assert states_told(entries), f"walk {seed}"
    laws_day: object = None
    for entry in entries:
        told: Any = entry.facts.get("stands")
        if told is None:
            continue
        moved = told.get("decision_due_on") != laws_day
        reopened = entry.deed == Deed.DECISION_AMENDED and told.get("decision_due_on") is None
        assert not moved or entry.deed in MOVES_THE_LAWS_DAY or reopened, f"walk {seed}: {entry.deed} moved the day"
        laws_day = told.get("decision_due_on")
    await no_hand_did_two_things(walk, entries, seed)
    await the_money_follows(walk, entries, seed)


SAME = {(state, state) for state in State}


def stands(entries: list[Entry]) -> list[State]:
    found: list[Any] = [entry.facts["stands"] for entry in entries if "stands" in entry.facts]
    return [State(each["state"]) for each in found]


async def no_hand_did_two_things(walk: Walk, entries: list[Entry], seed: int) -> None:
    """Policy §18: who investigated, gave the opinion or put up the notice decides nothing; nor who proposed decides."""
    opinions = await inquiries.opinions_on(walk.case_id)
    lines = await PostingLine.filter(application_id=walk.case_id)
    notices = await postings.Posting.filter(id__in=[each.posting_id for each in lines])
    visits = await HouseholdVisit.filter(application_id=walk.case_id)
    at_the_door = {
        entry.by_id for entry in entries if entry.deed == Deed.HOUSEHOLD_VISITED and entry.by_kind == By.OFFICER.value
    }
    assert not at_the_door & {each.officer_id for each in opinions}, f"walk {seed}"
    for decided in (each for each in entries if each.deed == Deed.APPLICATION_CONFIRMED):
        before = [each for each in opinions if each.given_at <= decided.at]
        assert [each.favourable for each in before][-1:] == [True], f"walk {seed}: no opinion was for it"
        assert visits, f"walk {seed}: nobody was at the door"
        reported = [each for each in entries if each.deed == Deed.COMPLAINT_NOTED and each.id < decided.id]
        looked = [each for each in visits if each.level is Level.COUNTY]
        assert looked or not reported, f"walk {seed}: reported, and the county did not look"
        hung = [each for each in notices if each.posted_on + timedelta(days=7) <= day_of(decided)]
        assert hung, f"walk {seed}: no notice hung for seven days"
        hands = {each.officer_id for each in before} | at_the_door | {each.posted_by for each in notices}
        hands |= {each.by_id for each in entries if each.deed == Deed.APPLICATION_ACCEPTED}
        assert decided.by_id not in hands, f"walk {seed}: one hand did two things"
    for each in await Amendment.filter(application_id=walk.case_id, state="confirmed"):
        assert each.decided_by not in {each.proposed_by} | at_the_door, f"walk {seed}"


async def the_money_follows(walk: Walk, entries: list[Entry], seed: int) -> None:
    """One award at the most, as the last decision says, and as the journal alone retells it."""
    case, awards = await walk.case(), await Award.filter(application_id=walk.case_id)
    confirmed = sum(each.deed == Deed.APPLICATION_CONFIRMED for each in entries)
    assert len(awards) <= 1
    assert bool(awards) >= bool(confirmed), f"walk {seed}"
    for award in awards:
        assert (award.stopped_from is None) == (case.state is State.CONFIRMED), f"walk {seed}"
        told = [(each.deed, each.facts) for each in await Entry.filter(subject_id=award.id).order_by("id")]
        retold = entitlements.retold([each for each in told if each[0] in entitlements.RETOLD])
        assert retold == entitlements.standing_of(await entitlements.facts_of(award)), f"walk {seed}"
        numbers = [each.number for each in await AwardFact.filter(award_id=award.id).order_by("number")]
        assert numbers == list(range(1, len(numbers) + 1))


def day_of(entry: Entry) -> date:
    return clock.in_county_time(entry.at).date()
