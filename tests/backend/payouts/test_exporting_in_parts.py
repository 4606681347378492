"""A batch larger than what is read at once: one file, one effect, and nothing of it where a later part refuses."""

from datetime import date
from typing import Any

import pytest

from backend import database, journal, payouts
from backend.payouts import Batch, BatchState, Payout, last_look
from backend.staff import Officer
from tests.backend.payouts.awards import MARCH, a_payer, an_award, let_go, with_the_lock_off
from tests.people import seed_parameters

PAYEES, LAST = 5, 5  # of two at a time the last stands alone


@pytest.fixture
async def payer(empty_database: str, at: Any, monkeypatch: pytest.MonkeyPatch) -> Officer:
    at("2026-03-05 09:00")
    await seed_parameters()
    monkeypatch.setattr(last_look, "_PART", 2)
    for _ in range(PAYEES):
        await an_award()
    return await a_payer()


@pytest.fixture
async def batch(payer: Officer) -> Batch:
    batch = await payouts.draw_up("old_age_allowance", MARCH, payer)
    await let_go(batch)
    return batch


async def exported() -> list[object]:
    entries = await journal.Entry.filter(deed=journal.Deed.BANK_FILE_EXPORTED.value)
    return [entry.facts["payouts"] for entry in entries]


async def test_all_parts_make_one_file_and_one_deed(
    batch: Batch, payer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    file = await payouts.export(batch.id, payer, lambda *said: told.append(said))
    assert told == [(2, PAYEES), (4, PAYEES), (5, PAYEES)]
    assert file.content.count(b"\r\n") == 3 + PAYEES
    assert f"{batch.number},{PAYEES},250.00".encode() in file.content
    assert await Payout.filter(state="sent").count() == PAYEES
    assert await exported() == [PAYEES]
    monkeypatch.setattr(last_look, "_PART", 1000)
    assert (await payouts.export(batch.id, payer)).content == file.content


async def test_of_whom_a_later_part_finds_dead_nobody_before_is_sent_twice(batch: Batch, payer: Officer) -> None:
    died = "UPDATE resident SET deceased_on = $1 WHERE id = (SELECT resident_id FROM payout WHERE line = $2)"
    await database.execute(died, date(2026, 3, 4), LAST)
    file = await payouts.export(batch.id, payer)
    assert f"{batch.number},{PAYEES - 1},200.00".encode() in file.content
    states = {each.line: each.state.value for each in await Payout.all()}
    assert states == {1: "sent", 2: "sent", 3: "sent", 4: "sent", LAST: "discarded"}
    assert await exported() == [PAYEES - 1]
    assert await journal.Entry.filter(deed=journal.Deed.PAYOUT_HELD_BACK.value).count() == 1


CHANGES = {
    "a row": f"UPDATE payout SET amount_fen = amount_fen + 1 WHERE line = {LAST}",
    "a row taken out": f"DELETE FROM payout WHERE line = {LAST}",
    "a row that is gone already": f"UPDATE payout SET state = 'settled' WHERE line = {LAST}",
    "an account": "UPDATE account SET holder_name = '李四' "
    f"WHERE id = (SELECT account_id FROM payout WHERE line = {LAST})",
    "what is owed": "UPDATE award SET monthly_fen = 6000 "
    f"WHERE id = (SELECT award_id FROM payout WHERE line = {LAST})",
    "what was owed before": "UPDATE award SET monthly_fen = 6000 "
    "WHERE id = (SELECT award_id FROM payout WHERE line = 1)",
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
async def test_what_a_later_part_refuses_leaves_nothing_sent(batch: Batch, payer: Officer, change: str) -> None:
    await with_the_lock_off(CHANGES[change])
    with pytest.raises((payouts.BatchChanged, payouts.BatchOutdated, payouts.ListMoved)):
        await payouts.export(batch.id, payer)
    assert await Payout.filter(state="sent").count() == 0
    assert (await Batch.get(id=batch.id)).state is BatchState.RELEASED
    assert await exported() == []
