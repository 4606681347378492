"""Committing: an approved batch takes its money out of what is available, before anything goes to the bank."""

from dataclasses import dataclass
from uuid import UUID

from backend import clock, programmes
from backend.funds.allocation import Allocation, Rates, allocate, rule_for
from backend.funds.balances import available
from backend.funds.booking import FundsShort, Move, book, hold_ledger, running_year
from backend.funds.fund import FundAccount, FundKey
from backend.funds.pool import Pool, pool_of
from backend.funds.source import Source
from backend.funds.voucher import VoucherKind
from backend.journal import Signature
from backend.money import yuan
from backend.refusals import NotNow

ENFORCED = "funds.enforced"  #: whether a batch without money is refused (true) or only shown as uncovered


class AllocationNotSet(NotNow):
    """The county enforces its budget and has not said which source bears what."""

    sentence = "县里还没有设定这项待遇的资金分担比例，请先设定，再复核批次。"


@dataclass(frozen=True)
class Commitment:
    """Which source bears how many fen of a batch; `uncovered_fen` is in it under Source.UNCOVERED."""

    pool: str
    shares: dict[Source, int]
    uncovered_fen: int


async def commit_batch(county: str, batch_id: UUID, programme: str, fen: int, by: Signature) -> Commitment:
    """Commit a batch's `fen` by the county's rule, inside the transaction that approves it.

    Where the county enforces its budget (`funds.enforced`), what has no money is refused: FundsShort with the missing
    fen, AllocationNotSet. Elsewhere it is booked as uncovered, which the overview shows until it is covered. Of two
    batches at once the second one sees what the first one left.
    """
    rates = await programmes.parameters_on(county, clock.today())
    pool, year = pool_of(programme, rates), running_year()
    await hold_ledger(county)
    shared = await _share(county, year, pool, programme, fen, rates)
    if shared.uncovered and rates.get(ENFORCED) is True:
        raise FundsShort(
            f"「{pool.title}」的资金还差{yuan(shared.uncovered)}元，请先登记来文，再复核这个批次。",
            pool=pool.code, missing_fen=shared.uncovered,
        )  # fmt: skip
    shares = {**shared.shares, **({Source.UNCOVERED: shared.uncovered} if shared.uncovered else {})}
    moves = [
        Move(FundKey(year, pool.code, source), FundAccount.AVAILABLE, FundAccount.COMMITTED, part, programme)
        for source, part in shares.items()
    ]
    await book(county, VoucherKind.COMMITTED, moves, by=by, batch_id=batch_id)
    return Commitment(pool.code, shares, shared.uncovered)


async def foresee_commitment(county: str, programme: str, fen: int) -> Commitment:
    """Who would bear a batch of so many fen if it were approved now; nothing is committed and nothing refused."""
    rates = await programmes.parameters_on(county, clock.today())
    pool, rule = pool_of(programme, rates), rule_for(programme, rates)
    left = await available(county, running_year(), pool.code)
    shared = allocate(fen, rule, left) if rule else Allocation({}, fen)
    return Commitment(pool.code, dict(shared.shares), shared.uncovered)


async def _share(county: str, year: int, pool: Pool, programme: str, fen: int, rates: Rates) -> Allocation:
    rule = rule_for(programme, rates)
    if rule is None:
        if rates.get(ENFORCED) is True:
            raise AllocationNotSet
        return Allocation({}, fen)
    return allocate(fen, rule, await available(county, year, pool.code))
