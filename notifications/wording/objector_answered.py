"""Whoever left a number with an objection hears what came of it.

A phone lies on a table, and a neighbour is soon known: the text names no family, no benefit and no notice, and says
nothing of reporting anybody. The day tells who left the number which of their words is meant.
"""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.dates import written_day
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    if not isinstance(told.facts["upheld"], bool):
        raise TypeError("what somebody said is so or it is not")
    result = "您说的属实，会按规定办" if told.facts["upheld"] else "查下来和您说的不一样"
    return {"day": written_day(told.facts["raised_on"]), "result": result}


OBJECTOR_ANSWERED = Occasion(
    code="objector_answered",
    deed=Deed.OBJECTOR_ANSWERED,
    hears=Hears.OBJECTOR,
    lane=Lane.URGENT,
    sms=Sms(
        name="objector_answered",
        code="SMS_410325250",
        text="您好，您${day}说的事已经核实：${result}。还有不明白的，请问乡镇。",
        variables={"day": "other", "result": "other"},
    ),
    words=_words,
    visit=False,
)
