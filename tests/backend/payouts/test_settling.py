"""The bank's answer moves what fits and nothing else; nothing is paid or lost twice."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, journal, payouts
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.payouts import Batch, BatchState, Payout, PayoutState, ReturnReport
from backend.staff import Officer
from backend.staff.powers import NoSuchPower
from sandbox import bank
from tests.backend.payouts.awards import a_payer, an_approver, an_award, an_exported_batch, let_go
from tests.people import a_resident, seed_parameters

GOOD, NO_SUCH, OTHER_NAME = "6228480000000000018", "6228480000000000001", "6228480000000000002"
TODAY = date(2026, 3, 5)
HEADER = "业务流水号,金额,状态,失败原因,入账日期,银行流水"
SERIAL = "410325-GL-202603-01-00000"


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    """Handles the bank's files, on 5 March 2026."""
    await seed_parameters()
    at("2026-03-05 09:00")
    return await a_payer()


async def read(batch: Batch, payer: Officer, *lines: str) -> ReturnReport:
    """Read a file of these lines, without a trailer."""
    return await payouts.read_return_file(batch.id, "\r\n".join([HEADER, *lines]).encode("gbk"), payer)


def codes(report: ReturnReport) -> list[tuple[int, str]]:
    return [(odd.line, odd.code) for odd in report.odd if odd.code != "no_trailer"]


async def states() -> list[PayoutState]:
    return [each.state for each in await Payout.all().order_by("line")]


SENT, SETTLED, BOUNCED = PayoutState.SENT, PayoutState.SETTLED, PayoutState.BOUNCED


async def test_every_line_of_the_banks_answer_is_taken(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD, NO_SUCH, OTHER_NAME)
    report = await payouts.read_return_file(batch.id, bank.answer(file, paid_on=TODAY), payer)
    assert (report.settled, report.bounced, report.known, report.odd) == (1, 2, 0, [])
    assert (report.still_sent, report.closed) == (0, True)
    rows = await Payout.all().order_by("line")
    by_account = {each.bounce_text: each.bounce_code for each in rows if each.state is BOUNCED}
    assert by_account == {"账号不存在": "F02", "户名不符": "F01"}
    assert {each.settled_on for each in rows if each.state is SETTLED} == {TODAY}
    assert all(each.bank_reference for each in rows if each.state is SETTLED)
    assert await Errand.all().count() == 2


async def test_the_same_file_again_changes_nothing(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD, NO_SUCH)
    answer = bank.answer(file, paid_on=TODAY)
    await payouts.read_return_file(batch.id, answer, payer)
    entries, errands_raised = await Entry.all().count(), await Errand.all().count()
    again = await payouts.read_return_file(batch.id, answer, payer)
    assert (again.settled, again.bounced, again.known, again.odd) == (0, 0, 2, [])
    assert (await Entry.all().count(), await Errand.all().count()) == (entries, errands_raised)
    assert await payouts.ReturnFile.all().count() == 1


async def test_officers_reading_the_same_file_at_once_have_one_effect(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD, GOOD, NO_SUCH)
    answer = bank.answer(file, paid_on=TODAY)
    colleagues = [payer, await a_payer(), await a_payer(), await a_payer()]
    reports = await asyncio.gather(*(payouts.read_return_file(batch.id, answer, each) for each in colleagues))
    assert sorted((each.settled, each.bounced, each.known) for each in reports) == [(0, 0, 3)] * 3 + [(2, 1, 0)]
    assert await Entry.filter(deed=Deed.PAYOUT_SETTLED.value).count() == 2
    assert await Entry.filter(deed=Deed.PAYOUT_BOUNCED.value).count() == 1
    assert await Entry.filter(deed=Deed.RETURN_FILE_READ.value).count() == 1
    assert await Errand.all().count() == 1


async def test_what_the_file_does_not_name_stays_with_the_bank_until_a_file_does(payer: Officer) -> None:
    batch, _ = await an_exported_batch(payer, GOOD, GOOD)
    first = await read(batch, payer, f"{SERIAL}1,50.00,成功,,20260305,B1")
    assert (first.settled, first.still_sent, first.closed) == (1, 1, False)
    assert (await payouts.get_batch(batch.id, payer)).state is BatchState.EXPORTED
    second = await read(batch, payer, f"{SERIAL}1,50.00,成功,,20260305,B1", f"{SERIAL}2,50.00,失败,已销户,,")
    assert (second.settled, second.bounced, second.known, second.closed) == (0, 1, 1, True)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("410325-GL-202603-01-000099,50.00,成功,,20260305,B1", "unknown_line"),
        (f"{SERIAL}1,50.01,成功,,20260305,B1", "wrong_amount"),
        (f"{SERIAL}1,10000000000.00,成功,,20260305,B1", "wrong_amount"),
        (f"{SERIAL}1,-50.00,成功,,20260305,B1", "bad_amount"),
        (f"{SERIAL}1,50.005,成功,,20260305,B1", "bad_amount"),
        (f"{SERIAL}1,1e10,成功,,20260305,B1", "bad_amount"),
        (f"{SERIAL}1,49.99,失败,户名不符,,", "wrong_amount"),
    ],
)
async def test_a_line_that_does_not_fit_moves_nothing(payer: Officer, line: str, code: str) -> None:
    batch, _ = await an_exported_batch(payer, GOOD, GOOD)
    report = await read(batch, payer, line, f"{SERIAL}2,50.00,成功,,20260305,B2")
    assert codes(report) == [(2, code)]
    assert await states() == [SENT, SETTLED]
    kept = await payouts.ReturnFile.get()
    assert [odd["code"] for odd in kept.odd_lines] == ["no_trailer", code]


async def test_money_that_arrived_is_not_taken_back_by_a_later_file(payer: Officer) -> None:
    batch, _ = await an_exported_batch(payer, GOOD, GOOD)
    await read(batch, payer, f"{SERIAL}1,50.00,成功,,20260305,B1")
    report = await read(batch, payer, f"{SERIAL}1,50.00,失败,户名不符,,")
    assert codes(report) == [(2, "settled_before")]
    assert await states() == [SETTLED, SENT]


async def test_money_that_came_back_is_not_called_arrived_by_a_later_file(payer: Officer) -> None:
    batch, _ = await an_exported_batch(payer, GOOD, GOOD)
    await read(batch, payer, f"{SERIAL}1,50.00,失败,户名不符,,")
    report = await read(batch, payer, f"{SERIAL}1,50.00,成功,,20260305,B1")
    assert codes(report) == [(2, "bounced_before")]
    assert await states() == [BOUNCED, SENT]


async def test_a_wrong_sum_refuses_the_file_and_loses_nothing(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD, NO_SUCH)
    answer = bank.answer(file, paid_on=TODAY)
    with pytest.raises(payouts.TrailerDiffers):
        await payouts.read_return_file(batch.id, answer.replace(b",100.00,", b",100.10,"), payer)
    assert await states() == [SENT, SENT]
    assert await payouts.ReturnFile.all().count() == 0
    report = await payouts.read_return_file(batch.id, answer, payer)
    assert (report.settled, report.bounced) == (1, 1)


async def test_the_file_of_another_batch_is_refused_whole(payer: Officer) -> None:
    first, file = await an_exported_batch(payer, GOOD)
    second, _ = await an_exported_batch(payer, GOOD)
    with pytest.raises(payouts.FileOfAnotherBatch):
        await payouts.read_return_file(second.id, bank.answer(file, paid_on=TODAY), payer)
    assert await states() == [SENT, SENT]
    assert (await payouts.read_return_file(first.id, bank.answer(file, paid_on=TODAY), payer)).settled == 1


async def test_a_line_of_another_batch_among_ours_is_reported(payer: Officer) -> None:
    await an_exported_batch(payer, GOOD)
    second, _ = await an_exported_batch(payer, GOOD)
    ours, others = "410325-GL-202603-02-000001", "410325-GL-202603-01-000001"
    report = await read(second, payer, f"{others},50.00,成功,,20260305,B1", f"{ours},50.00,成功,,20260305,B2")
    assert codes(report) == [(2, "other_batch_line")]
    assert (report.settled, report.closed) == (1, True)
    assert (await Payout.get(serial=others)).state is SENT


async def test_a_file_for_a_batch_that_was_not_sent_is_refused(payer: Officer) -> None:
    await an_award()
    batch = await payouts.draw_up("old_age_allowance", TODAY, payer)
    line = f"{SERIAL}1,50.00,成功,,20260305,B1"
    with pytest.raises(payouts.NotExportedYet):
        await read(batch, payer, line)
    await let_go(batch)
    with pytest.raises(payouts.NotExportedYet):
        await read(batch, payer, line)
    assert await states() == [PayoutState.DRAWN_UP]


async def test_a_success_without_a_date_settles_on_the_day_it_is_read(payer: Officer) -> None:
    batch, _ = await an_exported_batch(payer, GOOD)
    await read(batch, payer, f"{SERIAL}1,50.00,成功,,,")
    assert (await Payout.get()).settled_on == TODAY


async def test_each_payout_is_told_of_once_without_names_or_numbers(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD, NO_SUCH)
    await payouts.read_return_file(batch.id, bank.answer(file, paid_on=TODAY), payer)
    settled = await Entry.get(deed=Deed.PAYOUT_SETTLED.value)
    assert settled.by_kind == journal.By.BANK.value
    assert settled.facts == {
        "amount_fen": 5000, "month": "2026-03-01", "programme": "old_age_allowance", "account_last_four": "0018",
        "batch_id": str(batch.id), "settled_on": "2026-03-05", "withheld_fen": 0,
        "award_id": str((await Payout.get(id=settled.subject_id)).award_id),
    }  # fmt: skip
    bounced = await Entry.get(deed=Deed.PAYOUT_BOUNCED.value)
    assert bounced.facts["bounce_code"] == "F02"
    for entry in await Entry.all():
        assert GOOD not in repr(dict(entry.facts))
        assert "王秀英" not in repr(dict(entry.facts))


async def test_several_months_back_from_one_account_send_the_cadre_once(payer: Officer) -> None:
    await an_award(await a_resident(account=NO_SUCH), from_month=date(2026, 1, 1))
    batch, file = await an_exported_batch(payer)
    report = await payouts.read_return_file(batch.id, bank.answer(file, paid_on=TODAY), payer)
    assert report.bounced == 3
    errand = await Errand.get()
    assert (errand.kind, errand.due_on) == ("fix_account", date(2026, 3, 12))
    assert errand.reason == "钱没有到账：账号不存在或有误。请看一看银行卡（存折），把账号重新拍照、登记。"


async def test_a_fault_of_the_file_sends_nobody_to_the_door_and_is_paid_in_the_next_round(payer: Officer) -> None:
    batch, _ = await an_exported_batch(payer, GOOD)
    await read(batch, payer, f"{SERIAL}1,50.00,失败,文件格式错误,,")
    assert await Errand.all().count() == 0
    again = await payouts.draw_up("old_age_allowance", TODAY, payer)
    assert (await payouts.totals(again.id)).total_fen == 5000


async def test_a_fault_in_the_middle_undoes_the_whole_reading(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD, NO_SUCH)
    await database.execute("ALTER TABLE errand ADD CONSTRAINT no_more CHECK (kind <> 'fix_account')")
    try:
        with pytest.raises(Exception, match="no_more"):
            await payouts.read_return_file(batch.id, bank.answer(file, paid_on=TODAY), payer)
    finally:
        await database.execute("ALTER TABLE errand DROP CONSTRAINT no_more")
    assert await states() == [SENT, SENT]
    assert await Entry.filter(deed=Deed.PAYOUT_SETTLED.value).count() == 0


async def test_the_approver_does_not_read_return_files(payer: Officer) -> None:
    batch, file = await an_exported_batch(payer, GOOD)
    with pytest.raises(NoSuchPower):
        await payouts.read_return_file(batch.id, bank.answer(file, paid_on=TODAY), await an_approver())


async def test_a_statement_shows_each_month_once_with_its_latest_try(payer: Officer) -> None:
    resident = await a_resident(account=GOOD)
    await an_award(resident, from_month=date(2026, 2, 1))
    batch, _ = await an_exported_batch(payer)
    assert [(each.month, each.state_title) for each in await payouts.statement(resident.id)] == [
        (date(2026, 3, 1), "已交银行"), (date(2026, 2, 1), "已交银行")
    ]  # fmt: skip
    await read(batch, payer, f"{SERIAL}1,50.00,失败,文件格式错误,,", f"{SERIAL}2,50.00,成功,,20260305,B2")
    assert [each.state_title for each in await payouts.statement(resident.id)] == ["已到账", "没有到账，会补发"]
    await payouts.draw_up("old_age_allowance", TODAY, payer)
    lines = await payouts.statement(resident.id)
    assert [each.state_title for each in lines] == ["已到账", "正在办理"]
    assert (lines[0].settled_on, lines[0].account_last_four, lines[0].programme_title) == (TODAY, "0018", "高龄津贴")
    assert await payouts.statement((await a_resident()).id) == []
