"""Taking over what is paid already: awards out of the county's present registers, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend import clock, database
from backend.entitlements.award import Origin
from backend.entitlements.benefit import get_benefit
from backend.entitlements.certification_term import certification_due
from backend.entitlements.component import Component, keep_components
from backend.entitlements.owing import Rates
from backend.entitlements.rechecking import first_recheck, recheck_terms

_BY_AGE = "old_age_allowance"
_FIRST_DUE = 30  # days until the first of them


@dataclass(frozen=True, slots=True)
class TakenOver:
    """An award as a register has it: months are first days; `fen` a month, None where age and the rates decide.

    `paid_here_from`: the first month that this house pays; earlier ones were paid by whoever kept the register.
    """

    id: UUID
    resident_id: UUID
    village: str
    from_month: date
    paid_here_from: date
    fen: int | None
    certified_on: date | None
    rechecked_on: date | None = None
    made_of: tuple[Component, ...] = ()


async def take_over(county: str, programme: str, awards: Sequence[TakenOver], rates: Rates) -> None:
    """Write them down with one COPY, and with another what they are made of.

    UniqueViolationError where one of the people receives the programme already.

    What another office pays is read only: it counts beside other benefits, and nothing is ever drawn up for it.
    Elders of whom no life certification is known come due on the county's next day for it, or, where it has none,
    spread over the term, or a cadre would have them all at once; likewise the first re-check where none is known.
    """
    today, read_only = clock.today(), get_benefit(programme).paid_elsewhere
    months = None if read_only else recheck_terms(today).get(programme)
    first_due = certification_due(today, rates)
    term = (first_due - today).days

    def row(award: TakenOver) -> tuple[object, ...]:
        due = None
        if programme == _BY_AGE and award.certified_on:
            due = certification_due(award.certified_on, rates, award.certified_on)
        elif programme == _BY_AGE and rates.get("aged.certification_days"):
            due = first_due
        elif programme == _BY_AGE:
            due = today + timedelta(days=min(_FIRST_DUE + award.id.int % max(term - _FIRST_DUE, 1), term))
        return (
            award.id, county, award.village, award.resident_id, programme, Origin.IMPORTED.value, award.from_month,
            award.paid_here_from, award.fen, award.certified_on, due, clock.now(), read_only, award.rechecked_on,
            *first_recheck(months, award.id, award.from_month, award.rechecked_on, today),
        )  # fmt: skip

    await database.copy(
        "award",
        ("id", "county", "village", "resident_id", "programme", "origin", "from_month", "paid_here_from",
         "monthly_fen", "certified_on", "certification_due_on", "started_at", "read_only",
         "rechecked_on", "recheck_due_on", "recheck_spread"),
        [row(award) for award in awards],
    )  # fmt: skip
    await keep_components((award.id, award.made_of) for award in awards)
