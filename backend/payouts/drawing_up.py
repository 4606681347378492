"""Drawing up: one query of who is owed what and not yet paid, amounts in whole fen, one COPY of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import clock, database, entitlements, journal, programmes, staff, workdays
from backend.entitlements import Benefit, Claim
from backend.errands import ErrandKind, raise_errand
from backend.identifiers import new_id
from backend.payouts.batch import Batch, BatchState, Skipped
from backend.payouts.payout import PayoutState
from backend.payouts.reading import must_see_county
from backend.payouts.row_digest import DigestRow, digest_of
from backend.refusals import NotAcceptable
from backend.residents import Resident
from backend.staff import Officer, Power

_FIX_WITHIN = 5  # working days a cadre has to bring an account number; ours, no rule sets it


class EmptyBatch(NotAcceptable):
    """Nobody is owed anything that is not in a batch already."""

    sentence = "这个月没有待发放的人员，不需要编制批次。"


class MonthNotBegun(NotAcceptable):
    """A month is paid when it has begun, not before."""

    sentence = "还没到这个月，不能提前编制发放批次。"


_OWING = """
WITH broken AS MATERIALIZED (
    SELECT DISTINCT split_part(because, ':', 3)::uuid AS account_id FROM errand
    WHERE county = $1 AND kind = 'fix_account' AND done_at IS NULL AND because LIKE 'bounce:%')
SELECT a.id AS award_id, a.resident_id, a.village, a.read_only, a.from_month, a.paid_here_from, a.suspended_from,
       a.stopped_from, a.monthly_fen, r.birth_date, r.deceased_on, owed.month::date AS month, acc.id AS account_id,
       broken.account_id IS NOT NULL AS broken
FROM award a
JOIN resident r ON r.id = a.resident_id
CROSS JOIN LATERAL generate_series(
    greatest(a.from_month, a.paid_here_from)::timestamp,
    least($3::date, a.stopped_from - 1, a.suspended_from - 1)::timestamp, interval '1 month') AS owed (month)
LEFT JOIN account acc ON acc.resident_id = a.resident_id AND acc.closed_at IS NULL
LEFT JOIN broken ON broken.account_id = acc.id
LEFT JOIN payout p ON p.award_id = a.id AND p.for_month = owed.month::date AND p.state NOT IN ('bounced', 'discarded')
WHERE a.county = $1 AND a.programme = $2 AND NOT a.read_only AND p.id IS NULL
ORDER BY a.village, a.id, owed.month
"""
_CLAIM = (
    "read_only", "from_month", "paid_here_from", "suspended_from", "stopped_from", "monthly_fen", "birth_date",
    "deceased_on",
)  # fmt: skip
_COLUMNS = (
    "id", "county", "batch_id", "line", "serial", "award_id", "resident_id", "village", "for_month", "amount_fen",
    "account_id", "state",
)  # fmt: skip


_BRING_AN_ACCOUNT = "这位居民有钱要发，但还没有登记收款账户。请看一看本人的银行卡（存折），拍照并登记账号。"
_NO_ACCOUNT = "没有登记收款账户，已请村干部上门核对。"
_BROKEN_ACCOUNT = "上次退票的账户还没有核对好，村干部核对或更正后再发。"
_DECEASED = "已登记去世，不进批次；去世当月及以前没发的，请按规定另行办理。"


@dataclass(frozen=True, slots=True)
class _Due:
    """A month owed to someone; `obstacle` is why it cannot be in a batch now."""

    award_id: UUID
    resident_id: UUID
    village: str
    month: date
    amount_fen: int
    account_id: UUID | None
    obstacle: str | None


async def draw_up(programme: str, month: date, officer: Officer) -> Batch:
    """A batch of everything owed up to `month` (any day of it) that is in no live payout.

    Months to be paid back and bounced months are in it. Who has no account is skipped and the cadre is asked for one;
    an account from which money came back is left out until it is changed or the cadre has finished that errand; who
    has died is never in it. Refuses with NoSuchPower, OutsideYourPlace, NoSuchProgramme, MonthNotBegun,
    EmptyBatch. Of two officers at once one draws up, the other finds nothing left.
    """
    staff.must_have(officer, Power.DRAW_UP_BATCH)
    must_see_county(officer)
    benefit = entitlements.get_benefit(programme)
    month = entitlements.month_of(month)
    if month > clock.today():
        raise MonthNotBegun
    async with database.transaction():
        # One batch of a programme at a time: the second waits here, then sees the first one's rows as paid.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{officer.county}/{programme}")
        due = await _due(officer.county, programme, month)
        skipped = await _skip(due, month, officer)
        payable = [each for each in due if each.obstacle is None]
        batch = await _create(benefit, month, officer, payable, skipped) if payable else None
    if batch is None:  # after the commit, so that the cadres are asked for accounts all the same
        sentence = f"有{len(skipped)}人的钱因账户待核对等原因暂时不能发，没有其他待发放的人员。" if skipped else None
        raise EmptyBatch(sentence, skipped=len(skipped))
    return batch


async def _due(county: str, programme: str, month: date) -> list[_Due]:
    rows = await database.rows(_OWING, county, programme, month)
    rates = {each: await programmes.parameters_on(county, each) for each in {row["month"] for row in rows}}
    due = []
    for row in rows:
        claim = Claim(*(row[column] for column in _CLAIM))
        amount = entitlements.fen_for(claim, row["month"], rates[row["month"]])
        if amount:
            due.append(
                _Due(row["award_id"], row["resident_id"], row["village"], row["month"], amount, row["account_id"],
                     _obstacle(row))
            )  # fmt: skip
    return due


def _obstacle(row: dict[str, Any]) -> str | None:
    if row["deceased_on"] is not None:
        return _DECEASED
    if row["account_id"] is None:
        return _NO_ACCOUNT
    return _BROKEN_ACCOUNT if row["broken"] else None


async def _create(
    benefit: Benefit, month: date, officer: Officer, payable: Sequence[_Due], skipped: Sequence[Skipped]
) -> Batch:
    earlier = await Batch.filter(county=officer.county, programme=benefit.code, month=month)
    number = f"{officer.county}-{benefit.letters}-{month:%Y%m}-{len(earlier) + 1:02d}"
    rows = [
        DigestRow(line, f"{number}-{line:06d}", each.award_id, each.month, each.amount_fen, each.account_id)
        for line, each in enumerate(payable, start=1)
        if each.account_id is not None
    ]
    batch = await Batch.create(
        id=new_id(), county=officer.county, number=number, programme=benefit.code, month=month,
        round=1 + max((each.round for each in earlier if each.state is not BatchState.DISCARDED), default=0),
        state=BatchState.DRAWN_UP, rows_digest=digest_of(rows), drawn_up_by=officer.id, drawn_up_at=clock.now(),
    )  # fmt: skip
    await database.copy(
        "payout",
        _COLUMNS,
        (
            (new_id(), officer.county, batch.id, row.line, row.serial, row.award_id, each.resident_id, each.village,
             row.for_month, row.amount_fen, row.account_id, PayoutState.DRAWN_UP.value)
            for row, each in zip(rows, payable, strict=True)
        ),
    )  # fmt: skip
    batch.skipped = tuple(skipped)
    facts = {"payouts": len(rows), "total_fen": sum(row.amount_fen for row in rows), "skipped": len(skipped)}
    line = batch.line(journal.Deed.BATCH_DRAWN_UP, month=month.isoformat(), **facts)
    await journal.record(line, by=officer.signature)
    return batch


async def _skip(due: Sequence[_Due], month: date, officer: Officer) -> list[Skipped]:
    """Who is owed and cannot be paid now; those without an account are visited for one, once a month at most."""
    unpayable = {each.award_id: each for each in due if each.obstacle is not None}
    without_account = {each.resident_id for each in unpayable.values() if each.obstacle == _NO_ACCOUNT}
    for resident_id in sorted(without_account):
        await raise_errand(
            ErrandKind.FIX_ACCOUNT, await Resident.get(id=resident_id), reason=_BRING_AN_ACCOUNT,
            because=f"no_account:{resident_id}:{month:%Y-%m}", by=officer.signature,
            due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN).day,
        )  # fmt: skip
    return [Skipped(each.resident_id, each.award_id, each.obstacle or "") for each in unpayable.values()]
