"""What the county owes whom each month: awards, from which month, until when, and how much."""

from backend.entitlements.award import Award, NoSuchAward, Origin, awards_of, get_award
from backend.entitlements.benefit import Benefit, get_benefit
from backend.entitlements.certifying import NothingToCertify, PhotoOfAnother, certify_life
from backend.entitlements.granting import AlreadyReceives, NoLongerEligible, YouHandledThisCase, grant
from backend.entitlements.heeding_visits import certify_visited
from backend.entitlements.month import each_month, month_of, months_after
from backend.entitlements.owing import Claim, OwedMonth, Rates, bands_in, fen_for, owed_fen, owed_months
from backend.entitlements.receiving_already import ReceivesAlready, must_not_receive
from backend.entitlements.recognising import PaysMoney, recognise
from backend.entitlements.recognition import Recognition, only_recognised, recognitions_of
from backend.entitlements.starting_month import PaysNothing, StartRule, first_month
from backend.entitlements.stopping import (
    DeathDateImpossible,
    DeathReasonMissing,
    DeathRecordedBefore,
    stop_for_death,
)
from backend.entitlements.taking_over import TakenOver, take_over
from backend.entitlements.warning import warn_of_certification_due

__all__ = [
    "AlreadyReceives", "Award", "Benefit", "Claim", "DeathDateImpossible", "DeathReasonMissing", "DeathRecordedBefore",
    "NoLongerEligible", "NoSuchAward", "NothingToCertify", "Origin", "OwedMonth", "PaysMoney", "PaysNothing",
    "PhotoOfAnother", "Rates", "ReceivesAlready", "Recognition", "StartRule", "TakenOver", "YouHandledThisCase",
    "awards_of", "bands_in", "certify_life", "certify_visited", "each_month", "fen_for", "first_month", "get_award",
    "get_benefit", "grant", "month_of", "months_after", "must_not_receive", "only_recognised", "owed_fen",
    "owed_months", "recognise", "recognitions_of", "stop_for_death", "take_over", "warn_of_certification_due",
]  # fmt: skip
