"""More hands: townships confirm their part, sums ask for more approvers, later runs are linked to the first."""

from datetime import date
from typing import Any

import pytest

from backend import database, payouts
from backend.payouts import Batch, BatchState
from backend.staff import Officer, Role
from backend.staff.powers import NoSuchPower
from tests.backend.payouts.awards import a_payer, an_approver, an_award, let_go
from tests.people import (
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    TOWNSHIP,
    a_resident,
    an_officer,
    seed_parameters,
)

MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")


async def the_county_asks(key: str, value: str) -> None:
    await database.execute("UPDATE parameter SET value = $2::text::jsonb WHERE key = $1", key, value)


async def a_leader(place: str = TOWNSHIP) -> Officer:
    return await an_officer(Role.TOWNSHIP_LEADER, place=place)


async def a_batch_of_two_townships() -> Batch:
    await the_county_asks("payouts.township_confirms", "true")
    await an_award()
    await an_award()
    await an_award(await a_resident("田湖人", account="6217000000000000012", village=OTHER_VILLAGE))
    return await payouts.draw_up("old_age_allowance", MARCH, await a_payer())


async def test_each_township_sees_and_confirms_its_part_before_the_county() -> None:
    batch = await a_batch_of_two_townships()
    leader, approver = await a_leader(), await an_approver()
    (part,) = await payouts.parts_to_confirm(leader)
    assert (part.payouts, part.total_fen, part.confirmed) == (2, 10000, False)
    _, lines = await payouts.part_lines(batch.id, leader)
    assert len(lines) == 2
    assert "田湖人" not in repr(lines)
    await payouts.confirm_part(batch.id, leader)
    await payouts.confirm_part(batch.id, leader)
    with pytest.raises(payouts.NotConfirmedYet) as refused:
        await payouts.approve(batch.id, approver)
    assert refused.value.details == {"townships": [OTHER_TOWNSHIP]}
    assert "田湖镇" in refused.value.shown
    await payouts.confirm_part(batch.id, await a_leader(OTHER_TOWNSHIP))
    assert (await payouts.approve(batch.id, approver)).state is BatchState.APPROVED
    told = await database.rows("SELECT 1 FROM journal_entry WHERE deed = 'payouts.batch_part_confirmed'")
    assert len(told) == 2


async def test_only_a_leader_of_a_place_with_rows_confirms_and_only_while_it_waits() -> None:
    batch = await a_batch_of_two_townships()
    with pytest.raises(NoSuchPower):
        await payouts.confirm_part(batch.id, await an_officer(place=TOWNSHIP))
    await payouts.discard(batch.id, await a_payer())
    with pytest.raises(payouts.NoSuchBatch):
        await payouts.confirm_part(batch.id, await a_leader())


async def test_a_large_sum_asks_for_two_approvers_who_are_two_people() -> None:
    await the_county_asks("payouts.approvers", '{"from_fen": {"5000": 2}}')
    await an_award()
    batch = await payouts.draw_up("old_age_allowance", MARCH, await a_payer())
    assert batch.approvers_needed == 2
    first, second = await an_approver(), await an_approver()
    assert (await payouts.approve(batch.id, first)).state is BatchState.DRAWN_UP
    with pytest.raises(payouts.ApprovedByYou):
        await payouts.approve(batch.id, first)
    assert (await payouts.approve(batch.id, second)).state is BatchState.APPROVED
    with pytest.raises(payouts.ReleasedByAThird):
        await payouts.release(batch.id, first)
    assert (await payouts.release(batch.id, await an_approver())).state is BatchState.RELEASED


@pytest.mark.parametrize("value", ['{"from_fen": {"x": 2}}', '{"from_fen": {"1": 0}}', '{"from_fen": [1]}'])
async def test_a_rule_that_says_nothing_stops_the_drawing_up(value: str) -> None:
    await the_county_asks("payouts.approvers", value)
    await an_award()
    with pytest.raises(payouts.SigningRuleUnreadable):
        await payouts.draw_up("old_age_allowance", MARCH, await a_payer())


async def test_a_later_run_of_the_month_is_linked_to_the_first() -> None:
    await an_award()
    first = await payouts.draw_up("old_age_allowance", MARCH, await a_payer())
    await let_go(first)
    await an_award()
    second = await payouts.draw_up("old_age_allowance", MARCH, await a_payer())
    assert (second.round, second.supplement_to) == (2, first.id)
    await an_award(await a_resident("三", account="6217000000000000012"))
    third = await payouts.draw_up("old_age_allowance", MARCH, await a_payer())
    assert (third.round, third.supplement_to) == (3, first.id)
    for batch in (first, second, third):
        check = await payouts.check_chain(await Batch.get(id=batch.id))
        assert (check.payouts, check.total_fen, check.broken_at) == (1, 5000, None)
