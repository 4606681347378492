"""What whoever buried somebody of 特困 is told of the money: approved, arrived, come back.

The provider takes no word of death or funerals in a notice (help.aliyun.com document 463270), and a phone on a table
need not show whose it was: 「您经办的一次性费用」 is known to who asked for it.
"""

from backend.entitlements import FUNERAL
from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.figures import written_amount, written_tail
from notifications.wording.occasion import Hears, Occasion, Sms, Told

_SUM = {"name": "other", "amount": "money", "tail": "number"}


def is_of_a_funeral(entry: Entry) -> bool:
    """Whether money of a payout was for a funeral."""
    return bool(entry.facts.get("programme") == FUNERAL)


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "amount": written_amount(told.facts["amount_fen"]),
        "tail": written_tail(told.facts["account_last_four"]),
    }


FUNERAL_AID_GIVEN = Occasion(
    code="funeral_aid_given",
    deed=Deed.FUNERAL_AID_GIVEN,
    hears=Hears.FUNERAL_PAYEE,
    sms=Sms(
        name="funeral_aid_given",
        code="SMS_410325220",
        text="${name}您好，您经办的一次性费用${amount}元批准了，会发到尾号${tail}的账户。",
        variables=_SUM,
    ),
    words=_words,
    visit=False,
)
FUNERAL_AID_PAID = Occasion(
    code="funeral_aid_paid",
    deed=Deed.PAYOUT_SETTLED,
    hears=Hears.FUNERAL_PAYEE,
    concerns=is_of_a_funeral,
    sms=Sms(
        name="funeral_aid_paid",
        code="SMS_410325221",
        text="${name}您好，您经办的一次性费用${amount}元已到账，账户尾号${tail}，请查收。",
        variables=_SUM,
    ),
    words=_words,
    can_wait=True,
    visit=False,
)
FUNERAL_AID_BOUNCED = Occasion(
    code="funeral_aid_bounced",
    deed=Deed.PAYOUT_BOUNCED,
    hears=Hears.FUNERAL_PAYEE,
    concerns=is_of_a_funeral,
    lane=Lane.URGENT,
    sms=Sms(
        name="funeral_aid_bounced",
        code="SMS_410325222",
        text="${name}您好，您经办的一次性费用${amount}元没到账，钱留着，请到乡镇更正尾号${tail}的账户。",
        variables=_SUM,
    ),
    words=_words,
    visit=False,
)
