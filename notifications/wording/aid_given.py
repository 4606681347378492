"""临时救助 was decided: one sum, to the person's account."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.figures import written_amount
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "amount": written_amount(told.facts["amount_fen"]),
        "moment": written_moment(told.at),
    }


AID_GIVEN = Occasion(
    code="aid_given",
    deed=Deed.AID_GIVEN,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="aid_given",
        code="SMS_410325060",
        text="${name}您好，您的申请批准了，一次给${amount}元，会发到您的账户。告知书到乡镇领。",
        variables={"name": "name", "amount": "money"},
    ),
    wechat=progress("已批准", "一次给{amount}元"),
    words=_words,
    door="请告诉{name}：申请批准了，一次给{amount}元，发到本人账户。",
    step=True,
)
