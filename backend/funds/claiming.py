"""Claiming (追回): what was overpaid leaves the year's spending, and comes back, is offset or is written off."""

from uuid import UUID

from backend import clock, programmes
from backend.funds.allocation import largest_remainder, rule_for
from backend.funds.balances import on_account
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


async def claim(county: str, debt_id: UUID, programme: str, fen: int, by: Signature, *, batch_id: UUID | None) -> None:
    """`fen` of a batch turn out to be overpaid: paid becomes recoverable, from the sources that paid.

    Booked in the running year, whenever it was paid. Where the batch is not in this ledger, the county's rule says
    whose money it was, and without a rule nobody's (uncovered).
    """
    await hold_ledger(county)
    paid = await on_account(FundAccount.PAID, batch_id=batch_id) if batch_id else {}
    weights = {key.source: part for key, part in paid.items() if part > 0} or await _by_rule(county, programme)
    pool = pool_of(programme, await programmes.parameters_on(county, clock.today())).code
    parts = largest_remainder(fen, list(weights.values()))
    moves = [
        Move(FundKey(running_year(), pool, source), FundAccount.PAID, FundAccount.RECOVERABLE, part, programme)
        for source, part in zip(weights, parts, strict=True)
    ]
    await book(county, VoucherKind.CLAIMED, moves, by=by, subject_id=debt_id)


async def end_claim(county: str, debt_id: UUID, programme: str, fen: int, by: Signature, *, how: VoucherKind) -> None:
    """`fen` of a claim are REPAID (available again), OFFSET, CLAIM_DROPPED (paid rightly after all) or WRITTEN_OFF."""
    await hold_ledger(county)
    left: dict[tuple[str, Source], int] = {}
    for fund, part in (await on_account(FundAccount.RECOVERABLE, subject_id=debt_id)).items():
        left[fund.pool, fund.source] = left.get((fund.pool, fund.source), 0) + part
    parts = largest_remainder(fen, list(left.values()))
    moves = [
        Move(FundKey(running_year(), pool, source), FundAccount.RECOVERABLE, _ENDS[how], part, programme)
        for (pool, source), part in zip(left, parts, strict=True)
    ]
    await book(county, how, moves, by=by, subject_id=debt_id)


async def _by_rule(county: str, programme: str) -> dict[Source, int]:
    rule = rule_for(programme, await programmes.parameters_on(county, clock.today()))
    # A group's first source stands for it: what came when is not known for a batch outside the ledger.
    return {group.sources[0]: group.share for group in rule.groups} if rule else {Source.UNCOVERED: 1}
