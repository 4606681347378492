"""Whatever happens in whatever order: it balances, nothing is overdrawn, and the journal tells the same."""

import random
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from backend import database, funds
from backend.funds import FundAccount, Source, VoucherKind
from backend.identifiers import new_id
from tests.backend.funds.money import (
    BANK,
    BATCH,
    a_document,
    a_keeper,
    balances_from_the_journal,
    balances_now,
    committed,
    on,
    set_parameter,
)
from tests.people import COUNTY, seed_parameters

STEPS = 60


class Walk:
    """One county's random year, with what it must come to beside it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.granted = self.paid = self.owing = self.written_off = 0
        self.held: dict[UUID, int] = {}
        self.settled: dict[UUID, int] = {}
        self.debts: dict[UUID, int] = {}

    async def step(self, number: int, keeper: Any) -> None:
        """One deed of some kind; a refusal changes nothing."""
        deed = self.chance.choice(
            [self.appropriate, self.approve, self.approve, self.arrive, self.bounce, self.discard, self.overpay,
             self.end, self.cover]
        )  # fmt: skip
        await deed(number, keeper)

    async def appropriate(self, number: int, keeper: Any) -> None:
        fen, source = self.chance.randint(1, 200_000), self.chance.choice(funds.GIVERS)
        takes_back = self.chance.random() < 0.2
        try:
            made = await funds.appropriate(a_document(fen, source, number=f"文{number}", takes_back=takes_back), keeper)
            self.granted += made.fen
            if self.chance.random() < 0.2:
                await funds.reverse(made.id, keeper, reason="记错了")
                self.granted -= made.fen
        except funds.FundsShort:
            assert takes_back

    async def approve(self, number: int, keeper: Any) -> None:
        fen = self.chance.randint(1, 50_000)
        with suppress(funds.FundsShort):
            self.held[await committed(fen)] = fen

    async def arrive(self, number: int, keeper: Any) -> None:
        batch, fen = self._some(self.held)
        if batch:
            async with database.transaction():
                await funds.pay_out(COUNTY, batch, BATCH, fen, BANK)
            self.paid += fen
            self.held[batch] -= fen
            self.settled[batch] = self.settled.get(batch, 0) + fen

    async def bounce(self, number: int, keeper: Any) -> None:
        batch, fen = self._some(self.held)
        if batch:
            async with database.transaction():
                await funds.give_back(COUNTY, batch, BATCH, fen, BANK)
            self.held[batch] -= fen

    async def discard(self, number: int, keeper: Any) -> None:
        batch, _ = self._some(self.held)
        if batch:
            async with database.transaction():
                await funds.release(COUNTY, batch, BATCH, BANK)
            self.held[batch] = 0

    async def overpay(self, number: int, keeper: Any) -> None:
        batch, fen = self._some(self.settled)
        if batch:
            debt = new_id()
            async with database.transaction():
                await funds.claim(COUNTY, debt, BATCH, {batch: fen}, BANK)
            self.settled[batch] -= fen
            self.debts[debt] = fen
            self.paid, self.owing = self.paid - fen, self.owing + fen

    async def end(self, number: int, keeper: Any) -> None:
        debt, fen = self._some(self.debts)
        if debt:
            how = self.chance.choice(
                [VoucherKind.REPAID, VoucherKind.OFFSET, VoucherKind.CLAIM_DROPPED, VoucherKind.WRITTEN_OFF]
            )
            async with database.transaction():
                await funds.end_claim(COUNTY, debt, BATCH, fen, BANK, how=how)
            self.debts[debt] -= fen
            self.owing -= fen
            self.paid += fen if how in (VoucherKind.OFFSET, VoucherKind.CLAIM_DROPPED) else 0
            self.written_off += fen if how is VoucherKind.WRITTEN_OFF else 0

    async def cover(self, number: int, keeper: Any) -> None:
        with suppress(funds.NothingToCover):
            await funds.cover(BATCH, keeper)

    def _some(self, of: dict[UUID, int]) -> tuple[UUID | None, int]:
        """A batch or debt with something left, and how much of it (often all)."""
        found = [key for key, fen in of.items() if fen]
        if not found:
            return None, 0
        key = self.chance.choice(found)
        return key, self.chance.choice([of[key], self.chance.randint(1, of[key])])

    async def must_hold(self) -> None:
        """Every invariant of the ledger, against the plain sums beside it."""
        sums = {account: await on(account) for account in FundAccount}
        for account in (FundAccount.AVAILABLE, FundAccount.COMMITTED, FundAccount.RECOVERABLE):
            for source, fen in sums[account].items():
                assert fen >= 0 or (source is Source.UNCOVERED and account is FundAccount.AVAILABLE)
        for source in Source:
            assert sum(each.get(source, 0) for each in sums.values()) == 0
        total = {account: sum(each.values()) for account, each in sums.items()}
        assert -total[FundAccount.GRANTED] == self.granted
        assert total[FundAccount.COMMITTED] == sum(self.held.values())
        assert total[FundAccount.PAID] == self.paid
        assert total[FundAccount.RECOVERABLE] == self.owing == sum(self.debts.values())
        assert total[FundAccount.WRITTEN_OFF] == self.written_off
        assert total[FundAccount.MOVED] == 0


@pytest.mark.parametrize("seed", range(6))
async def test_a_random_year_balances_at_every_step(empty_database: str, at: Any, seed: int) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    if seed % 2:
        await set_parameter("funds.enforced", "true")
    keeper, walk = await a_keeper(), Walk(seed)
    for number in range(STEPS):
        await walk.step(number, keeper)
        await walk.must_hold()
    assert await balances_from_the_journal() == await balances_now() != {}
    numbers = await database.rows("SELECT number FROM voucher ORDER BY number")
    assert [each["number"] for each in numbers] == list(range(1, len(numbers) + 1)), "a voucher is missing"
