"""The county's state made of the journal alone; what somebody wrote into the tables behind it is named."""

from typing import Any

from backend import database, recoveries, statements
from tests.backend.funds.money import given
from tests.backend.payouts.awards import told_as_imported
from tests.backend.recoveries.debts import CLOCK, a_paid_award, falls_to, the_debt
from tests.people import COUNTY, seed_parameters


async def behind_the_journal(change: str) -> None:
    """What an administrator of the database could do: lift the triggers and the foreign keys, and write."""
    async with database.transaction():
        await database.execute("SET LOCAL session_replication_role = replica")
        await database.execute(change)


async def test_what_stands_otherwise_than_the_journal_tells_is_named(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    await given(100_000, pool="hardship")
    award = await a_paid_award(programme="rural_dibao", monthly_fen=20000)
    await told_as_imported(award)
    await falls_to(award, 15000)
    debt = await the_debt(award)
    assert (debt.fen, [each.what for each in (await statements.replay(COUNTY)).differing]) == (5000, ["award"])
    await falls_to(award, 17000)
    assert await recoveries.find(COUNTY, CLOCK) == []
    await falls_to(award, 20000)
    made = await statements.replay(COUNTY)
    assert (made.awards, made.months, made.debts, made.differing) == (1, 1, 2, [])
    changes = {
        "UPDATE award SET stopped_from = '2026-04-01'": "UPDATE award SET stopped_from = NULL",
        "UPDATE award SET steps = '[[\"2026-03-01\", 1]]'": "UPDATE award SET steps = NULL",
        "UPDATE payout SET amount_fen = 19999": "UPDATE payout SET amount_fen = 20000",
        "UPDATE payout SET state = 'sent'": "UPDATE payout SET state = 'settled'",
        "UPDATE overpaid_month SET fen = 4999": "UPDATE overpaid_month SET fen = 5000",
        "UPDATE released_month SET fen = 1": "UPDATE released_month SET fen = 2000",
        "UPDATE recovery_fact SET fen = 1 WHERE kind = 'released'":
            "UPDATE recovery_fact SET fen = 2000 WHERE kind = 'released'",
        "UPDATE voucher_line SET fen = fen + 1 WHERE account = 'paid' AND fen > 0":
            "UPDATE voucher_line SET fen = fen - 1 WHERE account = 'paid' AND fen > 0",
        "UPDATE award SET county = '410326'": f"UPDATE award SET county = '{COUNTY}'",
    }  # fmt: skip
    for change, back in changes.items():
        await behind_the_journal(change)
        assert (await statements.replay(COUNTY)).differing != [], change
        await behind_the_journal(back)
    assert (await statements.replay(COUNTY)).differing == []
    assert await recoveries.left_of(debt.id) == 3000


async def test_an_award_that_began_before_the_journal_told_amounts_is_counted_not_compared(
    empty_database: str, at: Any
) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    await a_paid_award()
    made = await statements.replay(COUNTY)
    assert (made.awards, made.untold, made.differing) == (0, 1, [])
