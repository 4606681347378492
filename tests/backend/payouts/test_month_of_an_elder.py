"""One month through all hands: drawn up, approved, exported, answered by the bank, settled or bounced, paid again."""

from datetime import date
from typing import Any

from backend import errands, journal, payouts, residents
from backend.payouts import BatchState, PayoutState
from sandbox import bank
from tests.backend.payouts.awards import a_payer, an_approver, an_award
from tests.people import VILLAGE, a_resident, seed_parameters


async def test_a_month_is_paid_a_bounce_is_followed_up_and_paid_in_the_next_round(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    paid = await a_resident(account="6228480000000000018")
    bounces = await a_resident(name="李大山", birth_date=date(1930, 1, 2), account="6228480000000000001")
    for resident in (paid, bounces):
        await an_award(resident)
    payer, approver = await a_payer(), await an_approver()

    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 20), payer)
    assert (await payouts.totals(batch.id)).total_fen == 5000 + 10000
    await payouts.approve(batch.id, approver)
    await payouts.release(batch.id, await an_approver())
    file = await payouts.export(batch.id, payer)
    report = await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=date(2026, 3, 5)), payer)

    assert (report.settled, report.bounced, report.odd, report.still_sent) == (1, 1, [], 0)
    assert (await payouts.get_batch(batch.id, payer)).state is BatchState.CLOSED
    (settled,) = await payouts.statement(paid.id)
    assert (settled.amount_fen, settled.state, settled.settled_on) == (5000, PayoutState.SETTLED, date(2026, 3, 5))
    (errand,) = await errands.open_errands([VILLAGE], after=None)
    assert "账号不存在" in errand.reason
    told = await journal.Entry.filter(deed__in=["payouts.settled", "payouts.bounced"]).order_by("id")
    assert {(each.deed, each.resident_id, each.by_kind) for each in told} == {
        ("payouts.settled", paid.id, "bank"),
        ("payouts.bounced", bounces.id, "bank"),
    }

    await residents.change_account(
        bounces.id, holder_name="李大山", number="6217000000000000012", bank="建设银行",
        kind=residents.AccountKind.CARD, by=journal.Signature(journal.By.CLOCK),
    )  # fmt: skip
    again = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    assert (again.round, (await payouts.totals(again.id)).total_fen) == (2, 10000)
    await payouts.approve(again.id, approver)
    await payouts.release(again.id, await an_approver())
    second = await payouts.export(again.id, payer)
    await payouts.read_return_file(again.id, bank.answer(second.content, paid_on=date(2026, 3, 5)), payer)
    (line,) = await payouts.statement(bounces.id)
    assert (line.state, line.account_last_four) == (PayoutState.SETTLED, "0012")
