"""Restoring: a yes that an amendment withdrew wrongly stands again, and with it what was owed all along."""

from datetime import date

from backend import database, journal
from backend.applications import Application
from backend.entitlements.amendment import Amendment, Becomes, NothingToAmend
from backend.entitlements.award import Award
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.noting import facts_of, hold, note
from backend.entitlements.recognition import Recognition
from backend.entitlements.standing import standing_of
from backend.entitlements.stopping_month import after_death
from backend.residents import Resident
from backend.staff import Officer

_ONCE = "once"


async def must_have_been_withdrawn(amendment: Amendment) -> None:
    """NothingToAmend unless the decision that stands now is the one that withdrew the yes."""
    withdrawal = await Amendment.get_or_none(decision_id=amendment.amends)
    if withdrawal is None or withdrawal.becomes is not Becomes.WITHDRAWN:
        raise NothingToAmend


async def restore(amendment: Amendment, case: Application, officer: Officer) -> dict[str, object]:
    """The award runs on from the month of its stop, or a recognition until its first last day, in the transaction.

    What ended it otherwise still does: a sum given once stays one, and a death since ends it as any award. What the
    case's entry says of it: a recognition's last day, for an award tells its own. NothingToAmend of a sum whose month
    was given away.
    """
    award = await Award.get_or_none(application_id=case.id)
    if award is None:
        return {"valid_until": (await _restore_recognition(case)).isoformat()}
    # A death of the same moment is known here, or waits and then stops what is restored.
    await database.rows("SELECT FROM resident WHERE id = $1 FOR SHARE", award.resident_id)
    held = await hold(award.id)
    facts = await facts_of(held)
    withdrawn = max(number for number, each in enumerate(facts) if each.kind is FactKind.STOPPED)
    before = standing_of(facts[:withdrawn])
    if before.stop_reason == _ONCE and await _month_is_given_away(held):
        raise NothingToAmend("这笔救助的月份已经另外救助过一次，不能再恢复。还有困难的，请本人重新申请。")
    ends = [(before.stopped_from, before.stop_reason or "")] if before.stopped_from else []
    died_on = (await Resident.get(id=held.resident_id)).deceased_on
    if died_on is not None:
        ends.append((await after_death(held, died_on), "death"))
    month, reason = min(ends, default=(None, ""))
    restored = Fact(FactKind.RESTORED, month, reason=reason, basis=amendment.basis)
    await note(held, restored, officer.signature, amendment_id=amendment.id)
    return {}


async def _month_is_given_away(award: Award) -> bool:
    """A person's month is paid once: another sum that was given for it in the meantime is in the way."""
    others = Award.filter(resident_id=award.resident_id, programme=award.programme, from_month=award.from_month)
    return await others.exclude(id=award.id).filter(stopped_from__gt=award.from_month).exists()


async def _restore_recognition(case: Application) -> date:
    """Until the day that the person was told at first, whatever the standard of its length has become since."""
    recognition = await Recognition.get(application_id=case.id)
    told = await journal.Entry.filter(subject_id=recognition.id, deed=journal.Deed.RECOGNISED.value).order_by("id")
    valid_until = date.fromisoformat(str(told[0].facts["valid_until"]))
    await Recognition.filter(id=recognition.id).update(valid_until=valid_until)
    return valid_until
