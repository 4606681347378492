"""A cadre is reminded of a door where somebody still waits; whose door is in the app, not in the text."""

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


ERRAND_OVERDUE = Occasion(
    code="errand_overdue",
    deed=Deed.ERRAND_OVERDUE,
    hears=Hears.CADRE,
    sms=Sms(
        name="errand_overdue",
        code="SMS_410325023",
        text="${name}您好，${task}应在${date}前办好，现在还没有办，乡亲在等，详情在小程序“待办”里。",
        variables={"name": "name", "task": "other", "date": "other"},
    ),
    words=_words,
)
