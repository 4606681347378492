"""The forecast for a terminal: a line a programme and month, a sentence a pool."""

from __future__ import annotations

from collections.abc import Iterator

from backend import database, forecasts
from backend.forecasts import PoolForecast
from backend.money import yuan
from backend.settings import settings


async def forecast_now() -> list[str]:
    """The present county's forecast in lines."""
    await database.connect(pool_max=2)
    try:
        made = await forecasts.forecast(settings().county)
    finally:
        await database.close()
    return [line for pool in made for line in lines_of(pool)] or ["没有要发放的待遇。"]


def lines_of(made: PoolForecast) -> Iterator[str]:
    """One pool: its money, its programmes, its months, and until when it lasts."""
    yield f"{made.pool.title}：可用 {yuan(made.available)} 元"
    for programme in made.programmes:
        yield f"  {programme.title}：到年底还要 {yuan(programme.total)} 元"
    for month in made.months:
        yield f"  {month.month:%Y-%m}  要 {yuan(month.fen):>16}  剩 {yuan(month.left):>16}"
    if made.runs_out_on is None:
        yield "  资金够用到年底。"
    else:
        yield f"  {made.runs_out_on:%Y-%m-%d} 起不够发，到年底差 {yuan(made.lacking)} 元。"
