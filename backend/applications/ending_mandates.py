"""Ending a mandate: the person takes it back, by their own hand or by a word to an officer; the agent gives it up; the
person dies (民法典第一百七十三条)."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from backend import clock, database
from backend.applications.acting import MandateMissing, mandate_of, must_reach
from backend.applications.application import Application, NoSuchApplication
from backend.applications.children import review_power
from backend.applications.hearing_out import Asked
from backend.applications.mandate import Mandate
from backend.applications.reading import visible_to_officer
from backend.clock import COUNTY_TIME
from backend.journal import By, Deed, Signature, record
from backend.staff import Officer, Power, has_power, must_have, must_not_be_kin

_END_AT_DEATH = """
UPDATE mandate SET revoked_at = $2
WHERE (principal_id = $1 OR (agent_kind = 'resident' AND agent_id = $1)) AND revoked_at IS NULL
RETURNING id, application_id
"""
# Denied it stays void; where another was given since, that one stands.
_LIVES = """
UPDATE mandate m SET revoked_at = NULL
WHERE (m.principal_id = $1 OR (m.agent_kind = 'resident' AND m.agent_id = $1)) AND m.agreed IS DISTINCT FROM false
  AND EXISTS (SELECT FROM journal_entry j WHERE j.subject_id = m.application_id AND j.deed = $2
              AND j.facts ->> 'mandate_id' = m.id::text)
  AND NOT EXISTS (SELECT FROM mandate o WHERE o.application_id = m.application_id AND o.given_at >= m.given_at
                  AND o.id <> m.id)
RETURNING m.id, m.application_id
"""


async def revoke_mandate(application_id: UUID, by: Signature) -> None:
    """End the mandate at the wish of the person or of the agent; the case itself stays where it is.

    Refuses with MandateMissing and as `must_reach`.
    """
    async with database.transaction():
        application = await Application.select_for_update().get_or_none(id=application_id)
        if application is None:
            raise NoSuchApplication
        await must_reach(application, by)
        mandate = await mandate_of(application_id)
        if mandate is None or (by.kind is By.CADRE and mandate.agent != by):
            raise MandateMissing
        await end_open_mandate(application_id)
        await record(application.line(Deed.MANDATE_REVOKED, mandate_id=mandate.id), by=by)


async def note_taken_back(application_id: UUID, officer: Officer, how: Asked) -> None:
    """The person told an officer that they take the mandate back: who has no WeChat has no other way.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, staff.YourOwnKin, and MandateMissing where there is
    none; of two officers at once one records it.
    """
    case = await visible_to_officer(application_id, officer)
    if not has_power(officer, Power.INVESTIGATE):
        must_have(officer, review_power(case.programme))
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        await must_not_be_kin(officer.signature, case.resident_id)
        mandate = await mandate_of(application_id)
        if mandate is None:
            raise MandateMissing("这件申请现在没有委托书，可能已经收回，请刷新后再看。")
        await end_open_mandate(application_id)
        facts = {"mandate_id": mandate.id, "how": how.value}
        await record(case.line(Deed.MANDATE_REVOKED, **facts), by=officer.signature)


async def end_mandates_at_death(resident_id: UUID, died_on: date, by: Signature) -> None:
    """Nobody acts for the dead, nor they for anybody: with that day it ends; in the transaction that records it."""
    day_after = datetime.combine(died_on + timedelta(days=1), time(), COUNTY_TIME)
    for each in await database.rows(_END_AT_DEATH, resident_id, min(clock.now(), day_after)):
        case = await Application.get(id=each["application_id"])
        await record(case.line(Deed.MANDATE_ENDED, mandate_id=each["id"]), by=by)


async def let_mandates_live(resident_id: UUID, by: Signature) -> None:
    """The death was recorded of the wrong person: what it ended stands again, where nothing else took its place."""
    for each in await database.rows(_LIVES, resident_id, Deed.MANDATE_ENDED.value):
        case = await Application.get(id=each["application_id"])
        await record(case.line(Deed.MANDATE_REVIVED, mandate_id=each["id"]), by=by)


async def end_open_mandate(application_id: UUID) -> None:
    """In the caller's transaction, whoever's it is."""
    await Mandate.filter(application_id=application_id, revoked_at=None).update(revoked_at=clock.now())
