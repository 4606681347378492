"""Cooperating (配合核实): no procedure is ended before the family was asked, and would not (policy §1.8, art. 29)."""

from datetime import date
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application, State
from backend.applications.decision import DecisionKind
from backend.applications.non_cooperation import Declined, NonCooperation
from backend.applications.part import part_of
from backend.applications.reading import visible_to_officer
from backend.applications.reasons import reasons_for
from backend.applications.wrong_state import must_still_be_theirs, tell_what_happened
from backend.identifiers import new_id
from backend.journal import Deed, record
from backend.refusals import NotAcceptable, NotAllowed, NotNow
from backend.staff import Officer, Power, must_have, must_not_be_kin

_WORDS_AT_LEAST, _WORDS_AT_MOST = 4, 500  # characters
_WHILE = (State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.OBJECTED, State.COUNTY_REVIEW)
# Since the case was last begun: noted by an officer, a letter taken back and not given again, or, while papers are
# waited for, a cadre at the door whom the family sent away, or whose day has passed without them. Whoever died or is
# visited no more has refused nothing.
_ASKED = f"""
SELECT 1 FROM (SELECT coalesce(max(at), '-infinity') AS at FROM decision
               WHERE application_id = $1 AND kind = '{DecisionKind.AMENDED.value}') AS begun
WHERE EXISTS (SELECT FROM non_cooperation n WHERE n.application_id = $1 AND n.recorded_at > begun.at)
   OR EXISTS (SELECT FROM check_authorisation w
              WHERE w.application_id = $1 AND w.revoked_at > begun.at AND NOT EXISTS (
                  SELECT FROM check_authorisation s WHERE s.application_id = $1 AND s.revoked_at IS NULL
                  AND s.identity_index = w.identity_index))
   OR ($2 AND EXISTS (
          SELECT FROM errand e WHERE e.because = 'returned:' || (
              SELECT d.id FROM decision d WHERE d.application_id = $1 AND d.kind = '{DecisionKind.RETURNED.value}'
              ORDER BY d.id DESC LIMIT 1)
          AND (e.outcome = 'refused' OR e.due_on < $3 AND coalesce(e.outcome, '') NOT IN ('needless', 'died'))))
"""


class NotAskedYet(NotNow):
    """Nothing on record shows that the family was asked and would not."""

    sentence = (
        "终止办理要有依据：补材料过了上门的期限还没有补，或者登记了这家不配合（不让入户、不签授权书等）。请先登记。"
    )


class NonCooperationWordsMissing(NotAcceptable):
    """Who asked, who was there and what was said goes on record."""

    sentence = f"请用{_WORDS_AT_LEAST}到{_WORDS_AT_MOST}个字写明谁去问的、谁在场、怎么说的。"


class AskedOnWrong(NotAcceptable):
    """In the future, or before the family applied."""

    sentence = "日期不能晚于今天，也不能早于申请那天，请核对。"


class AnotherNotes(NotAllowed):
    """Who gave the opinion in a case, or decided it, investigates nothing in it (policy §18)."""

    sentence = "这件申请您提过初审意见或者审批过，按规定要由另一位同事登记。"


class NothingToDecline(NotNow):
    """A programme whose law ends no procedure for want of cooperation."""

    sentence = "这项待遇没有终止办理的规定，缺材料的请一次性告知，核实不了的请按规定提出意见。"


async def note_non_cooperation(
    application_id: UUID, declined: Declined, asked_on: date, words: str, officer: Officer
) -> NonCooperation:
    """Put on record that the family was asked and would not, and why they say so; nothing is decided by it.

    Whoever notes it counts as an investigator. Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace,
    NothingToDecline, NonCooperationWordsMissing, AskedOnWrong, WrongState, staff.YourOwnKin and AnotherNotes.
    """
    must_have(officer, Power.INVESTIGATE)
    seen = await visible_to_officer(application_id, officer)
    if not may_be_ended(seen.programme):
        raise NothingToDecline
    if not _WORDS_AT_LEAST <= len(words.strip()) <= _WORDS_AT_MOST:
        raise NonCooperationWordsMissing
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state not in _WHILE or case.submitted_at is None:
            await tell_what_happened(case.id, officer.signature)
        if case.state is State.SUBMITTED:  # only there is a case passed on
            await must_still_be_theirs(case, officer.signature)
        await must_not_be_kin(officer.signature, case.resident_id)
        part = await part_of(officer, case.id)
        if part.opined or part.decided:
            raise AnotherNotes
        if not clock.in_county_time(case.started_at).date() <= asked_on <= clock.today():
            raise AskedOnWrong
        noted = await NonCooperation.create(
            id=new_id(), county=case.county, application_id=case.id, declined=declined, asked_on=asked_on,
            words=words.strip(), recorded_by=officer.id, recorded_at=clock.now(),
        )  # fmt: skip
        await record(case.line(Deed.NON_COOPERATION_NOTED, declined=declined.value), by=officer.signature)
    return noted


async def non_cooperation_in(application_id: UUID) -> list[NonCooperation]:
    """All that was noted, oldest first."""
    return await NonCooperation.filter(application_id=application_id).order_by("id")


def may_be_ended(programme: str) -> bool:
    """Whether the programme's law ends a procedure for want of cooperation."""
    return bool(reasons_for(programme, State.TERMINATED))


async def was_asked(case: Application) -> bool:
    """Whether it is on record that the family was asked, and would not."""
    returned = case.state is State.RETURNED
    return bool(await database.rows(_ASKED, case.id, returned, clock.today()))


async def must_have_been_asked(case: Application) -> None:
    """NotAskedYet where nothing on record shows it."""
    if not await was_asked(case):
        raise NotAskedYet
