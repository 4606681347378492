"""Keeping the forecast: reckoned by night, for it takes seconds; shown on that day, or reckoned anew when asked."""

import json
from datetime import date, datetime

from backend import clock, database, funds
from backend.forecasts.forecast import PoolForecast, Reckoned, forecast, made_of, reckon
from backend.forecasts.need import Need
from backend.staff import Officer, in_each_county


async def keep_forecasts() -> int:
    """Reckon each county anew, in place of the night before; how many programmes in all. For the timetable."""
    return await in_each_county(_keep_forecast)


async def _keep_forecast(county: str) -> int:
    """What is needed and what there is are of one moment: a batch that is approved between them would count twice."""
    async with database.transaction():
        await database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reckoned, moment = await reckon(county), clock.now()
        need = {code: {f"{month}": fen for month, fen in by.items()} for code, by in reckoned.need.items()}
        await database.execute(
            """INSERT INTO kept_forecast (county, need, available, reckoned_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (county) DO UPDATE SET need = excluded.need, available = excluded.available,
                                                  reckoned_at = excluded.reckoned_at""",
            county, json.dumps(need), json.dumps(reckoned.available), moment,
        )  # fmt: skip
    return len(need)


async def forecast_for(officer: Officer, *, anew: bool = False) -> tuple[list[PoolForecast], datetime]:
    """The forecast for an officer's county, and of when it is; NoSuchPower, OutsideYourPlace.

    Of this morning; reckoned now where there is none of this day, or `anew`. Money and batches since the morning are
    in none of its figures, rather than in one and not in the other.
    """
    funds.must_see_funds(officer)
    kept = None if anew else await database.row("SELECT * FROM kept_forecast WHERE county = $1", officer.county)
    if kept and clock.is_today(kept["reckoned_at"]):
        reckoned = Reckoned(_read(kept["need"]), json.loads(kept["available"]))
        made = await made_of(officer.county, reckoned)
        if {each.pool.code for each in made} == set(reckoned.available):  # else programmes went to another pool since
            return made, kept["reckoned_at"]
    return await forecast(officer.county), clock.now()


def _read(need: str) -> Need:
    return {
        code: {date.fromisoformat(month): fen for month, fen in by_month.items()}
        for code, by_month in json.loads(need).items()
    }
