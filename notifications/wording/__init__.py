"""What is said, by occasion: one file each, all of them listed here."""

from backend.journal import Entry
from notifications.wording.accepted import ACCEPTED
from notifications.wording.account_changed import ACCOUNT_CHANGED
from notifications.wording.advised_against import ADVISED_AGAINST
from notifications.wording.agreement_ending import AGREEMENT_ENDING
from notifications.wording.aid_given import AID_GIVEN
from notifications.wording.amended import AMENDED
from notifications.wording.amount_changed import AMOUNT_CHANGED
from notifications.wording.award_adjusted import AWARD_ADJUSTED
from notifications.wording.award_in_grace import AWARD_IN_GRACE
from notifications.wording.award_resumed import AWARD_RESUMED
from notifications.wording.award_stopped import AWARD_STOPPED
from notifications.wording.award_suspended import AWARD_SUSPENDED
from notifications.wording.award_uncertified import AWARD_UNCERTIFIED
from notifications.wording.campaigns import COLD_WAVE, FLOOD, HEATING, POLICY_NEWS
from notifications.wording.card_expiring import CARD_EXPIRING
from notifications.wording.cards import PAYMENT, PROGRESS
from notifications.wording.care_agreement_wanted import CARE_AGREEMENT_WANTED
from notifications.wording.case_state import CASE_STATE
from notifications.wording.certification_due import CERTIFICATION_DUE
from notifications.wording.check_discrepancy import CHECK_DISCREPANCY
from notifications.wording.claim_ended import CLAIM_DROPPED, CLAIM_RELEASED
from notifications.wording.confirmed import CONFIRMED
from notifications.wording.due_moved import DUE_MOVED
from notifications.wording.errand_assigned import ERRAND_ASSIGNED
from notifications.wording.errand_overdue import ERRAND_OVERDUE
from notifications.wording.errand_raised import ERRAND_RAISED
from notifications.wording.extended import EXTENDED
from notifications.wording.forwarded import FORWARDED
from notifications.wording.funeral_aid import FUNERAL_AID_BOUNCED, FUNERAL_AID_GIVEN, FUNERAL_AID_PAID
from notifications.wording.helper_named import HELPER_NAMED
from notifications.wording.last_payment import LAST_PAYMENT
from notifications.wording.link import PAGE, TOKEN
from notifications.wording.mandate_asked import MANDATE_ASKED
from notifications.wording.morning_digest import MORNING_DIGEST
from notifications.wording.neutral import NEUTRAL
from notifications.wording.number_check import NUMBER_CHECK
from notifications.wording.objection_answered import OBJECTION_ANSWERED
from notifications.wording.objector_answered import OBJECTOR_ANSWERED
from notifications.wording.occasion import Card, Hears, Occasion, Phones, Sms, SmsKind, Told, Wechat
from notifications.wording.opinion_against import OPINION_AGAINST
from notifications.wording.papers_awaited import PAPERS_AWAITED
from notifications.wording.papers_reminded import PAPERS_REMINDED
from notifications.wording.passed_on import PASSED_ON
from notifications.wording.payout_bounced import PAYOUT_BOUNCED
from notifications.wording.payout_held_back import PAYOUT_HELD_BACK
from notifications.wording.payout_settled import PAYOUT_SETTLED
from notifications.wording.phone_code import PHONE_CODE
from notifications.wording.posted import POSTED
from notifications.wording.recheck_due import RECHECK_DUE
from notifications.wording.recognised import RECOGNISED
from notifications.wording.refused import REFUSED
from notifications.wording.reply_answered import REPLY_ANSWERED
from notifications.wording.reporter_answered import REPORTER_ANSWERED
from notifications.wording.returned import RETURNED
from notifications.wording.stop_dropped import STOP_DECLINED, STOP_WITHDRAWN
from notifications.wording.stop_proposed import STOP_PROPOSED
from notifications.wording.submitted import SUBMITTED
from notifications.wording.suspension_coming import SUSPENSION_COMING
from notifications.wording.terminated import TERMINATED
from notifications.wording.turned_away import TURNED_AWAY
from notifications.wording.visit_announced import VISIT_ANNOUNCED
from notifications.wording.wechat_bound import WECHAT_BOUND
from notifications.wording.withdrawn import WITHDRAWN

# Steps coming due for staff (applications.step_coming_due) are shown in the console and texted to nobody.
OCCASIONS: dict[str, Occasion] = {
    occasion.code: occasion
    for occasion in (
        PHONE_CODE, SUBMITTED, ACCEPTED, RETURNED, PAPERS_REMINDED, PAPERS_AWAITED, REFUSED, POSTED, CONFIRMED,
        TURNED_AWAY, TERMINATED, PASSED_ON, WITHDRAWN,
        PAYOUT_SETTLED, PAYOUT_BOUNCED, PAYOUT_HELD_BACK, CERTIFICATION_DUE, ERRAND_RAISED,
        ERRAND_ASSIGNED, CASE_STATE, LAST_PAYMENT, REPORTER_ANSWERED,
        REPLY_ANSWERED, OBJECTION_ANSWERED, OBJECTOR_ANSWERED, CARD_EXPIRING, AMOUNT_CHANGED, ERRAND_OVERDUE,
        MORNING_DIGEST, NUMBER_CHECK, POLICY_NEWS, HEATING, FLOOD, COLD_WAVE,
        ACCOUNT_CHANGED, WECHAT_BOUND, EXTENDED, DUE_MOVED, CHECK_DISCREPANCY, OPINION_AGAINST, ADVISED_AGAINST,
        RECOGNISED, FORWARDED,
        AID_GIVEN, MANDATE_ASKED, HELPER_NAMED,
        VISIT_ANNOUNCED, RECHECK_DUE, SUSPENSION_COMING, AGREEMENT_ENDING,
        CARE_AGREEMENT_WANTED,
        STOP_PROPOSED, STOP_DECLINED, STOP_WITHDRAWN, AWARD_SUSPENDED, AWARD_RESUMED, AWARD_ADJUSTED,
        AWARD_IN_GRACE, AWARD_STOPPED, AWARD_UNCERTIFIED, AMENDED,
        FUNERAL_AID_GIVEN, FUNERAL_AID_PAID, FUNERAL_AID_BOUNCED,
        CLAIM_RELEASED, CLAIM_DROPPED,
    )
}  # fmt: skip


def occasion_of(entry: Entry) -> Occasion | None:
    """What the entry is an occasion for; None when nobody hears of it.

    By the journal's word: during an update it may hold deeds that this version does not know.
    """
    return next((each for each in BY_DEED.get(entry.deed, ()) if each.concerns(entry)), None)


def _by_deed() -> dict[str, tuple[Occasion, ...]]:
    found: dict[str, tuple[Occasion, ...]] = {}
    for occasion in OCCASIONS.values():
        found[occasion.deed.value] = (*found.get(occasion.deed.value, ()), occasion)
    return found


BY_DEED: dict[str, tuple[Occasion, ...]] = _by_deed()

__all__ = [
    "BY_DEED", "NEUTRAL", "OCCASIONS", "PAGE", "PAYMENT", "PROGRESS", "TOKEN", "Card", "Hears", "Occasion", "Phones",
    "Sms", "SmsKind", "Told", "Wechat", "occasion_of",
]  # fmt: skip
