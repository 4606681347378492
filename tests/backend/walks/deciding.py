"""What is decided: taken on or returned, longer limits, the county's yes and no, amendments, and the money."""

from datetime import timedelta
from typing import Any

from backend import applications, clock, entitlements, payouts
from backend.applications import Ground, State
from backend.entitlements import Amendment, AmendmentGround, Award, Becomes
from backend.journal import Deed
from backend.payouts import Batch
from backend.staff import Role
from tests.backend.walks.hands import Hands
from tests.backend.walks.inquiring import SUMS

_NOES = (
    Deed.APPLICATION_REFUSED, Deed.APPLICATION_TURNED_AWAY, Deed.APPLICATION_TERMINATED, Deed.APPLICATION_GOES_ON,
)  # fmt: skip


class Deciding(Hands):
    """Its methods are steps of a walk: each is one try that may end in a Refusal."""

    async def accept(self) -> None:
        kin_told = self.likely(0.3) if self.likely(0.85) else None
        because = applications.NoLetter.ON_PAPER if self.likely(0.9) else None
        await applications.accept(self.case_id, self._reviewer, unsigned_because=because, kin_told=kin_told)

    async def return_it(self) -> None:
        await applications.return_for_more(self.case_id, self._reviewer, self.papers()[:1], "再拍一张")

    @property
    def _reviewer(self) -> Any:
        return self.at_desk(Role.TOWNSHIP_LEADER if self.programme.of_children else Role.TOWNSHIP_CLERK)

    async def extend(self) -> None:
        """Ask for the law's longer limit, or answer who asked."""
        began = self.case.accepted_at
        if await applications.Extension.filter(
            application_id=self.case_id, approved=None, clock_began_at=began
        ).exists():
            by = self.at_desk(Role.TOWNSHIP_LEADER, Role.COUNTY_APPROVER)
            await applications.answer_extension(self.case_id, self.likely(0.8), by)
        else:
            by = self.at_desk(Role.TOWNSHIP_CLERK, Role.COUNTY_REVIEWER)
            await applications.ask_extension(self.case_id, Ground.HARD_TO_CHECK, "核对难", by)

    async def escalate(self) -> None:
        await applications.escalate_overdue()

    async def send_back(self) -> None:
        if self.wishes(Deed.APPLICATION_SENT_BACK, or_likely=0.4):
            await applications.send_back(self.case_id, "再核实", self.decider)

    async def refuse(self) -> None:
        if self.wish in _NOES or self.likely(0.4):
            at_county = self.case.state is State.COUNTY_REVIEW
            by = self.decider if at_county else self.of_township
            await applications.refuse(self.case_id, by, await self._no())

    async def would_not(self) -> None:
        """The family was asked, and would not."""
        declined = self.some(*applications.Declined)
        by = self.at_desk(Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER)
        await applications.note_non_cooperation(self.case_id, declined, clock.today(), "不让进门，村干部在场。", by)

    async def advise(self) -> None:
        if self.likely(0.2):
            await applications.advise_against(self.case_id, self.of_township, await self._no())

    async def _no(self) -> list[str]:
        """Mostly that nobody cooperates where that is on record, else what else is on the list."""
        if applications.may_be_ended(self.case.programme) and (
            self.case.state is State.RETURNED or (await applications.was_asked(self.case) and self.likely(0.7))
        ):
            return ["no_cooperation"]
        return self._reasons()

    async def decide(self) -> None:
        await (
            self.give_aid() if self.programme.pays_once else self.grant() if self.programme.pays else self.recognise()
        )

    async def grant(self) -> None:
        await entitlements.grant(self.case_id, self.decider)

    async def recognise(self) -> None:
        await entitlements.recognise(self.case_id, self.of_county)

    async def give_aid(self) -> None:
        by = self.at_desk(Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER)
        await entitlements.give_aid(self.case_id, self.some(*SUMS), by)

    async def propose_amendment(self) -> None:
        yes = self.case.state is State.CONFIRMED
        fitting = (Becomes.WITHDRAWN, Becomes.AMOUNT) if yes else (Becomes.REOPENED, Becomes.RESTORED, Becomes.GRANTED)
        becomes = self.chance.choice(fitting if self.likely(0.9) else list(Becomes))
        award = await Award.filter(application_id=self.case_id).first()
        month = award.from_month if award else clock.today().replace(day=1)
        terms: dict[str, Any] = {
            Becomes.WITHDRAWN: {"month": month, "reasons": self._reasons()},
            Becomes.AMOUNT: {"month": month, "fen": self.some(10_000, 20_000)},
        }.get(becomes, {})
        if self.likely(0.7):
            terms["posted_on"] = clock.today() - timedelta(days=10)
        await entitlements.propose_amendment(
            self.case_id, becomes, self.of_county, ground=self.some(*AmendmentGround), basis="复议决定", **terms
        )

    def _reasons(self) -> list[str]:
        """Untrue papers, where the programme knows that reason: then months gone by are taken back as well."""
        known = applications.REFUSAL_REASONS[self.case.programme]
        return ["papers_untrue" if "papers_untrue" in known and self.likely(0.8) else next(iter(known))]

    async def decide_amendment(self) -> None:
        waiting = await Amendment.filter(state="proposed", application_id=self.case_id).first()
        if waiting and self.likely(0.85):
            await entitlements.confirm_amendment(waiting.id, self.of_county)
        elif waiting:
            await entitlements.decline_amendment(waiting.id, self.of_county)

    async def pay(self) -> None:
        """The next step of a batch that may pay the person: three hands, whoever tries."""
        programme = self.case.programme
        batch = await Batch.filter(programme=programme).exclude(state__in=("discarded", "released")).first()
        if batch is None:
            await payouts.draw_up(programme, clock.today().replace(day=1), self.at_desk(Role.COUNTY_PAYER))
        elif self.likely(0.1):
            await payouts.discard(batch.id, self.at_desk(Role.COUNTY_PAYER))
        elif batch.state == payouts.BatchState.DRAWN_UP:
            await payouts.approve(batch.id, self.at_desk(Role.COUNTY_APPROVER))
        else:
            await payouts.release(batch.id, self.at_desk(Role.COUNTY_APPROVER))
