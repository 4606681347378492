"""Booking (记账): a voucher, its lines and its journal entry, inside the transaction of the deed that moves money."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import clock, database, journal
from backend.funds.fund import Fund, FundAccount, FundKey
from backend.funds.source import Source
from backend.funds.voucher import Voucher, VoucherKind
from backend.identifiers import new_id
from backend.journal import Signature
from backend.money import yuan
from backend.refusals import NotNow

# Accounts that tell the programmes of a pool apart; the others are the pool's.
_BY_PROGRAMME = {FundAccount.COMMITTED, FundAccount.PAID, FundAccount.RECOVERABLE, FundAccount.WRITTEN_OFF}
_MAY_NOT_LACK = (FundAccount.AVAILABLE, FundAccount.COMMITTED, FundAccount.RECOVERABLE)
_Key = tuple[FundKey, FundAccount, str | None]


class YearClosed(NotNow):
    """The year's books are closed; what is found later belongs to the running year."""

    sentence = "这一年的账已经结了，不能再记。请记到当年，或请审批岗核实。"


class FundsShort(NotNow):
    """More would leave a fund than is in it; `details` say which pool lacks how many fen."""

    sentence = "资金不够，请先登记来文或调整后再办理。"


@dataclass(frozen=True, slots=True)
class Move:
    """`fen` (above zero) from one account to another of the same fund, so that it balances by itself."""

    fund: FundKey
    out_of: FundAccount
    into: FundAccount
    fen: int
    programme: str | None = None


async def hold_ledger(county: str) -> None:
    """Let nobody else book in this county until the transaction ends: balances read from here on stay true."""
    if not database.in_a_transaction():
        raise RuntimeError("money moves in the transaction of the deed that moves it")
    await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 70))", county)


async def book(
    county: str,
    kind: VoucherKind,
    moves: Iterable[Move],
    *,
    by: Signature,
    year: int | None = None,
    batch_id: UUID | None = None,
    subject_id: UUID | None = None,
    reverses: UUID | None = None,
    note: str = "",
) -> Voucher | None:
    """Write a voucher of these moves; None where they move nothing.

    Refuses with YearClosed and FundsShort. Its journal entry holds every line, so that the balances can be made again
    from the journal alone. `note` may hold no personal data.
    """
    await hold_ledger(county)
    lines = _lines_of(moves)
    if not lines:
        return None
    funds = await _funds(county, sorted({key for key, _, _ in lines}))
    await _must_suffice(lines, funds)
    year = year or clock.today().year
    last = await database.row(
        "SELECT coalesce(max(number), 0)::int AS number FROM voucher WHERE county = $1 AND year = $2", county, year
    )
    voucher = await Voucher.create(
        id=new_id(), county=county, year=year, number=(last or {})["number"] + 1, kind=kind, booked_on=clock.today(),
        batch_id=batch_id, subject_id=subject_id, reverses=reverses, note=note, by_kind=by.kind.value, by_id=by.id,
        at=clock.now(),
    )  # fmt: skip
    await database.copy(
        "voucher_line",
        ("id", "county", "voucher_id", "fund_id", "account", "programme", "fen"),
        [
            (new_id(), county, voucher.id, funds[key], account.value, programme, fen)
            for (key, account, programme), fen in lines.items()
        ],
    )
    facts = {
        "number": voucher.shown_number, "batch_id": batch_id, "subject_id": subject_id, "reverses": reverses,
        "lines": [[*key, account, programme, fen] for (key, account, programme), fen in lines.items()],
    }  # fmt: skip
    await journal.record(journal.Line(kind.deed, county, "voucher", voucher.id, facts=facts), by=by)
    return voucher


def _lines_of(moves: Iterable[Move]) -> dict[_Key, int]:
    lines: Counter[_Key] = Counter()
    for move in moves:
        if move.fen < 0:
            raise ValueError("money moves forward; to turn it round, swap the accounts")
        for account, fen in ((move.out_of, -move.fen), (move.into, move.fen)):
            lines[move.fund, account, move.programme if account in _BY_PROGRAMME else None] += fen
    return {key: fen for key, fen in lines.items() if fen}


async def _funds(county: str, keys: Sequence[FundKey]) -> dict[FundKey, UUID]:
    """The ids of these funds, made where they are new; YearClosed."""
    years = [key.year for key in keys]
    if await Fund.filter(county=county, year__in=years).exclude(closed_at=None).exists():
        raise YearClosed
    values = years, [key.pool for key in keys], [key.source.value for key in keys]
    await database.execute(
        """INSERT INTO fund (id, county, year, pool, source)
           SELECT given.id, $1, given.year, given.pool, given.source
           FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[]) AS given (id, year, pool, source)
           ON CONFLICT (county, year, pool, source) DO NOTHING""",
        county, [new_id() for _ in keys], *values,
    )  # fmt: skip
    found = await database.rows(
        """SELECT id, year, pool, source FROM fund
           WHERE county = $1 AND (year, pool, source) IN (SELECT * FROM unnest($2::int[], $3::text[], $4::text[]))""",
        county, *values,
    )  # fmt: skip
    return {FundKey(each["year"], each["pool"], Source(each["source"])): each["id"] for each in found}


async def _must_suffice(lines: dict[_Key, int], funds: dict[FundKey, UUID]) -> None:
    """FundsShort if an account that may not lack would; the table's own check is the last word."""
    leaving: Counter[tuple[FundKey, FundAccount]] = Counter()
    for (key, account, _), fen in lines.items():
        if account in _MAY_NOT_LACK and not (account is FundAccount.AVAILABLE and key.source is Source.UNCOVERED):
            leaving[key, account] += fen
    asked = {key: fen for key, fen in leaving.items() if fen < 0}
    if not asked:
        return
    found = await database.rows(
        """SELECT fund_id, account, sum(fen)::bigint AS fen FROM voucher_line
           WHERE fund_id = ANY ($1) GROUP BY fund_id, account""",
        [funds[key] for key, _ in asked],
    )
    there = {(each["fund_id"], each["account"]): each["fen"] for each in found}
    for (key, account), fen in asked.items():
        missing = -fen - there.get((funds[key], account.value), 0)
        if missing > 0:
            raise FundsShort(
                f"{key.source.shown}资金的{account.shown}还差{yuan(missing)}元，请先登记来文或调整后再办理。",
                pool=key.pool, source=key.source.value, missing_fen=missing,
            )  # fmt: skip


def running_year(on: date | None = None) -> int:
    """The budget year (公历年度) that money moves in today."""
    return (on or clock.today()).year
