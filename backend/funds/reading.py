"""Reading the ledger: the county's vouchers, newest first, a page at a time."""

from dataclasses import dataclass
from uuid import UUID

from backend import database, staff
from backend.funds.fund import FundAccount, FundKey
from backend.funds.source import Source
from backend.funds.voucher import Voucher
from backend.staff import Officer, Power

_PAGE = 50


@dataclass(frozen=True)
class ShownLine:
    """One line of a voucher; fen above zero came onto the account."""

    fund: FundKey
    account: FundAccount
    programme: str | None
    fen: int


def must_see_funds(officer: Officer) -> None:
    """NoSuchPower, OutsideYourPlace: a county's money is seen at the county."""
    staff.must_have(officer, Power.SEE_FUNDS)
    staff.must_cover(officer, f"{officer.county}000000")


async def vouchers_for(
    officer: Officer, *, before: UUID | None = None, batch_id: UUID | None = None
) -> list[tuple[Voucher, list[ShownLine]]]:
    """At most 50 vouchers older than `before`, newest first, each with its lines; NoSuchPower, OutsideYourPlace."""
    must_see_funds(officer)
    asked = Voucher.filter(county=officer.county)
    if before is not None:
        asked = asked.filter(id__lt=before)
    if batch_id is not None:
        asked = asked.filter(batch_id=batch_id)
    vouchers = await asked.order_by("-id").limit(_PAGE)
    lines = await _lines([voucher.id for voucher in vouchers])
    return [(voucher, lines[voucher.id]) for voucher in vouchers]


async def vouchers_of_batch(county: str, batch_id: UUID) -> list[dict[str, object]]:
    """A batch's vouchers with their lines as plain values (fen), oldest first, for whoever was given the batch."""
    vouchers = await Voucher.filter(county=county, batch_id=batch_id).order_by("id")
    lines = await _lines([voucher.id for voucher in vouchers])
    return [
        {
            "number": voucher.shown_number, "kind": voucher.kind.value, "booked_on": voucher.booked_on,
            "by": voucher.by_kind, "by_id": voucher.by_id,
            "lines": [
                {
                    "year": line.fund.year, "pool": line.fund.pool, "source": line.fund.source.value,
                    "account": line.account.value, "programme": line.programme, "fen": line.fen,
                }
                for line in lines[voucher.id]
            ],
        }
        for voucher in vouchers
    ]  # fmt: skip


async def _lines(voucher_ids: list[UUID]) -> dict[UUID, list[ShownLine]]:
    lines: dict[UUID, list[ShownLine]] = {voucher_id: [] for voucher_id in voucher_ids}
    for each in await database.rows(
        """SELECT l.voucher_id, f.year, f.pool, f.source, l.account, l.programme, l.fen
           FROM voucher_line l JOIN fund f ON f.id = l.fund_id
           WHERE l.voucher_id = ANY ($1)
           ORDER BY l.fen > 0, f.year, array_position($2, f.source), l.account, l.programme""",
        list(lines),
        [source.value for source in Source],
    ):
        fund = FundKey(each["year"], each["pool"], Source(each["source"]))
        lines[each["voucher_id"]].append(ShownLine(fund, FundAccount(each["account"]), each["programme"], each["fen"]))
    return lines
