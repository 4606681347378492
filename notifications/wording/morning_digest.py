"""An officer hears on the morning on which something is late, close, or came up; what it is, the console says."""

from backend.digests import Matter
from backend.journal import Deed, Entry
from notifications.wording.occasion import Hears, Occasion, Sms, Told

_RAISED = (Matter.STEP_ESCALATED, Matter.ERRAND_ESCALATED)
_LATE = tuple(each for each in Matter if each.is_late and each not in _RAISED)
_CLOSE = (Matter.STEP_CLOSE,)


def _words(told: Told) -> dict[str, str]:
    def number(*matters: Matter) -> str:
        return str(sum(int(told.facts.get(each.value, 0)) for each in matters))

    return {"name": told.name, "late": number(*_LATE), "raised": number(*_RAISED), "close": number(*_CLOSE)}


def _is_pressing(entry: Entry) -> bool:
    """What is merely waiting is read in the console and need not ring in anybody's pocket."""
    return any(entry.facts.get(each.value) for each in (*_LATE, *_RAISED, *_CLOSE))


MORNING_DIGEST = Occasion(
    code="morning_digest",
    deed=Deed.DIGEST_DRAWN,
    hears=Hears.OFFICER,
    sms=Sms(
        name="morning_digest",
        code="SMS_410325090",
        text="${name}您好，今天工作台有${late}件超期、${raised}件督办、${close}件快到期，请登录查看。",
        variables={"name": "name", "late": "number", "raised": "number", "close": "number"},
    ),
    words=_words,
    visit=False,
    concerns=_is_pressing,
)
