"""What the county finds out about a case before it decides: at the door, in the registers, from the neighbours."""

from backend.inquiries.guarding import (
    CountyVisitFirst,
    VisitFirst,
    YouInvestigated,
    must_be_investigated,
    must_be_ready_to_decide,
    needs_visit,
)
from backend.inquiries.reading import (
    VisitRead,
    investigated_by,
    photos_to_choose,
    possible_investigators,
    visits_of,
    was_visited,
)
from backend.inquiries.visit import HouseholdVisit, Level, Way
from backend.inquiries.visit_form import VISIT_FORM, Asked, FormIncomplete
from backend.inquiries.visiting import (
    ConclusionMissing,
    EmergencyMissing,
    PlaceOfPhotoMissing,
    SignatureMissing,
    TooFewInvestigators,
    Visited,
    VisitPhotoMissing,
    VisitTimeWrong,
    record_visit,
)

__all__ = [
    "VISIT_FORM", "Asked", "ConclusionMissing", "CountyVisitFirst", "EmergencyMissing", "FormIncomplete",
    "HouseholdVisit", "Level", "PlaceOfPhotoMissing", "SignatureMissing", "TooFewInvestigators", "VisitFirst",
    "VisitPhotoMissing", "VisitRead", "VisitTimeWrong", "Visited", "Way", "YouInvestigated", "investigated_by",
    "must_be_investigated", "must_be_ready_to_decide", "needs_visit", "photos_to_choose", "possible_investigators",
    "record_visit", "visits_of", "was_visited",
]  # fmt: skip
