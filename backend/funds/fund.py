"""Fund (资金): one source's money for one pool in one year; the accounts within it."""

from enum import StrEnum
from typing import NamedTuple

from tortoise import fields
from tortoise.models import Model

from backend.funds.source import Source


class FundAccount(StrEnum):
    """Accounts of every fund. Their sum is zero at all times: what was granted is where it went."""

    GRANTED = "granted"  #: below zero by all that the source gave
    AVAILABLE = "available"  #: may still be promised; never below zero, but for UNCOVERED
    COMMITTED = "committed"  #: of approved batches, not yet at the payees'
    PAID = "paid"
    RECOVERABLE = "recoverable"  #: overpaid, to come back
    WRITTEN_OFF = "written_off"
    MOVED = "moved"  #: carried into another year, or lent to what was uncovered

    @property
    def shown(self) -> str:
        """As the ledger shows it."""
        return _TITLES[self]


_TITLES = {
    FundAccount.GRANTED: "下达指标",
    FundAccount.AVAILABLE: "可用余额",
    FundAccount.COMMITTED: "已批待付",
    FundAccount.PAID: "已发放",
    FundAccount.RECOVERABLE: "待追回",
    FundAccount.WRITTEN_OFF: "已核销",
    FundAccount.MOVED: "结转调剂",
}


class FundKey(NamedTuple):
    """Which fund of a county."""

    year: int
    pool: str
    source: Source


class Fund(Model):
    """One row a fund, held by whoever books on it; `closed_at` ends its year."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    year = fields.IntField()
    pool = fields.TextField()
    source = fields.CharEnumField(Source, max_length=20)
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "fund"
        unique_together = (("county", "year", "pool", "source"),)
