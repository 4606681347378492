"""Who reported by name and left a number hears what came of it: the words of `objector_answered`, which name nobody."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.objector_answered import OBJECTOR_ANSWERED
from notifications.wording.occasion import Hears, Occasion

REPORTER_ANSWERED = Occasion(
    code="reporter_answered",
    deed=Deed.REPORTER_ANSWERED,
    hears=Hears.OBJECTOR,
    lane=Lane.URGENT,
    sms=OBJECTOR_ANSWERED.sms,
    words=OBJECTOR_ANSWERED.words,
    visit=False,
)
