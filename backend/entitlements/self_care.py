"""Self-care (生活自理能力): when somebody reports that it changed, it is assessed again within ten working days."""

from uuid import UUID

from backend import clock, database, workdays
from backend.entitlements.award import Award
from backend.entitlements.award_change import BasisMissing
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.lawful import StoppedAlready
from backend.entitlements.month import month_of
from backend.entitlements.noting import hold, note
from backend.entitlements.proposing import changeable
from backend.refusals import NotNow
from backend.staff import Officer

_ASSESSED = "tekun"  # of no other benefit the law reckons the amount by it
_WITHIN = 10  # working days from the report (民发〔2021〕43号 art. 20 to 23)
_BASIS_AT_LEAST, _BASIS_AT_MOST = 2, 200  # characters


class NotAssessed(NotNow):
    """The benefit does not turn on it."""

    sentence = "只有特困人员要评估生活自理能力，这项待遇不用登记。"


async def report_self_care_change(award_id: UUID, officer: Officer, *, basis: str) -> Award:
    """Note that the ability has changed: the re-check falls due in ten working days, unless it is due before.

    `basis`: who reported what. What the new assessment finds is proposed as any change (CLASS_CHANGED), or noted as a
    re-check that changes nothing. Refuses as `propose_change`, with NotAssessed and StoppedAlready.
    """
    award = await changeable(award_id, officer)
    if award.programme != _ASSESSED:
        raise NotAssessed
    if not _BASIS_AT_LEAST <= len(basis.strip()) <= _BASIS_AT_MOST:
        raise BasisMissing
    today = clock.today()
    due = workdays.after_workdays(today, _WITHIN).day
    async with database.transaction():
        award = await hold(award_id)
        if award.stopped_from is not None and award.stopped_from <= today:
            raise StoppedAlready
        due = min(due, award.recheck_due_on or due)
        called = Fact(FactKind.RECHECK_CALLED, month_of(today), reason="self_care", basis=basis.strip())
        await note(award, called, officer.signature, due_on=due)
        await database.execute(
            "UPDATE award SET recheck_due_on = $2, recheck_spread = false WHERE id = $1", award.id, due
        )
    return await Award.get(id=award_id)
