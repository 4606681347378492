"""The township has accepted the case: the legal clock runs from today."""

from backend.journal import Deed, Entry
from notifications.wording.cards import progress
from notifications.wording.dates import written_due, written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "date": written_due(told.facts["decision_due_on"]),
        "moment": written_moment(told.at),
    }


def comes_to_the_house(entry: Entry) -> bool:
    """Whether the programme's procedure has a visit: that is announced in words of its own."""
    return entry.facts.get("visit") is True


ACCEPTED = Occasion(
    code="accepted",
    deed=Deed.APPLICATION_ACCEPTED,
    hears=Hears.PERSON,
    sms=Sms(
        name="accepted",
        code="SMS_410325004",
        text="${name}您好，您的申请已受理，${date}前办结，不用再跑。有事问村干部。",
        variables={"name": "name", "date": "other"},
    ),
    wechat=progress("已受理", "{date}前办结"),
    words=_words,
    door="请告诉{name}：申请已受理，{date}前办结，不用再跑。",
    step=True,
    passing=True,
    concerns=lambda entry: not comes_to_the_house(entry),
)
