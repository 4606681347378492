"""What the county finds out about a case before it decides: at the door, in the registers, from the neighbours."""

from backend.inquiries.first_opinion import PROVENANCE_TITLES, FirstOpinion, Found, last_opinion, opinions_on
from backend.inquiries.guarding import (
    CountyVisitFirst,
    OpinionAgainst,
    OpinionFirst,
    VisitFirst,
    YouGaveTheOpinion,
    YouInvestigated,
    judged_on_what_was_found,
    must_be_investigated,
    must_be_ready_to_decide,
    needs_visit,
)
from backend.inquiries.opining import (
    CheckFirst,
    DifferenceUnexplained,
    Opinion,
    ReasonsMissing,
    facts_to_verify,
    give_first_opinion,
    judge,
)
from backend.inquiries.reading import (
    VisitRead,
    handled_by,
    investigated_by,
    photos_to_choose,
    possible_investigators,
    visits_of,
    was_visited,
)
from backend.inquiries.settling import AgainstTheLaw, FactsStillOpen
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
    "PROVENANCE_TITLES", "VISIT_FORM", "AgainstTheLaw", "Asked", "CheckFirst", "ConclusionMissing", "CountyVisitFirst",
    "DifferenceUnexplained", "EmergencyMissing", "FactsStillOpen", "FirstOpinion", "FormIncomplete", "Found",
    "HouseholdVisit", "Level", "Opinion", "OpinionAgainst", "OpinionFirst", "PlaceOfPhotoMissing", "ReasonsMissing",
    "SignatureMissing", "TooFewInvestigators", "VisitFirst", "VisitPhotoMissing", "VisitRead", "VisitTimeWrong",
    "Visited", "Way", "YouGaveTheOpinion", "YouInvestigated", "facts_to_verify", "give_first_opinion", "handled_by",
    "investigated_by", "judge", "judged_on_what_was_found", "last_opinion", "must_be_investigated",
    "must_be_ready_to_decide", "needs_visit", "opinions_on", "photos_to_choose", "possible_investigators",
    "record_visit", "visits_of", "was_visited",
]  # fmt: skip
