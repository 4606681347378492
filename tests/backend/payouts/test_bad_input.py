"""What a month's batch must not take, by name: each is refused or warned of in its own words, and moves no money.

Amounts that are none have a table of their own: tests/console/test_amounts.py.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from backend import clock, database, funds, payouts, rosters, sealing, staff
from backend.entitlements import Award
from backend.journal import Deed, Entry
from backend.payouts import BatchState, FlagDecision, FlagKind, Payout
from backend.refusals import Refusal
from backend.residents import Account
from backend.rosters import Choice, FoundOtherwise, Roster, SheetMapping
from backend.staff import Officer, Relation, Relative, Role
from sandbox import bank
from tests.backend.funds.money import given, set_parameter
from tests.backend.payouts.awards import MARCH, a_payer, an_approver, an_award, another_elder, card, let_go
from tests.backend.rosters.sheets import a_file, a_row
from tests.people import a_resident, an_officer, seed_parameters

BY_AGE, APRIL = "old_age_allowance", date(2026, 4, 1)
PAID_OUT = (Deed.BANK_FILE_EXPORTED, Deed.PAYOUT_SETTLED)


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()


async def drawn_up(month: date = MARCH) -> payouts.Batch:
    return await payouts.draw_up(BY_AGE, month, await a_payer())


async def failing_luhn(at: Any) -> list[Awaitable[Any]]:
    """Warned of, with a name, and the batch goes on: a passbook or an old card may be right all the same."""
    await an_award(await another_elder(f"{card(1)[:-1]}{(int(card(1)[-1]) + 1) % 10}"))
    batch = await drawn_up()
    (flag,) = await payouts.flag_totals(batch.id)
    assert (flag.kind, flag.people, flag.kind.warns_only) == (FlagKind.LUHN, 1, True)
    assert "校验位不对" in flag.kind.shown
    assert (await payouts.approve(batch.id, await an_approver())).state is BatchState.APPROVED
    return []


async def another_holder(at: Any) -> list[Awaitable[Any]]:
    """Stopped until a named officer decides with a reason; taken out, the month stays owed."""
    elder, payer = await another_elder(card(2)), await a_payer()
    await an_award(elder)
    await Account.filter(resident_id=elder.id).update(holder_name="王建国")
    batch = await drawn_up()
    approver = await an_approver()
    with pytest.raises(payouts.FlagsOpen):
        await payouts.approve(batch.id, approver)
    await payouts.decide_flag(batch.id, elder.id, FlagKind.HOLDER_DIFFERS, FlagDecision.WITHHOLD, "户名不是本人", payer)
    return [payouts.approve(batch.id, approver)]


async def a_future_month(at: Any) -> list[Awaitable[Any]]:
    await an_award()
    return [drawn_up(APRIL), drawn_up(date(2099, 1, 1))]


async def a_closed_month(at: Any) -> list[Awaitable[Any]]:
    await an_award(from_month=MARCH)
    await given(10**6)
    late = await drawn_up()
    at("2027-01-08 09:00")
    await funds.close_year(2026, await an_approver())
    return [payouts.approve(late.id, await an_approver()), drawn_up(MARCH)]


async def approving_twice(at: Any) -> list[Awaitable[Any]]:
    await an_award()
    batch, approver = await drawn_up(), await an_approver()
    await payouts.approve(batch.id, approver)
    return [payouts.approve(batch.id, approver), payouts.approve(batch.id, await an_approver())]


async def approving_twice_where_two_are_asked(at: Any) -> list[Awaitable[Any]]:
    await set_parameter("payouts.approvers", '{"from_fen": {"5000": 2}}')
    await an_award()
    batch, approver = await drawn_up(), await an_approver()
    assert (await payouts.approve(batch.id, approver)).state is BatchState.DRAWN_UP
    return [payouts.approve(batch.id, approver)]


async def approvers_own_kin(at: Any) -> list[Awaitable[Any]]:
    mother = await a_resident("王秀英", account=card(3))
    await an_award(mother)
    officer = await an_approver()
    number = sealing.unseal(bytes(mother.identity_sealed), "identity")
    await staff.declare_own_kin(officer, [Relative(Relation.PARENT, mother.name, number)])
    batch = await drawn_up()
    payer = await a_payer()
    await payouts.decide_flag(batch.id, mother.id, FlagKind.STAFF_KIN, FlagDecision.PAY, "已核实，符合条件", payer)
    with pytest.raises(payouts.OwnKinInBatch):
        await payouts.approve(batch.id, officer)
    await payouts.approve(batch.id, await an_approver())
    return [payouts.release(batch.id, officer)]


async def edge_of_the_month(at: Any) -> list[Awaitable[Any]]:
    """The county's clock decides, to the second, and what was drawn up before midnight keeps its month."""
    await an_award()
    at("2026-03-31 23:59:59")
    with pytest.raises(payouts.MonthNotBegun):
        await drawn_up(APRIL)
    of_march = await drawn_up()
    at("2026-04-01 00:00:00")  # still March in UTC
    await let_go(of_march)
    assert {each.for_month for each in await Payout.filter(batch_id=of_march.id)} == {MARCH}
    of_april = await drawn_up(APRIL)
    assert {each.for_month for each in await Payout.filter(batch_id=of_april.id)} == {APRIL}
    await payouts.discard(of_april.id, await a_payer())
    at("2026-03-31 23:59:59")  # a clock that was put back: April is not there yet
    return [drawn_up(APRIL)]


async def a_roster_by_two_at_once(at: Any) -> list[Awaitable[Any]]:
    """Both offered it; of the two confirmations at once one takes it in, and everybody has one award."""
    first, second = [await an_officer(Role.COUNTY_REVIEWER, name=name) for name in ("孙敏", "钱芳")]
    content = a_file(a_row(), a_row("李桂兰"))
    offered = [await examined(content, officer) for officer in (first, second)]
    hands = [await an_approver() for _ in offered]
    done = await asyncio.gather(
        *(rosters.confirm(roster.id, hand) for roster, hand in zip(offered, hands, strict=True)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["FoundOtherwise", "Roster"]
    assert await Award.all().count() == 2
    (waiting,) = [each for each, outcome in zip(offered, done, strict=True) if isinstance(outcome, FoundOtherwise)]
    return [rosters.confirm(waiting.id, await an_approver())]


async def examined(content: bytes, officer: Officer) -> Roster:
    roster = await rosters.upload(content, "rural_dibao", officer)
    mappings = [SheetMapping.of(each) for each in roster.mappings]
    return await rosters.examine_offered(roster.id, officer, mappings=mappings, paid_here_from=MARCH, choice=Choice.ALL)


async def a_return_file_by_two_at_once(at: Any) -> list[Awaitable[Any]]:
    """One moves the payouts, the other finds all of it known."""
    await given(10**6)
    await an_award()
    payer, colleague = await a_payer(), await a_payer()
    batch = await drawn_up()
    await let_go(batch)
    answer = bank.answer((await payouts.export(batch.id, payer)).content, paid_on=clock.today())
    reports = await asyncio.gather(*(payouts.read_return_file(batch.id, answer, each) for each in (payer, colleague)))
    assert sorted((each.settled, each.known) for each in reports) == [(0, 1), (1, 0)]
    assert await Entry.filter(deed=Deed.PAYOUT_SETTLED.value).count() == 1
    assert await payouts.ReturnFile.all().count() == 1
    return []


Case = Callable[[Any], Awaitable[list[Awaitable[Any]]]]
# What is tried; how what is left to try is refused, None where it is warned of or has no effect; what is said.
CASES: dict[str, tuple[Case, type[Refusal] | None, str]] = {
    "an account that fails Luhn (warns)": (failing_luhn, None, ""),
    "another holder of the account (stops)": (another_holder, payouts.NobodyLeft, "这次都不发"),
    "a batch for a future month": (a_future_month, payouts.MonthNotBegun, "还没到这个月"),
    "a batch for a closed month": (a_closed_month, payouts.MonthClosed, "账已经结了"),
    "approving twice": (approving_twice, payouts.WrongBatchState, "现在是「已复核，待放款」"),
    "approving twice where two are asked": (approving_twice_where_two_are_asked, payouts.ApprovedByYou, "另一位同事"),
    "the approver's own kin in the batch": (approvers_own_kin, payouts.OwnKinInBatch, "近亲属"),
    "the clock at the month's edge": (edge_of_the_month, payouts.MonthNotBegun, "还没到这个月"),
    "a roster imported by two at once": (a_roster_by_two_at_once, FoundOtherwise, "重新检查"),
    "a return file read by two at once": (a_return_file_by_two_at_once, None, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
async def test_each_by_its_name(at: Any, name: str) -> None:
    case, refusal, words = CASES[name]
    for attempt in await case(at):
        before = await state_of_things()
        with pytest.raises(Refusal) as refused:
            await attempt
        assert refusal is not None
        assert (type(refused.value), words in refused.value.shown) == (refusal, True), refused.value.shown
        assert await state_of_things() == before


async def state_of_things() -> list[Any]:
    """What a refusal must leave as it was: money, batches, rows, awards, and the journal of what was paid."""
    counted = await database.rows(
        """SELECT (SELECT coalesce(sum(abs(fen)), 0) FROM voucher_line)::bigint AS booked,
                  (SELECT count(*) FROM award) AS awards,
                  (SELECT count(*) FROM journal_entry WHERE deed = ANY ($1)) AS paid,
                  (SELECT array_agg(state || amount_fen::text ORDER BY id) FROM payout) AS payouts,
                  (SELECT array_agg(state ORDER BY id) FROM batch) AS batches,
                  (SELECT count(*) FROM batch_approval) AS approvals""",
        [each.value for each in PAID_OUT],
    )
    return [dict(each) for each in counted]
