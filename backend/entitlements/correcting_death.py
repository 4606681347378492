"""Correcting a death (更正去世登记): the day was wrong, or the person lives; two officers, for more is owed by it."""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, errands
from backend.entitlements.award import Award
from backend.entitlements.award_change import AwardChange, Reason, must_be_grounded
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.giving_funeral_aid import heed_corrected_death
from backend.entitlements.noting import hold, note
from backend.entitlements.proposing import changeable, put_forward
from backend.entitlements.rechecking import call_recheck_after_death
from backend.entitlements.stopping import DeathDateImpossible
from backend.entitlements.stopping_month import after_death
from backend.identifiers import new_id
from backend.journal import Signature
from backend.refusals import NotNow
from backend.residents import Resident
from backend.staff import Officer


class NoDeathRecorded(NotNow):
    """There is nothing to correct."""

    sentence = "这位居民没有登记去世，或者登记的就是这一天，不需要更正。"


class ReceivesAnew(NotNow):
    """The person has another running award of the programme since."""

    sentence = "这个人后来又新批了同一项待遇，请先停发其中一份，再更正去世登记。"


async def propose_death_correction(
    award_id: UUID, died_on: date | None, officer: Officer, *, reason: Reason, basis: str
) -> AwardChange:
    """Ask that the recorded death be put on another day, or taken back (`died_on` None), for all that it stopped.

    Refuses as `propose_change`, and with NoDeathRecorded and stopping.DeathDateImpossible.
    """
    award = await changeable(award_id, officer)
    basis = must_be_grounded(FactKind.DEATH_CORRECTED, reason, basis, award.programme)
    resident = await Resident.get(id=award.resident_id)
    if resident.deceased_on is None or resident.deceased_on == died_on:
        raise NoDeathRecorded
    if (died_on is None) != (reason is Reason.WRONG_PERSON):
        raise DeathDateImpossible("日期登记错的，请填正确的日期；登记错人的，日期不用填。")
    if died_on is not None and not resident.birth_date <= died_on <= clock.today():
        raise DeathDateImpossible
    change = AwardChange(
        id=new_id(), county=award.county, award_id=award.id, kind=FactKind.DEATH_CORRECTED, day=died_on,
        reason=reason, basis=basis, proposed_by=officer.id, proposed_at=clock.now(),
    )  # fmt: skip
    await put_forward(change, award, officer)
    return change


async def correct_death(change: AwardChange, award: Award, by: Signature) -> None:
    """Move or take back the death, and all that rests on it, in the transaction that decides; ReceivesAnew."""
    corrected = await database.execute(
        "UPDATE resident SET deceased_on = $2 WHERE id = $1 AND deceased_on IS DISTINCT FROM $2 "
        "AND deceased_on IS NOT NULL",
        award.resident_id, change.day,
    )  # fmt: skip
    if not corrected:
        raise NoDeathRecorded
    try:
        for each in await Award.filter(resident_id=award.resident_id, stop_reason="death").order_by("id"):
            stops = await after_death(each, change.day) if change.day else None
            fact = Fact(FactKind.DEATH_CORRECTED, stops, reason="death" if stops else "", basis=change.basis)
            await note(await hold(each.id), fact, by, change_id=change.id, because=change.reason.value)
    except IntegrityError as anew:
        raise ReceivesAnew from anew
    if change.day is None:
        await errands.open_again(award.resident_id, by=by)
        await applications.let_mandates_live(award.resident_id, by)
    else:  # an earlier death has the household looked at earlier; a called re-check stays called
        await call_recheck_after_death(award.resident_id, change.day, by)
    await heed_corrected_death(award.resident_id, by)
