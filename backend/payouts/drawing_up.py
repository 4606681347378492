"""Drawing up: all that is due and has no obstacle becomes a batch, with one COPY of its rows."""

from collections.abc import Sequence
from datetime import date

from backend import clock, cycle_collector, database, entitlements, journal, staff
from backend.entitlements import Benefit
from backend.identifiers import new_id
from backend.payouts.batch import Batch, BatchState, Skipped
from backend.payouts.chain import account_digests, frozen, links
from backend.payouts.closed_month import must_be_open
from backend.payouts.due import Due, what_is_due
from backend.payouts.flagging import raise_flags, warn_of_numbers
from backend.payouts.layout import layout_for
from backend.payouts.payout import PayoutState
from backend.payouts.reading import must_see_county
from backend.payouts.row_digest import DigestRow, digest_of
from backend.payouts.signing_rule import signing_rule
from backend.payouts.skipping import skip
from backend.payouts.telling import Told, counted, to_nobody
from backend.payouts.withholding import hold_back
from backend.refusals import NotAcceptable
from backend.staff import Officer, Power


class EmptyBatch(NotAcceptable):
    """Nobody is owed anything that is not in a batch already."""

    sentence = "这个月没有待发放的人员，不需要编制批次。"


class MonthNotBegun(NotAcceptable):
    """A month is paid when it has begun, not before."""

    sentence = "还没到这个月，不能提前编制发放批次。"


_COLUMNS = (
    "id", "county", "batch_id", "line", "serial", "award_id", "resident_id", "programme", "village", "for_month",
    "amount_fen", "account_id", "state", "withheld_fen", "debt_id", "part", "link",
)  # fmt: skip
# Rows from which on PostgreSQL is told at once, not at its own next round a minute later: until then it takes the batch
# for a few rows, and the approver would wait while it looks up the person and award of each by itself.
_CHANGES_THE_TABLE = 10_000


@cycle_collector.resting()
async def draw_up(programme: str, month: date, officer: Officer, told: Told = to_nobody) -> Batch:
    """A batch of everything owed up to `month` (any day of it) beyond what is in live payouts.

    Months to be paid back, bounced months and what a raised amount leaves of paid months are in it. Who has no account
    is skipped and the cadre is asked for one; an account from which money came back is left out until it is changed or
    a cadre has put it right. Whose life certification is overdue waits for it, and the months with them (policy §4);
    who has died is never in it. What somebody agreed to have offset against a debt is held back of their months.
    Refuses with NoSuchPower, OutsideYourPlace, NoSuchProgramme, MonthNotBegun, MonthClosed, EmptyBatch,
    SigningRuleUnreadable, LayoutGone. Of two officers at once
    one draws up, the other finds nothing left. `told` hears how many rows are written of how many.
    """
    staff.must_have(officer, Power.DRAW_UP_BATCH)
    must_see_county(officer)
    benefit = entitlements.get_benefit(programme)
    month = entitlements.month_of(month)
    if month > clock.today():
        raise MonthNotBegun
    await must_be_open(officer.county, month)
    async with database.transaction():
        # One batch of a programme at a time: the second waits here, then sees the first one's rows as paid.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{officer.county}/{programme}")
        due = await what_is_due(officer.county, programme, month)
        skipped = await skip(due, programme, month, officer)
        payable = await hold_back([each for each in due if each.obstacle is None], officer.county, programme)
        batch = await _create(benefit, month, officer, payable, skipped, told) if payable else None
    if len(payable) >= _CHANGES_THE_TABLE:
        await database.execute("ANALYZE payout (batch_id, state, part)")
    if batch is None:  # after the commit, so that the cadres are asked for accounts all the same
        raise EmptyBatch(_only(skipped) if skipped else None, skipped=len(skipped))
    return batch


def _only(skipped: Sequence[Skipped]) -> str:
    reasons = "".join(sorted({each.why for each in skipped}))
    return f"有{len(skipped)}人的钱暂时不能发，没有其他待发放的人员。原因：{reasons}"


async def _create(
    benefit: Benefit, month: date, officer: Officer, payable: Sequence[Due], skipped: Sequence[Skipped], told: Told
) -> Batch:
    earlier = await Batch.filter(county=officer.county, programme=benefit.code, month=month)
    number = f"{officer.county}-{benefit.letters}-{month:%Y%m}-{len(earlier) + 1:02d}"
    rows = [
        DigestRow(line, f"{number}-{line:06d}", each.award_id, each.month, each.amount_fen, each.account_id)
        for line, each in enumerate(payable, start=1)
        if each.account_id is not None
    ]
    accounts = await account_digests(row.account_id for row in rows)
    chain = list(
        links(
            frozen(row, each.resident_id, each.withheld_fen, accounts[row.account_id])
            for row, each in zip(rows, payable, strict=True)
        )
    )
    rule = await signing_rule(officer.county, month)
    total = sum(row.amount_fen for row in rows)
    standing = [each for each in earlier if each.state is not BatchState.DISCARDED]
    batch = await Batch.create(
        id=new_id(), county=officer.county, number=number, programme=benefit.code, month=month,
        round=1 + max((each.round for each in standing), default=0),
        supplement_to=next((each.id for each in standing if each.round == 1), None),
        township_confirms=rule.township_confirms, approvers_needed=rule.approvers_for(total),
        chain_digest=chain[-1].hex(), layout=await layout_for(officer.county, month),
        state=BatchState.DRAWN_UP, rows_digest=digest_of(rows), drawn_up_by=officer.id, drawn_up_at=clock.now(),
    )  # fmt: skip
    await database.copy(
        "payout",
        _COLUMNS,
        (
            (new_id(), officer.county, batch.id, row.line, row.serial, row.award_id, each.resident_id, benefit.code,
             each.village, row.for_month, row.amount_fen, row.account_id, PayoutState.DRAWN_UP.value,
             each.withheld_fen, each.debt_id, each.part, link)
            for row, each, link in counted(list(zip(rows, payable, chain, strict=True)), told)
        ),
    )  # fmt: skip
    batch.skipped = tuple(skipped)
    flags = await raise_flags(batch) + await warn_of_numbers(batch)
    facts = {"payouts": len(rows), "total_fen": total, "skipped": len(skipped), "flags": flags}
    line = batch.line(journal.Deed.BATCH_DRAWN_UP, month=month.isoformat(), **facts)
    await journal.record(line, by=officer.signature)
    return batch
