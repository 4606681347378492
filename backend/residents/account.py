"""Account: where a person's money goes."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import sealing

ACCOUNT = "account"  # the sealing purpose of account numbers
_DOUBT = "这个卡号的校验位不对，可能输错了一位。请对照银行卡再看一遍；没有输错的不用改，以银行为准。"


class AccountKind(StrEnum):
    """What the person holds in hand."""

    CARD = "card"  #: 社保卡 or bank card
    PASSBOOK = "passbook"  #: 存折; its number need not pass the Luhn check


class Account(Model):
    """At most one open account a person; a change closes the old one and keeps it.

    `only_for`: of whoever is paid this one award (丧葬费用), and no account of the person's for anything else.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    resident_id = fields.UUIDField()
    holder_name = fields.TextField()
    number_sealed = fields.BinaryField()
    number_index = fields.BinaryField()
    last_four = fields.CharField(4)
    bank = fields.TextField()
    kind = fields.TextField()
    since = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    only_for = fields.UUIDField(null=True)

    class Meta:
        table = "account"

    @property
    def number(self) -> str:
        """The number in clear; for the bank file only."""
        return sealing.unseal(self.number_sealed, ACCOUNT)


def doubt_of(number: str, kind: AccountKind) -> str:
    """What to say to whoever enters a card's number whose check digit is wrong; blank where there is no doubt.

    It warns and refuses nothing: the bank has the last word (policy §11.6), and a passbook has no check digit.
    """
    return _DOUBT if kind is AccountKind.CARD and not passes_luhn(number) else ""


def passes_luhn(number: str) -> bool:
    """Whether the last digit of a card's number is the check digit of the others (ISO/IEC 7812-1)."""
    doubled = "".join(str(int(digit) * 2) for digit in number[-2::-2])
    total = sum(map(int, number[-1::-2])) + sum(map(int, doubled))
    return total % 10 == 0
