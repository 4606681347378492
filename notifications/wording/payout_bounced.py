"""Money came back from the bank: it is still the person's, and this is what to bring."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.funeral_aid import is_of_a_funeral
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "month": written_month(told.facts["month"]),
        "moment": written_moment(told.at),
    }


PAYOUT_BOUNCED = Occasion(
    code="payout_bounced",
    deed=Deed.PAYOUT_BOUNCED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="payout_bounced",
        code="SMS_410325012",
        text="${name}您好，您${month}的补贴没有到账，钱还给您留着。请备好身份证和社保卡，村干部会联系您。",
        variables={"name": "name", "month": "other"},
    ),
    wechat=progress("未到账", "钱留着，请备好身份证和社保卡"),
    words=_words,
    payee=True,
    concerns=lambda entry: not is_of_a_funeral(entry),
    door="请告诉{name}：{month}的补贴没有到账，钱还留着，请带身份证和社保卡更正账户。",
)
