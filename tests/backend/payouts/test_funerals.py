"""丧葬费用 goes out like all other money: a batch of its own, three hands, the bank's file, the ledger."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend import discovery, entitlements, forecasts, payouts, recoveries, sealing, staff, statements
from backend.entitlements import FUNERAL, Award, Reason
from backend.funds import FundAccount
from backend.payouts import FlagKind, Payout, PayoutState
from backend.residents import Resident
from backend.staff import Officer, Relation, Relative, Role
from sandbox import bank
from tests.backend.entitlements.funerals import COMMITTEE, FIGURE, given, proposed, the_dead, the_figure, the_proof
from tests.backend.funds.money import all_sources, on
from tests.backend.payouts.awards import a_payer, an_approver, an_award, card, let_go
from tests.people import COUNTY, a_resident, an_officer, seed_parameters

APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
async def april(empty_database: str, at: Any) -> None:
    at("2026-04-02 09:00")
    await seed_parameters()
    await the_figure()


async def paid(payer: Officer, month: date = APRIL) -> payouts.Batch:
    """What is due goes to the bank, and the bank answers."""
    batch = await payouts.draw_up(FUNERAL, month, payer)
    await let_go(batch)
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=date(2026, 4, 2)), payer)
    return batch


async def test_it_is_paid_once_to_whoever_buried_them_and_the_books_balance(at: Any) -> None:
    await all_sources(1_000_000, pool=FUNERAL)
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    aid = await given(award, dead, clerk, replace(COMMITTEE, number=card(5)))
    needed = [each for pool in await forecasts.forecast(COUNTY) for each in pool.programmes if each.code == FUNERAL]
    assert [each.total for each in needed] == [FIGURE]
    batch = await paid(payer)
    assert [each.kind for each in await payouts.flag_totals(batch.id)] == []
    (row,) = await Payout.filter(programme=FUNERAL)
    assert (row.amount_fen, row.state, row.account_id, row.resident_id) == (
        FIGURE, PayoutState.SETTLED, aid.account_id, dead.id,
    )  # fmt: skip
    assert sum((await on(FundAccount.PAID)).values()) == FIGURE
    (shown,) = [each for each in await statements.person_statement(dead) if each.programme == FUNERAL]
    assert (shown.programme_title, shown.component, shown.article, shown.account_last_four) == (
        "特困人员丧葬费用", "一次性", "《社会救助暂行办法》第十五条", card(5)[-4:],
    )  # fmt: skip
    assert (await statements.print_person(dead)).startswith(b"%PDF")
    for month in (APRIL, date(2026, 6, 1)):
        at(f"{month:%Y-%m}-03 09:00")
        with pytest.raises(payouts.EmptyBatch):
            await payouts.draw_up(FUNERAL, month, payer)
    # Nothing of it is too much, though she is dead; and the journal alone makes the same of it.
    assert await recoveries.find(COUNTY, clerk.signature) == []
    differing = (await statements.replay(COUNTY)).differing
    assert [each for each in differing if each.which.startswith(str(aid.award_id))] == []
    assert [each for each in differing if each.what == "balance"] == []


async def test_a_bounced_one_is_paid_again_into_the_account_that_was_put_right() -> None:
    clerk, payer, reviewer = await an_officer(), await a_payer(), await an_officer(Role.COUNTY_REVIEWER)
    award, dead = await the_dead(clerk)
    first = await given(award, dead, clerk, replace(COMMITTEE, number="6228480000000000001"))
    await paid(payer)
    assert (await Payout.get(programme=FUNERAL)).state is PayoutState.BOUNCED
    with pytest.raises(payouts.EmptyBatch):
        await payouts.draw_up(FUNERAL, APRIL, payer)
    right = replace(COMMITTEE, number=card(6))
    second = await entitlements.propose_funeral_aid(award.id, right, await the_proof(dead, clerk), clerk, instead=True)
    await entitlements.give_funeral_aid(second.id, reviewer)
    batch = await paid(payer)
    assert batch.round == 2
    rows = await Payout.filter(programme=FUNERAL).order_by("id")
    assert [(each.state, each.award_id) for each in rows] == [
        (PayoutState.BOUNCED, first.award_id), (PayoutState.SETTLED, first.award_id),
    ]  # fmt: skip
    third = await the_proof(dead, clerk)
    with pytest.raises(entitlements.FuneralAidArrived):
        await entitlements.propose_funeral_aid(award.id, right, third, clerk, instead=True)


async def test_who_opened_or_approved_it_does_not_let_its_money_go() -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    aid = await proposed(award, dead, clerk)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    await entitlements.give_funeral_aid(aid.id, reviewer)
    batch = await payouts.draw_up(FUNERAL, APRIL, payer)
    for officer in (clerk, reviewer):  # both have another post since
        await Officer.filter(id=officer.id).update(role=Role.COUNTY_APPROVER.value, place=f"{COUNTY}000000")
        with pytest.raises(payouts.HandledInBatch):
            await payouts.approve(batch.id, await Officer.get(id=officer.id))
    await payouts.approve(batch.id, await an_approver())
    with pytest.raises(payouts.HandledInBatch):
        await payouts.release(batch.id, await Officer.get(id=reviewer.id))


async def test_no_screening_takes_it_for_money_that_still_goes_to_the_dead() -> None:
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    await given(award, dead, clerk)
    still_paid = await an_award(dead, programme="rural_dibao", monthly_fen=22_000)
    known = await discovery.know(COUNTY, date(2026, 4, 2))
    assert [(each["resident_id"], each["programme"]) for each in known.dead_paid.iter_rows(named=True)] == [
        (str(still_paid.resident_id), "rural_dibao"),
    ]  # fmt: skip


async def test_the_account_of_a_colleague_waits_for_a_decision() -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    colleague = await an_officer(Role.COUNTY_PAYER, name="李娟")
    theirs = await a_colleagues_account(colleague)
    await given(award, dead, clerk, replace(COMMITTEE, number=theirs))
    batch = await payouts.draw_up(FUNERAL, APRIL, payer)
    assert [each.kind for each in await payouts.flag_totals(batch.id)] == [FlagKind.STAFF_ACCOUNT]


async def a_colleagues_account(officer: Officer) -> str:
    """The number of a living resident who is on the staff."""
    number = card(8)
    person = await a_resident(officer.name, date(1980, 1, 1), account=number)
    identity = sealing.unseal(bytes(person.identity_sealed), "identity")
    await staff.declare_own_kin(officer, [Relative(Relation.SELF, person.name, identity)])
    return number


async def test_a_death_taken_back_on_the_way_stops_it_and_afterwards_makes_it_a_debt() -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    aid = await given(award, dead, clerk)
    batch = await payouts.draw_up(FUNERAL, APRIL, payer)
    await paid_back(award, clerk)
    with pytest.raises(payouts.BatchOutdated):
        await payouts.approve(batch.id, await an_approver())
    await payouts.discard(batch.id, payer)
    await entitlements.stop_for_death(dead.id, date(2026, 4, 1), clerk, reason="火化证明")
    again = await given(award, await Resident.get(id=dead.id), clerk)
    assert again.award_id != aid.award_id
    await paid(payer)
    await paid_back(award, clerk)
    (debt,) = await recoveries.find(COUNTY, clerk.signature)
    assert (debt.fen, debt.programme, debt.award_id) == (FIGURE, FUNERAL, again.award_id)


async def paid_back(award: Award, clerk: Officer) -> None:
    """The death was somebody else's."""
    change = await entitlements.propose_death_correction(
        award.id, None, clerk, reason=Reason.WRONG_PERSON, basis="派出所来函"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER, name="吴静"))
