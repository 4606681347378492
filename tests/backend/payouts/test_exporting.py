"""The bank's file: the same bytes each time, sums from the rows, every name a bank can write."""

import asyncio
import csv
import io
from datetime import date
from typing import Any

import pytest

from backend import database, journal, payouts
from backend.payouts import BankFile, Payout
from tests.backend.payouts.awards import a_payer, an_award, an_exported_batch, let_go
from tests.people import a_resident, seed_parameters


async def test_a_file_says_who_gets_what_where(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    # 䶮 is in no GBK table: the county has such names, and GB18030 writes them.
    await an_award(await a_resident("王䶮", date(1930, 1, 1), account="0041612345678901"), from_month=date(2026, 2, 1))
    payer = await a_payer()
    batch, content = await an_exported_batch(payer)
    assert content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("gb18030"), newline="")))
    assert rows == [
        ["批次号", "笔数", "总金额(元)", "项目", "发放年月"],
        [batch.number, "2", "200.00", "高龄津贴", "202603"],
        ["行号", "业务流水号", "收款户名", "账号", "开户行", "金额(元)", "摘要"],
        ["1", f"{batch.number}-000001", "王䶮", "0041612345678901", "嵩县农商银行", "100.00", "2026年2月高龄津贴"],
        ["2", f"{batch.number}-000002", "王䶮", "0041612345678901", "嵩县农商银行", "100.00", "2026年3月高龄津贴"],
    ]


async def test_a_second_export_gives_the_same_bytes_later_and_after_the_account_was_changed(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    payer = await a_payer()
    batch, first = await an_exported_batch(payer, "6228480000000000018", "6217000000000000012")
    at("2026-04-20 15:00")
    await database.execute("UPDATE account SET closed_at = now()")
    second = await payouts.export(batch.id, payer)
    assert second.content == first
    assert (await payouts.get_batch(batch.id, payer)).file_digest == second.digest
    assert await journal.Entry.filter(deed=journal.Deed.BANK_FILE_EXPORTED.value).count() == 1


async def test_two_officers_export_at_once_and_it_is_sent_once(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_award()
    payer = await a_payer()
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    await let_go(batch)
    files = await asyncio.gather(*(payouts.export(batch.id, payer) for _ in range(4)))
    assert all(isinstance(file, BankFile) for file in files)
    assert len({file.content for file in files}) == 1
    assert await Payout.filter(state="sent").count() == 1
    assert await journal.Entry.filter(deed=journal.Deed.BANK_FILE_EXPORTED.value).count() == 1


async def test_a_file_that_would_differ_from_the_one_sent_is_not_given_out(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    payer = await a_payer()
    batch, _ = await an_exported_batch(payer, "6228480000000000018")
    await database.execute("UPDATE account SET holder_name = '李四'")
    with pytest.raises(payouts.BankFileDiffers):
        await payouts.export(batch.id, payer)


async def test_the_journal_holds_no_name_and_no_account(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")
    await an_exported_batch(await a_payer(), "6228480000000000018")
    for entry in await journal.Entry.all():
        assert "62284800" not in repr(dict(entry.facts))
        assert "王秀英" not in repr(dict(entry.facts))
