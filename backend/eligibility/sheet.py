"""One household's whole reckoning: who counts, what comes in, what is owed in support, what is owned, and the verdict.

A calculation on what an officer filled in: nothing is kept, and nothing is decided by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.eligibility.composing import Absence, Composition, Member, compose
from backend.eligibility.deciding import decide
from backend.eligibility.extra import Extra, ImportantMember, reckon_extra
from backend.eligibility.fact import FactValue
from backend.eligibility.income import Income, IncomeEntry, reckon_income
from backend.eligibility.parameter import StandardsNotSet
from backend.eligibility.property import Asset, Owner, PropertyItem, PropertyJudged, judge_property
from backend.eligibility.support_formula import support_formula
from backend.eligibility.supporting import Obligor, support_in_all, support_owed
from backend.eligibility.verdict import Verdict

_STANDARDS = {"rural_dibao": "dibao.standard.rural", "urban_dibao": "dibao.standard.urban"}
RECKONED = tuple(_STANDARDS)  #: the programmes that are reckoned by a whole household
_COUNTED = {"homes": Asset.HOME, "vehicles": Asset.VEHICLE, "financial_assets_fen": Asset.FINANCIAL}


@dataclass(frozen=True)
class Sheet:
    """What was filled in. Income and property count as known once somebody said that they are complete.

    `important` is of the members by their keys; `facts` are what else the programme asks.
    """

    members: Sequence[Member]
    important: Sequence[ImportantMember] = ()
    entries: Sequence[IncomeEntry] = ()
    income_complete: bool = False
    obligors: Sequence[Obligor] = ()
    items: Sequence[PropertyItem] = ()
    property_complete: bool = False
    local_absences: Sequence[Absence] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Reckoned:
    """Fen a month; what is None is not yet known. `owed` is of each obligor in the sheet's order."""

    home: Composition
    income: Income
    owed: tuple[int | None, ...]
    support_fen: int | None
    monthly_fen: int | None
    owned: PropertyJudged
    extra: Extra
    verdict: Verdict

    @property
    def per_capita_fen(self) -> int | None:
        """Of the counted members, rounded down as the sentences say it."""
        heads = self.home.members_counted
        return None if self.monthly_fen is None or not heads else self.monthly_fen // heads


def reckon(programme: str, sheet: Sheet, *, on: date, county: Mapping[str, Any]) -> Reckoned:
    """Of one of `RECKONED`; `county` are its parameters in force on that day.

    Refuses as its parts do: BadFact for what cannot be, StandardsNotSet for what the county has not set.
    """
    standard = county.get(_STANDARDS[programme])
    if not isinstance(standard, int):
        raise StandardsNotSet(key=_STANDARDS[programme])
    apart = county.get("dibao.independent_adult_child") == "separate"
    home = compose(sheet.members, local_absences=sheet.local_absences, grown_children_apart=apart)
    income = reckon_income(sheet.entries, home, on=on, county=county)
    owed = _owed(sheet.obligors, standard, county)
    support = support_in_all(owed)
    monthly = income.monthly_fen + support if income.monthly_fen is not None and support is not None else None
    out = {each.key for each in home.standings if each.counted is False}
    counted = [each for each in sheet.important if each.key not in out]
    owned = judge_property(sheet.items, Owner(standard, home.members_counted, _frail(counted)), county=county)
    extra = reckon_extra(counted, county=county)
    monthly = monthly if sheet.income_complete else None
    facts: dict[str, FactValue] = {
        **sheet.facts,
        "members_counted": home.members_counted,
        "monthly_income_fen": monthly,
        "extra_percent": None if home.members_counted is None else extra.percent,
        "property_outcome": owned.outcome if sheet.property_complete else None,
        **(_amounts(sheet.items) if sheet.property_complete else {}),
    }
    verdict = decide(programme, facts, on=on, parameters=county)
    return Reckoned(home, income, owed, support, monthly, owned, extra, verdict)


def _owed(obligors: Sequence[Obligor], standard: int, county: Mapping[str, Any]) -> tuple[int | None, ...]:
    if not obligors:
        return ()
    formula = support_formula(county)
    return tuple(support_owed(each, standard, formula) for each in obligors)


def _frail(members: Sequence[ImportantMember]) -> bool | None:
    """Whether somebody is seriously ill or severely disabled."""
    found = {known for each in members for known in (each.serious_illness, each.severe_disability)}
    return True if True in found else None if None in found else False


def _amounts(items: Sequence[PropertyItem]) -> dict[str, FactValue]:
    """What the rules ask of property themselves, where every item of the kind is known; what is let off is none."""
    told: dict[str, FactValue] = {}
    for fact, asset in _COUNTED.items():
        amounts = [item.amount for item in items if item.asset is asset and not item.exempt]
        known = [each for each in amounts if each is not None]
        told[fact] = sum(known) if len(known) == len(amounts) else None
    return told
