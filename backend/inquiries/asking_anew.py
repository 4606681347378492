"""Asking anew (重新核对): an objection or time gone by has the registers asked again, whatever they answered before."""

from uuid import UUID

from backend import applications, database, journal, staff
from backend.applications import Application, State
from backend.inquiries.authorising import NoSuchAuthorisation
from backend.inquiries.check import CheckAuthorisation, CheckRequest
from backend.refusals import NotNow
from backend.staff import Officer, Power

_STATES = (State.ACCEPTED, State.OBJECTED)


class WaitsToBeAsked(NotNow):
    """They wait for the next request file already, or for the departments' answers to the last."""

    sentence = "这个人还在等核对，不用重新核对。有没有回复的，请等部门回复。"


class LetterLapsed(NotNow):
    """Nobody is asked about after the term that they signed."""

    sentence = "这个人的核对授权已经到期，不能再核对。请本人重新签一份核对授权书，再来登记。"


async def ask_anew(authorisation_id: UUID, officer: Officer) -> None:
    """Put the person into the next request file; what was answered before stays in the file.

    Refuses with NoSuchPower, NoSuchAuthorisation (taken back, too), OutsideYourPlace, applications.NoSuchApplication
    and WrongState, staff.YourOwnKin, LetterLapsed and WaitsToBeAsked.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    letter = await CheckAuthorisation.get_or_none(id=authorisation_id, county=officer.county, revoked_at=None)
    if letter is None:
        raise NoSuchAuthorisation
    if letter.lapsed:
        raise LetterLapsed
    await applications.visible_to_officer(letter.application_id, officer)
    async with database.transaction():
        case = await Application.select_for_update().get(id=letter.application_id)
        if case.state not in _STATES:
            await applications.tell_what_happened(case.id, officer.signature)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        asked = await CheckRequest.filter(authorisation_id=letter.id).order_by("-id").first()
        if asked is None or await database.row(_STILL_WAITS, asked.id):
            raise WaitsToBeAsked
        changed = await database.execute(
            """UPDATE check_authorisation SET anew_after = $2
               WHERE id = $1 AND revoked_at IS NULL AND anew_after IS DISTINCT FROM $2""",
            letter.id, asked.id,
        )  # fmt: skip
        if not changed:
            raise WaitsToBeAsked
        line = case.line(journal.Deed.CHECK_ASKED_ANEW, authorisation_id=letter.id)
        await journal.record(line, by=officer.signature)


# Not answered whole, or asked for again by a result that is to be checked once more.
_STILL_WAITS = """
SELECT 1 FROM check_request r JOIN check_batch b ON b.id = r.batch_id
LEFT JOIN check_result s ON s.request_id = r.id
WHERE r.id = $1 GROUP BY r.id, b.items
HAVING count(s.id) < jsonb_array_length(b.items) OR count(*) FILTER (WHERE s.settled = 'recheck') > 0
"""
