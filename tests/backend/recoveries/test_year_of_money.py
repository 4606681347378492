"""A county's money through the rooms' deeds alone: given by three givers, paid, paid too much, and back again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from backend import clock, entitlements, forecasts, funds, payouts, programmes, recoveries, rosters, statements
from backend.entitlements import Award, FactKind, Reason
from backend.funds import Document, FundAccount, Source
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.recoveries import Telling, Way
from backend.rosters import Choice
from backend.staff import Officer, Role
from sandbox import bank
from tests.backend.funds.money import balances_from_the_journal, balances_now, on
from tests.backend.payouts.awards import a_payer, an_approver, card, let_go
from tests.backend.rosters.sheets import a_file, a_row, wanted
from tests.people import COUNTY, an_officer, seed_parameters

PROGRAMME, YUAN = "rural_dibao", 100
SHARES = {Source.CENTRAL: 900, Source.COUNTY: 68, Source.DONATIONS: 32}  # per mille, as the county starts
GIVEN = 6_000 * YUAN


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    at("2026-03-05 09:00")
    await seed_parameters()
    return await a_payer()


async def appropriated(payer: Officer) -> None:
    """A document of each giver."""
    for number, (source, part) in enumerate(SHARES.items(), 1):
        fen, dated = GIVEN * part // 1000, date(2026, 1, 15)
        await funds.appropriate(Document(f"豫财社〔2026〕{number}号", dated, 2026, "hardship", source, fen), payer)


async def taken_in() -> None:
    """Two families of the county's roster, 300 and 500 yuan a month from March on."""
    rows = [a_row(name, **{"月保障金额（元）": yuan, "银行账号": card(number), "起保年月": "2026年3月"})
            for number, (name, yuan) in enumerate((("王秀英", "300"), ("李桂兰", "500")), 1)]  # fmt: skip
    by = Signature(By.IMPORT)
    await rosters.take_in(wanted(a_file(*rows)), Choice.ALL, roster=new_id(), digest="0" * 64, by=by)


async def run(payer: Officer) -> payouts.Batch:
    """The month's batch, through all hands, and the bank's answer."""
    batch = await payouts.draw_up(PROGRAMME, clock.today(), payer)
    await let_go(batch)
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)
    return batch


def shared(fen: int) -> Mapping[Source, int]:
    return {source: fen * part // 1000 for source, part in SHARES.items()}


async def the_books() -> None:
    """At every step: nothing made, nothing lost, and the journal says the same."""
    assert sum([fen for account in FundAccount for fen in (await on(account)).values()]) == 0
    assert await balances_from_the_journal() == await balances_now()


async def test_from_the_givers_to_the_last_fen(payer: Officer, at: Any) -> None:
    await appropriated(payer)
    await taken_in()
    (ahead,) = await forecasts.forecast(COUNTY)
    # March to September take 5,600 of 6,000 yuan; October's pay day is the first that fails, by 400.
    assert [each.fen for each in ahead.months] == [800 * YUAN] * 10
    assert (ahead.runs_out_on, ahead.lacking) == (date(2026, 10, 10), 2_000 * YUAN)

    await run(payer)
    assert await on(FundAccount.PAID) == shared(800 * YUAN)
    rates = await programmes.parameters_on(COUNTY, clock.today())
    picture = funds.shares_of(await funds.overview(payer, 2026), rates)
    assert [(each.title, each.asked, each.share) for each in picture] == [
        ("上级", 900, 900), ("本级", 68, 68), ("社会", 32, 32),
    ]  # fmt: skip
    await the_books()

    # In May it turns out that the second family's income has grown from April on: 100 yuan a month are too much.
    at("2026-04-05 09:00")
    await run(payer)
    at("2026-05-20 09:00")
    richer = await Award.get(monthly_fen=500 * YUAN)
    change = await entitlements.propose_change(
        richer.id, FactKind.ADJUSTED, await an_officer(), month=date(2026, 4, 1), reason=Reason.INCOME_CHANGED,
        basis="复核记录2026-5号", fen=400 * YUAN,
    )  # fmt: skip
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    (debt,) = await recoveries.find(COUNTY, payer.signature)
    assert debt.fen == 100 * YUAN
    assert await on(FundAccount.RECOVERABLE) == shared(100 * YUAN)
    await the_books()

    # Told, and agreed that it is taken off: a fifth of a month by the county's rule, and not a fen beyond the debt.
    with pytest.raises(recoveries.NotToldYet):
        await recoveries.agree(debt.id, Way.OFFSET, payer)
    await recoveries.tell(debt.id, Telling.VISIT, clock.today(), payer)
    await recoveries.agree(debt.id, Way.OFFSET, payer)
    batch = await run(payer)
    (held,) = [each for each in await payouts.Payout.filter(batch_id=batch.id) if each.withheld_fen]
    assert (held.award_id, held.amount_fen, held.withheld_fen) == (richer.id, 320 * YUAN, 80 * YUAN)
    assert await recoveries.note_offsets() == 1
    assert await recoveries.left_of(debt.id) == 20 * YUAN
    assert await on(FundAccount.RECOVERABLE) == shared(20 * YUAN)
    await the_books()

    # The rest is brought to the counter, and goes back to whoever gave it.
    left = await on(FundAccount.AVAILABLE)
    assert await recoveries.repay(debt.id, 20 * YUAN, clock.today(), "回单1", payer) == 0
    assert await on(FundAccount.AVAILABLE) == {source: left[source] + fen for source, fen in shared(20 * YUAN).items()}
    assert await on(FundAccount.RECOVERABLE) == {}
    assert await on(FundAccount.PAID) == shared((800 + 700 + 700) * YUAN)
    await the_books()

    # What a year of it bore, by giver; what is left lasts longer than was foreseen, by what is owed no more.
    (ahead,) = await forecasts.forecast(COUNTY)
    assert (ahead.runs_out_on, ahead.lacking) == (date(2026, 11, 10), 1_100 * YUAN)
    assert [each.left for each in await payouts.balance_of(await Award.get(id=richer.id))] == [0, 0, 0]
    assert (await statements.replay(COUNTY)).differing == []
    assert await recoveries.find(COUNTY, payer.signature) == []


async def test_an_approver_sees_whose_money_it_is_before_it_goes(payer: Officer) -> None:
    await appropriated(payer)
    await taken_in()
    batch = await payouts.draw_up(PROGRAMME, clock.today(), payer)
    await payouts.approve(batch.id, await an_approver())
    assert await on(FundAccount.COMMITTED) == shared(800 * YUAN)
