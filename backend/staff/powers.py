"""Who may do what: one table on one page."""

from datetime import date
from enum import StrEnum

from backend import clock
from backend.refusals import NotAllowed
from backend.residents import OF_AGE
from backend.staff.officer import Officer, Role


class Power(StrEnum):
    """What can be permitted."""

    SEE_CASES = "see_cases"
    PLAN_CAMPAIGN = "plan_campaign"  #: propose one text to many
    APPROVE_CAMPAIGN = "approve_campaign"  #: let a colleague's begin
    REVIEW = "review"  #: accept, return, first refusal at the township
    REVIEW_CHILDREN = "review_children"  #: the same for cases about children, which no other hand touches
    INVESTIGATE = "investigate"  #: visit the household, ask the registers
    RUN_CHECKS = "run_checks"  #: ask the departments about people, and take in what they answer (核对)
    DRAW_SAMPLE = "draw_sample"  #: announce and draw which cases the county visits itself
    ASK_EXTENSION = "ask_extension"  #: of the law's limit, for a reason
    APPROVE_EXTENSION = "approve_extension"
    APPROVE_SMALL_AID = "approve_small_aid"  #: decide 临时救助 up to the township's cap (小额审批)
    GIVE_OPINION = "give_opinion"  #: the township's first opinion on verified facts
    ANSWER_STRANGERS = "answer_strangers"  #: note what was done about a text of a phone that nobody is on file under
    POST_NOTICE = "post_notice"
    KEEP_KIN_REGISTER = "keep_kin_register"  #: take in the cadres' declarations of relatives, see the separate ledger
    ANSWER_OBJECTION = "answer_objection"
    CONFIRM = "confirm"  #: the county's decision
    CONFIRM_DELEGATED = "confirm_delegated"  #: the same at the township, where the county has delegated it (下放)
    FOLLOW_UP_HITS = "follow_up_hits"  #: say what came of somebody whom a screening found
    HANDLE_CHILDREN = "handle_children"  #: see what is known about children (policy §14)
    DRAW_UP_BATCH = "draw_up_batch"
    DECIDE_FLAG = "decide_flag"  #: whether a payee whom the checks before a batch flagged is paid all the same
    CONFIRM_BATCH_PART = "confirm_batch_part"  #: say that the township's rows of a batch are right
    APPROVE_BATCH = "approve_batch"
    ANSWER_DUTY = "answer_duty"  #: say whether what the timetable missed is still to be done
    TAKE_STATEMENT = "take_statement"  #: hold the message provider's list of a month against ours
    RELEASE_BATCH = "release_batch"  #: let an approved batch go, as the third person
    HANDLE_BANK_FILES = "handle_bank_files"
    SEE_FUNDS = "see_funds"
    KEEP_FUNDS = "keep_funds"  #: record appropriations, reverse them, cover what was uncovered
    CLOSE_YEAR = "close_year"
    PROPOSE_RATE = "propose_rate"  #: ask for another standard, with who gains and loses by it
    CONFIRM_RATE = "confirm_rate"  #: let a standard hold that a colleague proposed
    OFFER_ROSTER = "offer_roster"  #: upload a roster of who is paid already, and write one out
    CONFIRM_ROSTER = "confirm_roster"  #: take in what a colleague offered
    RECOVER = "recover"  #: what was overpaid: find, tell, agree, take in, ask for a write-off
    APPROVE_WRITE_OFF = "approve_write_off"
    REVEAL = "reveal"  #: see a masked number in clear, with a reason, journaled
    ASSIGN_ERRAND = "assign_errand"  #: say which cadre of the village sees to it
    SEE_JOURNAL = "see_journal"


_POWERS: dict[Role, frozenset[Power]] = {
    Role.TOWNSHIP_CLERK: frozenset(
        {
            Power.SEE_CASES, Power.REVIEW, Power.POST_NOTICE, Power.ANSWER_OBJECTION, Power.FOLLOW_UP_HITS,
            Power.KEEP_KIN_REGISTER, Power.INVESTIGATE, Power.GIVE_OPINION, Power.REVEAL,
        }
    ),
    Role.TOWNSHIP_LEADER: frozenset(
        {
            Power.SEE_CASES, Power.POST_NOTICE, Power.ANSWER_OBJECTION, Power.FOLLOW_UP_HITS, Power.HANDLE_CHILDREN,
            Power.KEEP_KIN_REGISTER, Power.INVESTIGATE, Power.GIVE_OPINION, Power.CONFIRM_BATCH_PART, Power.REVEAL,
            Power.REVIEW_CHILDREN, Power.APPROVE_SMALL_AID, Power.CONFIRM_DELEGATED, Power.ASSIGN_ERRAND,
        }
    ),
    Role.COUNTY_REVIEWER: frozenset(
        {
            Power.SEE_CASES, Power.CONFIRM, Power.PROPOSE_RATE, Power.OFFER_ROSTER, Power.FOLLOW_UP_HITS,
            Power.ANSWER_STRANGERS, Power.HANDLE_CHILDREN, Power.KEEP_KIN_REGISTER, Power.INVESTIGATE, Power.RUN_CHECKS,
            Power.DRAW_SAMPLE, Power.REVEAL,
        }
    ),
    Role.COUNTY_APPROVER: frozenset(
        {
            Power.SEE_CASES, Power.APPROVE_BATCH, Power.RELEASE_BATCH, Power.SEE_FUNDS, Power.CLOSE_YEAR,
            Power.CONFIRM_RATE, Power.CONFIRM_ROSTER, Power.APPROVE_WRITE_OFF, Power.REVEAL, Power.ANSWER_DUTY,
        }
    ),
    Role.COUNTY_PAYER: frozenset(
        {
            Power.DRAW_UP_BATCH, Power.DECIDE_FLAG, Power.HANDLE_BANK_FILES, Power.SEE_FUNDS, Power.KEEP_FUNDS,
            Power.RECOVER, Power.SEE_CASES, Power.REVEAL, Power.TAKE_STATEMENT,
        }
    ),
    Role.AUDITOR: frozenset({Power.SEE_CASES, Power.SEE_FUNDS, Power.SEE_JOURNAL}),
}  # fmt: skip
# The law's limit is lengthened by the ones and approved by the others.
for _asks in (Role.TOWNSHIP_CLERK, Role.COUNTY_REVIEWER):
    _POWERS[_asks] |= {Power.ASK_EXTENSION}
for _answers in (Role.TOWNSHIP_LEADER, Role.COUNTY_APPROVER):
    _POWERS[_answers] |= {Power.APPROVE_EXTENSION}
# One text to many is planned by the ones and approved by the others, at the township and at the county.
for _plans in (Role.TOWNSHIP_CLERK, Role.COUNTY_REVIEWER):
    _POWERS[_plans] |= {Power.PLAN_CAMPAIGN}
for _approves in (Role.TOWNSHIP_LEADER, Role.COUNTY_APPROVER):
    _POWERS[_approves] |= {Power.APPROVE_CAMPAIGN}


class NoSuchPower(NotAllowed):
    """The officer's role does not include this."""

    sentence = "您的岗位没有这项权限，请联系有权限的同事办理。"


class OutsideYourPlace(NotAllowed):
    """The case lies in another township."""

    sentence = "这件事不在您负责的地方，不能查看或办理。"


def has_power(officer: Officer, power: Power) -> bool:
    """Whether the officer's role includes `power`."""
    return power in _POWERS[Role(officer.role)]


def must_have(officer: Officer, power: Power) -> None:
    """NoSuchPower unless the officer's role includes `power`."""
    if not has_power(officer, power):
        raise NoSuchPower


def must_cover(officer: Officer, village: str) -> None:
    """OutsideYourPlace unless `village` lies in the officer's places."""
    if not officer.scope.covers(village):
        raise OutsideYourPlace


def youngest_shown(officer: Officer) -> date:
    """Born later than this, a person stands only on the lists of who handles children's affairs (policy §14)."""
    if has_power(officer, Power.HANDLE_CHILDREN):
        return date.max
    today = clock.today()
    return date(today.year - OF_AGE, today.month, min(today.day, 28))
