"""What is otherwise than the month before, person by person; and what came back and still waits."""

import re
from datetime import date
from typing import Any

import pytest

from backend import clock, database, payouts
from backend.payouts import Difference
from backend.residents import Resident
from backend.staff import OutsideYourPlace, Role
from sandbox import bank
from tests.backend.payouts.awards import a_payer, an_award, let_go
from tests.console.desks import Console, words_of
from tests.people import TOWNSHIP, a_resident, an_account, an_officer, seed_parameters

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
CLOSED = "6228480000000000001"  # the sandbox's bank bounces it


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")


async def run(month: date) -> payouts.Batch:
    """A month's batch, all the way through the bank."""
    payer = await a_payer()
    batch = await payouts.draw_up("old_age_allowance", month, payer)
    await let_go(batch)
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)
    return batch


async def test_everyone_who_is_paid_otherwise_is_named_with_the_reason(at: Any, console: Console) -> None:
    people = {"照旧": date(1942, 1, 1), "满九十": date(1936, 4, 1), "已故": date(1940, 1, 1), "停发": date(1941, 1, 1)}
    same, dearer, dead, stopped = [
        await an_award(await a_resident(name, birth, account=f"62284800000000{number:04d}8"))
        for number, (name, birth) in enumerate(people.items())
    ]
    await run(MARCH)
    at("2026-04-05 09:00")
    await database.execute("UPDATE resident SET deceased_on = '2026-03-20' WHERE id = $1", dead.resident_id)
    await database.execute("UPDATE award SET stopped_from = '2026-04-01' WHERE id = $1", stopped.id)
    await an_award(await a_resident("新来", account="6217000000000000012"), from_month=APRIL)
    await an_award(await a_resident("补发", account="6217000000000000020"), from_month=date(2026, 2, 1))
    batch = await payouts.draw_up("old_age_allowance", APRIL, await a_payer())
    totals = {each.difference: (each.people, each.fen) for each in await payouts.differences(batch)}
    assert totals == {
        Difference.NEW: (2, 10000), Difference.GONE: (2, -10000), Difference.CHANGED: (1, 5000),
        Difference.BACK_PAY: (1, 10000),
    }  # fmt: skip
    gone = {line.name: line.why for line in await payouts.difference_lines(batch, Difference.GONE)}
    assert gone == {"已故": "已去世", "停发": "已停发"}
    (changed,) = await payouts.difference_lines(batch, Difference.CHANGED)
    assert (changed.resident_id, changed.before_fen, changed.now_fen) == (dearer.resident_id, 5000, 10000)
    (back,) = await payouts.difference_lines(batch, Difference.BACK_PAY)
    assert (back.name, back.back_fen) == ("补发", 10000)
    assert same.resident_id not in {
        line.resident_id for kind in Difference for line in await payouts.difference_lines(batch, kind)
    }
    auditor = await console.desk(Role.AUDITOR)
    page = words_of(await auditor.get(f"/batches/{batch.id}/differences?kind=gone"))
    assert all(words in page for words in ("新增2人", "已故50.000.000.00已去世", "停发50.000.000.00已停发"))
    assert (await auditor.get(f"/batches/{batch.id}/differences?kind=moon")).status_code == 422


async def test_what_came_back_waits_since_its_first_try_until_it_is_paid(at: Any, console: Console) -> None:
    award = await an_award(await a_resident("孙春梅", account=CLOSED))
    await run(MARCH)
    at("2026-04-20 09:00")
    payer = await a_payer()
    (group,) = await payouts.ageing(payer)
    assert (group.title, group.people, group.months, group.fen) == ("31至90天", 1, 1, 5000)
    (month,) = await payouts.unpaid_months(payer)
    assert (month.name, month.days, month.waiting_since, month.errand_open) == ("孙春梅", 46, date(2026, 3, 5), True)
    assert await payouts.unpaid_months(payer, month.payout_id) == []
    page = words_of(await (await console.desk(Role.COUNTY_PAYER)).get("/batches/unpaid"))
    assert re.search("孙春梅.*46账号不存在或有误村干部正在核对账户", page)
    with pytest.raises(OutsideYourPlace):
        await payouts.ageing(await an_officer(place=TOWNSHIP))
    await database.execute("UPDATE errand SET done_at = now(), outcome = 'done'")
    await database.execute("UPDATE account SET closed_at = now() WHERE resident_id = $1", award.resident_id)
    await an_account(await Resident.get(id=award.resident_id))
    await run(APRIL)
    assert await payouts.ageing(payer) == []
