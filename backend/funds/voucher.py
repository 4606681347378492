"""Voucher (凭证): one movement of money in the ledger, and its lines (分录)."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.funds.fund import FundAccount
from backend.journal import Deed


class VoucherKind(StrEnum):
    """What a movement is; the journal's deed has the same word."""

    APPROPRIATED = "appropriated"
    TAKEN_BACK = "taken_back"  #: the source asks for money back (收回指标)
    COMMITTED = "committed"
    PAID_OUT = "paid_out"
    BOUNCED_BACK = "bounced_back"
    RELEASED = "released"
    CLAIMED = "claimed"  #: found to be overpaid
    CLAIM_DROPPED = "claim_dropped"
    REPAID = "repaid"
    OFFSET = "offset"
    WRITTEN_OFF = "written_off"
    COVERED = "covered"  #: money recorded later takes the place of what was uncovered
    CARRIED_OVER = "carried_over"
    HANDED_BACK = "handed_back"  #: at the year's end, to whoever gave it
    REVERSED = "reversed"

    @property
    def shown(self) -> str:
        """As the ledger shows it."""
        return _TITLES[self]

    @property
    def deed(self) -> Deed:
        """The journal's word for it."""
        return Deed(f"funds.{self.value}")


_TITLES = {
    VoucherKind.APPROPRIATED: "下达",
    VoucherKind.TAKEN_BACK: "收回指标",
    VoucherKind.COMMITTED: "批次复核，占用",
    VoucherKind.PAID_OUT: "到账，列支",
    VoucherKind.BOUNCED_BACK: "退票，退回",
    VoucherKind.RELEASED: "批次作废，释放",
    VoucherKind.CLAIMED: "多发，应追回",
    VoucherKind.CLAIM_DROPPED: "撤销追回",
    VoucherKind.REPAID: "追回到账",
    VoucherKind.OFFSET: "抵扣",
    VoucherKind.WRITTEN_OFF: "核销",
    VoucherKind.COVERED: "补足待落实资金",
    VoucherKind.CARRIED_OVER: "年末结转",
    VoucherKind.HANDED_BACK: "年末交回",
    VoucherKind.REVERSED: "冲正",
}


class Voucher(Model):
    """Appended, never edited: a mistake is put right by another voucher that reverses it."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    year = fields.IntField()
    number = fields.IntField()
    kind = fields.CharEnumField(VoucherKind, max_length=20)
    booked_on = fields.DateField()
    batch_id = fields.UUIDField(null=True)
    subject_id = fields.UUIDField(null=True)
    reverses = fields.UUIDField(null=True, unique=True)
    note = fields.TextField(default="")
    by_kind = fields.TextField()
    by_id = fields.UUIDField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "voucher"
        unique_together = (("county", "year", "number"),)

    @property
    def shown_number(self) -> str:
        """As it stands on paper: 「2026-000123」; without gaps within a year."""
        return f"{self.year}-{self.number:06d}"


class VoucherLine(Model):
    """So many fen onto (or, below zero, off) an account of a fund; the lines of a voucher are zero for each fund."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    voucher_id = fields.UUIDField()
    fund_id = fields.UUIDField()
    account = fields.CharEnumField(FundAccount, max_length=20)
    programme = fields.TextField(null=True)
    fen = fields.BigIntField()

    class Meta:
        table = "voucher_line"
        unique_together = (("voucher_id", "fund_id", "account", "programme"),)
