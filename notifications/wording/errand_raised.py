"""A cadre is asked to go to somebody's door; whose door is in the app, not in the text."""

from backend.errands import ErrandKind
from backend.journal import Deed
from notifications.wording.dates import written_day
from notifications.wording.occasion import Hears, Occasion, Sms, Told

_TITLES = {kind.value: kind.shown for kind in ErrandKind}


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "task": _TITLES.get(str(told.facts.get("kind")), "上门办事"),
        "date": written_day(told.facts["due_on"]),
    }


ERRAND_RAISED = Occasion(
    code="errand_raised",
    deed=Deed.ERRAND_RAISED,
    hears=Hears.CADRE,
    sms=Sms(
        name="errand_raised",
        code="SMS_410325014",
        text="${name}您好，村里有一件上门的事：${task}，请在${date}前办好，详情在小程序“待办”里。",
        variables={"name": "name", "task": "other", "date": "other"},
    ),
    words=_words,
    concerns=lambda entry: not entry.facts.get("of_children"),  # its handlers find it in the office (policy §14.4)
)
