"""Who is in a batch, with which months and how much; who is not, and why."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, entitlements, errands, funds, journal, payouts, residents
from backend.errands import Errand
from backend.payouts import Batch, Payout, Skipped
from backend.programmes import NoSuchProgramme
from backend.residents import Resident
from backend.staff import OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from sandbox import bank
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_approver, an_award, an_exported_batch
from tests.people import TOWNSHIP, a_cadre, a_resident, an_officer, seed_parameters

GOOD, DEAD_ACCOUNT = "6228480000000000018", "6228480000000000001"


async def months_of(batch: Batch) -> list[tuple[date, int]]:
    """Months and fen in the order of the file."""
    return [(each.for_month, each.amount_fen) for each in await Payout.filter(batch_id=batch.id).order_by("line")]


async def test_months_owed_from_before_are_paid_with_this_one_each_at_its_own_rate(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    resident = await a_resident(birth_date=date(1936, 2, 20), account=GOOD)
    await an_award(resident, from_month=date(2025, 12, 1))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 31), await a_payer())
    assert await months_of(batch) == [
        (date(2025, 12, 1), 5000), (date(2026, 1, 1), 5000), (date(2026, 2, 1), 10000), (date(2026, 3, 1), 10000)
    ]  # fmt: skip
    assert (batch.number, batch.round, batch.skipped) == ("410325-GL-202603-01", 1, ())


async def test_a_rate_that_rises_is_paid_from_its_month_on(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await database.execute("UPDATE parameter SET valid_to = '2026-03-01' WHERE key = 'aged.bands'")
    await database.execute(
        """INSERT INTO parameter (id, place, key, value, valid_from, source)
           SELECT gen_random_uuid(), place, key, '[[80, 6000]]', '2026-03-01', source FROM parameter
           WHERE key = 'aged.bands'"""
    )
    await an_award(from_month=date(2026, 2, 1))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())
    assert await months_of(batch) == [(date(2026, 2, 1), 5000), (date(2026, 3, 1), 6000)]


async def test_a_month_before_the_first_rate_holds_up_itself_alone(empty_database: str, at: Any) -> None:
    """The county's rates begin somewhere; one old award that reaches further back must not cost all their money."""
    await seed_parameters()
    at("2026-03-05 09:00")
    await database.execute("UPDATE parameter SET valid_from = '2026-02-01' WHERE key = 'aged.bands'")
    first = await an_award(from_month=date(2026, 1, 1))
    await an_award()
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())
    assert await months_of(batch) == [(date(2026, 2, 1), 5000), (date(2026, 3, 1), 5000), (date(2026, 3, 1), 5000)]
    (skipped,) = batch.skipped
    assert (skipped.award_id, skipped.why) == (first.id, "有的月份县里还没有设定发放标准，设定后补发。")


async def test_a_county_without_rates_reads_why_nobody_can_be_paid(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await database.execute("DELETE FROM parameter WHERE key = 'aged.bands'")
    await an_award()
    with pytest.raises(payouts.EmptyBatch) as refused:
        await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())
    assert "还没有设定发放标准" in refused.value.shown


@pytest.mark.parametrize(
    "terms",
    [
        {"read_only": True, "programme": "youfu", "monthly_fen": 56000},
        {"from_month": date(2026, 4, 1)},
        {"suspended_from": date(2026, 3, 1)},
        {"stopped_from": date(2026, 3, 1)},
    ],
    ids=str,
)
async def test_who_is_owed_nothing_is_in_no_batch(empty_database: str, at: Any, terms: dict[str, Any]) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award(await a_resident(account=GOOD), **terms)
    with pytest.raises(payouts.EmptyBatch) as refused:
        await payouts.draw_up(terms.get("programme", "old_age_allowance"), date(2026, 3, 1), await a_payer())
    assert refused.value.details == {"skipped": 0}
    assert await Batch.all().count() == 0


async def test_months_before_a_suspension_are_still_paid(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award(from_month=date(2026, 1, 1), suspended_from=date(2026, 3, 1))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())
    assert await months_of(batch) == [(date(2026, 1, 1), 5000), (date(2026, 2, 1), 5000)]


async def test_the_dead_are_in_no_batch_and_the_officer_is_told(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award()
    dead = await an_award(await a_resident(account=GOOD, deceased_on=date(2026, 3, 2)))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())
    assert len(await months_of(batch)) == 1
    (skipped,) = batch.skipped
    assert (skipped.award_id, "去世" in skipped.why) == (dead.id, True)
    assert await Errand.all().count() == 0


async def test_who_died_before_the_month_is_not_even_skipped(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award()
    await an_award(await a_resident(account=GOOD, deceased_on=date(2026, 2, 28)))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer())
    assert batch.skipped == ()


async def test_who_has_no_account_is_skipped_and_someone_goes_to_ask_for_one(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    without, payer = await a_resident(), await a_payer()
    award = await an_award(without)
    with pytest.raises(payouts.EmptyBatch) as refused:
        await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    assert refused.value.details == {"skipped": 1}
    await an_award()
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    assert batch.skipped == (Skipped(without.id, award.id, "没有登记收款账户，已派任务核对。"),)
    errand = await Errand.get()  # one, though asked for twice
    assert (errand.kind, errand.resident_id, errand.due_on) == ("fix_account", without.id, date(2026, 3, 12))


async def test_a_bounced_account_gets_no_more_money_until_it_is_changed(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    payer = await a_payer()
    batch, file = await an_exported_batch(payer, DEAD_ACCOUNT)
    await payouts.read_return_file(batch.id, bank.answer(file, paid_on=date(2026, 3, 5)), payer)
    at("2026-04-05 09:00")
    with pytest.raises(payouts.EmptyBatch) as refused:
        await payouts.draw_up("old_age_allowance", date(2026, 4, 1), payer)
    assert refused.value.details == {"skipped": 1}
    resident = await Resident.get()
    await residents.change_account(
        resident.id, holder_name=resident.name, number=GOOD, bank="农商行", kind=residents.AccountKind.CARD,
        by=(await a_cadre()).signature,
    )  # fmt: skip
    again = await payouts.draw_up("old_age_allowance", date(2026, 4, 1), payer)
    assert await months_of(again) == [(date(2026, 3, 1), 5000), (date(2026, 4, 1), 5000)]


async def test_a_bounced_account_is_tried_again_when_the_cadre_has_looked_at_it(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    payer, cadre = await a_payer(), await a_cadre()
    batch, file = await an_exported_batch(payer, DEAD_ACCOUNT)
    await payouts.read_return_file(batch.id, bank.answer(file, paid_on=date(2026, 3, 5)), payer)
    errand = await Errand.get()
    await errands.finish(errand.id, cadre, outcome=errands.Outcome.DONE, note="已到银行激活。")
    again = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    assert (again.round, again.number) == (2, "410325-GL-202603-02")
    assert await months_of(again) == [(date(2026, 3, 1), 5000)]


@pytest.mark.parametrize("outcome", [errands.Outcome.NOT_FOUND, errands.Outcome.REFUSED, errands.Outcome.MOVED_AWAY])
async def test_a_bounced_account_that_nobody_put_right_gets_no_money_and_another_visit(
    empty_database: str, at: Any, outcome: errands.Outcome
) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    payer, cadre = await a_payer(), await a_cadre()
    batch, file = await an_exported_batch(payer, DEAD_ACCOUNT)
    await payouts.read_return_file(batch.id, bank.answer(file, paid_on=date(2026, 3, 5)), payer)
    first = await Errand.get()
    await errands.finish(first.id, cadre, outcome=outcome)
    for _ in range(2):  # asked for twice, one visit more
        with pytest.raises(payouts.EmptyBatch) as refused:
            await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
        assert refused.value.details == {"skipped": 1}
    second = await Errand.get(done_at=None)
    assert (second.kind, second.resident_id, second.reason) == ("fix_account", first.resident_id, first.reason)
    await errands.finish(second.id, cadre, outcome=outcome)
    with pytest.raises(payouts.EmptyBatch):
        await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    third = await Errand.get(done_at=None)
    await errands.finish(third.id, cadre, outcome=errands.Outcome.DONE, note="换了新卡。")
    again = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    assert await months_of(again) == [(date(2026, 3, 1), 5000)]


async def test_who_is_not_certified_in_time_waits_and_is_paid_back_afterwards(empty_database: str, at: Any) -> None:
    """Suspended is not stopped (policy §4): 未发 ≠ 停发."""
    await seed_parameters()
    at("2026-03-20 09:00")
    payer, cadre = await a_payer(), await a_cadre()
    award = await an_award(certification_due_on=date(2026, 3, 20))
    first = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)  # the due day is in time
    assert await months_of(first) == [(date(2026, 3, 1), 5000)]
    at("2026-04-05 09:00")
    await an_award(certification_due_on=date(2026, 12, 1), from_month=date(2026, 4, 1))
    second = await payouts.draw_up("old_age_allowance", date(2026, 4, 1), payer)
    assert await months_of(second) == [(date(2026, 4, 1), 5000)]
    (skipped,) = second.skipped
    assert (skipped.award_id, "生存认证已过期" in skipped.why) == (award.id, True)
    at("2026-05-05 09:00")
    await entitlements.certify_life(award.id, cadre.signature)
    third = await payouts.draw_up("old_age_allowance", date(2026, 5, 1), payer)
    hers = await Payout.filter(batch_id=third.id, award_id=award.id).order_by("for_month")
    assert [each.for_month for each in hers] == [date(2026, 4, 1), date(2026, 5, 1)]
    assert third.skipped == ()


async def test_months_before_a_stop_do_not_wait_for_a_certification_due_after_it(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-06-05 09:00")
    await an_award(stopped_from=date(2026, 4, 1), certification_due_on=date(2026, 5, 1))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 6, 1), await a_payer())
    assert await months_of(batch) == [(date(2026, 3, 1), 5000)]


async def test_officers_at_once_draw_up_one_batch_and_every_month_once(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    for _ in range(5):
        await an_award()
    payers = [await a_payer() for _ in range(4)]
    outcomes = await asyncio.gather(
        *(payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer) for payer in payers), return_exceptions=True
    )
    assert sum(isinstance(each, Batch) for each in outcomes) == 1
    assert sum(isinstance(each, payouts.EmptyBatch) for each in outcomes) == 3
    assert await Payout.all().count() == 5


async def test_the_table_itself_holds_no_month_twice(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_exported_batch(await a_payer(), GOOD)
    with pytest.raises(Exception, match="payout_once"):
        await database.execute(
            """INSERT INTO payout (id, county, batch_id, line, serial, award_id, resident_id, programme, village,
                                   for_month, amount_fen, account_id, state)
               SELECT gen_random_uuid(), county, batch_id, 2, 'another', award_id, resident_id, programme, village,
                      for_month, amount_fen, account_id, 'drawn_up' FROM payout"""
        )


async def test_the_table_itself_holds_no_month_twice_through_two_awards(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_exported_batch(await a_payer(), GOOD)
    second = await an_award(await Resident.get(), stopped_from=date(2026, 4, 1))
    with pytest.raises(Exception, match="payout_once_a_person"):
        await database.execute(
            """INSERT INTO payout (id, county, batch_id, line, serial, award_id, resident_id, programme, village,
                                   for_month, amount_fen, account_id, state)
               SELECT gen_random_uuid(), county, batch_id, 2, 'another', $1, resident_id, programme, village,
                      for_month, amount_fen, account_id, 'drawn_up' FROM payout""",
            second.id,
        )


async def test_two_awards_of_a_programme_that_overlap_pay_each_month_once(empty_database: str, at: Any) -> None:
    """Applied for anew after a stop, with months to be paid back that the stopped award paid or pays, too."""
    await seed_parameters()
    at("2026-01-05 09:00")
    resident, payer = await a_resident(account=GOOD), await a_payer()
    await an_award(resident, from_month=date(2025, 11, 1), stopped_from=date(2026, 1, 1), stop_reason="moved")
    again = await an_award(resident, from_month=date(2025, 10, 1))
    batch = await payouts.draw_up("old_age_allowance", date(2026, 1, 1), payer)
    assert sorted(await months_of(batch)) == [
        (month, 5000) for month in (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1))
    ]
    (skipped,) = batch.skipped
    assert (skipped.award_id, "登记了两份" in skipped.why) == (again.id, True)
    at("2026-02-05 09:00")
    later = await payouts.draw_up("old_age_allowance", date(2026, 2, 1), payer)
    assert await months_of(later) == [(date(2026, 2, 1), 5000)]
    assert len(later.skipped) == 1


async def test_programmes_do_not_mix(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award()
    await an_award(programme="rural_dibao", monthly_fen=22000)
    batch = await payouts.draw_up("rural_dibao", date(2026, 3, 1), await a_payer())
    assert await months_of(batch) == [(date(2026, 3, 1), 22000)]
    assert batch.number == "410325-ND-202603-01"


async def test_the_journal_tells_how_many_and_how_much(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    payer = await a_payer()
    await an_award()
    await an_award(await a_resident())
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    entry = await journal.Entry.get(deed=journal.Deed.BATCH_DRAWN_UP.value)
    assert (entry.subject_id, entry.by_id) == (batch.id, payer.id)
    assert entry.facts == {
        "number": batch.number, "month": "2026-03-01", "payouts": 1, "total_fen": 5000, "skipped": 1, "flags": 0
    }  # fmt: skip


async def test_a_month_that_has_not_begun_is_refused(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-31 23:59")
    await an_award()
    payer = await a_payer()
    with pytest.raises(payouts.MonthNotBegun):
        await payouts.draw_up("old_age_allowance", date(2026, 4, 1), payer)
    at("2026-04-01 00:00")  # still 31 March in UTC
    batch = await payouts.draw_up("old_age_allowance", date(2026, 4, 30), payer)
    assert await months_of(batch) == [(date(2026, 3, 1), 5000), (date(2026, 4, 1), 5000)]


async def test_no_batch_goes_under_a_month_of_a_closed_year(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-12-31 23:59")
    await an_award(from_month=date(2026, 12, 1))
    payer, approver = await a_payer(), await an_approver()
    await given(100)
    late = await payouts.draw_up("old_age_allowance", date(2026, 12, 1), payer)
    at("2027-01-08 09:00")
    await funds.close_year(2026, approver)
    with pytest.raises(payouts.MonthClosed):
        await payouts.approve(late.id, approver)
    await payouts.discard(late.id, payer)
    with pytest.raises(payouts.MonthClosed):
        await payouts.draw_up("old_age_allowance", date(2026, 12, 1), payer)
    paid_now = await payouts.draw_up("old_age_allowance", date(2027, 1, 1), payer)
    assert [month for month, _ in await months_of(paid_now)] == [date(2026, 12, 1), date(2027, 1, 1)]


async def test_an_unknown_programme_is_refused(empty_database: str) -> None:
    payer = await a_payer()
    with pytest.raises(NoSuchProgramme):
        await payouts.draw_up("lottery", date(2026, 3, 1), payer)


async def test_the_approver_does_not_draw_up(empty_database: str) -> None:
    approver = await an_approver()
    with pytest.raises(NoSuchPower):
        await payouts.draw_up("old_age_allowance", date(2026, 3, 1), approver)


async def test_a_township_does_not_draw_up(empty_database: str) -> None:
    payer = await an_officer(Role.COUNTY_PAYER, TOWNSHIP)
    with pytest.raises(OutsideYourPlace):
        await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
