"""Objecting: anyone of the county may say, while the notice hangs, that a case is not right."""

from uuid import UUID

from backend import applications, clock, database, journal, residents, sealing
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.postings.objection import Objection
from backend.postings.posting import Posting, PostingLine
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import PHONE

_BODY_AT_MOST = 1000  # characters


class NoSuchNoticeLine(NotFound):
    """No such line on any notice."""

    sentence = "没有找到这条公示，请刷新后再选。"


class NoticeOver(NotNow):
    """The notice no longer hangs."""

    sentence = "这条公示已经结束。如仍有意见，请向乡镇或县民政局反映。"


class ObjectionEmpty(NotAcceptable):
    """An objection says what is not right, in at most 1000 characters."""

    sentence = f"请写明您认为不对的地方，最多{_BODY_AT_MOST}个字。"


async def object_to(
    posting_line_id: UUID, body: str, by: journal.Signature, *, named: bool = False, phone: str = ""
) -> Objection:
    """Raise an objection; the case waits until the township has answered (policy §1.8 step 8b).

    Refuses with NoSuchNoticeLine, NoticeOver (journaled), ObjectionEmpty and residents.BadPhone. The journal says that
    there is one, not what it says. `named`: whoever answers may know who raised it, and nobody else. `phone`: where
    somebody without the mini program wants to hear what came of it; empty for who wants to hear nothing.
    """
    text = body.strip()
    if not 0 < len(text) <= _BODY_AT_MOST or by.id is None:
        raise ObjectionEmpty
    number = residents.normalise_phone(phone) if phone.strip() else None
    try:
        return await _raise_it(posting_line_id, text, by, named, number)
    except NoticeOver:
        await _note_too_late(posting_line_id, by)
        raise


async def _raise_it(
    posting_line_id: UUID, text: str, by: journal.Signature, named: bool, number: str | None
) -> Objection:
    index = sealing.blind_index(number, PHONE) if number else None
    async with database.transaction():
        case = await _case_that_hangs(posting_line_id)
        objection = await Objection.create(
            id=new_id(), county=case.county, posting_line_id=posting_line_id, body=text, raised_by_kind=by.kind.value,
            raised_by_id=by.id, raised_at=clock.now(), named=named,
            phone_sealed=sealing.seal(number, PHONE) if number else None, phone_index=index,
        )  # fmt: skip
        if index is not None and by.kind is journal.By.OFFICER:  # what a phone types proves nothing
            await residents.revive_number(case.county, index)
        first = case.state is State.POSTED
        if first:
            case = await applications.mark_objected(case.id, by)
        await journal.record(case.moved(journal.Deed.OBJECTION_RAISED, objection_id=objection.id), by=by)
        if first:
            await applications.count_anew_after_objection(case)
    return objection


async def _note_too_late(posting_line_id: UUID, by: journal.Signature) -> None:
    """That somebody came too late is on record; what they would have said is not."""
    async with database.transaction():
        line = await PostingLine.get(id=posting_line_id)
        case = await Application.get(id=line.application_id)
        await journal.record(case.line(journal.Deed.OBJECTION_TOO_LATE, posting_id=line.posting_id), by=by)


async def _case_that_hangs(posting_line_id: UUID) -> Application:
    line = await PostingLine.select_for_update().get_or_none(id=posting_line_id)
    if line is None:
        raise NoSuchNoticeLine
    posting = await Posting.get(id=line.posting_id)
    case = await Application.select_for_update().get(id=line.application_id)
    hangs = line.ended is None and posting.ended_at is None and clock.today() <= posting.ends_on
    if not hangs or case.state not in (State.POSTED, State.OBJECTED):
        raise NoticeOver
    return case
