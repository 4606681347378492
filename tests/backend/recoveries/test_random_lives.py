"""Random lives: whatever is paid, bounced, corrected, found, repaid and offset, owed, paid and recovered agree."""

import random
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from backend import clock, database, entitlements, payouts, recoveries
from backend.entitlements import Award, Claim
from backend.funds import FundAccount
from backend.payouts import Payout
from backend.recoveries import FactKind, Overpayment, RecoveryFact, Way
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer
from sandbox import bank
from tests.backend.funds.money import balances_from_the_journal, balances_now, given, on
from tests.backend.payouts.awards import a_payer, an_approver, an_award, another_elder
from tests.backend.recoveries.debts import CLOCK, dies, falls_to
from tests.people import COUNTY, seed_parameters

MONTHS = ("2026-03", "2026-04", "2026-05", "2026-06", "2026-07")
PEOPLE = 8


class Life:
    """Eight people of one programme, and three officers who do what chance tells them."""

    def __init__(self, seed: int, payer: Officer, approver: Officer, releaser: Officer) -> None:
        self.chance = random.Random(seed)
        self.payer, self.approver, self.releaser = payer, approver, releaser
        self.awards: list[Award] = []
        self.receipts = 0

    async def month(self) -> None:
        """A run of the month, perhaps given up, perhaps with a bounce; then some of everything else."""
        with suppress(payouts.EmptyBatch):
            batch = await payouts.draw_up("tekun", clock.today(), self.payer)
            await payouts.approve(batch.id, self.approver)
            await payouts.release(batch.id, self.releaser)
            if self.chance.random() < 0.15:
                await payouts.discard(batch.id, self.payer)
            else:
                file = await payouts.export(batch.id, self.payer)
                answer = bank.answer(file.content, paid_on=clock.today())
                await payouts.read_return_file(batch.id, answer, self.payer)
        await recoveries.note_offsets()
        deeds = [self.correct, self.die, self.stop, self.search, self.settle_a_debt]
        for deed in self.chance.choices(deeds, weights=[3, 1, 1, 3, 4], k=12):
            await deed()

    async def correct(self) -> None:
        await falls_to(self.chance.choice(self.awards), self.chance.choice([20000, 25000, 29999, 30000]))

    async def die(self) -> None:
        if self.chance.random() < 0.2:
            died = date(2026, self.chance.randint(3, clock.today().month), 2)
            await dies(self.chance.choice(self.awards), died)

    async def stop(self) -> None:
        if self.chance.random() < 0.2:
            month = date(2026, self.chance.randint(4, 8), 1)
            await Award.filter(id=self.chance.choice(self.awards).id).update(stopped_from=month)

    async def search(self) -> None:
        await recoveries.find(COUNTY, CLOCK)

    async def settle_a_debt(self) -> None:
        debts = await Overpayment.all().order_by("id")
        if not debts:
            return
        debt, deed = self.chance.choice(debts), self.chance.randrange(5)
        self.receipts += 1
        with suppress(Refusal):  # nothing left, nothing to offset, more than is free: each tested by itself
            if deed == 0:
                fen = self.chance.randint(1, debt.fen)
                await recoveries.repay(debt.id, fen, clock.today(), f"回单{self.receipts}", self.payer)
            elif deed <= 2:
                await recoveries.tell(debt.id, recoveries.Telling.VISIT, clock.today(), self.payer)
                await recoveries.agree(debt.id, Way.OFFSET, self.payer)
            elif deed == 3:
                await recoveries.propose_write_off(
                    debt.id, self.chance.randint(1, debt.fen), self.payer, reason="无力退回"
                )
                await recoveries.decide_write_off(
                    debt.id, self.approver, approved=self.chance.random() < 0.5, reason="核实过了"
                )
            else:
                await recoveries.drop(debt.id, self.payer, reason="登记有误")

    async def must_hold(self) -> None:
        """The ledger, the facts and the payouts tell one story."""
        settled = await Payout.filter(state="settled")
        ended = dict.fromkeys(FactKind, 0)
        for fact in await RecoveryFact.all():
            ended[fact.kind] += fact.fen or 0
        found = sum(debt.fen for debt in await Overpayment.all())
        back = sum(ended[kind] for kind in recoveries.ENDING)
        total = {account: sum((await on(account)).values()) for account in FundAccount}
        arrived = sum(each.amount_fen for each in settled)
        assert total[FundAccount.RECOVERABLE] == found - back >= 0
        given_up = ended[FactKind.OFFSET] + ended[FactKind.DROPPED]
        assert total[FundAccount.PAID] == arrived - found + given_up
        assert total[FundAccount.WRITTEN_OFF] == ended[FactKind.WRITTEN_OFF]
        assert sum(total.values()) == total[FundAccount.COMMITTED] == 0
        for debt in await Overpayment.all():
            assert 0 <= await recoveries.left_of(debt.id) <= debt.fen
        assert await balances_from_the_journal() == await balances_now()

    async def nothing_is_left_unfound(self) -> None:
        """After a search, every fen beyond what is owed for a settled month is claimed, and no more than was paid."""
        await recoveries.find(COUNTY, CLOCK)
        assert await recoveries.find(COUNTY, CLOCK) == []
        claimed = {
            each["payout_id"]: each["fen"]
            for each in await database.rows(
                "SELECT payout_id, sum(fen)::bigint AS fen FROM overpaid_month GROUP BY payout_id"
            )
        }
        months: dict[tuple[Any, date], list[Payout]] = {}
        for payout in await Payout.filter(state="settled"):
            months.setdefault((payout.award_id, payout.for_month), []).append(payout)
        for (award_id, month), parts in months.items():
            award = await Award.get(id=award_id)
            owed = entitlements.fen_for(Claim.of(award, await Resident.get(id=award.resident_id)), month, {})
            over = sum(each.amount_fen + each.withheld_fen for each in parts) - owed
            arrived = sum(each.amount_fen for each in parts)
            assert min(over, arrived) <= sum(claimed.get(each.id, 0) for each in parts) <= arrived


@pytest.mark.parametrize("seed", range(8))
async def test_owed_paid_and_recovered_agree_for_everybody(empty_database: str, at: Any, seed: int) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    await given(10**8, pool="hardship")
    life = Life(seed, await a_payer(), await an_approver(), await an_approver())
    for number in range(PEOPLE):
        account = f"622848000000000{number + 1:04d}"  # the first two bounce
        life.awards.append(await an_award(await another_elder(account), programme="tekun", monthly_fen=30000))
    for month in MONTHS:
        at(f"{month}-05 09:00")
        await life.month()
        await life.must_hold()
    for award in life.awards:
        await falls_to(award, life.chance.choice([12000, 30000]))
    await life.nothing_is_left_unfound()
    await life.must_hold()
    assert await Overpayment.all().exists(), "nothing was overpaid: nothing was checked"
