"""The leader said which cadre goes to a door: they hear what whoever serves the village hears of a new errand."""

from backend.journal import Deed
from notifications.wording.errand_raised import ERRAND_RAISED
from notifications.wording.occasion import Hears, Occasion

ERRAND_ASSIGNED = Occasion(
    code="errand_assigned",
    deed=Deed.ERRAND_ASSIGNED,
    hears=Hears.CADRE,
    sms=ERRAND_RAISED.sms,
    words=ERRAND_RAISED.words,
    concerns=lambda entry: entry.facts.get("cadre_id") is not None,  # given back to the village it is on every list
)
