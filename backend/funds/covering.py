"""Covering (补足): money that came late takes the place of what was approved without it."""

from backend import clock, database, programmes, staff
from backend.funds.allocation import allocate, rule_for
from backend.funds.balances import available
from backend.funds.booking import Move, book, hold_ledger, running_year
from backend.funds.committing import AllocationNotSet
from backend.funds.fund import FundAccount, FundKey
from backend.funds.pool import get_pool
from backend.funds.source import Source
from backend.funds.voucher import VoucherKind
from backend.refusals import NotNow
from backend.staff import Officer, Power


class NothingToCover(NotNow):
    """Nothing is uncovered, or no source has anything to cover it with."""

    sentence = "没有待落实的资金，或者各来源都没有可用余额，不需要补足。"


async def cover(pool_code: str, officer: Officer) -> int:
    """Cover what the running year paid or promised without money, by the rule, as far as it reaches; fen covered.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchPool, AllocationNotSet, NothingToCover and YearClosed.
    """
    staff.must_have(officer, Power.KEEP_FUNDS)
    staff.must_cover(officer, f"{officer.county}000000")
    rates = await programmes.parameters_on(officer.county, clock.today())
    pool, year = get_pool(pool_code, rates), running_year()
    rule = rule_for(pool.programmes[0], rates)
    if rule is None:
        raise AllocationNotSet
    async with database.transaction():
        await hold_ledger(officer.county)
        left = await available(officer.county, year, pool.code)
        gap = max(0, -left.get(Source.UNCOVERED, 0))
        shared = allocate(gap, rule, left)
        covered = gap - shared.uncovered
        if not covered:
            raise NothingToCover
        moves = [
            Move(FundKey(year, pool.code, source), FundAccount.AVAILABLE, FundAccount.MOVED, part)
            for source, part in shared.shares.items()
        ]
        uncovered = FundKey(year, pool.code, Source.UNCOVERED)
        moves.append(Move(uncovered, FundAccount.MOVED, FundAccount.AVAILABLE, covered))
        await book(officer.county, VoucherKind.COVERED, moves, by=officer.signature)
    return covered
