"""Explaining (本人说明): the person sees what a register answered differently, and says how it is, from their phone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import applications, clock, database, journal, sealing
from backend.applications import Application, NoSuchApplication, State, WrongState
from backend.identifiers import new_id
from backend.inquiries.check import CheckAuthorisation, CheckExplanation, CheckItem, CheckRequest, CheckResult
from backend.inquiries.clearing import AlreadySettled, NoSuchResult
from backend.inquiries.taking_replies import CHECKED
from backend.journal import Deed
from backend.refusals import NotAcceptable, NotNow
from backend.residents import Resident

_WORDS_AT_MOST = 500  # characters
_TIMES_AT_MOST = 5
EXPLAINED_IN = (State.ACCEPTED, State.OBJECTED)


class NothingSaid(NotAcceptable):
    """No words, or more than fit."""

    sentence = f"请写明是怎么回事，最多{_WORDS_AT_MOST}个字。"


class SaidEnough(NotNow):
    """The township has it in writing already."""

    sentence = f"这一项已经说明过{_TIMES_AT_MOST}次，乡镇会看到。还有要说的，请直接找乡镇民政所。"


@dataclass(frozen=True)
class Question:
    """What is to be explained: whose, which register, as of when; no amounts and numbers, those are shown nowhere else.

    `said` are the person's words so far, oldest first.
    """

    result_id: UUID
    name: str
    item: CheckItem
    data_on: date
    said: list[str]


async def questions_for(application_id: UUID, person: Resident) -> list[Question]:
    """What still waits for the person's word; NoSuchApplication to everybody else, whoever acts for them."""
    await _own_case(application_id, person)
    requests = {each.id: each for each in await CheckRequest.filter(application_id=application_id)}
    letters = await CheckAuthorisation.filter(application_id=application_id, revoked_at=None)
    names = {each.id: each.name for each in letters}
    flagged = CheckResult.filter(request_id__in=list(requests), flagged=True, settled=None).order_by("id")
    return [
        Question(each.id, names[whose], CheckItem(each.item), each.data_on, await _said(each.id))
        for each in await flagged
        if (whose := requests[each.request_id].authorisation_id) in names
    ]


async def left_to_explain(case: Application) -> int:
    """How many answers of registers are not settled and not explained by the person yet; whose, nobody is told."""
    (found,) = await database.rows(
        """SELECT count(*)::int AS many FROM check_request q JOIN check_result r ON r.request_id = q.id
           JOIN check_authorisation w ON w.id = q.authorisation_id AND w.revoked_at IS NULL
           WHERE q.application_id = $1 AND r.flagged AND r.settled IS NULL
             AND NOT EXISTS (SELECT FROM check_explanation e WHERE e.result_id = r.id)""",
        case.id,
    )
    return int(found["many"])


async def explain(application_id: UUID, result_id: UUID, words: str, person: Resident) -> None:
    """Put the person's words beside the result; an officer settles it (民发〔2021〕57号 art. 18).

    Refuses with NoSuchApplication, NothingSaid, NoSuchResult, AlreadySettled, SaidEnough and applications.WrongState.
    """
    case = await _own_case(application_id, person)
    if not 0 < len(words.strip()) <= _WORDS_AT_MOST:
        raise NothingSaid
    async with database.transaction():
        result = await CheckResult.select_for_update().get_or_none(id=result_id, flagged=True)
        if result is None or (await CheckRequest.get(id=result.request_id)).application_id != case.id:
            raise NoSuchResult
        if result.settled is not None:
            raise AlreadySettled("这一项已经处理好了，不用再说明。")
        if case.state not in EXPLAINED_IN:
            raise WrongState(f"这件申请现在是「{case.state.shown}」，不用再说明。", state=case.state.value)
        if await CheckExplanation.filter(result_id=result_id).count() >= _TIMES_AT_MOST:
            raise SaidEnough
        await CheckExplanation.create(
            id=new_id(), county=case.county, result_id=result_id, words_sealed=sealing.seal(words.strip(), CHECKED),
            said_by=person.id, said_at=clock.now(),
        )  # fmt: skip
        line = case.line(Deed.CHECK_EXPLAINED, result_id=result_id, item=result.item)
        await journal.record(line, by=journal.Signature(journal.By.RESIDENT, person.id))


async def _own_case(application_id: UUID, person: Resident) -> Application:
    case = await applications.get_application(application_id)
    if case.resident_id != person.id:
        raise NoSuchApplication
    return case


async def _said(result_id: UUID) -> list[str]:
    said = await CheckExplanation.filter(result_id=result_id).order_by("id")
    return [sealing.unseal(each.words_sealed, CHECKED) for each in said]
