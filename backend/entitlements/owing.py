"""What is owed for a month: pure arithmetic over an award, a person and the month's rates, in whole fen."""

import json
from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, Self, cast

from backend import eligibility, programmes
from backend.entitlements.award import Award
from backend.entitlements.month import each_month, month_of
from backend.entitlements.standing import Step, step_in
from backend.residents import Resident

Rates = Mapping[str, object]  #: the county's parameters in force on the first day of the month


class Claim(NamedTuple):
    """The columns of an award and its person that decide what is owed; small, for a batch has 32,000 of them."""

    read_only: bool
    from_month: date
    paid_here_from: date
    suspended_from: date | None
    stopped_from: date | None
    monthly_fen: int | None
    birth_date: date
    deceased_on: date | None  #: None also where it is owed because of the death
    steps: tuple[Step, ...] = ()  #: where the amount was not the same throughout

    @classmethod
    def of(cls, award: Award, resident: Resident) -> Self:
        """The claim of a person under an award."""
        return cls(
            award.read_only, award.from_month, award.paid_here_from, award.suspended_from, award.stopped_from,
            award.monthly_fen, resident.birth_date, None if award.after_death else resident.deceased_on,
            _steps(json.dumps(award.steps)),
        )  # fmt: skip


_AWARDS_COLUMNS = ("read_only", "from_month", "paid_here_from", "suspended_from", "stopped_from", "monthly_fen")
_PERSONS_COLUMNS = ("birth_date", "deceased_on")
_ENDED_BY_DEATH = "CASE WHEN NOT a.after_death THEN r.deceased_on END AS deceased_on"
#: What a query must select of an award `a` and its resident `r`, so that `claim_in` can read its rows.
CLAIM_COLUMNS = ", ".join([*(f"a.{each}" for each in (*_AWARDS_COLUMNS, "steps")), "r.birth_date", _ENDED_BY_DEATH])

_decisive = itemgetter(*_AWARDS_COLUMNS, *_PERSONS_COLUMNS)


def claim_in(row: Mapping[str, Any]) -> Claim:
    """The claim in a row of a query that selected CLAIM_COLUMNS."""
    claim = Claim(*_decisive(row))
    return claim._replace(steps=_steps(row["steps"])) if row["steps"] else claim


@lru_cache(maxsize=4096)
def _steps(written: str) -> tuple[Step, ...]:
    """As the row has them: changes come in groups, so that a county has few different ones."""
    return tuple((date.fromisoformat(month), fen) for month, fen in json.loads(written) or ())


@dataclass(frozen=True)
class OwedMonth:
    """So many fen for that month, paid or not."""

    month: date
    amount_fen: int


def owed_fen(award: Award, month: date, resident: Resident, parameters: Rates) -> int:
    """Fen owed for `month` (its first day), `parameters` being those in force on that day.

    高龄津贴: the band of the age reached in the month, so that the month of the 90th birthday is paid at the higher
    rate (policy §4). Nothing before the first month, from the suspension or stop on, after the month of death
    (policy §13.4), before we took the payment over, or for what others pay.
    """
    return fen_for(Claim.of(award, resident), month, parameters)


def fen_for(claim: Claim, month: date, rates: Rates) -> int:
    """As `owed_fen`, for a row of a batch."""
    if claim.read_only or month < claim.from_month or month < claim.paid_here_from:
        return 0
    if claim.suspended_from is not None and month >= claim.suspended_from:
        return 0
    if claim.stopped_from is not None and month >= claim.stopped_from:
        return 0
    if claim.deceased_on is not None and month > month_of(claim.deceased_on):
        return 0
    fen = step_in(claim.steps, month) if claim.steps else claim.monthly_fen
    return fen if fen is not None else _by_age(claim.birth_date, month, rates)


def bands_in(rates: Rates) -> list[tuple[int, int]]:
    """First age and fen a month of each band, rising; eligibility.StandardsNotSet where the county has none."""
    return list(_bands(rates))


def _bands(rates: Rates) -> tuple[tuple[int, int], ...]:
    bands = rates.get("aged.bands")
    if not bands:
        raise eligibility.StandardsNotSet(key="aged.bands")
    return _rising(tuple(map(tuple, cast(Sequence[Sequence[int]], bands))))


@lru_cache(maxsize=256)
def _rising(bands: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, int], ...]:
    """A county has a few different ones in all its years, and is asked for them two million times over five years."""
    return tuple(sorted((int(start), int(fen)) for start, fen in bands))


def age_reached_in(month: date, birth_date: date, rates: Rates) -> int:
    """Full years (周岁) on the month's last day; 29 February counts on 28 February unless the county says 1 March."""
    age = month.year - birth_date.year - (month.month < birth_date.month)
    leap_day = (birth_date.month, birth_date.day) == (2, 29)
    if leap_day and month.month == 2 and not isleap(month.year) and rates.get("age.leap_day_birthday") == "03-01":
        age -= 1
    return age


async def owed_months(award: Award, resident: Resident, up_to: date) -> list[OwedMonth]:
    """What is owed for every month from the first one to `up_to`, months that owe nothing left out."""
    first = max(award.from_month, award.paid_here_from)
    owed = [
        OwedMonth(month, owed_fen(award, month, resident, await programmes.parameters_on(award.county, month)))
        for month in each_month(first, month_of(up_to))
    ]
    return [each for each in owed if each.amount_fen]


def _by_age(birth_date: date, month: date, rates: Rates) -> int:
    age = age_reached_in(month, birth_date, rates)
    fen = 0
    for first, its in _bands(rates):
        if first > age:
            break
        fen = its
    return fen
