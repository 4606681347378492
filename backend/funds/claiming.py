"""Claiming (追回): what was overpaid leaves the year's spending, and comes back, is offset or is written off."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from backend import clock, database, programmes
from backend.funds.allocation import Rates, largest_remainder, rule_for
from backend.funds.balances import of_subject
from backend.funds.booking import Move, book, hold_ledger, running_year
from backend.funds.fund import FundAccount, FundKey
from backend.funds.pool import pool_of
from backend.funds.source import Source
from backend.funds.voucher import VoucherKind
from backend.journal import Signature

_ENDS = {
    VoucherKind.REPAID: FundAccount.AVAILABLE,
    VoucherKind.OFFSET: FundAccount.PAID,
    VoucherKind.CLAIM_DROPPED: FundAccount.PAID,
    VoucherKind.WRITTEN_OFF: FundAccount.WRITTEN_OFF,
}


async def claim(county: str, debt_id: UUID, programme: str, by_batch: Mapping[UUID, int], by: Signature) -> None:
    """So many fen of each of these batches turn out to be overpaid: paid becomes recoverable, in one voucher.

    From the sources that paid, booked in the running year, whenever it was paid. Where a batch is not in this ledger,
    the county's rule says whose money it was, and without a rule nobody's (uncovered).
    """
    await hold_ledger(county)
    rates = await programmes.parameters_on(county, clock.today())
    pool, paid = pool_of(programme, rates).code, await _paid(by_batch)
    moves = []
    for batch_id, fen in by_batch.items():
        weights = paid.get(batch_id) or _by_rule(programme, rates)
        parts = largest_remainder(fen, list(weights.values()))
        moves += [
            Move(FundKey(running_year(), pool, source), FundAccount.PAID, FundAccount.RECOVERABLE, part, programme)
            for source, part in zip(weights, parts, strict=True)
        ]
    await book(county, VoucherKind.CLAIMED, moves, by=by, subject_id=debt_id)


async def end_claim(county: str, debt_id: UUID, programme: str, fen: int, by: Signature, *, how: VoucherKind) -> None:
    """`fen` of a claim are REPAID (available again), OFFSET, CLAIM_DROPPED (paid rightly after all) or WRITTEN_OFF.

    Booked in the year in which the claim stands: its own until that is closed, then the one that it was carried into.
    """
    await hold_ledger(county)
    found, closed = await of_subject(debt_id, FundAccount.RECOVERABLE), await _closed_years(county)
    left: dict[tuple[str, Source], int] = {}
    for fund, part in found.items():
        left[fund.pool, fund.source] = left.get((fund.pool, fund.source), 0) + part
    parts = largest_remainder(fen, list(left.values()))
    year = min((fund.year for fund in found), default=running_year())
    while year in closed:
        year += 1
    moves = [
        Move(FundKey(year, pool, source), FundAccount.RECOVERABLE, _ENDS[how], part, programme)
        for (pool, source), part in zip(left, parts, strict=True)
    ]
    await book(county, how, moves, by=by, subject_id=debt_id)


async def _closed_years(county: str) -> set[int]:
    found = await database.rows("SELECT DISTINCT year FROM fund WHERE county = $1 AND closed_at IS NOT NULL", county)
    return {each["year"] for each in found}


async def _paid(batches: Iterable[UUID]) -> dict[UUID, dict[Source, int]]:
    """What each source paid of each batch; batches outside the ledger left out."""
    found = await database.rows(
        """SELECT v.batch_id, f.source, sum(l.fen)::bigint AS fen
           FROM voucher v JOIN voucher_line l ON l.voucher_id = v.id JOIN fund f ON f.id = l.fund_id
           WHERE v.batch_id = ANY ($1) AND l.account = 'paid' GROUP BY 1, 2 HAVING sum(l.fen) > 0 ORDER BY 1, 2""",
        list(batches),
    )
    paid: dict[UUID, dict[Source, int]] = {}
    for each in found:
        paid.setdefault(each["batch_id"], {})[Source(each["source"])] = each["fen"]
    return paid


def _by_rule(programme: str, rates: Rates) -> dict[Source, int]:
    rule = rule_for(programme, rates)
    # A group's first source stands for it: what came when is not known for a batch outside the ledger.
    return {group.sources[0]: group.share for group in rule.groups} if rule else {Source.UNCOVERED: 1}
