"""The closed list of deeds that may be recorded. A word here is the word in every list, log and report."""

from enum import StrEnum


class Deed(StrEnum):
    """Room and past participle; outreach answers some of them, auditors read all of them."""

    # places
    DIVISIONS_MAPPED = "places.mapped"  #: divisions came in or took another name
    # residents
    PHONE_CODE_REQUESTED = "residents.phone_code_requested"
    WECHAT_BOUND = "residents.wechat_bound"
    WECHAT_BINDING_REFUSED = "residents.wechat_binding_refused"  #: someone tried an identity that is not theirs
    WECHAT_UNBOUND = "residents.wechat_unbound"
    OUTSIDER_NAMED = "residents.outsider_named"  #: somebody on no register is to act by mandate; their phone is told
    ACCOUNT_CHANGED = "residents.account_changed"
    CONTACT_DIED = "residents.contact_died"  #: the carrier says nobody is reached at this number
    CONTACT_OPTED_OUT = "residents.contact_opted_out"
    CONTACT_OPTED_IN = "residents.contact_opted_in"  #: 恢复 from the same number
    # staff
    OFFICER_SIGNED_IN = "staff.officer_signed_in"
    OFFICER_APPOINTED = "staff.officer_appointed"
    OFFICER_CHANGED = "staff.officer_changed"  #: another name, place or role, or left office
    SIGN_IN_RENEWED = "staff.sign_in_renewed"  #: a new password and a new second factor
    CADRE_APPOINTED = "staff.cadre_appointed"
    CADRE_CHANGED = "staff.cadre_changed"  #: another name or other villages, or left office
    OFFICER_LOCKED = "staff.officer_locked"
    PERSONAL_DATA_REVEALED = "staff.personal_data_revealed"
    RESIDENT_LOOKED_UP = "staff.resident_looked_up"
    HOW_TO_TELL_NOTED = "staff.how_to_tell_noted"
    GUARDIAN_RECORDED = "staff.guardian_recorded"
    GUARDIANSHIP_ENDED = "staff.guardianship_ended"
    PHONE_ADDED = "staff.phone_added"
    OFFICERS_PHONE_KEPT = "staff.officers_phone_kept"  #: an officer's own for work, proved by a code, or taken off
    KIN_DECLARED = "staff.kin_declared"
    # programmes
    PARAMETER_ENACTED = "programmes.enacted"  #: a value begins to hold from a date
    # errands
    ERRAND_RAISED = "errands.raised"
    ERRAND_LISTED = "errands.listed"  #: put on a cadre's list with many others, without a text for each
    ERRAND_TAKEN = "errands.taken"  #: one of several cadres sees to it
    ERRAND_GIVEN_BACK = "errands.given_back"
    ERRAND_ASSIGNED = "errands.assigned"  #: by the leader, to one cadre or to any of the village
    ERRAND_DONE = "errands.done"
    ERRAND_OVERDUE = "errands.overdue"
    ERRAND_ESCALATED = "errands.escalated"  #: still open, put before the leader or the county
    ERRAND_CALLED_OFF = "errands.called_off"  #: nobody needs it any more
    ERRAND_DUE_MOVED = "errands.due_moved"  #: a provisional day, once the year's holidays were published
    ERRAND_FOUND_ALIVE = "errands.found_alive"  #: a cadre had heard at the door that the person died; it is not so
    # evidence
    PHOTO_RECEIVED = "evidence.photo_received"
    PHOTO_SHOWN = "evidence.photo_shown"
    PHOTO_DOUBTED = "evidence.photo_doubted"  #: it equals a photo of another person
    PHOTO_DOUBT_CLEARED = "evidence.photo_doubt_cleared"
    FILE_GIVEN_UP = "evidence.file_given_up"  #: it came whole, and nothing ever named it
    # applications
    APPLICATION_STARTED = "applications.started"
    PAPER_HANDED_IN = "applications.paper_handed_in"
    PAPER_TAKEN_BACK = "applications.paper_taken_back"
    MANDATE_GIVEN = "applications.mandate_given"
    MANDATE_REVOKED = "applications.mandate_revoked"
    MANDATE_ENDED = "applications.mandate_ended"  #: the person died, or who acted for them
    MANDATE_REVIVED = "applications.mandate_revived"  #: it was not they who died
    MANDATE_CONFIRMED = "applications.mandate_confirmed"  #: the person said yes to it, by text or on the phone
    MANDATE_DENIED = "applications.mandate_denied"  #: the person says that they gave none
    PRINCIPAL_HEARD_OUT = "applications.principal_heard_out"  #: whether they want what was asked for in their name
    APPLICATION_SUBMITTED = "applications.submitted"
    APPLICATION_ACCEPTED = "applications.accepted"
    KIN_CASE_FILED = "applications.kin_case_filed"  #: a close relative of a handler lives in the household
    OBLIGOR_NAMED = "applications.obligor_named"  #: who owes support by law and signs for the check
    OBLIGOR_STRUCK = "applications.obligor_struck"
    COMPLAINT_NOTED = "applications.complaint_noted"  #: somebody reported something about the case
    COMPLAINT_ANSWERED = "applications.complaint_answered"  #: it was looked into
    REPORTER_ANSWERED = "applications.reporter_answered"  #: who gave their name and a number is texted
    REPORTER_FED_BACK = "applications.reporter_fed_back"  #: the answer reached them, and something proves it
    REPORTER_SHOWN = "applications.reporter_shown"  #: an officer saw who it was
    APPLICATION_RETURNED = "applications.returned"  #: one-time notice (一次性告知) of everything missing
    APPLICATION_REFUSED = "applications.refused"
    DECISION_TOO_LATE = "applications.decision_too_late"  #: the case had meanwhile gone elsewhere: nothing was decided
    APPLICATION_TURNED_AWAY = "applications.turned_away"
    APPLICATION_TERMINATED = "applications.terminated"
    NON_COOPERATION_NOTED = "applications.non_cooperation_noted"
    END_NAMED = "applications.end_named"  #: a no of before the three kinds were states apart got its own
    APPLICATION_WITHDRAWN = "applications.withdrawn"
    APPLICATION_CONFIRMED = "applications.confirmed"
    PAPERS_REMINDED = "applications.papers_reminded"
    PAPERS_AWAITED = "applications.papers_awaited"  #: help came first, and what was missing is due by a day
    PAPERS_COMPLETED = "applications.papers_completed"  #: the last of them came in
    PAPER_PROMISED = "applications.paper_promised"  #: a promise (告知承诺) instead of a paper
    APPLICATION_FORWARDED = "applications.forwarded"  #: to the right office
    APPLICATION_GOES_ON = "applications.goes_on"  #: as a case of the next fitting programme, with its papers
    PASSED_UNPOSTED = "applications.passed_unposted"  #: to the county without a notice, where the law allows none
    ADVISED_AGAINST = "applications.advised_against"  #: by the township; the county decides
    APPLICATION_SENT_BACK = "applications.sent_back"  #: the county wants the township to look again
    EXTENSION_ASKED = "applications.extension_asked"
    EXTENSION_APPROVED = "applications.extension_approved"
    EXTENSION_DECLINED = "applications.extension_declined"
    DUE_MOVED = "applications.due_moved"  #: the law's day for the decision, by the law's own rule
    STEP_ESCALATED = "applications.step_escalated"  #: overdue, put before the leader or the county
    STEP_COMING_DUE = "applications.step_coming_due"
    # relays
    CASE_PASSED_ON = "relays.case_passed_on"  #: it belongs to another county, which has it now
    HANDOVER_RECEIVED = "relays.handover_received"
    HANDOVER_FILE_TAKEN = "relays.handover_file_taken"
    RELAY_DUE_MOVED = "relays.due_moved"  #: a provisional day, once the year's holidays were published
    RELAY_TAKEN = "relays.taken"  #: an application for another county, or another county's for us
    RELAY_CASE_OPENED = "relays.case_opened"  #: what another county sent has become a case of ours
    RELAY_PUSHED = "relays.pushed"  #: the papers went to the county of the register
    RELAY_ANSWERED = "relays.answered"
    RELAY_TOLD = "relays.told"
    # inquiries
    HOUSEHOLD_VISITED = "inquiries.household_visited"
    VISIT_PICTURES_REFUSED = "inquiries.visit_pictures_refused"  #: they prove another visit; nothing was kept
    CHECK_AUTHORISED = "inquiries.check_authorised"
    CHECK_AUTHORISATION_REVOKED = "inquiries.check_authorisation_revoked"
    CHECK_REQUESTED = "inquiries.check_requested"
    CHECK_FILE_SHOWN = "inquiries.check_file_shown"  #: a request was written out, with names and numbers
    CHECK_REPLY_READ = "inquiries.check_reply_read"
    CHECK_REPLY_REFUSED = "inquiries.check_reply_refused"
    CHECK_DISCREPANCY_FOUND = "inquiries.check_discrepancy_found"  #: the family is asked to explain
    CHECK_EXPLAINED = "inquiries.check_explained"  #: the person said how it is, from their phone
    CHECK_RESULT_SETTLED = "inquiries.check_result_settled"
    CHECK_ASKED_ANEW = "inquiries.check_asked_anew"  #: the registers are to say again what they know of somebody
    CHECK_RESULTS_SHOWN = "inquiries.check_results_shown"
    CARD_CHECKED = "inquiries.card_checked"  #: the federation (残联) said what it knows of the card
    DELIBERATED = "inquiries.deliberated"  #: the village weighed a disputed case (评议)
    SAMPLE_ANNOUNCED = "inquiries.sample_announced"  #: with the commitment to its seed
    SAMPLE_DRAWN = "inquiries.sample_drawn"
    SAMPLE_SEED_CHANGED = "inquiries.sample_seed_changed"  #: what is on record is not what was announced or drawn
    CASE_SAMPLED = "inquiries.case_sampled"  #: the county must visit
    FIRST_OPINION_GIVEN = "inquiries.first_opinion_given"
    # postings
    NOTICE_POSTED = "postings.posted"
    NOTICE_ENDED = "postings.ended"
    BOARD_PROVED = "postings.board_proved"  #: a cadre photographed the notice on the board
    OBJECTION_RAISED = "postings.objection_raised"
    OBJECTION_TOO_LATE = "postings.objection_too_late"  #: somebody tried when the notice was over
    OBJECTION_ANSWERED = "postings.objection_answered"
    OBJECTOR_ANSWERED = "postings.objector_answered"  #: who left a number hears what came of it
    # entitlements
    RECOGNISED = "entitlements.recognised"  #: as a household in need, without money
    AID_GIVEN = "entitlements.aid_given"  #: once, so much: 临时救助
    FUNERAL_AID_PROPOSED = "entitlements.funeral_aid_proposed"
    FUNERAL_AID_GIVEN = "entitlements.funeral_aid_given"  #: once, so much, to whoever buried somebody of 特困
    FUNERAL_AID_DECLINED = "entitlements.funeral_aid_declined"
    FUNERAL_AID_WITHDRAWN = "entitlements.funeral_aid_withdrawn"
    FUNERAL_AID_CALLED_OFF = "entitlements.funeral_aid_called_off"  #: the death it rests on was corrected
    FUNERAL_PAYEE_REPLACED = "entitlements.funeral_payee_replaced"
    AWARD_STARTED = "entitlements.started"
    AWARD_CALLED_OFF = "entitlements.called_off"  #: it should not have been; nobody is told, for nobody asked
    AWARD_IMPORTED = "entitlements.imported"  #: taken over as the county's earlier register had it
    AWARD_SUSPENDED = "entitlements.suspended"
    AWARD_STOPPED = "entitlements.stopped"
    AWARD_ADJUSTED = "entitlements.adjusted"  #: another amount from some month on
    AWARD_RESUMED = "entitlements.resumed"
    AWARD_RESTORED = "entitlements.restored"  #: the decision that stopped it was wrong; the amendment tells of it
    AWARD_IN_GRACE = "entitlements.put_in_grace"  #: paid on for a while, then stopped (渐退)
    AWARD_CHANGE_PROPOSED = "entitlements.change_proposed"
    AWARD_CHANGE_DECLINED = "entitlements.change_declined"
    AWARD_CHANGE_WITHDRAWN = "entitlements.change_withdrawn"
    AMENDMENT_PROPOSED = "entitlements.amendment_proposed"
    AMENDMENT_DECLINED = "entitlements.amendment_declined"
    AMENDMENT_WITHDRAWN = "entitlements.amendment_withdrawn"
    DECISION_AMENDED = "entitlements.decision_amended"  #: a wrong one was put right by two officers
    AWARD_RECHECKED = "entitlements.rechecked"  #: looked at again, and nothing is to change
    RECHECK_DUE = "entitlements.recheck_due"  #: the person hears that it comes
    SUSPENSION_COMING = "entitlements.suspension_coming"  #: not certified, and the due date is near
    AWARD_RECHECK_CALLED = "entitlements.recheck_called"  #: something happened, so that it is looked at sooner
    AGREEMENT_FILED = "entitlements.agreement_filed"  #: that another's account receives; the county has not looked yet
    AGREEMENT_ENDING = "entitlements.agreement_ending"  #: its last day is near
    AGREEMENT_DECLINED = "entitlements.agreement_declined"
    AGREEMENT_PHONE_CHANGED = "entitlements.agreement_phone_changed"  #: where its payee is told of the money
    CARE_AGREEMENT_WANTED = "entitlements.care_agreement_wanted"  #: who cares for the child is asked to come and sign
    CARE_AGREEMENT_FILED = "entitlements.care_agreement_filed"  #: who cares for the person has signed
    CARE_AGREEMENT_SIGNED = "entitlements.care_agreement_signed"  #: and so has the office
    CARE_AGREEMENT_ENDED = "entitlements.care_agreement_ended"
    CARD_KEPT = "entitlements.card_kept"  #: somebody else keeps the family's bank card, by agreement
    CARD_RETURNED = "entitlements.card_returned"
    DEATH_CORRECTED = "entitlements.death_corrected"
    DEATH_RECORDED = "entitlements.death_recorded"
    LIFE_CERTIFIED = "entitlements.life_certified"
    LIFE_CERTIFICATION_DUE = "entitlements.life_certification_due"
    # letters
    LETTER_DRAWN_UP = "letters.drawn_up"  #: a decision in writing, waiting to be delivered
    LETTER_DELIVERED = "letters.delivered"
    LETTER_DUE_MOVED = "letters.due_moved"  #: as of errands
    # fieldwork
    FIELD_ITEM_DONE = "fieldwork.item_done"  #: something done offline has arrived and been done here
    FIELD_ITEM_REFUSED = "fieldwork.item_refused"
    FIELD_ITEM_GIVEN_UP = "fieldwork.item_given_up"  #: what it waited for never came
    FIELD_ITEM_REMARKED = "fieldwork.item_remarked"  #: taken, though its clock or place is odd
    LIFE_HEARD = "fieldwork.life_heard"  #: an officer rang and knew that it was the person
    VILLAGE_PACKAGE_GIVEN = "fieldwork.village_package_given"  #: a cadre's phone carries a village's people for days
    # funds
    FUNDS_APPROPRIATED = "funds.appropriated"
    FUNDS_TAKEN_BACK = "funds.taken_back"
    FUNDS_COMMITTED = "funds.committed"
    FUNDS_PAID_OUT = "funds.paid_out"
    FUNDS_BOUNCED_BACK = "funds.bounced_back"
    FUNDS_RELEASED = "funds.released"
    FUNDS_CLAIMED = "funds.claimed"
    FUNDS_CLAIM_DROPPED = "funds.claim_dropped"
    FUNDS_REPAID = "funds.repaid"
    FUNDS_OFFSET = "funds.offset"
    FUNDS_WRITTEN_OFF = "funds.written_off"
    FUNDS_COVERED = "funds.covered"
    FUNDS_CARRIED_OVER = "funds.carried_over"
    FUNDS_HANDED_BACK = "funds.handed_back"
    FUNDS_REVERSED = "funds.reversed"
    # rate_changes
    RATE_CHANGE_PROPOSED = "rate_changes.proposed"
    RATE_CHANGE_FORESEEN = "rate_changes.foreseen"  #: reckoned again, by who receives what today
    RATE_CHANGE_CONFIRMED = "rate_changes.confirmed"
    RATE_CHANGE_WITHDRAWN = "rate_changes.withdrawn"
    AMOUNT_CHANGED = "rate_changes.amount_changed"  #: a person receives another amount from some month on
    # rosters
    ROSTER_OFFERED = "rosters.offered"
    ROSTER_WITHDRAWN = "rosters.withdrawn"
    ROSTER_TAKEN_IN = "rosters.taken_in"
    ROSTER_SHOWN = "rosters.shown"  #: written out with names, numbers and accounts
    # payouts
    BATCH_DRAWN_UP = "payouts.batch_drawn_up"
    BATCH_FLAG_DECIDED = "payouts.flag_decided"  #: a payee who was flagged is paid all the same, or not this time
    BATCH_PART_CONFIRMED = "payouts.batch_part_confirmed"
    BATCH_APPROVED = "payouts.batch_approved"
    BATCH_RELEASED = "payouts.batch_released"
    BATCH_DISCARDED = "payouts.batch_discarded"
    BANK_FILE_EXPORTED = "payouts.bank_file_exported"
    BATCH_ROSTER_WRITTEN = "payouts.batch_roster_written"  #: names and last four digits, for the finance office
    RETURN_FILE_READ = "payouts.return_file_read"
    PAYOUT_HELD_BACK = "payouts.held_back"  #: by rule: death, account or agreement, between approval and the bank
    PAYOUT_SETTLED = "payouts.settled"
    PAYOUT_BOUNCED = "payouts.bounced"
    # recoveries
    OVERPAYMENT_FOUND = "recoveries.found"
    OVERPAYMENT_TOLD = "recoveries.told"
    RECOVERY_AGREED = "recoveries.agreed"
    OVERPAYMENT_REPAID = "recoveries.repaid"
    OVERPAYMENT_OFFSET = "recoveries.offset"
    OVERPAYMENT_DROPPED = "recoveries.dropped"
    OVERPAYMENT_RELEASED = "recoveries.released"  #: owed after all by today's facts
    WRITE_OFF_PROPOSED = "recoveries.write_off_proposed"
    OVERPAYMENT_WRITTEN_OFF = "recoveries.written_off"
    WRITE_OFF_DECLINED = "recoveries.write_off_declined"
    # discovery
    COUNTY_SCREENED = "discovery.screened"
    HIT_CLOSED = "discovery.hit_closed"
    CARD_EXPIRING = "discovery.card_expiring"
    CHILD_HITS_SHOWN = "discovery.child_hits_shown"  #: files about children are logged when seen
    # statements
    AUDIT_FILE_MADE = "statements.audit_file_made"
    # outreach
    MESSAGE_FAILED = "outreach.message_failed"  #: for good, on the last channel: someone must go to the door
    REPLY_RECEIVED = "outreach.reply_received"
    NUMBER_CHECKED = "outreach.number_checked"  #: its owner is asked whether the phone is still theirs
    NUMBER_CONFIRMED = "outreach.number_confirmed"  #: and has said yes
    NUMBER_DOUBTED = "outreach.number_doubted"  #: asked twice and silent: the neutral words alone go there
    DUTY_ANSWERED = "messages.duty_answered"  #: whether what the timetable missed is still to be done
    # digests
    DIGEST_DRAWN = "digests.drawn"  #: an officer is told how much is due and late
    # campaigns
    CAMPAIGN_PROPOSED = "campaigns.proposed"
    CAMPAIGN_APPROVED = "campaigns.approved"
    CAMPAIGN_PAUSED = "campaigns.paused"
    CAMPAIGN_RESUMED = "campaigns.resumed"
    CAMPAIGN_CANCELLED = "campaigns.cancelled"
    CAMPAIGN_TOLD = "campaigns.told"  #: one of its people is spoken to
    CAMPAIGN_DONE = "campaigns.done"
    # messages
    REPLY_ANSWERED = "messages.reply_answered"
    STATEMENT_TAKEN = "messages.statement_taken"  #: the provider's list of a month's texts, held against ours
