"""The first paid month: the rule file says which, and the county where the law leaves it to the county."""

from datetime import date
from enum import StrEnum

from backend import eligibility
from backend.entitlements.month import month_of, months_after
from backend.entitlements.owing import Rates, age_reached_in, bands_in
from backend.refusals import NotNow

# With `birthday_month` and no cap of the county's own, so many months before the application are paid back.
_BACKPAY_MONTHS = 12


class StartRule(StrEnum):
    """From which month 高龄津贴 is paid."""

    BIRTHDAY_MONTH = "birthday_month"  #: the month in which the age is reached, within the county's back-pay limit
    APPLICATION_MONTH = "application_month"  #: the month of the application
    NEXT_MONTH = "next_month"  #: the month after the application


class PaysNothing(NotNow):
    """A recognition (认定) gives access to other help and no money of its own."""

    sentence = "这一项只做认定，本身不发钱，请按专项救助办理。"


def first_month(programme: str, *, birth_date: date, applied_on: date, decided_on: date, rates: Rates) -> date:
    """The first month owed, as its first day, by the rule file in force at the decision (policy §13.4).

    Dates are county dates; `rates` those in force at the decision. Aid given once belongs to the month of the decision.
    Refuses with PaysNothing, with eligibility.StandardsNotSet where the county set no rule of its own, and as
    `eligibility.procedure` for a day without a law.
    """
    match eligibility.procedure(programme, decided_on).first_month.rule:
        case eligibility.FirstMonth.AFTER_DECISION:
            return months_after(month_of(decided_on), 1)
        case eligibility.FirstMonth.OF_APPLICATION:
            return month_of(applied_on)
        case eligibility.FirstMonth.ONCE:
            return month_of(decided_on)
        case eligibility.FirstMonth.NONE:
            raise PaysNothing
        case eligibility.FirstMonth.BY_COUNTY:
            return _by_age(birth_date, month_of(applied_on), rates)


def _by_age(birth_date: date, applied: date, rates: Rates) -> date:
    """高龄津贴: never before the month in which the first age band is reached."""
    came_of_age = _came_of_age(birth_date, rates)
    match _rule(rates):
        case StartRule.BIRTHDAY_MONTH:
            limit = rates.get("aged.backpay_months_max", _BACKPAY_MONTHS)
            return max(came_of_age, months_after(applied, -int(str(limit))))
        case StartRule.APPLICATION_MONTH:
            return max(came_of_age, applied)
        case StartRule.NEXT_MONTH:
            return max(came_of_age, months_after(applied, 1))


def _came_of_age(birth_date: date, rates: Rates) -> date:
    first_age = bands_in(rates)[0][0]
    month = date(birth_date.year + first_age, birth_date.month, 1)
    # Born on 29 February, one may come of age in March instead; the age itself knows.
    return month if age_reached_in(month, birth_date, rates) >= first_age else months_after(month, 1)


def _rule(rates: Rates) -> StartRule:
    try:
        return StartRule(str(rates["aged.start_rule"]))
    except (KeyError, ValueError) as unset:
        raise eligibility.StandardsNotSet(key="aged.start_rule") from unset
