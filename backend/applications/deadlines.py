"""How long each step may take; all in working days (工作日), counted from the day after."""

from collections.abc import Mapping
from datetime import date

from backend import eligibility, programmes, workdays
from backend.applications.application import Application
from backend.applications.delegation import is_delegated
from backend.eligibility import Step
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
# Papers after an emergency, until the county sets temp.paperwork_workdays (a published local guide has 5, policy §3.2).
PAPERS_FOLLOW_WITHIN = 5
# An objection is re-investigated without a national number: as long as the county itself may take. 特困 has one, in the
# rule file: the 15 days of the first investigation (民发〔2021〕43号 art. 15).
ANSWER_OBJECTION_WITHIN = 10
# Staff are warned that many working days before a step is due.
WARN_BEFORE = 2
# So many working days past its due date a step is put before the leader, then before the county. No national number.
ESCALATE_TO_LEADER_AFTER = 1
ESCALATE_TO_COUNTY_AFTER = 3
# Papers asked for are reminded of after that many calendar days, then once in REMIND_EVERY.
REMIND_AFTER = 5
REMIND_EVERY = 7
_DIBAO = ("rural_dibao", "urban_dibao")
_POSTING_OUTSIDE = dict.fromkeys(_DIBAO, "dibao.publicity_excluded_from_limit")
# The law's own numbers are dated values, too, so that the next text is a row and not a release (policy §0). Where the
# township confirms the law gives it less time; in special cases more (民发〔2021〕57号 art. 22, 民发〔2022〕83号).
_WHOLE = dict.fromkeys(_DIBAO, "dibao.limits.statutory")
_WHOLE_DELEGATED = dict.fromkeys(_DIBAO, "dibao.limits.statutory_delegated")
_WHOLE_SPECIAL = dict.fromkeys(_DIBAO, "dibao.limits.statutory_special")
_PROMISED_SPECIAL = dict.fromkeys(_DIBAO, "dibao.limits.promised_special")


async def papers_due(programme: str, county: str, submitted_on: date) -> Deadline:
    """By when the township has looked at the papers; in an emergency as soon as help must come."""
    within = await _help_within(programme, county, submitted_on) or CHECK_PAPERS_WITHIN
    return workdays.after_workdays(submitted_on, within)


async def township_step_due(case: Application, accepted_on: date) -> Deadline:
    """By when the township has posted, or, where the law has it investigate, has given its first opinion."""
    procedure = eligibility.procedure(case.programme, accepted_on)
    help_within = await _help_within(case.programme, case.county, accepted_on)
    if help_within is not None:
        return workdays.after_workdays(accepted_on, help_within)
    investigation = procedure.step("investigation") or procedure.step("review")
    if investigation is not None and investigation.limit is not None:
        return workdays.after_workdays(accepted_on, investigation.limit)
    investigated = programmes.get_programme(case.programme).first_opinion
    return workdays.after_workdays(accepted_on, INVESTIGATE_WITHIN if investigated else POST_WITHIN)


async def decision_due(case: Application, accepted_on: date) -> Deadline:
    """The law's date for the decision, or the county's where the law leaves it to the county.

    Where the law gives each part its own days (特困: 15, the notice's 7, 15) one after the other.
    """
    in_order = _one_after_the_other(case.programme, accepted_on)
    if in_order is not None:
        return in_order
    began = await counted_from(case, accepted_on)
    step = eligibility.procedure(case.programme, accepted_on).step("decision")
    within = await _help_within(case.programme, case.county, accepted_on) or await _set_here(step, case.county, began)
    return workdays.after_workdays(began, within or await _whole_within(case, accepted_on))


def objection_due(programme: str, objected_on: date) -> Deadline:
    """By when the township has looked again and said anew what it thinks: as long as its first investigation by law."""
    investigation = eligibility.procedure(programme, objected_on).step("investigation")
    within = investigation.limit if investigation is not None and investigation.limit else ANSWER_OBJECTION_WITHIN
    return workdays.after_workdays(objected_on, within)


def decision_due_after_objection(programme: str, objected_on: date) -> Deadline | None:
    """特困: the law counts all three parts anew (民发〔2021〕43号 art. 15, 16); None where the days run on."""
    return _one_after_the_other(programme, objected_on)


def _one_after_the_other(programme: str, began: date) -> Deadline | None:
    terms, procedure = programmes.get_programme(programme), eligibility.procedure(programme, began)
    first, last = procedure.step("investigation"), procedure.step("decision")
    if not terms.posting_outside_limit or first is None or last is None or not (first.limit and last.limit):
        return None
    opined = workdays.after_workdays(began, first.limit).day
    return workdays.after_workdays(workdays.after_days(opined, terms.posting_days).day, last.limit)


async def longer_limit(case: Application, accepted_on: date) -> int | None:
    """In special cases so many working days instead; None where the law has no longer limit."""
    terms = programmes.get_programme(case.programme)
    if terms.extended_workdays is None:
        return None
    return await _in_days(_WHOLE_SPECIAL, case, accepted_on) or terms.extended_workdays


async def _whole_within(case: Application, accepted_on: date) -> int:
    delegated = await is_delegated(case.programme, case.county, accepted_on)
    within = await _in_days(_WHOLE_DELEGATED if delegated else _WHOLE, case, accepted_on)
    return within or programmes.get_programme(case.programme).statutory_workdays


async def _in_days(keys: Mapping[str, str], case: Application, on: date) -> int | None:
    """As set, or as declared where nobody has set it; None for programmes without such a key."""
    key = keys.get(case.programme)
    if key is None:
        return None
    value = await _set(key, case.county, on)
    value = programmes.get_declaration(key).default if value is None else value
    return None if value is None else int(str(value))


async def counted_from(case: Application, accepted_on: date) -> date:
    """From where the working days of the whole run: acceptance, or later by the notice's days where those come on top.

    Of 低保 where the city has set it (policy §1.8 notes).
    """
    key = _POSTING_OUTSIDE.get(case.programme)
    outside = key is not None and await _set(key, case.county, accepted_on) == "yes"
    days = programmes.get_programme(case.programme).posting_days
    return workdays.after_days(accepted_on, days).day if outside else accepted_on


async def promised_due(case: Application, accepted_on: date, law: date, *, special: bool = False) -> date | None:
    """By when the county has promised to decide, where it promised anything; never later than the law's day.

    `special`: the promise for cases whose limit was extended.
    """
    step = eligibility.procedure(case.programme, accepted_on).step("whole")
    if step is None or step.parameter is None:
        return None
    days = await _in_days(_PROMISED_SPECIAL if special else {case.programme: step.parameter}, case, accepted_on)
    if days is None:
        return None
    return min(law, workdays.after_workdays(await counted_from(case, accepted_on), days).day)


async def county_step_due(case: Application, received_on: date) -> Deadline:
    """By when it is decided once the file is there: the rule file's limit (特困 15), otherwise the general one.

    Not after the whole, where the county has set only that (临时救助), or the file came from elsewhere (跨省通办).
    """
    decision = eligibility.procedure(case.programme, received_on).step("decision")
    within = decision.limit if decision is not None and decision.limit is not None else COUNTY_DECIDES_WITHIN
    due = workdays.after_workdays(received_on, within)
    whole = case.decision_due_on
    only_whole = decision is None or decision.parameter is not None or case.came_from_elsewhere
    return Deadline(whole, due.provisional) if only_whole and whole and whole < due.day else due


async def papers_follow_by(case: Application, helped_on: date) -> Deadline:
    """By when the papers follow help that did not wait for them."""
    step = eligibility.procedure(case.programme, helped_on).step("paperwork")
    return workdays.after_workdays(helped_on, await _set_here(step, case.county, helped_on) or PAPERS_FOLLOW_WITHIN)


async def _help_within(programme: str, county: str, on: date) -> int | None:
    """Of a programme that helps first: within how many working days; None for all others."""
    terms = programmes.get_programme(programme)
    if not terms.urgent:
        return None
    step = eligibility.procedure(programme, on).step("help")
    return await _set_here(step, county, on) or terms.statutory_workdays


async def _set_here(step: Step | None, county: str, on: date) -> int | None:
    """The county's own limit of a step; None where the law leaves none to it, or it set none."""
    if step is None or step.parameter is None:
        return None
    value = await _set(step.parameter, county, on)
    return None if value is None else int(str(value))


async def _set(key: str, county: str, on: date) -> object:
    return (await programmes.parameters_on(county, on)).get(key)
