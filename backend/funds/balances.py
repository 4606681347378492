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


async def of_batch(batch_id: UUID, account: FundAccount) -> dict[FundKey, int]:
    """What a batch's vouchers left on an account, by fund; funds with nothing left out."""
    return await _of("v.batch_id", batch_id, account)


async def of_subject(subject_id: UUID, account: FundAccount) -> dict[FundKey, int]:
    """The same of an appropriation's or an overpayment's vouchers."""
    return await _of("v.subject_id", subject_id, account)


async def _of(column: str, whose: UUID, account: FundAccount) -> dict[FundKey, int]:
    found = await database.rows(
        f"""SELECT f.year, f.pool, f.source, sum(l.fen)::bigint AS fen
           FROM voucher v JOIN voucher_line l ON l.voucher_id = v.id JOIN fund f ON f.id = l.fund_id
           WHERE {column} = $1 AND l.account = $2
           GROUP BY 1, 2, 3 HAVING sum(l.fen) <> 0 ORDER BY 1, 2, 3""",
        whose, account.value,
    )  # fmt: skip
    return {FundKey(each["year"], each["pool"], Source(each["source"])): each["fen"] for each in found}
