"""How long each step may take; all in working days (工作日), counted from the day after."""

from datetime import date

from backend import eligibility, programmes, workdays
from backend.workdays import Deadline

# The national text asks for the check of papers "at receipt" and sets no number (policy §1.8 step 1); the county's
# promise to the public until it sets its own.
CHECK_PAPERS_WITHIN = 3
# From acceptance to the village notice: no national number; published local guides give townships 5 (policy §4).
POST_WITHIN = 5
# Investigation and first opinion: 特困 has 15 by law (民发〔2021〕43号 art. 13, in the rule file); 低保 only 30 in all,
# which leaves as much once the notice's 7 days and the county's 10 are taken away.
INVESTIGATE_WITHIN = 15
# The county decides within 10 working days of receiving the file (policy §1.8 step 9, 民发〔2021〕57号 art. 20).
COUNTY_DECIDES_WITHIN = 10
# An objection is re-investigated without a national number; as long as the county itself may take.
ANSWER_OBJECTION_WITHIN = 10
# Staff are warned that many working days before a step is due.
WARN_BEFORE = 2
# So many working days past its due date a step is put before the leader, then before the county. No national number.
ESCALATE_TO_LEADER_AFTER = 1
ESCALATE_TO_COUNTY_AFTER = 3
# Papers asked for are reminded of after that many calendar days, then once in REMIND_EVERY.
REMIND_AFTER = 5
REMIND_EVERY = 7


def township_step_due(programme: str, accepted_on: date) -> Deadline:
    """By when the township has posted, or, where the law has it investigate, has given its first opinion."""
    procedure = eligibility.procedure(programme, accepted_on)
    investigation = procedure.step("investigation") or procedure.step("review")
    if investigation is not None and investigation.limit is not None:
        return workdays.after_workdays(accepted_on, investigation.limit)
    investigated = programmes.get_programme(programme).first_opinion
    return workdays.after_workdays(accepted_on, INVESTIGATE_WITHIN if investigated else POST_WITHIN)


def decision_due(programme: str, accepted_on: date) -> Deadline:
    """The law's date for the decision; where it does not count the notice, the notice's days come on top."""
    terms = programmes.get_programme(programme)
    began = workdays.after_days(accepted_on, terms.posting_days).day if terms.posting_outside_limit else accepted_on
    return workdays.after_workdays(began, terms.statutory_workdays)


def county_step_due(programme: str, received_on: date) -> Deadline:
    """By when the county decides once it has the file: the rule file's limit (特困 15), otherwise the general one."""
    decision = eligibility.procedure(programme, received_on).step("decision")
    within = decision.limit if decision is not None and decision.limit is not None else COUNTY_DECIDES_WITHIN
    return workdays.after_workdays(received_on, within)
