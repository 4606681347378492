"""Whatever changes, however far back: each month is owed, paid and recovered to the fen, and the books agree.

`HISTORIES=500 pytest tests/backend/payouts/test_random_histories.py` lives so many others than every day's run.
"""

import asyncio
import os
from collections import Counter
from contextlib import ExitStack
from typing import Any

import redis
from hypothesis import HealthCheck, example, given, settings

from backend import database, entitlements, payouts, recoveries, statements
from backend.entitlements import Award, FuneralAid
from backend.funds import FundAccount
from backend.payouts import Payout
from backend.recoveries import FactKind, Overpayment, RecoveryFact
from backend.residents import Resident
from tests.backend.funds.money import balances_from_the_journal, balances_now, on
from tests.backend.payouts.histories import (
    ALIVE_AFTER_ALL,
    ASKED_IN_VAIN,
    HELD_BACK,
    HISTORIES,
    OWED_AFTER_ALL,
    REPORTED,
    County,
    Step,
    sent_fen,
)
from tests.backend.recoveries.debts import CLOCK
from tests.conftest import Emptying
from tests.people import COUNTY

HISTORIES_LIVED = int(os.environ.get("HISTORIES", "20"))


async def test_owed_less_paid_less_recovered_balances_for_everybody_and_every_month(
    schema: str, emptying: Emptying, store: redis.Redis
) -> None:
    loop, seen = asyncio.get_running_loop(), Counter[str]()

    async def live(history: list[Step]) -> None:
        await emptying()
        store.flushdb()
        with ExitStack() as travels:
            county = County(travels)
            await county.open()
            for step in history:
                await county.follow(step)
                await the_buried_must_be_dead()
            await the_books_must_balance()
            await county.close()
            await the_books_must_balance()
            await nothing_is_forgotten_or_unclaimed()
            await rows_must_follow_the_facts()
            made = await statements.replay(COUNTY)
            assert (made.differing, made.awards, made.untold) == ([], await Award.all().count(), 0)
        seen.update(type(each).__name__ for each in county.happened)
        seen.update(
            parts=await Payout.filter(part__gt=0).count(), bounced=await Payout.filter(state="bounced").count(),
            debts=await Overpayment.all().count(), ended=await RecoveryFact.filter(kind__in=recoveries.ENDING).count(),
            withheld=await Payout.filter(withheld_fen__gt=0).count(),
            funerals=await Payout.filter(programme=entitlements.FUNERAL, state="settled").count(),
        )  # fmt: skip

    @settings(
        max_examples=HISTORIES_LIVED, derandomize="HISTORIES" not in os.environ, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(HISTORIES)
    @example(HELD_BACK)
    @example(OWED_AFTER_ALL)
    @example(ALIVE_AFTER_ALL)
    @example(ASKED_IN_VAIN)
    @example(REPORTED)
    def histories_are_lived(history: list[Step]) -> None:
        asyncio.run_coroutine_threadsafe(live(history), loop).result(60)

    await asyncio.to_thread(histories_are_lived)
    kinds = {"Run", "NextMonth", "Change", "Suspend", "Die", "Bury", "NewRate", "Recover", "NewAccount"}
    kinds |= {"parts", "bounced", "debts", "ended", "withheld", "funerals"}
    assert {kind for kind in kinds if not seen[kind]} == set(), "never happened, so it was never checked"


async def the_books_must_balance() -> None:
    """The ledger, the debts and the payouts tell one story."""
    total = {account: sum((await on(account)).values()) for account in FundAccount}
    ended = dict.fromkeys(FactKind, 0)
    for fact in await RecoveryFact.all():
        ended[fact.kind] += fact.fen or 0
    found = sum(debt.fen for debt in await Overpayment.all())
    arrived = sum(each.amount_fen for each in await Payout.filter(state="settled"))
    paid_rightly = (FactKind.DROPPED, FactKind.RELEASED)
    assert sum(total.values()) == 0
    assert total[FundAccount.COMMITTED] == await sent_fen()
    assert total[FundAccount.RECOVERABLE] == found - sum(ended[kind] for kind in recoveries.ENDING) >= 0
    assert total[FundAccount.PAID] == arrived - found + ended[FactKind.OFFSET] + sum(
        ended[kind] for kind in paid_rightly
    )
    assert total[FundAccount.WRITTEN_OFF] == ended[FactKind.WRITTEN_OFF]
    for debt in await Overpayment.all():
        assert 0 <= await recoveries.left_of(debt.id) <= debt.fen
    assert await balances_from_the_journal() == await balances_now()


async def nothing_is_forgotten_or_unclaimed() -> None:
    """All that is owed is paid; what was paid beyond it is claimed, as far as it went out, and no fen of it twice.

    Nobody is asked for a fen that is not too much.

    What is still owed for the last months of the dead is paid by hand, to whoever inherits.
    """
    assert await recoveries.find(COUNTY, CLOCK) == []
    dead = [each.id for each in await Resident.exclude(deceased_on=None)]
    for award in await Award.all():
        too_much = asked = 0
        for month in await payouts.balance_of(award):
            too_much += max(0, -month.left)
            waits = award.resident_id in dead and not award.after_death
            assert month.left <= 0 or waits, "owed and forgotten"
            arrived = await arrived_of(award, month.month)
            over = month.paid - (month.owed or 0)
            assert min(over, arrived) <= month.claimed <= arrived, "paid too much and not claimed, or claimed twice"
            assert 0 <= month.again <= month.back <= month.claimed
        for debt in await Overpayment.filter(award_id=award.id, reported=False):
            asked += await recoveries.left_of(debt.id)
        assert asked <= too_much, "asked for what is owed"


async def the_buried_must_be_dead() -> None:
    """A funeral is given to the dead alone, and nothing of it is owed for the living."""
    living = [each.id for each in await Resident.filter(deceased_on=None)]
    assert not await FuneralAid.filter(resident_id__in=living, state__in=["proposed", "given"]).exists()
    for award in await Award.filter(after_death=True, resident_id__in=living):
        assert {each.owed for each in await payouts.balance_of(award)} <= {0}


async def rows_must_follow_the_facts() -> None:
    """Each award's row is what its facts, told again from the first, make of it."""
    for award in await Award.all():
        standing = entitlements.standing_of(await entitlements.facts_of(award))
        assert award.monthly_fen == standing.fen
        assert [list(step) for step in award.steps or []] == [[month.isoformat(), fen] for month, fen in standing.steps]
        assert (award.suspended_from, award.stopped_from) == (standing.suspended_from, standing.stopped_from)


async def arrived_of(award: Award, month: Any) -> int:
    """Fen of the month that reached the person."""
    found = await database.row(
        """SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM payout
           WHERE award_id = $1 AND for_month = $2 AND state = 'settled'""",
        award.id,
        month,
    )
    return int((found or {})["fen"])
