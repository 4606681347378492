"""The case had reached the wrong office and was passed on: the person need do nothing."""

from backend.journal import Deed
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    if not str(told.facts["office"] or "").strip():
        raise ValueError("an office has a name")
    return {"name": told.name, "office": str(told.facts["office"]), "moment": written_moment(told.at)}


FORWARDED = Occasion(
    code="forwarded",
    deed=Deed.APPLICATION_FORWARDED,
    hears=Hears.PERSON,
    sms=Sms(
        name="forwarded",
        code="SMS_410325044",
        text="${name}您好，您的申请已转到${office}办理，材料一起转，不用再跑。",
        variables={"name": "name", "office": "other"},
    ),
    wechat=progress("已转办", "转到{office}办理，不用再跑"),
    words=_words,
    door="请告诉{name}：申请已转到{office}办理，材料一起转，不用再跑。",
    step=True,
    passing=True,
)
