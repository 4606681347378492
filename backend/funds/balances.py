"""Balances: what is on which account, from the lines and from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from backend import database
from backend.funds.fund import FundAccount, FundKey
from backend.funds.source import Source


@dataclass(frozen=True, slots=True)
class Balance:
    """`fen` on an account of a fund; `programme` where the account tells them apart."""

    fund: FundKey
    account: FundAccount
    programme: str | None
    fen: int


async def balances(county: str, year: int, pool: str | None = None) -> list[Balance]:
    """Every account of a year that is not zero, in the order of pool, source and account."""
    found = await database.rows(
        """SELECT f.year, f.pool, f.source, l.account, l.programme, sum(l.fen)::bigint AS fen
           FROM fund f JOIN voucher_line l ON l.fund_id = f.id
           WHERE f.county = $1 AND f.year = $2 AND ($3::text IS NULL OR f.pool = $3)
           GROUP BY 1, 2, 3, 4, 5 HAVING sum(l.fen) <> 0""",
        county, year, pool,
    )  # fmt: skip
    sources, accounts = list(Source), list(FundAccount)
    made = [
        Balance(
            FundKey(each["year"], each["pool"], Source(each["source"])), FundAccount(each["account"]),
            each["programme"], each["fen"],
        )
        for each in found
    ]  # fmt: skip
    return sorted(
        made,
        key=lambda each: (each.fund.pool, sources.index(each.fund.source), accounts.index(each.account),
                          each.programme or ""),
    )  # fmt: skip


async def available(county: str, year: int, pool: str) -> Mapping[Source, int]:
    """Fen that may still be promised, by source."""
    return {
        each.fund.source: each.fen
        for each in await balances(county, year, pool)
        if each.account is FundAccount.AVAILABLE
    }


async def on_account(
    account: FundAccount, *, batch_id: UUID | None = None, subject_id: UUID | None = None
) -> dict[FundKey, int]:
    """What the vouchers of one batch or one subject left on an account, by fund; funds with nothing left out."""
    found = await database.rows(
        """SELECT f.year, f.pool, f.source, sum(l.fen)::bigint AS fen
           FROM voucher v JOIN voucher_line l ON l.voucher_id = v.id JOIN fund f ON f.id = l.fund_id
           WHERE (v.batch_id = $1 OR v.subject_id = $2) AND l.account = $3
           GROUP BY 1, 2, 3 HAVING sum(l.fen) <> 0 ORDER BY 1, 2, 3""",
        batch_id, subject_id, account.value,
    )  # fmt: skip
    return {FundKey(each["year"], each["pool"], Source(each["source"])): each["fen"] for each in found}
