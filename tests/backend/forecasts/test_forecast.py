"""The year's end is reckoned from awards and known changes; the day the money runs out is a pay day."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock, forecasts, payouts
from backend.entitlements import Award
from backend.forecasts import PoolForecast
from backend.residents import Resident
from backend.staff import Role
from backend.staff.powers import NoSuchPower
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_approver, an_award
from tests.people import COUNTY, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-09-05 09:00")
    await seed_parameters()


SEPTEMBER, OCTOBER, DECEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 12, 1)


async def the_forecast() -> PoolForecast:
    (made,) = await forecasts.forecast(COUNTY)
    return made


def needs(made: PoolForecast) -> list[int]:
    return [month.fen for month in made.months]


async def test_four_months_of_one_award_and_the_pay_day_that_fails() -> None:
    await an_award(from_month=SEPTEMBER)
    await given(14_999)
    made = await the_forecast()
    assert needs(made) == [5000] * 4
    assert [month.left for month in made.months] == [9999, 4999, -1, -5001]
    assert (made.runs_out_on, made.lacking) == (date(2026, 11, 10), 5001)


async def test_money_that_just_lasts() -> None:
    await an_award(from_month=SEPTEMBER)
    await given(20_000)
    made = await the_forecast()
    assert (made.runs_out_on, made.lacking, made.months[-1].left) == (None, 0, 0)


async def test_no_money_at_all_runs_out_today_when_the_pay_day_is_past(at: Any) -> None:
    await an_award(from_month=SEPTEMBER)
    assert (await the_forecast()).runs_out_on == date(2026, 9, 10)
    at("2026-09-22 09:00")
    assert (await the_forecast()).runs_out_on == date(2026, 9, 22)


async def test_known_changes_are_in_it() -> None:
    reaches_90 = await a_resident(birth_date=date(1936, 11, 30), account="6228480000000000018")
    await an_award(reaches_90, from_month=SEPTEMBER)
    await an_award(from_month=SEPTEMBER, stopped_from=OCTOBER)
    dead = await an_award(from_month=SEPTEMBER)
    await Resident.filter(id=dead.resident_id).update(deceased_on=date(2026, 8, 31))
    suspended = await an_award(from_month=SEPTEMBER)
    await Award.filter(id=suspended.id).update(suspended_from=DECEMBER)
    await an_award(from_month=SEPTEMBER, read_only=True)
    assert needs(await the_forecast()) == [15000, 10000, 15000, 10000]


async def test_a_standard_that_holds_from_a_later_day_is_in_it() -> None:
    from backend import database

    await an_award(from_month=SEPTEMBER)
    await database.execute("UPDATE parameter SET valid_to = '2026-11-01' WHERE key = 'aged.bands'")
    await database.execute(
        """INSERT INTO parameter (id, place, key, value, valid_from, source)
           SELECT gen_random_uuid(), place, key, '[[80, 6000]]', '2026-11-01', '试验' FROM parameter
           WHERE key = 'aged.bands'"""
    )
    assert needs(await the_forecast()) == [5000, 5000, 6000, 6000]


async def test_what_is_owed_for_months_gone_by_is_needed_now_and_what_is_approved_no_more() -> None:
    await an_award(from_month=date(2026, 7, 1))
    assert needs(await the_forecast()) == [15000, 5000, 5000, 5000]
    await given(100_000)
    batch = await payouts.draw_up("old_age_allowance", clock.today(), await a_payer())
    assert needs(await the_forecast()) == [15000, 5000, 5000, 5000]
    await payouts.approve(batch.id, await an_approver())
    made = await the_forecast()
    assert needs(made) == [0, 5000, 5000, 5000]
    assert made.available == 85_000


async def test_what_one_was_paid_too_much_pays_nobody_else() -> None:
    from tests.backend.recoveries.debts import a_paid_award, dies

    award = await a_paid_award(months_from=date(2026, 7, 1))
    await dies(award, date(2026, 7, 2))
    await an_award(from_month=date(2026, 8, 1))
    assert needs(await the_forecast()) == [10000, 5000, 5000, 5000]


async def test_programmes_of_a_pool_share_its_money() -> None:
    for programme in ("rural_dibao", "tekun"):
        await an_award(await a_resident(account="6228480000000000018"), programme=programme, monthly_fen=20000,
                       from_month=SEPTEMBER)  # fmt: skip
    await given(100_000, pool="hardship")
    made = await the_forecast()
    assert {each.code: each.total for each in made.programmes} == {"rural_dibao": 80000, "tekun": 80000}
    assert made.runs_out_on == date(2026, 11, 10)


async def test_it_is_reckoned_by_night_shown_on_that_day_and_anew_when_asked(at: Any) -> None:
    await an_award(from_month=date(2026, 8, 1))
    await given(100_000)
    payer = await a_payer()
    made, now = await forecasts.forecast_for(payer)
    assert (needs(made[0]), now.date()) == ([10000, 5000, 5000, 5000], date(2026, 9, 5)), "of no night yet"
    assert await forecasts.keep_forecasts() == 1
    assert (await forecasts.forecast_for(payer))[0] == made
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    await payouts.approve(batch.id, await an_approver())
    at("2026-09-05 17:00")
    kept, as_of = await forecasts.forecast_for(payer)
    assert kept == made, "neither what is owed nor what there is has moved"
    assert as_of < clock.now() - timedelta(hours=7)
    ((anew,), _) = await forecasts.forecast_for(payer, anew=True)
    assert (needs(anew), anew.available) == ([0, 5000, 5000, 5000], 90_000)
    at("2026-09-06 04:49")
    assert (await forecasts.forecast_for(payer))[0] == [anew], "of yesterday it is shown to nobody"


async def test_who_may_look_ahead() -> None:
    assert (await forecasts.forecast_for(await an_officer(Role.AUDITOR)))[0] == []
    with pytest.raises(NoSuchPower):
        await forecasts.forecast_for(await an_officer())
