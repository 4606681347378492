"""Histories for property tests: what a county may do to people's money, step by step, each step plain to read.

A history is a list, so that Hypothesis cuts a failing one down to the few steps that matter. A step that the house
refuses is an answer like any other, and changes nothing.
"""

import csv
import io
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from backend import clock, database, entitlements, payouts, programmes, recoveries, residents
from backend.entitlements import FUNERAL, Award, FactKind, FuneralAid, Reason, month_of, months_after
from backend.journal import By, Signature
from backend.payouts import Batch, Payout, PayoutState
from backend.programmes import Enactment
from backend.recoveries import Cause, Overpayment, Telling, Way
from backend.refusals import Refusal
from backend.residents import AccountKind, Resident
from backend.staff import Officer, Role
from sandbox import bank
from tests.backend.entitlements.funerals import COMMITTEE, the_figure, the_proof
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_approver, an_award, card, told_as_imported
from tests.backend.recoveries.debts import CLOCK
from tests.people import COUNTY, a_resident, an_officer, seed_parameters

DIBAO, BY_AGE, TEKUN = "rural_dibao", "old_age_allowance", "tekun"
PAID = (DIBAO, BY_AGE, TEKUN, FUNERAL)
PEOPLE = (DIBAO, BY_AGE, TEKUN, DIBAO)
TEKUN_NUMBER = PEOPLE.index(TEKUN)
_LAST = date(2026, 9, 1)


@dataclass(frozen=True)
class Run:
    """A programme's month goes to the bank. `bounces`: a bit for each line that comes back; `late`: no answer yet."""

    programme: str
    bounces: int = 0
    late: bool = False
    given_up: bool = False


@dataclass(frozen=True)
class NextMonth:
    """The 5th of the next one, and what the night does."""


@dataclass(frozen=True)
class Change:
    """Of somebody's award, from so many months ago (or ahead), proposed and confirmed."""

    who: int
    kind: FactKind
    back: int = 0
    fens: tuple[int, ...] = ()


@dataclass(frozen=True)
class Suspend:
    """Somebody is not found at the door."""

    who: int


@dataclass(frozen=True)
class Die:
    """Somebody died so many days ago; `corrected` to so many days before today, or to nobody (None), at once."""

    who: int
    days: int
    corrected: int | None = -1


@dataclass(frozen=True)
class Bury:
    """Whoever was of 特困 is buried; a second time in another account."""

    who: int


@dataclass(frozen=True)
class NewRate:
    """The first band of the old-age allowance, from so many months ago."""

    fen: int
    back: int


@dataclass(frozen=True)
class Recover:
    """A search, and something done about one of the debts: `part` of ten of it; or of a payout, which is reported."""

    how: str
    debt: int = 0
    part: int = 10


@dataclass(frozen=True)
class NewAccount:
    """Somebody brings another card."""

    who: int


Step = Run | NextMonth | Change | Suspend | Die | Bury | NewRate | Recover | NewAccount

_WHO = st.integers(0, len(PEOPLE) - 1)
_BACK = st.integers(-1, 4)
_FEN = st.sampled_from([15000, 18000, 20000, 25000])
_CHANGES = st.one_of(
    st.builds(Change, _WHO, st.just(FactKind.ADJUSTED), _BACK, st.tuples(_FEN)),
    st.builds(Change, _WHO, st.just(FactKind.RESUMED), _BACK),
    st.builds(Change, _WHO, st.just(FactKind.STOPPED), _BACK),
    st.builds(Change, _WHO, st.just(FactKind.GRACE), _BACK, st.lists(_FEN, min_size=1, max_size=3).map(tuple)),
)
_DEATHS = st.builds(Die, _WHO, st.integers(0, 70), st.sampled_from([-1, -1, None, 0, 35]))
_RECOVERIES = st.builds(
    Recover, st.sampled_from(["find", "repay", "offset", "offset", "offset", "write off", "drop", "report"]),
    st.integers(0, 3), st.integers(1, 12),
)  # fmt: skip
_EVENTS = st.one_of(
    _CHANGES, _CHANGES, _CHANGES, _RECOVERIES, _RECOVERIES, _DEATHS, st.builds(Suspend, _WHO),
    st.builds(Bury, st.just(TEKUN_NUMBER)), st.builds(NewRate, st.sampled_from([4000, 5000, 6000]), _BACK),
    st.builds(NewAccount, _WHO),
)  # fmt: skip
_RUNS = st.tuples(
    *(st.builds(Run, st.just(each), st.integers(0, 15), st.booleans(), st.sampled_from([False] * 7 + [True]))
      for each in PAID)
)  # fmt: skip
_MONTHS = st.tuples(_RUNS, st.lists(_EVENTS, min_size=3, max_size=9), st.booleans())


def _in_order(months: list[tuple[tuple[Run, ...], list[Step], bool]]) -> list[Step]:
    """What comes first in a month, the runs or what changes, is chance, too."""
    steps: list[Step] = []
    for runs, events, first in months:
        steps += [*runs, *events, NextMonth()] if first else [*events, *runs, NextMonth()]
    return steps


#: Some months, each with a run of every programme and whatever else happens.
HISTORIES = st.lists(_MONTHS, min_size=2, max_size=5).map(_in_order)


#: Paid too much, and held back of the months to come, one of which bounces: chance comes to it too seldom.
HELD_BACK: list[Step] = [
    Run(TEKUN), Change(TEKUN_NUMBER, FactKind.ADJUSTED, 2, (15000,)), Recover("offset"), NextMonth(), Run(TEKUN),
    Run(TEKUN, bounces=1), NextMonth(), Run(TEKUN, bounces=1, late=True), NextMonth(), Run(TEKUN),
]  # fmt: skip

#: Reported by an officer and paid back: the register still says that it is owed.
REPORTED: list[Step] = [
    Run(DIBAO), Recover("report", 0, 5), Recover("repay"), NextMonth(), Run(DIBAO), Change(0, FactKind.STOPPED, 3),
    Recover("find"), Change(0, FactKind.RESUMED, 3), Run(DIBAO),
]  # fmt: skip
#: Found to be too much, paid back by the family, and then owed after all.
OWED_AFTER_ALL: list[Step] = [
    Run(DIBAO), Change(0, FactKind.ADJUSTED, 1, (15000,)), Recover("repay"), NextMonth(),
    Change(0, FactKind.ADJUSTED, 2, (20000,)), Run(DIBAO),
]  # fmt: skip
#: Found to be too much and to be held back, and then more than that is owed for the same month.
ASKED_IN_VAIN: list[Step] = [
    Run(BY_AGE), NewRate(4000, 2), Recover("offset"), NewRate(6000, 2), Run(BY_AGE), NextMonth(), Run(BY_AGE),
]  # fmt: skip
#: Buried at the county's cost, and not dead.
ALIVE_AFTER_ALL: list[Step] = [
    Run(TEKUN), Die(TEKUN_NUMBER, 10), Bury(TEKUN_NUMBER), Run(FUNERAL), Die(TEKUN_NUMBER, 0, None), NextMonth(),
    Run(TEKUN), Recover("repay"), Die(TEKUN_NUMBER, 3), Bury(TEKUN_NUMBER), Run(FUNERAL, bounces=15),
]  # fmt: skip


class County:
    """Four people of three programmes, the officers who do what the steps say, and answers still to come."""

    def __init__(self, travels: ExitStack) -> None:
        self._travels = travels
        self._numbers = 0
        self._late: list[tuple[Batch, bytes]] = []
        self.happened: list[Step] = []

    async def open(self) -> None:
        """The 5th of March 2026: money for every pool, rates, and awards since January."""
        self._travel(date(2026, 3, 1))
        await seed_parameters()
        await the_figure(600_000)
        for pool in (BY_AGE, "hardship", FUNERAL):
            await given(10**8, pool=pool)
        self.clerk, self.reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER, name="孙敏")
        self.payer, self.hands = await a_payer(), [await an_approver(), await an_approver()]
        self.awards: list[Award] = []
        for number, programme in enumerate(PEOPLE):
            person = await a_resident(f"人{number}", date(1942, 5, 6 + number), account=self._new_card())
            terms: dict[str, Any] = {} if programme == BY_AGE else {"monthly_fen": 20000}
            self.awards.append(await an_award(person, programme=programme, from_month=date(2026, 1, 1), **terms))
            await told_as_imported(self.awards[-1])

    async def follow(self, step: Step) -> None:
        """Do it; what is refused has not happened."""
        deeds: dict[type[Step], Callable[[Any], Awaitable[None]]] = {
            Run: self._run, NextMonth: self._next_month, Change: self._change, Suspend: self._suspend, Die: self._die,
            Bury: self._bury, NewRate: self._new_rate, Recover: self._recover, NewAccount: self._new_account,
        }  # fmt: skip
        try:
            await deeds[type(step)](step)
        except Refusal:
            return
        self.happened.append(step)

    async def close(self) -> None:
        """The bank answers what it has, accounts are put right, everything found, and all that is owed is paid."""
        await self._hear_late_answers()
        for who in range(len(self.awards)):
            await self.follow(NewAccount(who))
            await self.follow(Bury(who))
        await recoveries.find(COUNTY, CLOCK)
        for programme in PAID:
            await self.follow(Run(programme))
        await recoveries.note_offsets()

    async def _run(self, step: Run) -> None:
        batch = await payouts.draw_up(step.programme, clock.today(), self.payer)
        if step.given_up:
            await payouts.discard(batch.id, self.payer)
            return
        said = answer(await self._let_go(batch), step.bounces)
        if step.late:
            self._late.append((batch, said))
        else:
            await payouts.read_return_file(batch.id, said, self.payer)
            await payouts.read_return_file(batch.id, said, self.payer)  # the second time is no news

    async def _let_go(self, batch: Batch) -> bytes:
        """Approved, released and exported at once: nothing can have come in between."""
        try:
            await payouts.approve(batch.id, self.hands[0])
            await payouts.release(batch.id, self.hands[1])
            return (await payouts.export(batch.id, self.payer)).content
        except Refusal as no:
            raise AssertionError(f"a fresh batch was refused: {no.code}") from no

    async def _next_month(self, step: NextMonth) -> None:
        if month_of(clock.today()) < _LAST:
            self._travel(months_after(month_of(clock.today()), 1))
        await recoveries.note_offsets()
        await self._hear_late_answers()

    async def _hear_late_answers(self) -> None:
        for batch, said in self._late:
            await payouts.read_return_file(batch.id, said, self.payer)
        self._late = []

    async def _change(self, step: Change) -> None:
        reasons = {
            FactKind.ADJUSTED: Reason.PUT_RIGHT, FactKind.RESUMED: Reason.CLEARED, FactKind.GRACE: Reason.EMPLOYED,
            FactKind.STOPPED: Reason.FRAUD,
        }  # fmt: skip
        terms: dict[str, Any] = {"fen": step.fens[0]} if step.kind is FactKind.ADJUSTED else {"amounts": step.fens}
        change = await entitlements.propose_change(
            self.awards[step.who].id, step.kind, self.clerk, month=self._months_ago(step.back),
            reason=reasons[step.kind], basis="复核记录", posted_on=date(2026, 1, 2), **terms,
        )  # fmt: skip
        await self._confirm(change.id, self.reviewer)

    async def _suspend(self, step: Suspend) -> None:
        award = self.awards[step.who]
        await entitlements.suspend(
            award.id, month_of(clock.today()), self.clerk, reason=Reason.NOT_FOUND, basis="上门未见"
        )

    async def _die(self, step: Die) -> None:
        award, today = self.awards[step.who], clock.today()
        person = await Resident.get(id=award.resident_id)
        if person.deceased_on is None:
            died = today - timedelta(days=step.days)
            await entitlements.stop_for_death(person.id, died, self.clerk, reason="火化证明")
        if step.corrected == -1:
            return
        day = None if step.corrected is None else today - timedelta(days=step.corrected)
        reason = Reason.WRONG_PERSON if day is None else Reason.WRONG_DAY
        change = await entitlements.propose_death_correction(
            award.id, day, self.clerk, reason=reason, basis="派出所来函"
        )
        await self._confirm(change.id, self.reviewer)

    async def _confirm(self, change_id: Any, officer: Officer) -> None:
        try:
            await entitlements.confirm_change(change_id, officer)
        except Refusal:
            await entitlements.decline_change(change_id, officer)
            raise

    async def _bury(self, step: Bury) -> None:
        award = self.awards[step.who]
        dead = await Resident.get(id=award.resident_id)
        payee = replace(COMMITTEE, number=self._new_card())
        again = await FuneralAid.filter(resident_id=dead.id, state="given").exists()
        paper = await the_proof(dead, self.clerk)
        aid = await entitlements.propose_funeral_aid(award.id, payee, paper, self.clerk, instead=again)
        await entitlements.give_funeral_aid(aid.id, self.reviewer)

    async def _new_rate(self, step: NewRate) -> None:
        bands, month = [[80, step.fen], [90, 10000]], self._months_ago(step.back)
        new = Enactment(f"{COUNTY}000000", "aged.bands", bands, month, None, "某文", True)
        await programmes.enact(new, by=Signature(By.IMPORT))

    async def _recover(self, step: Recover) -> None:
        await recoveries.find(COUNTY, CLOCK)
        if step.how == "report":
            await self._report(self.awards[step.debt], step.part)
            return
        debts = await Overpayment.all().order_by("id")
        if step.how == "find" or step.debt >= len(debts):
            return
        debt = debts[step.debt]
        fen = max(1, debt.fen * step.part // 10)
        match step.how:
            case "repay":
                self._numbers += 1
                await recoveries.repay(debt.id, fen, clock.today(), f"回单{self._numbers}", self.payer)
            case "offset":
                await recoveries.tell(debt.id, Telling.VISIT, clock.today(), self.payer)
                await recoveries.agree(debt.id, Way.OFFSET, self.payer)
            case "write off":
                await recoveries.propose_write_off(debt.id, fen, self.payer, reason="无力退回")
                await recoveries.decide_write_off(debt.id, self.hands[0], approved=step.part > 3, reason="核实过了")
            case "drop":
                await recoveries.drop(debt.id, self.payer, reason="登记有误")

    async def _report(self, award: Award, part: int) -> None:
        """Of what arrived last."""
        last = await Payout.filter(award_id=award.id, state=PayoutState.SETTLED).order_by("-for_month", "-part").first()
        if last is not None:
            fen = max(1, last.amount_fen * part // 10)
            await recoveries.report(last.id, fen, Cause.OTHER, self.payer, reason="外县已领")

    async def _new_account(self, step: NewAccount) -> None:
        person = await Resident.get(id=self.awards[step.who].resident_id)
        await residents.change_account(
            person.id, holder_name=person.name, number=self._new_card(), bank="嵩县农商银行", kind=AccountKind.CARD,
            by=self.clerk.signature,
        )  # fmt: skip

    def _months_ago(self, number: int) -> date:
        return months_after(month_of(clock.today()), -number)

    def _new_card(self) -> str:
        self._numbers += 1
        return card(self._numbers)

    def _travel(self, month: date) -> None:
        moment = datetime(month.year, month.month, 5, 9, tzinfo=clock.COUNTY_TIME)
        self._travels.enter_context(clock.travelled_to(moment))


def answer(sent: bytes, bounces: int) -> bytes:
    """The bank's answer, in which the lines of these bits have come back."""
    rows = list(csv.reader(io.StringIO(bank.answer(sent, paid_on=clock.today()).decode("gbk"), newline="")))
    for number, row in enumerate(rows[1:-1]):
        if bounces >> (number % 4) & 1:
            row[2:] = ["失败", "账号不存在", "", ""]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("gbk")


async def sent_fen() -> int:
    """What is with the bank."""
    found = await database.row(
        "SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM payout WHERE state = $1", PayoutState.SENT.value
    )
    return int((found or {})["fen"])
