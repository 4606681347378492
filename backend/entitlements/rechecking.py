"""Re-checking (复核): whether it still fits is looked at yearly or half-yearly, by the rule file (policy §1.11)."""

from datetime import date, timedelta
from uuid import UUID

from backend import clock, database, eligibility
from backend.entitlements.award import Award
from backend.entitlements.award_change import BasisMissing
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.lawful import RunByOthers, StoppedAlready
from backend.entitlements.month import month_of, months_after
from backend.entitlements.noting import hold, note
from backend.entitlements.proposing import changeable
from backend.journal import Signature
from backend.settings import settings
from backend.staff import Officer

_FIRST_DUE = 30  # days until the first of those that are spread
_AFTER_A_DEATH = 3  # months (民发〔2022〕83号第一条)
_CERTIFIED = "old_age_allowance"
_OF_HOUSEHOLDS = ("rural_dibao", "urban_dibao")


async def note_recheck(award_id: UUID, officer: Officer, *, basis: str, unstable: bool = False) -> Award:
    """It was looked at again and nothing is to change; the next time is a term from today.

    `unstable`: income changes and somebody can work, so that the shorter term holds. What is to change is proposed.
    Refuses as `propose_change`, for what has stopped with StoppedAlready.
    """
    award = await changeable(award_id, officer)
    if not 2 <= len(basis.strip()) <= 200:
        raise BasisMissing
    if award.read_only:
        raise RunByOthers
    today = clock.today()
    due = next_recheck(award.programme, today, unstable=unstable)
    async with database.transaction():
        award = await hold(award_id)
        if award.stopped_from is not None and award.stopped_from <= today:
            raise StoppedAlready
        fact = Fact(FactKind.RECHECKED, month_of(today), basis=basis.strip())
        await note(award, fact, officer.signature, due_on=due)
        await database.execute(
            "UPDATE award SET recheck_due_on = $2, rechecked_on = $3, recheck_spread = false WHERE id = $1",
            award_id, due, today,
        )  # fmt: skip
    return await Award.get(id=award_id)


def next_recheck(programme: str, on: date, *, unstable: bool = False) -> date | None:
    """A term after that day, at the latest the 28th; None where the rule file asks for no re-check."""
    recheck = eligibility.procedure(programme, on).recheck
    if recheck is None:
        return None
    months = recheck.unstable_months if unstable and recheck.unstable_months else recheck.months
    return months_after(month_of(on), months).replace(day=min(on.day, 28))


def first_recheck(
    months: int | None, award_id: UUID, from_month: date, rechecked_on: date | None, today: date
) -> tuple[date | None, bool]:
    """When an award that another register brought is first looked at again, and whether that day was spread.

    A term of `months` from its last re-check, or as for others from its first month where that is not over. Else
    nobody knows, and all would be overdue at once: it gets a day of its own, always the same, within the coming term
    or RECHECK_SPREAD_MONTHS where that is shorter.
    """
    if months is None:
        return None, False
    if rechecked_on is not None:
        return months_after(month_of(rechecked_on), months).replace(day=min(rechecked_on.day, 28)), False
    if months_after(from_month, months) > today:
        return None, False
    this_month = month_of(today)
    days = (months_after(this_month, min(months, settings().recheck_spread_months)) - this_month).days
    return today + timedelta(days=_FIRST_DUE + award_id.int % max(days - _FIRST_DUE, 1)), True


def recheck_due(award: Award, on: date) -> date | None:
    """When it is to be looked at again: as noted, or a term after the first month where no re-check is on record.

    None where none is asked for: 高龄津贴 has the life certification instead.
    """
    if award.recheck_due_on is not None or award.programme not in recheck_terms(on):
        return award.recheck_due_on
    return months_after(award.from_month, recheck_terms(on)[award.programme])


def recheck_terms(on: date) -> dict[str, int]:
    """Months between re-checks, by programme."""
    asked = {code: eligibility.procedure(code, on).recheck for code in eligibility.programmes()}
    return {code: each.months for code, each in asked.items() if each and code != _CERTIFIED}


async def call_recheck_after_death(resident_id: UUID, died_on: date, by: Signature) -> None:
    """What the household of the dead goes on to receive is looked at within three months; in the deed's transaction."""
    due = months_after(month_of(died_on), _AFTER_A_DEATH).replace(day=min(died_on.day, 28))
    living = await database.rows(
        """SELECT a.id FROM resident dead JOIN resident r ON r.household_id = dead.household_id AND r.id <> dead.id
           JOIN award a ON a.resident_id = r.id
           WHERE dead.id = $1 AND a.programme = ANY ($2) AND a.stopped_from IS NULL AND NOT a.read_only
             AND coalesce(a.recheck_due_on > $3, true) ORDER BY a.id""",
        resident_id, list(_OF_HOUSEHOLDS), due,
    )  # fmt: skip
    for each in living:
        award = await hold(each["id"])
        await note(award, Fact(FactKind.RECHECK_CALLED, month_of(died_on), reason="death"), by, due_on=due)
        await database.execute(
            "UPDATE award SET recheck_due_on = $2, recheck_spread = false WHERE id = $1", award.id, due
        )
