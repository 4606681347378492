"""The township has accepted the case and will come to the house: said before, so that nobody there is a stranger."""

from backend.journal import Deed
from notifications.wording.accepted import comes_to_the_house
from notifications.wording.cards import progress
from notifications.wording.dates import written_due, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "date": written_due(told.facts["decision_due_on"]),
        "moment": written_moment(told.at),
    }


VISIT_ANNOUNCED = Occasion(
    code="visit_announced",
    deed=Deed.APPLICATION_ACCEPTED,
    hears=Hears.PERSON,
    sms=Sms(
        name="visit_announced",
        code="SMS_410325064",
        text="${name}您好，您的申请已受理，${date}前办结。工作人员会上门了解情况，不收钱，请家里留人。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("已受理", "工作人员会上门了解情况"),
    words=_words,
    door="请告诉{name}：申请已受理，{date}前办结；工作人员会上门了解情况，不收钱，请家里留人。",
    step=True,
    passing=True,
    concerns=comes_to_the_house,
)
