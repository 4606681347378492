"""What the county finds out about a case before it decides: at the door, in the registers, from the neighbours."""

from backend.inquiries.aid_caps import caps
from backend.inquiries.asking_anew import LetterLapsed, WaitsToBeAsked, ask_anew
from backend.inquiries.authorising import (
    AlreadyAuthorised,
    AuthorisationIncomplete,
    AuthorisationPhotoMissing,
    Authorised,
    NoSuchAuthorisation,
    PaperOfALapsedLetter,
    record_authorisation,
    revoke_authorisation,
)
from backend.inquiries.card_check import CARD_TITLES, CardCheck, last_card_check, needs_card_check
from backend.inquiries.chasing import REPLY_WITHIN, Owed, replies_owed
from backend.inquiries.check import CheckAuthorisation, CheckBatch, CheckItem, CheckReply, CheckState, Settled
from backend.inquiries.check_file import ReplyColumnsMissing, ReplyMarkWrong, ReplyOfAnotherBatch, ReplyProblems
from backend.inquiries.check_reading import (
    ItemRead,
    PersonChecked,
    RequestRead,
    check_batch_read,
    check_batches,
    check_of,
    check_state,
    letters_to_choose,
)
from backend.inquiries.checking_card import (
    CardAnswer,
    CardCheckFirst,
    CardTermMissing,
    CardWordsMissing,
    NoCardToCheck,
    record_card_check,
)
from backend.inquiries.clearing import AlreadySettled, ExplanationMissing, NoSuchResult, settle_result
from backend.inquiries.deliberating import (
    DeliberationDayWrong,
    MinutesMissing,
    NotDisputed,
    VotesWrong,
    Weighed,
    deliberations_on,
    minutes_to_choose,
    record_deliberation,
)
from backend.inquiries.deliberation import Deliberation
from backend.inquiries.explaining import (
    EXPLAINED_IN,
    NothingSaid,
    Question,
    SaidEnough,
    explain,
    left_to_explain,
    questions_for,
)
from backend.inquiries.first_opinion import (
    PROVENANCE_TITLES,
    FirstOpinion,
    Found,
    YouDecided,
    YouGaveTheOpinion,
    last_opinion,
    must_not_have_opined,
    opinions_on,
)
from backend.inquiries.guarding import (
    AdvisedAgainst,
    CountyVisitFirst,
    OpinionAgainst,
    OpinionFirst,
    SampledVisitFirst,
    SampleFirst,
    VisitFirst,
    YouInvestigated,
    given_once,
    is_posted,
    judged_on_what_was_found,
    must_be_investigated,
    must_be_ready_to_decide,
    must_have_looked_again,
    must_not_be_against,
    needs_opinion,
    needs_visit,
)
from backend.inquiries.looking_again import LookAgainFirst
from backend.inquiries.opining import (
    AnotherOpined,
    CheckFirst,
    CheckOpen,
    DifferenceUnexplained,
    Opinion,
    ReasonsMissing,
    SumMissing,
    facts_to_verify,
    give_first_opinion,
    judge,
)
from backend.inquiries.proving import (
    EmergencyMissing,
    NearerToAnotherVisit,
    PhotoOfAnotherVisit,
    PlaceOfPhotoMissing,
    RecordingMissing,
    SentByNobodyThere,
    SignatureMissing,
    Visited,
    VisitPhotoMissing,
    VisitRecorded,
)
from backend.inquiries.publishing import PublicSample, public_sample, public_samples
from backend.inquiries.reading import (
    VisitRead,
    handled_by,
    investigated_by,
    photos_to_choose,
    possible_investigators,
    visits_of,
    was_visited,
)
from backend.inquiries.reposting import hangs_again, looks_again
from backend.inquiries.requesting import (
    AllTookItBack,
    NobodyToAsk,
    NoItemChosen,
    NoSuchCheckBatch,
    RequestChanged,
    check_request_file,
    make_check_batch,
    waiting_to_be_asked,
)
from backend.inquiries.sample import CountySample, SampleLine, chosen_of
from backend.inquiries.sampling import (
    RATIO_OF,
    DrawnBefore,
    NoSuchSample,
    NotSampled,
    NotYetDrawn,
    SampleOpen,
    SampleProof,
    SeedChanged,
    announce_sample,
    draw_sample,
    get_sample,
    proof_for,
    prove_sample,
    sample_lines,
    samples_for,
)
from backend.inquiries.settling import AgainstTheLaw, FactsStillOpen
from backend.inquiries.taking_replies import AnotherReads, ReplyReadBefore, take_reply
from backend.inquiries.visit import HouseholdVisit, Level, Way
from backend.inquiries.visit_form import VISIT_FORM, Asked, FormIncomplete
from backend.inquiries.visiting import ConclusionMissing, TooFewInvestigators, VisitTimeWrong, record_visit

__all__ = [
    "CARD_TITLES", "EXPLAINED_IN", "PROVENANCE_TITLES", "RATIO_OF", "REPLY_WITHIN", "VISIT_FORM", "AdvisedAgainst",
    "AgainstTheLaw", "AllTookItBack", "AlreadyAuthorised", "AlreadySettled", "AnotherOpined", "AnotherReads", "Asked",
    "AuthorisationIncomplete", "AuthorisationPhotoMissing", "Authorised", "CardAnswer", "CardCheck", "CardCheckFirst",
    "CardTermMissing", "CardWordsMissing", "CheckAuthorisation", "CheckBatch", "CheckFirst", "CheckItem", "CheckOpen",
    "CheckReply", "CheckState", "ConclusionMissing", "CountySample", "CountyVisitFirst", "Deliberation",
    "DeliberationDayWrong", "DifferenceUnexplained", "DrawnBefore", "EmergencyMissing", "ExplanationMissing",
    "FactsStillOpen", "FirstOpinion", "FormIncomplete", "Found", "HouseholdVisit", "ItemRead", "LetterLapsed", "Level",
    "LookAgainFirst", "MinutesMissing", "NearerToAnotherVisit", "NoCardToCheck", "NoItemChosen", "NoSuchAuthorisation",
    "NoSuchCheckBatch", "NoSuchResult", "NoSuchSample", "NobodyToAsk", "NotDisputed", "NotSampled", "NotYetDrawn",
    "NothingSaid", "Opinion", "OpinionAgainst", "OpinionFirst", "Owed", "PaperOfALapsedLetter", "PersonChecked",
    "PhotoOfAnotherVisit", "PlaceOfPhotoMissing", "PublicSample", "Question", "ReasonsMissing", "RecordingMissing",
    "ReplyColumnsMissing", "ReplyMarkWrong", "ReplyOfAnotherBatch", "ReplyProblems", "ReplyReadBefore",
    "RequestChanged", "RequestRead", "SaidEnough", "SampleFirst", "SampleLine", "SampleOpen", "SampleProof",
    "SampledVisitFirst", "SeedChanged", "SentByNobodyThere", "Settled", "SignatureMissing", "SumMissing",
    "TooFewInvestigators", "VisitFirst", "VisitPhotoMissing", "VisitRead", "VisitRecorded", "VisitTimeWrong", "Visited",
    "VotesWrong", "WaitsToBeAsked", "Way", "Weighed", "YouDecided", "YouGaveTheOpinion", "YouInvestigated",
    "announce_sample", "ask_anew", "caps", "check_batch_read", "check_batches", "check_of", "check_request_file",
    "check_state", "chosen_of", "deliberations_on", "draw_sample", "explain", "facts_to_verify", "get_sample",
    "give_first_opinion", "given_once", "handled_by", "hangs_again", "investigated_by", "is_posted", "judge",
    "judged_on_what_was_found", "last_card_check", "last_opinion", "left_to_explain", "letters_to_choose",
    "looks_again", "make_check_batch", "minutes_to_choose", "must_be_investigated", "must_be_ready_to_decide",
    "must_have_looked_again", "must_not_be_against", "must_not_have_opined", "needs_card_check", "needs_opinion",
    "needs_visit", "opinions_on", "photos_to_choose", "possible_investigators", "proof_for", "prove_sample",
    "public_sample", "public_samples", "questions_for", "record_authorisation", "record_card_check",
    "record_deliberation", "record_visit", "replies_owed", "revoke_authorisation", "sample_lines", "samples_for",
    "settle_result", "take_reply", "visits_of", "waiting_to_be_asked", "was_visited",
]  # fmt: skip
