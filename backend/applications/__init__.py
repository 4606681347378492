"""A person asks; the township and the county answer."""

from backend.applications.accepting import KinNotAsked, accept
from backend.applications.acting import (
    MandateExpired,
    MandateMissing,
    MandateRevoked,
    mandate_of,
    was_taken_back_since,
)
from backend.applications.advising import AnotherAdvises, advice_against, advise_against
from backend.applications.answering_complaint import (
    ComplaintAnswered,
    FeedBackUnproved,
    FoundEmpty,
    LookIntoItFirst,
    NoSuchComplaint,
    NothingToFeedBack,
    answer_complaint,
    complaints_with_phones,
    feed_back,
    forget_reporters_phones,
    heed_told_reporters,
    show_reporter,
)
from backend.applications.appeal import Appeal, appeal_from, appeal_in_writing
from backend.applications.application import Application, NoSuchApplication, State
from backend.applications.attaching import PhotoOfAnother, TooManyPhotos, attach, detach
from backend.applications.attachment import Attachment
from backend.applications.children import hears_as_guardian, is_adult, review_power, speaks_as_guardian, withheld_from
from backend.applications.complaint import (
    COUNTY_LOOKS,
    Complaint,
    ComplaintEmpty,
    FedBack,
    Reporter,
    ReporterIncomplete,
    ReporterNamedInWords,
    complaints_for,
    county_looks_because_reported,
    note_complaint,
)
from backend.applications.complaint_queue import (
    REPORTS_A_PAGE,
    ReportCounts,
    ReportLine,
    count_reports,
    reports_waiting,
)
from backend.applications.cooperating import (
    AnotherNotes,
    AskedOnWrong,
    NonCooperationWordsMissing,
    NotAskedYet,
    NothingToDecline,
    may_be_ended,
    non_cooperation_in,
    note_non_cooperation,
    was_asked,
)
from backend.applications.deadlines import longer_limit
from backend.applications.decision import NOES, Decision, DecisionKind, NoteTooLong, decisions_on
from backend.applications.delegation import (
    ComplaintForTheCounty,
    KinForTheCounty,
    NotDelegated,
    must_decide,
    township_confirms,
    wait_for_township,
)
from backend.applications.desk import RUNGS, Desk, at_desk
from backend.applications.ending_mandates import (
    end_mandates_at_death,
    let_mandates_live,
    note_taken_back,
    revoke_mandate,
)
from backend.applications.escalating import escalate_overdue
from backend.applications.extending import (
    AnotherApproves,
    CannotBeExtended,
    ExtendedBefore,
    ExtensionReasonMissing,
    NoSuchExtension,
    answer_extension,
    ask_extension,
    extensions_waiting,
)
from backend.applications.extension import Extension, Ground, extensions_of
from backend.applications.following import Followed, follow
from backend.applications.forwarding import SameOffice, forward
from backend.applications.gathering import (
    PAPER_TITLES,
    Missing,
    attached,
    missing,
)
from backend.applications.going_on import CannotGoOn, go_on, next_after, next_for
from backend.applications.hearing_out import (
    Asked,
    HearThePersonFirst,
    NothingToHear,
    PersonsWordMissing,
    denials_open,
    hear_out,
    must_have_been_heard,
)
from backend.applications.hearing_principal import HeardBy, denied_mandate, hear_by_call, hear_by_text
from backend.applications.helpers import agents_named, helpers_of
from backend.applications.kin_case import (
    KinCase,
    KinLine,
    file_kin,
    file_kin_of,
    kin_ledger,
    kin_on_file,
    lives_with_kin,
)
from backend.applications.mandate import Mandate
from backend.applications.mandating import (
    AgentNotKnown,
    HelperNamesAnother,
    MandateNotNeeded,
    MandatePhotoOfAnother,
    MandateTermWrong,
    MandateWordsMissing,
    NotAMandatePhoto,
    PaperSpent,
    give_mandate,
    known_agent,
)
from backend.applications.moving_due import move_decision_due
from backend.applications.naming_obligors import (
    NoSuchObligor,
    Obliged,
    ObligorIncomplete,
    ObligorNamedBefore,
    StrikingReasonMissing,
    TooManyObligors,
    name_obligor,
    strike_obligor,
    take_back_obligor,
    tell_obligor,
)
from backend.applications.non_cooperation import Declined, NonCooperation
from backend.applications.obligor import NamedObligor, obligors_in, obligors_sign, spouses_sign
from backend.applications.obligors_at_home import AtHome, obligors_at_home
from backend.applications.papers_following import await_papers
from backend.applications.part import AnotherDecides, Part, part_of
from backend.applications.passing import (
    count_anew_after_objection,
    hold_to_decide,
    hold_to_post,
    mark_amended,
    mark_confirmed,
    mark_objected,
    mark_passed_on,
    mark_posted,
    pass_to_county,
    pass_unposted,
)
from backend.applications.persons_word import AskThePerson
from backend.applications.promise import PaperPromise, promises_in
from backend.applications.promising import PROMISE, MustBeShown, promise
from backend.applications.reading import (
    get_application,
    helped_by,
    of_resident,
    photo_in_a_case_of,
    photo_withheld,
    visible_to_cadre,
    visible_to_officer,
)
from backend.applications.reasons import REFUSAL_REASONS, NoReasonGiven, Reason, reasons_for
from backend.applications.refusing import ends_from, reasons_at, refuse
from backend.applications.register_facts import facts_about
from backend.applications.reminding import remind_of_papers, warn_of_steps_coming_due
from backend.applications.retracing import Strayed, strayed_cases
from backend.applications.returning import AskedOnce, NothingAskedFor, return_for_more
from backend.applications.sending_back import SaidNothing, send_back
from backend.applications.settling_dates import settle_dates
from backend.applications.signed_letters import (
    LettersMissing,
    NoLetter,
    NoLetterUnexplained,
    Unsigned,
    must_all_have_signed,
    needs_letters,
    who_has_not_signed,
)
from backend.applications.starting import AlreadyApplied, NotYourFamily, ProgrammeNotOpen, start
from backend.applications.status import Audience, Status, Step, status_of
from backend.applications.submitting import NotComplete, NotEligible, check, submit
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import TRANSITIONS, Move, Transition
from backend.applications.withdrawing import NotTheirWordYet, withdraw
from backend.applications.worklist import (
    CaseLine,
    Due,
    Page,
    Position,
    carried_cases,
    counts_by_due,
    counts_by_state,
    counts_of_turn,
    of_villages,
    turn_of,
    worklist,
)
from backend.applications.wrong_state import WrongState, stood_since, tell_what_happened

__all__ = [
    "COUNTY_LOOKS", "NOES", "PAPER_TITLES", "PROMISE", "REFUSAL_REASONS", "REPORTS_A_PAGE", "RUNGS", "TRANSITIONS",
    "AgentNotKnown", "AlreadyApplied", "AnotherAdvises", "AnotherApproves", "AnotherDecides", "AnotherNotes",
    "Appeal", "Application", "AskThePerson", "Asked", "AskedOnWrong", "AskedOnce", "AtHome", "Attachment",
    "Audience", "CannotBeExtended", "CannotGoOn", "CaseLine", "Complaint", "ComplaintAnswered", "ComplaintEmpty",
    "ComplaintForTheCounty", "Decision", "DecisionKind", "Declined", "Desk", "Due", "ExtendedBefore", "Extension",
    "ExtensionReasonMissing", "FedBack", "FeedBackUnproved", "Followed", "FoundEmpty", "Ground",
    "HearThePersonFirst", "HeardBy", "HelperNamesAnother", "KinCase", "KinForTheCounty", "KinLine", "KinNotAsked",
    "LettersMissing", "LookIntoItFirst", "Mandate", "MandateExpired", "MandateMissing", "MandateNotNeeded",
    "MandatePhotoOfAnother", "MandateRevoked", "MandateTermWrong", "MandateWordsMissing", "Missing", "Move",
    "MustBeShown", "NamedObligor", "NoLetter", "NoLetterUnexplained", "NoReasonGiven", "NoSuchApplication",
    "NoSuchComplaint", "NoSuchExtension", "NoSuchObligor", "NonCooperation", "NonCooperationWordsMissing",
    "NotAMandatePhoto", "NotAskedYet", "NotComplete", "NotDelegated", "NotEligible", "NotTheirWordYet",
    "NotYourFamily", "NoteTooLong", "NothingAskedFor", "NothingToDecline", "NothingToFeedBack", "NothingToHear",
    "Obliged", "ObligorIncomplete", "ObligorNamedBefore", "Page", "PaperPromise", "PaperSpent", "Part",
    "PersonsWordMissing", "PhotoOfAnother", "Position", "ProgrammeNotOpen", "Reason", "ReportCounts", "ReportLine",
    "Reporter", "ReporterIncomplete", "ReporterNamedInWords", "SaidNothing", "SameOffice", "State", "Status",
    "Step", "Strayed", "StrikingReasonMissing", "TooManyObligors", "TooManyPhotos", "Transition", "Unsigned",
    "WrongState", "accept", "advice_against", "advise_against", "agents_named", "answer_complaint",
    "answer_extension", "appeal_from", "appeal_in_writing", "ask_extension", "at_desk", "attach", "attached",
    "await_papers", "carried_cases", "check", "complaints_for", "complaints_with_phones",
    "count_anew_after_objection", "count_reports", "counts_by_due", "counts_by_state", "counts_of_turn",
    "county_looks_because_reported", "decisions_on", "denials_open", "denied_mandate", "detach",
    "end_mandates_at_death", "ends_from", "escalate_overdue", "extensions_of", "extensions_waiting", "facts_about",
    "feed_back", "file_kin", "file_kin_of", "follow", "forget_reporters_phones", "forward", "get_application",
    "give_mandate", "go_on", "hear_by_call", "hear_by_text", "hear_out", "hears_as_guardian", "heed_told_reporters",
    "helped_by", "helpers_of", "hold_to_decide", "hold_to_post", "is_adult", "kin_ledger", "kin_on_file",
    "known_agent", "let_mandates_live", "lives_with_kin", "longer_limit", "mandate_of", "mark_amended",
    "mark_confirmed", "mark_objected", "mark_passed_on", "mark_posted", "may_be_ended", "missing",
    "move_decision_due", "must_all_have_signed", "must_decide", "must_have_been_heard", "name_obligor",
    "needs_letters", "next_after", "next_for", "non_cooperation_in", "note_complaint", "note_non_cooperation",
    "note_taken_back", "obligors_at_home", "obligors_in", "obligors_sign", "of_resident", "of_villages",
    "on_record_if_too_late", "part_of", "pass_to_county", "pass_unposted", "photo_in_a_case_of", "photo_withheld",
    "promise", "promises_in", "reasons_at", "reasons_for", "refuse", "remind_of_papers", "reports_waiting",
    "return_for_more", "review_power", "revoke_mandate", "send_back", "settle_dates", "show_reporter",
    "speaks_as_guardian", "spouses_sign", "start", "status_of", "stood_since", "strayed_cases", "strike_obligor",
    "submit", "take_back_obligor", "tell_obligor", "tell_what_happened", "township_confirms", "turn_of",
    "visible_to_cadre", "visible_to_officer", "wait_for_township",
    "warn_of_steps_coming_due", "was_asked", "was_taken_back_since", "who_has_not_signed", "withdraw",
    "withheld_from", "worklist",
]  # fmt: skip
