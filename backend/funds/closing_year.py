"""Closing a year (年末结转): what is left goes into the next year or back to whoever gave it, as the county set it."""

from collections.abc import Mapping
from typing import cast

from backend import clock, database, programmes, staff
from backend.funds.balances import Balance, balances
from backend.funds.booking import Move, YearClosed, book, hold_ledger
from backend.funds.fund import Fund, FundAccount, FundKey
from backend.funds.source import Source
from backend.funds.voucher import VoucherKind
from backend.refusals import NotNow
from backend.staff import Officer, Power

KEY = "funds.carry_over"  #: {source: "carry" or "hand_back"}
_CARRIED = "carry"


class YearNotOver(NotNow):
    """The year still runs."""

    sentence = "这一年还没有过完，不能结账。"


class EarlierYearOpen(NotNow):
    """What an earlier year has left goes into this one, which must be open for it."""

    sentence = "前面还有年度没有结账，请先结前一年，再结这一年。"


class YearHasCommitments(NotNow):
    """A batch of the year is still with the bank."""

    sentence = "这一年还有已复核没到账的批次，请等银行回盘全部读入后再结账。"


class CarryOverNotSet(NotNow):
    """The county has not said what becomes of a source's money at the year's end."""

    sentence = "县里还没有设定各来源资金的年末处理办法，请先设定，再结账。"


async def close_year(year: int, officer: Officer) -> int:
    """Carry over or hand back what each fund has left, and close the year's books; how many funds were closed.

    What is to be recovered, and what is still uncovered, goes into the next year. Refuses with NoSuchPower,
    OutsideYourPlace, YearNotOver, EarlierYearOpen, YearHasCommitments, CarryOverNotSet, YearClosed (also where nothing
    was booked).
    """
    staff.must_have(officer, Power.CLOSE_YEAR)
    staff.must_cover(officer, f"{officer.county}000000")
    if year >= clock.today().year:
        raise YearNotOver
    rules = cast(Mapping[str, str], (await programmes.parameters_on(officer.county, clock.today())).get(KEY) or {})
    async with database.transaction():
        await hold_ledger(officer.county)
        if await Fund.filter(county=officer.county, year__lt=year, closed_at=None).exists():
            raise EarlierYearOpen
        left = await balances(officer.county, year)
        if any(each.account is FundAccount.COMMITTED for each in left):
            raise YearHasCommitments
        carried = [move for each in left for move in _carry(each, rules)]
        handed_back = [move for each in left for move in _hand_back(each, rules)]
        await book(officer.county, VoucherKind.CARRIED_OVER, carried, by=officer.signature, year=year)
        await book(officer.county, VoucherKind.HANDED_BACK, handed_back, by=officer.signature, year=year)
        closed = await Fund.filter(county=officer.county, year=year, closed_at=None).update(closed_at=clock.now())
        if not closed:
            raise YearClosed
    return closed


async def year_is_closed(county: str, year: int) -> bool:
    """Whether the county has closed the books of a year; no year is before anything was booked in it."""
    return await Fund.filter(county=county, year=year).exclude(closed_at=None).exists()


def _carry(balance: Balance, rules: Mapping[str, str]) -> list[Move]:
    kept = balance.account is FundAccount.RECOVERABLE or (
        balance.account is FundAccount.AVAILABLE and _rule_of(balance.fund.source, rules) == _CARRIED
    )
    if not kept:
        return []
    next_year = FundKey(balance.fund.year + 1, balance.fund.pool, balance.fund.source)
    moves = [
        (balance.fund, balance.account, FundAccount.MOVED),
        (next_year, FundAccount.MOVED, balance.account),
    ]
    if balance.fen < 0:  # uncovered: the gap itself goes on
        moves = [(fund, into, out_of) for fund, out_of, into in moves]
    return [Move(fund, out_of, into, abs(balance.fen), balance.programme) for fund, out_of, into in moves]


def _hand_back(balance: Balance, rules: Mapping[str, str]) -> list[Move]:
    if balance.account is not FundAccount.AVAILABLE or _rule_of(balance.fund.source, rules) == _CARRIED:
        return []
    return [Move(balance.fund, FundAccount.AVAILABLE, FundAccount.GRANTED, balance.fen)]


def _rule_of(source: Source, rules: Mapping[str, str]) -> str:
    if source is Source.UNCOVERED:
        return _CARRIED
    if rules.get(source.value) not in (_CARRIED, "hand_back"):
        raise CarryOverNotSet
    return rules[source.value]
