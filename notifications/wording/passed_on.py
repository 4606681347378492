"""The case belongs to another county and has gone there: who has it now, and from when its time runs."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    if not str(told.facts["office"] or "").strip():
        raise ValueError("an office has a name")
    return {"name": told.name, "office": str(told.facts["office"]), "moment": written_moment(told.at)}


PASSED_ON = Occasion(
    code="passed_on",
    deed=Deed.CASE_PASSED_ON,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="passed_on",
        code="SMS_410325274",
        text="${name}您好，您的申请已连同材料转到${office}，不用重新交。期限从那边受理起算。",
        variables={"name": "name", "office": "other"},
    ),
    wechat=progress("已转办", "转到{office}办理，不用再跑"),
    words=_words,
    door="请告诉{name}：申请已连同材料转到{office}办理，不用重新交材料。办理期限从那边受理那天起算，可以向那边问进度。",
    step=True,
)
