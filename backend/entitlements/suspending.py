"""Suspending (暂停发放): held back while something is found out; not stopped, and paid back once that is cleared."""

from datetime import date
from uuid import UUID

from backend import clock, database
from backend.entitlements.award import Award
from backend.entitlements.award_change import Reason, must_be_grounded
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.lawful import MonthImpossible, RunByOthers, StoppedAlready
from backend.entitlements.month import month_of, months_after
from backend.entitlements.noting import hold, note
from backend.entitlements.proposing import changeable
from backend.refusals import NotNow
from backend.staff import Officer


class SuspendedAlready(NotNow):
    """Once is enough."""

    sentence = "这项待遇已经暂停，请刷新后再看。"


async def suspend(award_id: UUID, month: date, officer: Officer, *, reason: Reason, basis: str) -> Award:
    """Hold back what is owed from this month or the next one on; one officer may, for no money is lost by it.

    Refuses as `propose_change`, and with SuspendedAlready.
    """
    award = await changeable(award_id, officer)
    basis = must_be_grounded(FactKind.SUSPENDED, reason, basis, award.programme)
    month, this_month = month_of(month), month_of(clock.today())
    if award.read_only:
        raise RunByOthers
    if not max(award.from_month, this_month) <= month <= max(award.from_month, months_after(this_month, 1)):
        raise MonthImpossible("暂停只能从本月或者下个月起。")
    async with database.transaction():
        award = await hold(award_id)
        if award.suspended_from is not None:
            raise SuspendedAlready
        if award.stopped_from is not None and month >= award.stopped_from:
            raise StoppedAlready
        await note(award, Fact(FactKind.SUSPENDED, month, reason=reason.value, basis=basis), officer.signature)
    return await Award.get(id=award_id)
