"""The procedure was ended: why is in the written notice and in no text that others may read; the rights are here."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


TERMINATED = Occasion(
    code="terminated",
    deed=Deed.APPLICATION_TERMINATED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="terminated",
        code="SMS_410325273",
        text="${name}您好，您的申请已终止办理，理由写在告知书里，可到乡镇领取。不服可在60日内申请复议，或6个月内起诉。",
        variables={"name": "name"},
    ),
    wechat=progress("已终止办理", "看告知书：60日内可复议、6个月内可起诉"),
    words=_words,
    door="请上门告诉{name}：申请已终止办理，把告知书送到手里，并说明理由。愿意配合的可以重新申请；"
    "不服可在60日内申请行政复议，或6个月内向法院起诉。",
    step=True,
)
