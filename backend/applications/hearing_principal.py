"""Hearing the principal (本人确认委托): the person's own yes or no to a mandate, by text or to an officer who rang."""

from enum import StrEnum
from typing import NoReturn
from uuid import UUID

from backend import clock, database
from backend.applications.acting import MandateMissing, mandate_of
from backend.applications.application import Application, State
from backend.applications.children import review_power
from backend.applications.hearing_out import send_somebody
from backend.applications.mandate import Mandate
from backend.applications.reading import visible_to_officer
from backend.journal import Deed, Signature, record
from backend.staff import Officer, must_have, must_not_be_kin, who_and_when


class HeardBy(StrEnum):
    """How the person was heard."""

    SMS = "sms"
    CALL = "call"

    @property
    def shown(self) -> str:
        """As the case page says it."""
        return {HeardBy.SMS: "本人回短信", HeardBy.CALL: "电话里本人"}[self]


async def hear_by_text(resident_id: UUID, *, agreed: bool, by: Signature) -> int:
    """The answer of a phone that is the person's alone, to every mandate that waits for it; how many did.

    In the caller's transaction. A no ends the mandate; a case under way is not decided before `hear_out`. A yes while
    two people say that they act is a yes to nobody surely: an officer rings.
    """
    running = [state for state in State if state.is_running]
    waiting = Mandate.filter(principal_id=resident_id, revoked_at=None, heard_at=None)
    cases = await Application.filter(resident_id=resident_id, state__in=running)
    mandates = await waiting.filter(application_id__in=[each.id for each in cases]).order_by("id")
    if agreed and len({each.agent for each in mandates}) > 1:
        return 0
    return sum([await _heard(each, HeardBy.SMS, by, agreed=agreed) for each in mandates])


async def hear_by_call(application_id: UUID, officer: Officer, *, agreed: bool) -> None:
    """What the person told an officer who rang them up; a later word gives way to none: once heard, it stands.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, staff.YourOwnKin, and MandateMissing where there is
    none in force, or the person was heard before.
    """
    case = await visible_to_officer(application_id, officer)
    must_have(officer, review_power(case.programme))
    async with database.transaction():
        await must_not_be_kin(officer.signature, case.resident_id)
        mandate = await mandate_of(application_id)
        if mandate is None or not await _heard(mandate, HeardBy.CALL, officer.signature, agreed=agreed):
            await _tell_who_heard(application_id)


async def _tell_who_heard(application_id: UUID) -> NoReturn:
    heard = await Mandate.filter(application_id=application_id).exclude(heard_at=None).order_by("-heard_at").first()
    if heard is None or heard.heard_officer is None:
        raise MandateMissing("没有等待本人确认的委托书，请刷新后再看。")
    who = await who_and_when(heard.heard_officer, heard.heard_at)
    raise MandateMissing(f"已经登记过本人的答复（{who}），请刷新后再看。")


async def denied_mandate(application_id: UUID) -> Mandate | None:
    """The last mandate of the case that the person said they never gave."""
    return await Mandate.filter(application_id=application_id, agreed=False).order_by("-heard_at").first()


async def _heard(mandate: Mandate, how: HeardBy, by: Signature, *, agreed: bool) -> int:
    """The case is locked: who takes it on or decides it in the same moment sees the answer, or is seen here."""
    now = clock.now()
    case = await Application.select_for_update().get(id=mandate.application_id)
    if how is HeardBy.SMS and not case.state.is_running:
        return 0
    heard = await database.execute(
        """UPDATE mandate SET heard_at = $2, heard_by = $3, agreed = $4, heard_officer = $5, revoked_at = $6
           WHERE id = $1 AND revoked_at IS NULL AND heard_at IS NULL""",
        mandate.id, now, how.value, agreed, by.id if how is HeardBy.CALL else None, None if agreed else now,
    )  # fmt: skip
    if heard:
        deed = Deed.MANDATE_CONFIRMED if agreed else Deed.MANDATE_DENIED
        await record(case.line(deed, mandate_id=mandate.id, heard_by=how.value), by=by)
        if not agreed:
            await send_somebody(case, mandate, by)
    return int(bool(heard))
