"""Forecast (资金预测): to the year's end, by pool and programme, and when the money runs out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend import clock, entitlements, funds, programmes
from backend.forecasts.need import Need, need
from backend.funds import Pool

_PAY_DAY = 10  # where the county set none: by the 10th of each month (policy §1.12)


@dataclass(frozen=True)
class ProgrammeForecast:
    """Fen that a programme still needs, by month; the present month's includes what is owed for earlier ones."""

    code: str
    title: str
    months: Mapping[date, int]

    @property
    def total(self) -> int:
        """To the year's end."""
        return sum(self.months.values())


@dataclass(frozen=True)
class MonthNeed:
    """What a month takes from the pool, and what is left after it: below zero is what lacks."""

    month: date
    fen: int
    left: int


@dataclass(frozen=True)
class PoolForecast:
    """`runs_out_on` is the first pay day that can no longer be met whole; None if the money lasts the year."""

    pool: Pool
    available: int
    programmes: list[ProgrammeForecast]
    months: list[MonthNeed]
    runs_out_on: date | None

    @property
    def lacking(self) -> int:
        """Fen that lack at the year's end."""
        return max(0, -self.months[-1].left)


@dataclass(frozen=True)
class Reckoned:
    """All that a forecast is made of: fen needed by programme and month from now on, fen available by pool."""

    need: Need
    available: Mapping[str, int]


async def forecast(county: str) -> list[PoolForecast]:
    """From today to the end of the running year, one for each pool that anything is owed from, reckoned now."""
    return await made_of(county, await reckon(county))


async def reckon(county: str) -> Reckoned:
    """What is owed and what there is, as of now."""
    today = clock.today()
    year = [date(today.year, month, 1) for month in range(1, 13)]
    needed = _from_now_on(await need(county, year), today.replace(day=1))
    pools = _by_pool(needed, await programmes.parameters_on(county, today))
    available = {each.code: sum((await funds.available(county, today.year, each.code)).values()) for each in pools}
    return Reckoned(needed, available)


async def made_of(county: str, reckoned: Reckoned) -> list[PoolForecast]:
    """The forecast from what was reckoned today."""
    today = clock.today()
    rates = await programmes.parameters_on(county, today)
    pay_day = int(str(rates.get("pay.day", _PAY_DAY)))
    months = [date(today.year, month, 1) for month in range(today.month, 13)]
    return [
        _pool_forecast(pool, its, reckoned.available.get(pool.code, 0), months, pay_day)
        for pool, its in _by_pool(reckoned.need, rates).items()
    ]


def _by_pool(needed: Need, rates: Mapping[str, object]) -> dict[Pool, Need]:
    by_pool: dict[Pool, Need] = {}
    for programme, months in sorted(needed.items()):
        by_pool.setdefault(funds.pool_of(programme, rates), {})[programme] = months
    return by_pool


def _from_now_on(needed: Need, this_month: date) -> Need:
    """What is owed for months gone by is needed now."""
    due: Need = {}
    for programme, months in needed.items():
        mine = due.setdefault(programme, {})
        for month, fen in months.items():
            mine[max(month, this_month)] = mine.get(max(month, this_month), 0) + fen
    return due


def _pool_forecast(pool: Pool, needed: Need, available: int, months: Sequence[date], pay_day: int) -> PoolForecast:
    left, shown, runs_out_on = available, [], None
    for month in months:
        fen = sum(by_month.get(month, 0) for by_month in needed.values())
        left -= fen
        shown.append(MonthNeed(month, fen, left))
        if left < 0 and fen and runs_out_on is None:
            runs_out_on = max(clock.today(), month.replace(day=min(pay_day, 28)))
    titles = [
        ProgrammeForecast(code, entitlements.get_benefit(code).title, {month: by.get(month, 0) for month in months})
        for code, by in needed.items()
    ]
    return PoolForecast(pool, available, titles, shown, runs_out_on)
