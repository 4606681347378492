"""A batch's steps in every order and by every wrong hand, on one batch: each is refused, and nothing has moved."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from backend import payouts, staff
from backend.entitlements import Award
from backend.payouts import Batch, BatchState, FlagDecision, FlagKind, Payout
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer, Relation, Relative
from tests.backend.payouts.awards import MARCH, a_payer, an_approver, an_award
from tests.people import seed_parameters

Step = Callable[[], Awaitable[object]]
BY_AGE = "old_age_allowance"


async def refused(batch: Batch, steps: dict[type[Refusal], list[Step]]) -> None:
    """Each of them says why, and neither the batch nor a row has moved."""
    before = await Batch.filter(id=batch.id).values(), await Payout.filter(batch_id=batch.id).order_by("line").values()
    for refusal, its in steps.items():
        for step in its:
            with pytest.raises(refusal):
                await step()
    after = await Batch.filter(id=batch.id).values(), await Payout.filter(batch_id=batch.id).order_by("line").values()
    assert after == before


async def related(officer: Officer, award: Award) -> Officer:
    """The officer has declared that the payee is a relative."""
    person = await Resident.get(id=award.resident_id)
    await staff.declare_own_kin(officer, [Relative(Relation.GRANDPARENT, person.name, person.identity_number)])
    return officer


async def test_no_step_is_taken_twice_early_late_or_by_a_hand_that_may_not(empty_database: str, at: Any) -> None:
    at("2026-03-31 23:59")
    await seed_parameters()
    award = await an_award()
    await an_award()
    payer, first, second, third = await a_payer(), await an_approver(), await an_approver(), await an_approver()
    kin = await related(await an_approver(), award)
    batch = await payouts.draw_up(BY_AGE, MARCH, payer)
    await payouts.decide_flag(
        batch.id, award.resident_id, FlagKind.STAFF_KIN, FlagDecision.PAY, "年满八十，人人都有", payer
    )

    async def read() -> object:
        return await payouts.read_return_file(
            batch.id, f"业务流水号,金额,状态\n{batch.number}-000001,50.00,成功\n".encode(), payer
        )

    await refused(batch, {
        payouts.MonthNotBegun: [
            lambda: payouts.draw_up(BY_AGE, date(2026, 4, 1), payer),
            lambda: payouts.draw_up(BY_AGE, date(2099, 1, 1), payer),
        ],
        payouts.EmptyBatch: [lambda: payouts.draw_up(BY_AGE, MARCH, payer)],
        staff.NoSuchPower: [
            lambda: payouts.approve(batch.id, payer), lambda: payouts.draw_up(BY_AGE, MARCH, first),
            lambda: payouts.export(batch.id, first),
        ],
        payouts.OwnKinInBatch: [lambda: payouts.approve(batch.id, kin)],
        payouts.WrongBatchState: [lambda: payouts.release(batch.id, first)],
        payouts.NotApprovedYet: [lambda: payouts.export(batch.id, payer)],
        payouts.NotExportedYet: [read],
    })  # fmt: skip
    await payouts.approve(batch.id, first)
    await refused(batch, {
        payouts.WrongBatchState: [
            lambda: payouts.approve(batch.id, first), lambda: payouts.approve(batch.id, second),
        ],
        payouts.ReleasedByAThird: [lambda: payouts.release(batch.id, first)],
        payouts.OwnKinInBatch: [lambda: payouts.release(batch.id, kin)],
        payouts.NotReleasedYet: [lambda: payouts.export(batch.id, payer)],
    })  # fmt: skip
    at("2026-04-01 00:00")  # the month turned on the way: the batch stays March's
    await payouts.release(batch.id, second)
    await refused(batch, {payouts.WrongBatchState: [lambda: payouts.release(batch.id, third)]})
    file = await payouts.export(batch.id, payer)
    assert file.name == "410325-GL-202603-01.csv"
    await refused(batch, {
        payouts.WrongBatchState: [
            lambda: payouts.approve(batch.id, third), lambda: payouts.release(batch.id, third),
            lambda: payouts.discard(batch.id, payer),
        ],
    })  # fmt: skip
    april = await payouts.draw_up(BY_AGE, date(2026, 4, 1), payer)
    assert {each.for_month for each in await Payout.filter(batch_id=april.id)} == {date(2026, 4, 1)}
    assert (await Batch.get(id=batch.id)).state is BatchState.EXPORTED
