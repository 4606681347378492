"""Whatever happens in whatever order: it balances, nothing is overdrawn, and the journal tells the same."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import database, funds
from backend.funds import FundAccount, Source, VoucherKind
from backend.identifiers import new_id
from backend.refusals import Refusal
from backend.staff import Officer
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
from tests.conftest import Emptying
from tests.people import COUNTY, seed_parameters

_ENDINGS = [VoucherKind.REPAID, VoucherKind.OFFSET, VoucherKind.CLAIM_DROPPED, VoucherKind.WRITTEN_OFF]


@dataclass(frozen=True)
class Appropriate:
    """A document gives, or takes back; recorded wrongly it is reversed."""

    fen: int
    source: Source
    takes_back: bool
    wrongly: bool


@dataclass(frozen=True)
class Approve:
    """A batch of so much."""

    fen: int


@dataclass(frozen=True)
class OfBatch:
    """Of the batch of this number a part of eight arrives, bounces, is taken out, or turns out to be too much."""

    how: str
    batch: int
    part: int


@dataclass(frozen=True)
class End:
    """Of a debt a part of eight ends in one of the four ways."""

    how: VoucherKind
    debt: int
    part: int


@dataclass(frozen=True)
class Cover:
    """What was approved without money gets it."""


Step = Appropriate | Approve | OfBatch | End | Cover

_PART, _WHICH = st.sampled_from([8, 8, 8, 1, 3]), st.integers(0, 3)
_STEPS = st.one_of(
    st.builds(
        Appropriate, st.integers(1, 200_000), st.sampled_from(funds.GIVERS), st.sampled_from([False] * 4 + [True]),
        st.sampled_from([False] * 4 + [True]),
    ),
    st.builds(Approve, st.integers(1, 50_000)),
    st.builds(Approve, st.integers(1, 50_000)),
    st.builds(OfBatch, st.sampled_from(["arrive", "arrive", "bounce", "discard", "overpay"]), _WHICH, _PART),
    st.builds(OfBatch, st.sampled_from(["arrive", "overpay", "overpay"]), _WHICH, _PART),
    *(st.builds(End, st.just(each), _WHICH, _PART) for each in _ENDINGS),
    st.builds(Cover),
)  # fmt: skip


class Year:
    """One county's year, with what it must come to beside it."""

    def __init__(self, keeper: Officer) -> None:
        self.keeper = keeper
        self.granted = self.paid = self.owing = self.written_off = self.documents = 0
        self.held: dict[UUID, int] = {}
        self.settled: dict[UUID, int] = {}
        self.debts: dict[UUID, int] = {}
        self.happened: Counter[str] = Counter()

    async def follow(self, step: Step) -> None:
        """One deed of some kind; a refusal changes nothing."""
        deeds: dict[type[Step], Callable[[Any], Awaitable[None]]] = {
            Appropriate: self._appropriate, Approve: self._approve, OfBatch: self._of_batch, End: self._end,
            Cover: self._cover,
        }  # fmt: skip
        try:
            await deeds[type(step)](step)
        except Refusal:
            return
        self.happened[type(step).__name__] += 1

    async def _appropriate(self, step: Appropriate) -> None:
        self.documents += 1
        document = a_document(step.fen, step.source, number=f"文{self.documents}", takes_back=step.takes_back)
        made = await funds.appropriate(document, self.keeper)
        self.granted += made.fen
        if step.wrongly:
            await funds.reverse(made.id, self.keeper, reason="记错了")
            self.granted -= made.fen

    async def _approve(self, step: Approve) -> None:
        self.held[await committed(step.fen)] = step.fen

    async def _of_batch(self, step: OfBatch) -> None:
        among = self.settled if step.how == "overpay" else self.held
        batch, fen = _part_of(among, step.batch, step.part)
        async with database.transaction():
            match step.how:
                case "arrive":
                    await funds.pay_out(COUNTY, batch, BATCH, fen, BANK)
                case "bounce":
                    await funds.give_back(COUNTY, batch, BATCH, fen, BANK)
                case "discard":
                    fen = self.held[batch]
                    await funds.release(COUNTY, batch, BATCH, BANK)
                case "overpay":
                    self.debts[debt := new_id()] = fen
                    await funds.claim(COUNTY, debt, BATCH, {batch: fen}, BANK)
        among[batch] -= fen
        if step.how == "arrive":
            self.settled[batch] = self.settled.get(batch, 0) + fen
            self.paid += fen
        if step.how == "overpay":
            self.paid, self.owing = self.paid - fen, self.owing + fen
        self.happened[step.how] += 1

    async def _end(self, step: End) -> None:
        debt, fen = _part_of(self.debts, step.debt, step.part)
        async with database.transaction():
            await funds.end_claim(COUNTY, debt, BATCH, fen, BANK, how=step.how)
        self.debts[debt] -= fen
        self.owing -= fen
        self.paid += fen if step.how in (VoucherKind.OFFSET, VoucherKind.CLAIM_DROPPED) else 0
        self.written_off += fen if step.how is VoucherKind.WRITTEN_OFF else 0
        self.happened[step.how.value] += 1

    async def _cover(self, step: Cover) -> None:
        await funds.cover(BATCH, self.keeper)

    async def must_hold(self) -> None:
        """Every invariant of the ledger, against the plain sums beside it."""
        sums = {account: await on(account) for account in FundAccount}
        for account in (FundAccount.AVAILABLE, FundAccount.COMMITTED, FundAccount.RECOVERABLE):
            for source, fen in sums[account].items():
                assert fen >= 0 or (source is Source.UNCOVERED and account is FundAccount.AVAILABLE), "overdrawn"
        for source in Source:
            assert sum(each.get(source, 0) for each in sums.values()) == 0, "does not balance"
        total = {account: sum(each.values()) for account, each in sums.items()}
        assert -total[FundAccount.GRANTED] == self.granted
        assert total[FundAccount.COMMITTED] == sum(self.held.values())
        assert total[FundAccount.PAID] == self.paid
        assert total[FundAccount.RECOVERABLE] == self.owing == sum(self.debts.values())
        assert total[FundAccount.WRITTEN_OFF] == self.written_off
        assert total[FundAccount.MOVED] == 0


class NothingThere(Refusal):
    """No batch or debt with anything left; the step does nothing."""


def _part_of(of: dict[UUID, int], which: int, part: int) -> tuple[UUID, int]:
    """One of those with something left, and so many eighths of it, at least a fen."""
    found = [key for key, fen in of.items() if fen]
    if not found:
        raise NothingThere
    key = found[which % len(found)]
    return key, max(1, of[key] * part // 8)


async def test_any_year_balances_at_every_step(schema: str, emptying: Emptying, store: redis.Redis, at: Any) -> None:
    at("2026-03-05 09:00")
    loop, happened = asyncio.get_running_loop(), Counter[str]()

    async def live(steps: list[Step], enforced: bool) -> None:
        await emptying()
        store.flushdb()
        await seed_parameters()
        if enforced:
            await set_parameter("funds.enforced", "true")
        year = Year(await a_keeper())
        for step in steps:
            await year.follow(step)
            await year.must_hold()
        assert await balances_from_the_journal() == await balances_now()
        numbers = await database.rows("SELECT number FROM voucher ORDER BY number")
        assert [each["number"] for each in numbers] == list(range(1, len(numbers) + 1)), "a voucher is missing"
        happened.update(year.happened)

    @settings(max_examples=50, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(_STEPS, min_size=15, max_size=60), st.booleans())
    def years_are_lived(steps: list[Step], enforced: bool) -> None:
        asyncio.run_coroutine_threadsafe(live(steps, enforced), loop).result(60)

    await asyncio.to_thread(years_are_lived)
    kinds = {"Appropriate", "Approve", "Cover", "arrive", "bounce", "discard", "overpay", *(e.value for e in _ENDINGS)}
    assert {kind for kind in kinds if not happened[kind]} == set(), "never happened, so it was never checked"
