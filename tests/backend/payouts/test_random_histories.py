"""Random histories: whatever changes, however far back, each month is owed, paid and claimed to the fen."""

import random
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock, entitlements, payouts, programmes, recoveries, statements
from backend.entitlements import Award, FactKind, Reason, month_of, months_after
from backend.journal import By, Signature
from backend.programmes import Enactment
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer, Role
from sandbox import bank
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_approver, an_award, told_as_imported
from tests.backend.recoveries.debts import CLOCK
from tests.people import COUNTY, a_resident, an_officer, seed_parameters

MONTHS = ("2026-03", "2026-04", "2026-05")
DIBAO, BY_AGE = "rural_dibao", "old_age_allowance"
DEEDS = ("adjust", "adjust", "suspend", "resume", "stop", "grace", "die", "rate", "find", "find", "repay", "repay")
CHANGES = {
    FactKind.ADJUSTED, FactKind.SUSPENDED, FactKind.RESUMED, FactKind.GRACE, FactKind.STOPPED, FactKind.DEATH,
}  # fmt: skip


class History:
    """Six people of two programmes; chance decides what officers do to their awards and rates."""

    def __init__(self, seed: int, clerk: Officer, reviewer: Officer, payer: Officer, hands: list[Officer]) -> None:
        self.chance = random.Random(seed)
        self.clerk, self.reviewer, self.payer, self.hands = clerk, reviewer, payer, hands
        self.awards: list[Award] = []
        self.receipts = 0

    async def run(self, *, bounces: bool) -> None:
        """Both programmes' runs of the month, the bank answering; some are given up."""
        for programme in (DIBAO, BY_AGE):
            with suppress(payouts.EmptyBatch):
                batch = await payouts.draw_up(programme, clock.today(), self.payer)
                if bounces and self.chance.random() < 0.2:
                    await payouts.discard(batch.id, self.payer)
                    continue
                await payouts.approve(batch.id, self.hands[0])
                await payouts.release(batch.id, self.hands[1])
                file = await payouts.export(batch.id, self.payer)
                await payouts.read_return_file(
                    batch.id, bank.answer(file.content, paid_on=clock.today()), self.payer
                )  # fmt: skip

    async def something(self) -> None:
        """One deed that changes what is owed, or what has come back; a refusal is an answer, too."""
        deed = self.chance.choice(DEEDS)
        award = await self.someone(deed)
        month = months_after(month_of(clock.today()), self.chance.randint(0 if deed == "suspend" else -3, 1))
        with suppress(Refusal):
            match deed:
                case "adjust":
                    fen = self.chance.choice([18000, 20000, 25000])
                    await self.confirmed(award, FactKind.ADJUSTED, Reason.PUT_RIGHT, month, fen=fen)
                case "suspend":
                    await entitlements.suspend(award.id, month, self.clerk, reason=Reason.NOT_FOUND, basis="上门未见")
                case "resume":
                    await self.confirmed(award, FactKind.RESUMED, Reason.CLEARED, month)
                case "stop":
                    if self.chance.random() < 0.3:
                        await self.confirmed(award, FactKind.STOPPED, Reason.FRAUD, month)
                case "grace":
                    amounts = [award.monthly_fen or 0] * self.chance.randint(1, 3)
                    await self.confirmed(award, FactKind.GRACE, Reason.EMPLOYED, month, amounts=amounts)
                case "die":
                    if self.chance.random() < 0.5:
                        died = clock.today() - timedelta(days=self.chance.randint(0, 60))
                        await entitlements.stop_for_death(award.resident_id, died, self.clerk, reason="火化证明")
                case "rate":
                    bands = [[80, self.chance.choice([4000, 5000, 6000])], [90, 10000]]
                    await programmes.enact(
                        Enactment(f"{COUNTY}000000", "aged.bands", bands, month, None, "某文", True),
                        by=Signature(By.IMPORT),
                    )
                case "find":
                    await recoveries.find(COUNTY, CLOCK)
                case "repay":
                    debt = self.chance.choice(await recoveries.Overpayment.all() or [None])
                    if debt:
                        self.receipts += 1
                        fen = self.chance.randint(1, max(1, await recoveries.left_of(debt.id)))
                        await recoveries.repay(debt.id, fen, clock.today(), f"回单{self.receipts}", self.payer)

    async def someone(self, deed: str) -> Award:
        """Whom the deed could be done to, as a rule; now and then it is tried on somebody else."""
        awards = await Award.filter(id__in=[each.id for each in self.awards]).order_by("id")
        fit = {
            "adjust": [each for each in awards if each.monthly_fen is not None],
            "grace": [each for each in awards if each.monthly_fen is not None],
            "resume": [each for each in awards if each.suspended_from is not None],
        }.get(deed)
        return self.chance.choice(fit if fit and self.chance.random() < 0.8 else awards)

    async def confirmed(self, award: Award, kind: FactKind, reason: Reason, month: date, **terms: Any) -> None:
        change = await entitlements.propose_change(
            award.id, kind, self.clerk, month=month, reason=reason, basis="复核记录", **terms
        )
        await entitlements.confirm_change(change.id, self.reviewer)

    async def must_balance(self) -> None:
        """Nothing owed is forgotten; what was paid beyond it is claimed, and no fen of it twice.

        What is still owed for the last months of the dead is paid by hand, to whoever inherits.
        """
        dead = [each.id for each in await Resident.exclude(deceased_on=None)]
        for award in await Award.all():
            for each in await payouts.balance_of(award):
                assert each.left <= 0 or award.resident_id in dead, "owed and forgotten"
                assert -each.left <= each.claimed - each.back, "paid too much and not claimed"
                assert each.back <= each.claimed <= each.paid

    async def rows_must_follow_the_facts(self) -> None:
        """Each award's row is what its facts, told again from the first, make of it."""
        for award in await Award.all():
            standing = entitlements.standing_of(await entitlements.facts_of(award))
            steps = [[month.isoformat(), fen] for month, fen in standing.steps]
            assert (award.monthly_fen, award.steps or []) == (standing.fen, steps)
            assert (award.suspended_from, award.stopped_from) == (standing.suspended_from, standing.stopped_from)

    async def the_journal_must_tell_the_same(self) -> None:
        """Awards, months paid, debts and the ledger, made again of the journal alone."""
        made = await statements.replay(COUNTY)
        assert (made.differing, made.awards, made.untold) == ([], len(self.awards), 0)
        assert min(made.months, made.debts, made.balances) > 0, "nothing was told: nothing was checked"


@pytest.mark.parametrize("seed", range(2))
async def test_owed_paid_and_recovered_balance_for_everybody_and_every_month(
    empty_database: str, at: Any, seed: int
) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    await given(10**8)
    await given(10**8, pool="hardship")
    history = History(
        seed, await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_payer(),
        [await an_approver(), await an_approver()],
    )  # fmt: skip
    for number in range(6):
        resident = await a_resident(f"人{number}", account=f"62284800000000{number + 50:05d}")
        terms: dict[str, Any] = {"programme": DIBAO, "monthly_fen": 20000} if number % 2 else {"programme": BY_AGE}
        history.awards.append(await an_award(resident, from_month=date(2026, 1, 1), **terms))
        await told_as_imported(history.awards[-1])
    for month in MONTHS:
        at(f"{month}-05 09:00")
        await history.run(bounces=True)
        for _ in range(14):
            await history.something()
    await recoveries.find(COUNTY, CLOCK)
    await history.run(bounces=False)
    await history.must_balance()
    await history.rows_must_follow_the_facts()
    await history.the_journal_must_tell_the_same()
    assert await Resident.all().count() == 6
    assert await payouts.Payout.filter(part__gt=0).exists(), "nothing was paid back: nothing was checked"
    assert await recoveries.Overpayment.all().exists(), "nothing was overpaid: nothing was checked"
    happened = {each.kind for each in await entitlements.AwardFact.all()}
    assert len(happened & CHANGES) >= 4, "hardly anything changed: hardly anything was checked"
