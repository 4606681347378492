"""The case was not taken on: the reasons are in the written notice, the rights are in this text."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


TURNED_AWAY = Occasion(
    code="turned_away",
    deed=Deed.APPLICATION_TURNED_AWAY,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="turned_away",
        code="SMS_410325272",
        text="${name}您好，您的申请不予受理，理由写在告知书里，可到乡镇领取。不服可在60日内申请复议，或6个月内起诉。",
        variables={"name": "name"},
    ),
    wechat=progress("不予受理", "看告知书：60日内可复议、6个月内可起诉"),
    words=_words,
    door="请上门告诉{name}：申请不予受理，把告知书送到手里，并说明理由。不服可在60日内申请行政复议，或6个月内向法院起诉。",
    step=True,
)
