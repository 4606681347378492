"""What offices come to know of a village's people: means by kind, health, schooling, kin, and the smaller subsidies.

Drawn from lots of their own, so that the people themselves stay who they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from sandbox.people.accounts import Tellers
from sandbox.people.drawing import between
from sandbox.people.home import Home
from sandbox.people.kinship import children_elsewhere, parents_of
from sandbox.people.rows import (
    Beneficiary,
    DisabilityCard,
    Kin,
    Means,
    Person,
    Programme,
    SelfCare,
    Situation,
    VillageFolk,
)

CARE_SHARE = 0.93  # of those entitled to 重度残疾人护理补贴 who have it
LIVING_SHARE = 0.94  # of those entitled to 困难残疾人生活补贴
STILL_PAID_SHARE = 0.5  # of those whose card ran out
CHILD_SHARE = 0.7  # of the children without support whom somebody found
LEFT_SHARE = 0.004  # of households that left dibao within the last two and a half years
SUBSIDY_FEN = 80_00
CHILD_FEN = 1_050_00
_CAUSES = frozenset({"dead", "missing", "severely_disabled", "seriously_ill", "detained", "out_of_contact"})
_GONE = frozenset({"dead", "missing"})
_HARD_CLASSES = (5, 6)  # intellectual, mental


class _Village(NamedTuple):
    """What the rest of the village's making knows already."""

    homes: Sequence[Home]
    cards: Mapping[int, DisabilityCard]
    receives: Mapping[int, frozenset[Programme]]
    has_account: set[int]


class Circumstances:
    """Completes a village's rows."""

    def __init__(self, as_of: date, tellers: Tellers) -> None:
        self._as_of = as_of
        self._tellers = tellers

    def add(self, lots: Random, folk: VillageFolk, homes: Sequence[Home]) -> None:
        """Add means, situations, kin and subsidies of these homes to the village."""
        receives: dict[int, set[Programme]] = {}
        for row in folk.beneficiaries:
            receives.setdefault(row.person_key, set()).add(row.programme)
        village = _Village(
            homes,
            {card.person_key: card for card in folk.disability_cards},
            {key: frozenset(programmes) for key, programmes in receives.items()},
            {account.person_key for account in folk.accounts},
        )
        incomes = {household.key: household.monthly_income_fen for household in folk.households}
        for home in homes:
            folk.means.append(self._means(lots, home, incomes[home.key], village))
            situations = list(self._situations(lots, home, village))
            folk.situations.extend(situations)
            kin = [*children_elsewhere(lots, self._as_of, home), *parents_of(lots, self._as_of, home)]
            folk.kin.extend(kin)
            needing_care = {each.person_key for each in situations if each.needs_care and not each.work_injury_care}
            self._pay(lots, folk, home, village, kin, needing_care)

    def _means(self, lots: Random, home: Home, income: int, village: _Village) -> Means:
        """Income split by kind so that it adds up; spending of a year that insurance did not pay."""
        elders_only = all(age >= 60 for _, age in home.living())
        shares = (0.1, 0.2, 0.05) if elders_only else (0.55, 0.25, 0.03)
        wage, business, rent = (int(income * share * (0.7 + 0.6 * lots.random()) * 0.75) for share in shares)
        ill = lots.random() < 0.03
        medical = lots.lognormvariate(10.2, 0.8) if ill else 400 * len(home.people) * lots.lognormvariate(0, 0.9)
        pupils = sum(3 <= age < 22 for _, age in home.living())
        carded = sum(person.key in village.cards for person, _ in home.living())
        return Means(
            home.key, wage, business, rent, income - wage - business - rent, _yuan(medical),
            _yuan(pupils * 1_800 * lots.lognormvariate(0, 0.5)), _yuan(carded * 600 * lots.random()),
            self._seen(lots),
        )  # fmt: skip

    def _situations(self, lots: Random, home: Home, village: _Village) -> Iterator[Situation]:
        for person, age in home.living():
            card, destitute = village.cards.get(person.key), "tekun" in village.receives.get(person.key, ())
            ill = lots.random() < (0.035 if age >= 45 else 0.004)
            severe = card is not None and card.grade <= 2
            needs_care = lots.random() < (0.9 if severe else 0.2 if age >= 85 else 0.01)
            learns = 6 <= age <= 22 and lots.random() < (1.0 if age < 16 else 0.9 if age < 19 else 0.45)
            injured = card is not None and 18 <= age < 65 and lots.random() < 0.01
            detained = 18 <= age < 65 and lots.random() < 0.001
            chance = lots.random()
            self_care: SelfCare = "self"
            if needs_care or chance < 0.1:
                self_care = "full" if needs_care and chance < 0.4 else "half"
            if card or ill or destitute or age >= 80 or needs_care or 16 <= age <= 22 or detained:
                yield Situation(
                    person.key, ill, needs_care, injured, learns, detained,
                    self_care if destitute or age >= 80 else None, self._seen(lots),
                )  # fmt: skip

    def _pay(
        self, lots: Random, folk: VillageFolk, home: Home, village: _Village, kin: Sequence[Kin], needing: set[int]
    ) -> None:
        """The subsidies that most of those entitled to them have, and what a household had until it left."""
        given: list[tuple[Person, Programme, int]] = []
        everything: frozenset[Programme] = frozenset().union(
            *(village.receives.get(person.key, frozenset()) for person, _ in home.people)
        )
        for person, age in home.living():
            card, chance = village.cards.get(person.key), lots.random()
            if person.registered_here and card and "tekun" not in village.receives.get(person.key, ()):
                valid = card.valid_to >= self._as_of or lots.random() < STILL_PAID_SHARE
                if valid and card.grade <= 2 and person.key in needing and chance < CARE_SHARE:
                    given.append((person, "disability_care", SUBSIDY_FEN))
                if valid and everything & {"rural_dibao", "urban_dibao"} and chance < LIVING_SHARE:
                    given.append((person, "disability_living", SUBSIDY_FEN))
            if age < 18 and person.registered_here and chance < CHILD_SHARE:
                programme = _child_programme(person, kin)
                if programme:
                    given.append((person, programme, CHILD_FEN))
        for person, programme, fen in given:
            if person.key not in village.has_account:
                village.has_account.add(person.key)
                folk.accounts.append(self._tellers.open(lots, person.key, person.name, elder=False))
            since = max(date(2016, 1, 1), person.birth_date.replace(day=1))
            months = (self._as_of.year - since.year) * 12 + self._as_of.month - since.month
            folk.beneficiaries.append(
                Beneficiary(person.key, programme, _months_on(since, between(lots, 0, months)), fen, False)
            )
        if not everything and lots.random() < LEFT_SHARE:
            self._left(lots, folk, home)

    def _left(self, lots: Random, folk: VillageFolk, home: Home) -> None:
        stopped = _months_on(self._as_of.replace(day=1), -between(lots, 1, 30))
        programme: Programme = "urban_dibao" if home.register_kind == "urban" else "rural_dibao"
        for person, _ in home.living():
            if person.registered_here and person.birth_date < _months_on(stopped, -24):
                since = _months_on(stopped, -between(lots, 12, 23))
                folk.beneficiaries.append(Beneficiary(person.key, programme, since, 190_00, False, stopped))

    def _seen(self, lots: Random) -> date:
        return self._as_of - timedelta(days=between(lots, 1, 300))


def _child_programme(child: Person, kin: Sequence[Kin]) -> Programme | None:
    of_parents = [row.circumstance for row in kin if row.person_key == child.key and row.relation != "child"]
    if len(of_parents) < 2 or not all(each in _CAUSES for each in of_parents):
        return None
    return "orphan" if all(each in _GONE for each in of_parents) else "unsupported_child"


def _yuan(yuan: float) -> int:
    return int(yuan) * 100


def _months_on(month: date, months: int) -> date:
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)
