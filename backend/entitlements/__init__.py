"""What the county owes whom each month: awards, from which month, until when, and how much."""

from backend.entitlements.agreeing import (
    Payee,
    agreement_of,
    change_payees_phone,
    confirm_agreement,
    decline_agreement,
    end_agreement,
    file_agreement,
    is_of_a_child,
    payees_of,
)
from backend.entitlements.agreement import (
    AgreementDecided,
    AgreementIncomplete,
    AgreementNeedless,
    AgreementStands,
    AgreementState,
    AgreementTermImpossible,
    NoSuchAgreement,
    OwnAgreement,
    PayeeAgreement,
)
from backend.entitlements.aid import Aid, AidLevel, aids_of
from backend.entitlements.aiding import NotGivenOnce, SumForTheCounty, SumWrong, give_aid
from backend.entitlements.amending import (
    amendments_of,
    amendments_waiting,
    confirm_amendment,
    decline_amendment,
    propose_amendment,
)
from backend.entitlements.amendment import (
    Amendment,
    AmendmentBasisMissing,
    AmendmentDecided,
    AmendmentGround,
    AmendmentWaiting,
    Becomes,
    NoSuchAmendment,
    NothingToAmend,
    OwnAmendment,
    ReopenInstead,
    RestoreInstead,
)
from backend.entitlements.asking_for_care_agreements import ask_for_care_agreements
from backend.entitlements.award import Award, NoSuchAward, Origin, awards_of, get_award
from backend.entitlements.award_change import (
    AwardChange,
    BasisMissing,
    ChangeDecided,
    ChangeState,
    ChangeWaiting,
    NoSuchChange,
    OwnAwardChange,
    Reason,
    ReasonUnfit,
    reasons_for,
)
from backend.entitlements.award_fact import AwardFact, Fact, FactKind
from backend.entitlements.award_lines import how_made, lines_of
from backend.entitlements.benefit import Benefit, benefits, get_benefit
from backend.entitlements.care_agreement import (
    Agreed,
    CareAgreement,
    CareAgreementIncomplete,
    CareAgreementMoved,
    CareAgreementStands,
    CareAgreementState,
    CarerImpossible,
    NoCareAgreement,
    NoSuchCareAgreement,
    SigningDayImpossible,
    WhyEnded,
)
from backend.entitlements.care_agreement_paper import print_care_agreement
from backend.entitlements.certification import last_certification
from backend.entitlements.certifying import NothingToCertify, PhotoOfAnother, certify_life
from backend.entitlements.coming_of_age import call_rechecks_of_age
from backend.entitlements.component import Component, ComponentKind, SaidBy, components_of
from backend.entitlements.correcting_death import NoDeathRecorded, ReceivesAnew, propose_death_correction
from backend.entitlements.deciding_change import change_for, confirm_change, decline_change
from backend.entitlements.ending_agreements import remind_of_agreements
from backend.entitlements.expired_cards import (
    CardNotExpired,
    suspend_all_for_expired_cards,
    suspend_for_expired_card,
)
from backend.entitlements.funeral_aid import (
    FUNERAL,
    FuneralAid,
    FuneralAidArrived,
    FuneralAidDecided,
    FuneralAidGiven,
    FuneralAidOutdated,
    FuneralAidState,
    FuneralAidWaiting,
    FuneralFigureNotSet,
    FuneralFollowsFigure,
    FuneralPayeeIncomplete,
    FuneralPayeeIsDead,
    FuneralPayeeIsYou,
    NoFuneralAidYet,
    NoSuchFuneralAid,
    NotDead,
    NotTekunAtDeath,
    OwnFuneralAid,
    PayeeKind,
    funeral_aids_of,
    funeral_payees_of,
)
from backend.entitlements.giving_funeral_aid import decline_funeral_aid, give_funeral_aid
from backend.entitlements.granting import (
    AlreadyReceives,
    NeedsASum,
    NoLongerEligible,
    YouHandledThisCase,
    applied_on,
    grant,
)
from backend.entitlements.hearing_of_awards import awards_heard_by
from backend.entitlements.heeding_visits import certify_visited
from backend.entitlements.keeping_care_agreements import (
    agreed_of,
    award_of_care_agreement,
    care_agreement_of,
    care_agreements_before,
    end_care_agreement,
    file_care_agreement,
    sign_care_agreement,
)
from backend.entitlements.lapsing import suspend_uncertified
from backend.entitlements.lawful import (
    AmountByAge,
    AmountImpossible,
    GraceTooLong,
    MonthImpossible,
    NoGrace,
    NoticeFirst,
    NotSuspended,
    RunByOthers,
    StoppedAlready,
)
from backend.entitlements.listing import ListedAward, Which, awards_for, counts_of_awards
from backend.entitlements.month import each_month, month_of, months_after
from backend.entitlements.noting import facts_of
from backend.entitlements.owed_line import OwedLine, owed_lines
from backend.entitlements.owing import (
    CLAIM_COLUMNS,
    Claim,
    OwedMonth,
    Rates,
    bands_in,
    claim_in,
    fen_for,
    owed_fen,
    owed_months,
)
from backend.entitlements.proposing import propose_change, waiting_change
from backend.entitlements.proposing_funeral_aid import FuneralPayee, funeral_due, propose_funeral_aid
from backend.entitlements.receiving_already import ReceivesAlready, must_not_receive
from backend.entitlements.rechecking import first_recheck, note_recheck, recheck_due, recheck_terms
from backend.entitlements.recognising import PaysMoney, recognise
from backend.entitlements.recognition import Recognition, only_recognised, recognitions_of
from backend.entitlements.reminding import remind_of_rechecks, warn_of_suspension
from backend.entitlements.retelling import RETOLD, retold
from backend.entitlements.seeing_awards import agreement_photo_withheld, award_for, hidden_from
from backend.entitlements.self_care import NotAssessed, report_self_care_change
from backend.entitlements.standing import Standing, Status, standing_of, step_in
from backend.entitlements.starting_month import PaysNothing, StartRule, first_month
from backend.entitlements.stopping import DeathDateImpossible, DeathReasonMissing, DeathRecordedBefore, stop_for_death
from backend.entitlements.suspending import SuspendedAlready, suspend
from backend.entitlements.taking_over import TakenOver, take_over
from backend.entitlements.warning import warn_of_certification_due

__all__ = [
    "CLAIM_COLUMNS", "FUNERAL", "RETOLD", "Agreed", "AgreementDecided", "AgreementIncomplete", "AgreementNeedless",
    "AgreementStands", "AgreementState", "AgreementTermImpossible", "Aid", "AidLevel", "AlreadyReceives",
    "Amendment", "AmendmentBasisMissing", "AmendmentDecided", "AmendmentGround", "AmendmentWaiting", "AmountByAge",
    "AmountImpossible", "Award", "AwardChange", "AwardFact", "BasisMissing", "Becomes", "Benefit", "CardNotExpired",
    "CareAgreement", "CareAgreementIncomplete", "CareAgreementMoved", "CareAgreementStands", "CareAgreementState",
    "CarerImpossible", "ChangeDecided", "ChangeState", "ChangeWaiting", "Claim", "Component", "ComponentKind",
    "DeathDateImpossible", "DeathReasonMissing", "DeathRecordedBefore", "Fact", "FactKind", "FuneralAid",
    "FuneralAidArrived", "FuneralAidDecided", "FuneralAidGiven", "FuneralAidOutdated", "FuneralAidState",
    "FuneralAidWaiting", "FuneralFigureNotSet", "FuneralFollowsFigure", "FuneralPayee", "FuneralPayeeIncomplete",
    "FuneralPayeeIsDead", "FuneralPayeeIsYou", "GraceTooLong", "ListedAward", "MonthImpossible", "NeedsASum",
    "NoCareAgreement", "NoDeathRecorded", "NoFuneralAidYet", "NoGrace", "NoLongerEligible", "NoSuchAgreement",
    "NoSuchAmendment", "NoSuchAward", "NoSuchCareAgreement", "NoSuchChange", "NoSuchFuneralAid", "NotAssessed",
    "NotDead", "NotGivenOnce", "NotSuspended", "NotTekunAtDeath", "NothingToAmend", "NothingToCertify",
    "NoticeFirst", "Origin", "OwedLine", "OwedMonth", "OwnAgreement", "OwnAmendment", "OwnAwardChange",
    "OwnFuneralAid", "Payee", "PayeeAgreement", "PayeeKind", "PaysMoney", "PaysNothing", "PhotoOfAnother", "Rates",
    "Reason", "ReasonUnfit", "ReceivesAlready", "ReceivesAnew", "Recognition", "ReopenInstead", "RestoreInstead",
    "RunByOthers", "SaidBy", "SigningDayImpossible", "Standing", "StartRule", "Status", "StoppedAlready",
    "SumForTheCounty", "SumWrong", "SuspendedAlready", "TakenOver", "Which", "WhyEnded", "YouHandledThisCase",
    "agreed_of", "agreement_of", "agreement_photo_withheld", "aids_of", "amendments_of", "amendments_waiting",
    "applied_on", "ask_for_care_agreements", "award_for", "award_of_care_agreement", "awards_for", "awards_heard_by",
    "awards_of", "bands_in", "benefits", "call_rechecks_of_age", "care_agreement_of", "care_agreements_before",
    "certify_life", "certify_visited", "change_for", "change_payees_phone", "claim_in", "components_of",
    "confirm_agreement", "confirm_amendment", "confirm_change", "counts_of_awards", "decline_agreement",
    "decline_amendment", "decline_change", "decline_funeral_aid", "each_month", "end_agreement",
    "end_care_agreement", "facts_of", "fen_for", "file_agreement", "file_care_agreement", "first_month",
    "first_recheck", "funeral_aids_of", "funeral_due", "funeral_payees_of", "get_award", "get_benefit", "give_aid",
    "give_funeral_aid", "grant", "hidden_from", "how_made", "is_of_a_child", "last_certification", "lines_of",
    "month_of", "months_after", "must_not_receive", "note_recheck", "only_recognised", "owed_fen", "owed_lines",
    "owed_months", "payees_of", "print_care_agreement", "propose_amendment", "propose_change",
    "propose_death_correction", "propose_funeral_aid", "reasons_for", "recheck_due", "recheck_terms", "recognise",
    "recognitions_of", "remind_of_agreements", "remind_of_rechecks", "report_self_care_change", "retold",
    "sign_care_agreement", "standing_of", "step_in", "stop_for_death", "suspend", "suspend_all_for_expired_cards",
    "suspend_for_expired_card", "suspend_uncertified", "take_over", "waiting_change", "warn_of_certification_due",
    "warn_of_suspension",
]  # fmt: skip
