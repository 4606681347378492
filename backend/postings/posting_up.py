"""Posting up: the township hangs a notice for accepted cases of one village."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, eligibility, inquiries, journal, programmes, staff, workdays
from backend.applications import Application, State
from backend.eligibility import Step
from backend.identifiers import new_id
from backend.postings.posting import Ending, Posting, PostingLine
from backend.postings.showing import shown_detail, shown_name
from backend.programmes import Programme
from backend.refusals import NotAcceptable, NotNow
from backend.residents import Resident, is_of_age
from backend.staff import Officer, Power

_OPEN = """
SELECT FROM objection o JOIN posting_line l ON l.id = o.posting_line_id
WHERE l.application_id = $1 AND o.answered_at IS NULL LIMIT 1
"""
_LINES = "SELECT FROM posting_line WHERE application_id = ANY ($1) AND ended IS NULL ORDER BY id FOR UPDATE"
_END = """
UPDATE posting_line l SET ended = CASE
    WHEN EXISTS (SELECT FROM objection o WHERE o.posting_line_id = l.id AND o.upheld) THEN $2 ELSE $3 END
WHERE application_id = $1 AND ended IS NULL
"""


class NothingToPost(NotAcceptable):
    """No case was chosen."""

    sentence = "请先选择要公示的申请。"


class MixedNotice(NotAcceptable):
    """A notice hangs in one village and names one programme."""

    sentence = "一张公示只能写同一个村、同一项待遇的申请，请分开公示。"


class NeverPosted(NotNow):
    """Recognitions and children's cases are made known to nobody (民办函〔2024〕31号, 民发〔2019〕62号)."""

    sentence = "这项待遇按规定不公示。提出同意的初审意见后会直接送县里。"


class AlreadyPosted(NotNow):
    """A notice with this case still hangs, or an objection to it is not answered yet."""

    sentence = "有申请正在公示，或者还有异议没有答复，请刷新后再选。"


async def post(application_ids: Sequence[UUID], officer: Officer) -> Posting:
    """Hang a notice for the programme's posting days (7 calendar days, run on to a working day; policy §16.1).

    Or as long as the county has set where the law leaves it to the county: 高龄津贴 in days, 两项补贴 in working days.

    Takes accepted cases, and objected ones whose objection was upheld and who are posted anew. Refuses with
    NothingToPost, MixedNotice, NeverPosted, AlreadyPosted, inquiries.VisitFirst, YouInvestigated, OpinionFirst and
    OpinionAgainst, and as officers are refused: NoSuchPower, OutsideYourPlace, applications.NoSuchApplication and
    WrongState. All or none are posted.
    """
    staff.must_have(officer, Power.POST_NOTICE)
    cases = [await applications.visible_to_officer(each, officer) for each in dict.fromkeys(application_ids)]
    if not cases:
        raise NothingToPost
    if len({(case.village, case.programme) for case in cases}) > 1:
        raise MixedNotice
    if not inquiries.is_posted(cases[0]):
        raise NeverPosted
    try:
        async with database.transaction():
            return await _hang(await _held(cases, officer), officer)
    except IntegrityError as running:
        raise AlreadyPosted from running


def posting_time(programme: str, parameters: Mapping[str, object]) -> str:
    """How long a notice hangs by the county's values of today, as pages say it; empty where nothing is posted."""
    step = eligibility.procedure(programme, clock.today()).step("posting")
    if step is None:
        return ""
    set_here = _set_here(step, parameters)
    if set_here is None:
        return f"{programmes.get_programme(programme).posting_days}天"
    return f"{set_here}天" if step.unit == "days" else f"{set_here}个工作日"


async def _held(cases: Sequence[Application], officer: Officer) -> list[Application]:
    """The cases, locked and asked once more: an opinion or a denial of the same moment is seen here, or comes too late.

    Lines before cases, and each in one order, as in objecting and ending, so that no two of them wait for each other.
    """
    ids = sorted(each.id for each in cases)
    await database.rows(_LINES, ids)
    held = {each: await applications.hold_to_post(each, officer) for each in ids}
    for case in held.values():
        await inquiries.must_be_investigated(case, officer)
    return [held[each.id] for each in cases]


async def _hang(cases: Sequence[Application], officer: Officer) -> Posting:
    today = clock.today()
    programme = programmes.get_programme(cases[0].programme)
    parameters = await programmes.parameters_on(cases[0].county, today)
    posting = await Posting.create(
        id=new_id(), county=cases[0].county, village=cases[0].village, programme=programme.code, posted_on=today,
        ends_on=_last_day(programme, today, parameters), posted_by=officer.id,
    )  # fmt: skip
    posted = []
    for case in cases:
        await _take_down(case)
        posted.append(await applications.mark_posted(case.id, posting.ends_on, officer.signature))
        resident = await Resident.get(id=case.resident_id)
        await PostingLine.create(
            id=new_id(), posting_id=posting.id, application_id=case.id,
            shown_name=shown_name(resident, await _named_for(resident, today), today),
            shown_detail=shown_detail(case, resident, await inquiries.last_opinion(case.id), parameters, today),
        )  # fmt: skip
    facts = {"posting_id": posting.id, "ends_on": posting.ends_on}
    lines = [case.moved(journal.Deed.NOTICE_POSTED, **facts) for case in posted]
    await journal.record_many(lines, by=officer.signature)
    return posting


async def _take_down(case: Application) -> None:
    """The line of an objection after which the case was sent up with a no, and came back: once everyone is answered."""
    if await database.rows(_OPEN, case.id):
        raise AlreadyPosted
    if case.state is State.ACCEPTED:
        await database.execute(_END, case.id, Ending.UPHELD.value, Ending.DISMISSED.value)


async def _named_for(person: Resident, today: date) -> Resident | None:
    """Under whom a minor stands: the head of the household where grown up, else its eldest; None for all others."""
    if is_of_age(person.birth_date, today):
        return None
    home = Resident.filter(household_id=person.household_id, deceased_on=None).order_by("birth_date", "id")
    grown = [each for each in await home if is_of_age(each.birth_date, today)]
    return next((each for each in grown if each.relation_to_head == "head"), grown[0] if grown else None)


def _last_day(programme: Programme, posted_on: date, parameters: Mapping[str, object]) -> date:
    step = eligibility.procedure(programme.code, posted_on).step("posting")
    set_here = _set_here(step, parameters) if step is not None else None
    if set_here is None or step is None:
        return workdays.after_days(posted_on, programme.posting_days).day
    counted = workdays.after_days if step.unit == "days" else workdays.after_workdays
    return counted(posted_on, set_here).day


def _set_here(step: Step, parameters: Mapping[str, object]) -> int | None:
    """The county's own number, in the unit of the step; None where the law leaves it none, or it set none."""
    days = parameters.get(step.parameter) if step.parameter else None
    return None if days is None else int(str(days))
