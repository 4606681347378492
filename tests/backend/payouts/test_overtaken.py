"""Between the approval and the bank's file: whom life overtakes is held back alone, named, and still owed."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from backend import database, entitlements, funds, payouts, residents
from backend.entitlements import Award, Payee, PayeeAgreement
from backend.errands import Errand
from backend.funds import FundAccount
from backend.journal import Deed, Entry
from backend.payouts import BatchState, FlagDecision, FlagKind, Payout
from backend.residents import AccountKind, Resident
from backend.staff import Officer, Role
from tests.backend.entitlements.test_agreements import the_paper
from tests.backend.funds.money import given, on
from tests.backend.payouts.awards import MARCH, a_payer, an_approver, an_award, card
from tests.people import a_resident, an_officer, seed_parameters

BY_AGE = "old_age_allowance"


class County(NamedTuple):
    """Two elders with a batch approved for both; of the first another keeps the account, by agreement."""

    elder: Resident
    award: Award
    agreement: PayeeAgreement
    batch: payouts.Batch
    clerk: Officer
    payer: Officer


async def agreed(award: Award, elder: Resident, clerk: Officer, number: str, until: date) -> PayeeAgreement:
    """An agreement that the county has let in force."""
    payee = Payee("王建国", "儿子", number, "嵩县农商银行", AccountKind.CARD, until)
    filed = await entitlements.file_agreement(award.id, payee, await the_paper(elder, clerk), clerk)
    return await entitlements.confirm_agreement(filed.id, await an_officer(Role.COUNTY_REVIEWER))


@pytest.fixture
async def county(empty_database: str, at: Any) -> County:
    at("2026-03-05 09:00")
    await seed_parameters()
    await given(100_000)
    elder, clerk, payer = await a_resident("王秀英", account=card(1)), await an_officer(), await a_payer()
    award = await an_award(elder)
    agreement = await agreed(award, elder, clerk, card(77), date(2026, 3, 9))
    await an_award()
    batch = await payouts.draw_up(BY_AGE, MARCH, payer)
    await payouts.approve(batch.id, await an_approver())
    return County(elder, award, agreement, batch, clerk, payer)


async def runs_out(county: County, at: Any) -> None:
    at("2026-03-10 09:00")  # the day after its last


async def is_ended(county: County, at: Any) -> None:
    await entitlements.end_agreement(county.agreement.id, county.clerk)


async def own_account(county: County, at: Any) -> None:
    await residents.change_account(
        county.elder.id, holder_name="王秀英", number=card(5), bank="嵩县农商银行", kind=AccountKind.CARD,
        by=county.clerk.signature,
    )  # fmt: skip


async def is_closed(county: County, at: Any) -> None:
    assert county.agreement.account_id
    await residents.close_account(county.agreement.account_id)


async def has_died(county: County, at: Any) -> None:
    await entitlements.stop_for_death(county.elder.id, date(2026, 3, 4), county.clerk, reason="火化证明")


# What happens; how the row is flagged; why the month is not in the next batch either, None where it is.
EVENTS: dict[str, tuple[Callable[[County, Any], Awaitable[None]], FlagKind, str | None]] = {
    "the agreement runs out": (runs_out, FlagKind.AGREEMENT_OVER, None),
    "the agreement is ended": (is_ended, FlagKind.AGREEMENT_OVER, "没有登记收款账户"),
    "the person's own account is registered": (own_account, FlagKind.ACCOUNT_CLOSED, None),
    "the account is closed": (is_closed, FlagKind.ACCOUNT_CLOSED, "没有登记收款账户"),
    "a death becomes known": (has_died, FlagKind.DIED, "已登记去世"),
}


@pytest.mark.parametrize("before", ["release", "export"])
@pytest.mark.parametrize("event", EVENTS)
async def test_that_row_alone_is_held_back_with_its_reason_and_stays_owed(
    county: County, at: Any, event: str, before: str
) -> None:
    happens, kind, next_time = EVENTS[event]
    if before == "export":
        await payouts.release(county.batch.id, await an_approver())
    await happens(county, at)
    if before == "release":
        await payouts.release(county.batch.id, await an_approver())
    file = await payouts.export(county.batch.id, county.payer)
    assert file == await payouts.export(county.batch.id, county.payer)
    held, sent = await Payout.filter(batch_id=county.batch.id).order_by("state")
    assert (held.resident_id, held.state.value, sent.state.value) == (county.elder.id, "discarded", "sent")
    assert "王建国" not in file.content.decode("gb18030")
    assert (await payouts.totals(county.batch.id)).total_fen == sum((await on(FundAccount.COMMITTED)).values()) == 5000
    (flag,) = await payouts.flagged(county.batch.id, kind)
    assert (flag.decision, flag.decided_by, flag.kind.by_rule) == (FlagDecision.WITHHOLD, None, True)
    assert flag.reason
    assert "没有交给银行" in flag.reason
    told = await Entry.get(deed=Deed.PAYOUT_HELD_BACK.value)
    assert (told.subject_id, told.facts["why"]) == (held.id, kind.value)
    assert await Errand.filter(because__startswith="agreement:").count() == (kind is FlagKind.AGREEMENT_OVER)
    assert (await payouts.verify_batches()).altered == []
    (owed, *_) = [each.left for each in await payouts.balance_of(await Award.get(id=county.award.id))][-1:]
    assert owed == 5000
    if next_time is None:
        again = await payouts.draw_up(BY_AGE, MARCH, county.payer)
        assert [each.resident_id for each in await Payout.filter(batch_id=again.id)] == [county.elder.id]
    else:
        with pytest.raises(payouts.EmptyBatch, match="EmptyBatch") as empty:
            await payouts.draw_up(BY_AGE, MARCH, county.payer)
        assert next_time in empty.value.shown


async def test_a_batch_of_which_all_would_be_held_back_does_not_go(county: County) -> None:
    await payouts.release(county.batch.id, await an_approver())
    await database.execute("UPDATE account SET closed_at = now()")
    with pytest.raises(payouts.NobodyLeft):
        await payouts.export(county.batch.id, county.payer)
    assert (await payouts.Batch.get(id=county.batch.id)).state is BatchState.RELEASED
    assert await Payout.filter(state="discarded").count() == 0
    await payouts.discard(county.batch.id, county.payer)


async def test_what_an_officer_decided_to_pay_all_the_same_is_paid(county: County, at: Any) -> None:
    await payouts.discard(county.batch.id, county.payer)
    at("2026-03-10 09:00")  # the agreement is over already when it is drawn up
    batch = await payouts.draw_up(BY_AGE, MARCH, county.payer)
    await payouts.decide_flag(
        batch.id, county.elder.id, FlagKind.HOLDER_DIFFERS, FlagDecision.PAY, "续签中", county.payer
    )
    await payouts.approve(batch.id, await an_approver())
    await payouts.release(batch.id, await an_approver())
    await payouts.export(batch.id, county.payer)
    assert await Payout.filter(batch_id=batch.id, state="sent").count() == 2


async def test_nobody_holds_back_a_row_by_hand_in_the_rules_name(county: County) -> None:
    flag = """INSERT INTO batch_flag (payout_id, kind, batch_id, county, resident_id, raised_at, decision, reason,
                                      decided_at, decided_by)
              SELECT id, $1, batch_id, county, resident_id, now(), $2, '为', now(), $3 FROM payout LIMIT 1"""
    for kind, decision, by in (("died", "pay", None), ("died", "withhold", county.payer.id), ("staff", "pay", None)):
        with pytest.raises(Exception, match="batch_flag_decided_by_an_officer"):
            await database.execute(flag, kind, decision, by)
    assert await funds.balances("410325", 2026) != []
