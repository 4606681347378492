"""The synthetic county: 560,000 people in 190,000 households at full scale, the same for the same seed."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from random import Random

from sandbox.people import demo_people, divisions, staff
from sandbox.people.beneficiaries import quotas
from sandbox.people.demo_people import DEMO_VILLAGE, DemoPerson
from sandbox.people.peopling import Peopling
from sandbox.people.phones import PhoneBook
from sandbox.people.rows import (
    Account,
    Beneficiary,
    Cadre,
    DisabilityCard,
    Household,
    Kin,
    Means,
    Officer,
    Person,
    Phone,
    Place,
    Situation,
    VillageFolk,
)

SMALLEST_SCALE = 0.01


class County:
    """嵩县 with invented people. `scale` 1.0 is the whole county; `as_of` is the day that ages refer to.

    `villages()` makes everything in one pass with little memory. The methods named for a table give that
    table in batches of one village each, in an order in which every key exists before it is referred to;
    the first of them makes the county and keeps it.
    """

    def __init__(self, seed: int = 20260101, scale: float = 0.1, as_of: date = date(2026, 1, 1)) -> None:
        if not SMALLEST_SCALE <= scale <= 1:
            raise ValueError(f"scale must be between {SMALLEST_SCALE} and 1, not {scale}")
        self.seed = seed
        self.scale = scale
        self.as_of = as_of

    @property
    def people_count(self) -> int:
        """How many people there are in all, the dead still in the register included."""
        return divisions.scaled(divisions.PEOPLE, self.scale)

    @property
    def household_count(self) -> int:
        """How many households there are in all."""
        return divisions.scaled(divisions.HOUSEHOLDS, self.scale)

    def places(self) -> list[Place]:
        """The real divisions, from the province down."""
        return list(divisions.places())

    def cadres(self) -> list[Cadre]:
        """One cadre in each village, at every scale."""
        return self._cadres_and_book()[0]

    def officers(self) -> list[Officer]:
        """The officers of the townships and of the county, at every scale."""
        return staff.officers(Random(f"{self.seed}:officers"))

    def demo_people(self) -> list[DemoPerson]:
        """The characters that always exist, in 车村; they are among the people as well."""
        return demo_people.demo_people(self.as_of)

    def villages(self) -> Iterator[VillageFolk]:
        """Everyone and everything, a village at a time, the demo's village first."""
        cadres, book = self._cadres_and_book()
        phones = {code: cadre.phone for cadre in cadres for code in cadre.village_codes}
        places = divisions.settlements(self.seed, self.scale)
        peopling = Peopling(self.seed, self.as_of, book)
        order = sorted(
            zip(places, quotas(places, self.scale), strict=True),
            key=lambda pair: pair[0].village_code != DEMO_VILLAGE,
        )
        for place, quota in order:
            yield peopling.village(place, quota, phones[place.village_code])

    def households(self) -> Iterator[list[Household]]:
        """Households in batches."""
        return (village.households for village in self._folk)

    def people(self) -> Iterator[list[Person]]:
        """People in batches."""
        return (village.people for village in self._folk)

    def phones(self) -> Iterator[list[Phone]]:
        """Phones in batches."""
        return (village.phones for village in self._folk)

    def disability_cards(self) -> Iterator[list[DisabilityCard]]:
        """Disability cards in batches."""
        return (village.disability_cards for village in self._folk)

    def accounts(self) -> Iterator[list[Account]]:
        """Bank accounts in batches."""
        return (village.accounts for village in self._folk)

    def beneficiaries(self) -> Iterator[list[Beneficiary]]:
        """Running benefits in batches."""
        return (village.beneficiaries for village in self._folk)

    def means(self) -> Iterator[list[Means]]:
        """What households live on, in batches."""
        return (village.means for village in self._folk)

    def situations(self) -> Iterator[list[Situation]]:
        """What is known of people's health, schooling and freedom, in batches."""
        return (village.situations for village in self._folk)

    def kin(self) -> Iterator[list[Kin]]:
        """Relatives that a benefit may turn on, in batches."""
        return (village.kin for village in self._folk)

    @cached_property
    def _folk(self) -> list[VillageFolk]:
        return list(self.villages())

    def _cadres_and_book(self) -> tuple[list[Cadre], PhoneBook]:
        book = PhoneBook(Random(f"{self.seed}:phones"))
        return staff.cadres(Random(f"{self.seed}:cadres"), book), book
