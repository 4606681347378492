"""Answering: the township looks into an objection and says what it found."""

from uuid import UUID

from backend import applications, clock, database, inquiries, journal, programmes, staff
from backend.applications import Application, State
from backend.postings.ending import close
from backend.postings.objection import Objection
from backend.postings.posting import Ending, Posting, PostingLine
from backend.postings.showing import shown_detail
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import Resident
from backend.staff import Officer, Power

_ANSWER_AT_MOST = 1000  # characters


class NoSuchObjection(NotFound):
    """No such objection."""

    sentence = "没有找到这条异议，请刷新后再选。"


class AlreadyAnswered(NotNow):
    """A colleague was faster."""

    sentence = "这条异议已经答复过了，请刷新后查看。"


class AnswerEmpty(NotAcceptable):
    """An answer says what was found, in at most 1000 characters."""

    sentence = f"请写明核实的情况，最多{_ANSWER_AT_MOST}个字。"


async def answer(objection_id: UUID, officer: Officer, upheld: bool, answer: str) -> Objection:
    """Answer an objection.

    Not upheld: the case goes back on the notice until its last day, or to the county when that day has passed; where it
    hangs again in any case (特困), or what hangs is no longer what is meant, it stays objected and is posted anew.
    Upheld: it stays objected, too (policy §1.8, §2.3). Refuses with NoSuchObjection, AlreadyAnswered, AnswerEmpty,
    NoSuchPower, OutsideYourPlace and staff.YourOwnKin; not upheld, with inquiries.OpinionFirst where the law wants the
    township to look again before, and with inquiries.OpinionAgainst while its last word is a no.
    """
    staff.must_have(officer, Power.ANSWER_OBJECTION)
    text = answer.strip()
    if not 0 < len(text) <= _ANSWER_AT_MOST:
        raise AnswerEmpty
    async with database.transaction():
        objection, line = await _held(objection_id)
        case = await Application.select_for_update().get(id=line.application_id)
        staff.must_cover(officer, case.village)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        answered = await database.execute(
            """UPDATE objection SET answer = $2, upheld = $3, answered_by = $4, answered_at = $5
               WHERE id = $1 AND answered_at IS NULL""",
            objection_id, text, upheld, officer.id, clock.now(),
        )  # fmt: skip
        if not answered:
            done = await Objection.get(id=objection_id)
            who = await staff.who_and_when(done.answered_by, done.answered_at)
            raise AlreadyAnswered(f"这条异议已经答复过了（{who}），请刷新后查看。")
        if not upheld:
            await inquiries.must_have_looked_again(case)
        case = await _let_the_case_go_on(case, line, officer)
        told = [case.moved(journal.Deed.OBJECTION_ANSWERED, objection_id=objection_id, upheld=upheld)]
        if objection.phone_index is not None:
            told.append(_to_the_objector(objection, upheld))
        await journal.record_many(told, by=officer.signature)
    await objection.refresh_from_db()
    return objection


def _to_the_objector(objection: Objection, upheld: bool) -> journal.Line:
    """A line of its own that names neither person nor village: who reads of the case reads nothing of it."""
    facts = {"upheld": upheld, "raised_on": clock.in_county_time(objection.raised_at).date()}
    return journal.Line(journal.Deed.OBJECTOR_ANSWERED, objection.county, "objection", objection.id, facts=facts)


async def _held(objection_id: UUID) -> tuple[Objection, PostingLine]:
    objection = await Objection.get_or_none(id=objection_id)
    if objection is None:
        raise NoSuchObjection
    return objection, await PostingLine.select_for_update().get(id=objection.posting_line_id)


async def _let_the_case_go_on(case: Application, line: PostingLine, officer: Officer) -> Application:
    objections = await Objection.filter(posting_line_id=line.id)
    if case.state is not State.OBJECTED or any(each.answered_at is None for each in objections):
        return case
    if any(each.upheld for each in objections):
        await close(line, Ending.UPHELD)
        return case
    await inquiries.must_not_be_against(case)
    posting = await Posting.get(id=line.posting_id)
    if await inquiries.hangs_again(case) or (posting.ended_at is None and await _says_something_else(line, case)):
        await close(line, Ending.DISMISSED)
        return case
    if posting.ended_at is None:
        return await applications.mark_posted(case.id, posting.ends_on, officer.signature)
    await close(line, Ending.DISMISSED)
    return await applications.pass_to_county(case.id, officer.signature)


async def _says_something_else(line: PostingLine, case: Application) -> bool:
    """Whether the new opinion would hang there in other words, such as another amount."""
    if not inquiries.needs_opinion(case):
        return False
    resident, today = await Resident.get(id=case.resident_id), clock.today()
    parameters = await programmes.parameters_on(case.county, today)
    meant = shown_detail(case, resident, await inquiries.last_opinion(case.id), parameters, today)
    return meant != line.shown_detail
