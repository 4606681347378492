"""Submitting: from here on the township must answer."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from backend import clock, database, eligibility, programmes, residents
from backend.applications.acting import must_speak_for
from backend.applications.application import Application, State
from backend.applications.deadlines import papers_due
from backend.applications.fetching_papers import need_no_papers
from backend.applications.gathering import missing
from backend.applications.register_facts import facts_about
from backend.applications.transitions import Move, hold, move
from backend.eligibility import FactValue, Outcome, Verdict
from backend.journal import Deed, Signature, record
from backend.refusals import NotAcceptable


class NotComplete(NotAcceptable):
    """Papers are missing; `details["missing"]` lists kind and title of each."""

    sentence = "材料还不齐，请按清单补上照片再提交。"


class NotEligible(NotAcceptable):
    """The check says a clear no; `details["reasons"]` are the sentences of the conditions that failed.

    It is told once and decides nothing: who insists is answered by an office, in writing, with the way to appeal.
    """

    sentence = (
        "按登记的情况，现在可能不符合条件。登记有误的，请到村委会或乡镇更正；"
        "您认为符合的，仍然可以提交，由乡镇和县里查了以后书面答复。"
    )


async def submit(
    application_id: UUID,
    *,
    by: Signature,
    facts: Mapping[str, FactValue] | None = None,
    done_at: datetime | None = None,
    decide_by: date | None = None,
    insists: bool = False,
) -> Application:
    """Hand the case to the township, at first and after a return; gives the case number at first.

    `facts` are the person's own answers; what the register knows wins over them. `done_at`, when it was done offline,
    is when a mandate must have held; the law's time runs from now. `decide_by`: of what another county took in it runs
    already, until that day. `insists`: the person knows that the check says no, and wants an answer of the office.
    Refuses with NotComplete, MandateMissing, MandateRevoked, MandateExpired, NotEligible, WrongState and as
    `acting.must_reach`. "Not yet known" is no refusal: an officer finds out; nor is the wrong place: the office passes
    it on (《社会救助暂行办法》 art. 60). In an emergency neither papers nor a mandate are waited for (policy §3.1).
    """
    async with database.transaction():
        application = await hold(application_id, Move.SUBMIT, by)
        was_returned = application.state is State.RETURNED
        urgent = programmes.get_programme(application.programme).urgent
        if not urgent:
            await must_speak_for(application, by, done_at)
        lacking = [
            each
            for each in await missing(application)
            if each.kind is not programmes.PhotoKind.HELPER_IDENTITY or not application.is_person(by)
        ]  # who hands it in themselves need not show who else might have
        if lacking and not urgent:
            raise NotComplete(missing=[{"kind": each.kind.value, "title": each.title} for each in lacking])
        told = {**await _told_before(application), **(facts or {})}
        verdict = await check(application, told)
        if not insists:
            await _must_not_be_no(application, told, verdict)
        due = await papers_due(application.programme, application.county, clock.today())
        application = await move(
            application_id, Move.SUBMIT, by, submitted_at=clock.now(), step_due_on=due.day,
            due_provisional=due.provisional, decision_due_on=decide_by or application.decision_due_on,
            verdict=json.dumps(verdict.as_json(), ensure_ascii=False),
            case_number=application.case_number or await _next_case_number(application.county),
        )  # fmt: skip
        if was_returned:
            await need_no_papers(application, by)
        said = {"case_number": application.case_number, "outcome": verdict.outcome.value, "step_due_on": due.day}
        await record(application.moved(Deed.APPLICATION_SUBMITTED, **said), by=by)
    return application


async def _told_before(application: Application) -> Mapping[str, FactValue]:
    """What the person answered in the refused case that this one goes on from, so that nothing is asked twice."""
    before = await Application.get_or_none(id=application.continues) if application.continues else None
    asked = {fact.key for fact in eligibility.facts_declared(application.programme)}
    told = ((before.verdict or {}).get("facts") or {}) if before else {}
    return {key: value for key, value in told.items() if key in asked}


async def check(application: Application, facts: Mapping[str, FactValue] | None = None) -> Verdict:
    """What the law says today of the person whose case it is; the county checks again before it confirms."""
    return await _check(application, facts or {})


async def _check(application: Application, facts: Mapping[str, FactValue], **instead: FactValue) -> Verdict:
    resident = await residents.Resident.get(id=application.resident_id)
    known: dict[str, FactValue] = {**facts, **await facts_about(resident), **instead}
    known.pop("age", None)  # reckoned from the register's birth date
    parameters = await programmes.parameters_on(application.county, clock.today())
    return eligibility.decide(application.programme, known, on=clock.today(), parameters=parameters)


async def _must_not_be_no(application: Application, told: Mapping[str, FactValue], verdict: Verdict) -> None:
    """NotEligible for a no that is not of the place alone."""
    if verdict.outcome is not Outcome.NO:
        return
    if (await _check(application, told, registered_here=True)).outcome is not Outcome.NO:
        return
    raise NotEligible(reasons=[each.sentence for each in verdict.conditions if each.outcome is Outcome.NO])


async def _next_case_number(county: str) -> str:
    """MZ-410325-2026-000123; without gaps, because a submission that fails gives its number back."""
    counted = await database.rows(
        """INSERT INTO case_counter (county, year, last) VALUES ($1, $2, 1)
           ON CONFLICT (county, year) DO UPDATE SET last = case_counter.last + 1 RETURNING year, last""",
        county,
        clock.today().year,
    )
    return f"MZ-{county}-{counted[0]['year']}-{counted[0]['last']:06d}"
