"""The application was withdrawn, by the person or in their name: they hear of it either way."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "moment": written_moment(told.at)}


WITHDRAWN = Occasion(
    code="withdrawn",
    deed=Deed.APPLICATION_WITHDRAWN,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="withdrawn",
        code="SMS_410325010",
        text="${name}您好，您的申请已撤回。如果不是您的意思，或想重新申请，请找村干部。",
        variables={"name": "name"},
    ),
    wechat=progress("已撤回", "想重新申请请找村干部"),
    words=_words,
    door="请告诉{name}：申请已撤回。如果不是本人的意思，请帮忙重新申请。",
    step=True,
)
