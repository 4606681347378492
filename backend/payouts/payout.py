"""Payout (发放明细): one month's money of one award, or a part of it, in one batch."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class PayoutState(StrEnum):
    """Where the money is."""

    DRAWN_UP = "drawn_up"
    SENT = "sent"
    SETTLED = "settled"
    BOUNCED = "bounced"
    DISCARDED = "discarded"

    @property
    def shown(self) -> str:
        """As the person's statement shows it."""
        return _TITLES[self]


_TITLES = {
    PayoutState.DRAWN_UP: "正在办理",
    PayoutState.SENT: "已交银行",
    PayoutState.SETTLED: "已到账",
    PayoutState.BOUNCED: "没有到账，会补发",
    PayoutState.DISCARDED: "已作废",
}


class Payout(Model):
    """`serial` is our key at the bank (业务流水号). Each `part` of a month is paid once: constraints hold all but the
    bounced, for an award and, should two awards of a programme overlap, for the person. `amount_fen` goes to the bank;
    `withheld_fen` is what of the month is held back against a debt, by agreement: together they are what is owed.
    `link` is its link in the chain of its batch. `live`, which PostgreSQL makes of the state: not bounced and not taken
    out.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    batch_id = fields.UUIDField()
    line = fields.IntField()
    serial = fields.CharField(60, unique=True)
    award_id = fields.UUIDField()
    resident_id = fields.UUIDField()
    programme = fields.TextField()
    village = fields.CharField(12)
    for_month = fields.DateField()
    part = fields.SmallIntField(default=0)
    amount_fen = fields.BigIntField()
    withheld_fen = fields.BigIntField(default=0)
    debt_id = fields.UUIDField(null=True)
    account_id = fields.UUIDField()
    link = fields.BinaryField(null=True)
    state = fields.CharEnumField(PayoutState, max_length=20)
    live = fields.BooleanField(null=True)
    bounce_code = fields.TextField(null=True)
    bounce_text = fields.TextField(null=True)
    bank_reference = fields.TextField(null=True)
    settled_on = fields.DateField(null=True)

    class Meta:
        table = "payout"
        unique_together = (("batch_id", "line"),)
