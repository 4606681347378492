"""Peoples one village after the other: families, then who receives what, then phones, cards and accounts."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from random import Random

from sandbox.people import demo_people
from sandbox.people.accounts import Tellers
from sandbox.people.awarding import Awarding
from sandbox.people.beneficiaries import Quota
from sandbox.people.circumstances import Circumstances
from sandbox.people.disability_cards import perhaps_a_card
from sandbox.people.divisions import Settlement
from sandbox.people.drawing import Urn
from sandbox.people.families import family
from sandbox.people.home import Home
from sandbox.people.households import Plan, village_plan
from sandbox.people.identity_numbers import Registrar
from sandbox.people.means import Support, means
from sandbox.people.names import surname
from sandbox.people.phones import PhoneBook
from sandbox.people.registering import Registering
from sandbox.people.rows import Household, Phone, VillageFolk

_ELDER = 60
_ACCOUNT_SHARE_OF_ELDERS = 0.93


class Peopling:
    """Peoples a county; villages must come in the same order each time, as keys and numbers run on."""

    def __init__(self, seed: int, as_of: date, book: PhoneBook) -> None:
        self._seed = seed
        self._as_of = as_of
        self._book = book
        self._tellers = Tellers(Random(f"{seed}:accounts"))
        self._circumstances = Circumstances(as_of, self._tellers)
        self._cast = demo_people.demo_folk(as_of)
        registrar = Registrar()
        for person in self._cast.people:
            registrar.keep(person.identity_number)
        self._registering = Registering(as_of, registrar, first_key=demo_people.PEOPLE + 1)
        self._household_keys: Iterator[int] = count(demo_people.HOUSEHOLDS + 1)

    def village(self, place: Settlement, quota: Quota, cadres_phone: str) -> VillageFolk:
        """Everyone of one village; the characters of the demo live in theirs besides."""
        lots = Random(f"{self._seed}:{place.village_code}")
        is_demo = place.village_code == demo_people.DEMO_VILLAGE
        folk = self._cast if is_demo else VillageFolk(place.village_code, [], [], [], [], [], [], [], [], [])
        plans = village_plan(
            lots, place.households - len(folk.households), place.people - len(folk.people), quota.tekun
        )
        urban = range(quota.tekun, quota.tekun + place.urban_households)
        homes = self._homes(lots, place.village_code, plans, urban)
        given = Awarding(lots, self._as_of, homes, quota)
        folk.beneficiaries.extend(given.awards)
        for home in homes:
            support = given.supports.get(home.key, "none")
            folk.households.append(self._household(lots, place.village_code, home, support))
            folk.people.extend(person for person, _ in home.people)
        self._connect(lots, folk, homes, cadres_phone)
        self._equip(lots, folk, homes)
        self._circumstances.add(Random(f"{self._seed}:{place.village_code}:circumstances"), folk, homes)
        return folk

    def _homes(self, lots: Random, village_code: str, plans: Sequence[Plan], urban: range) -> list[Home]:
        clans = _clans(lots)
        homes = []
        for at, plan in enumerate(plans):
            key = next(self._household_keys)
            members = family(lots, plan, clans.draw(lots) or surname(lots))
            people = self._registering.register(lots, members, key, village_code)
            homes.append(Home(key, plan, "urban" if at in urban else "rural", people))
        return homes

    def _household(self, lots: Random, village_code: str, home: Home, support: Support) -> Household:
        counted = len(home.living())
        number = f"H-{village_code[6:]}-{home.key:06d}"
        lives_on = means(lots, support, home.register_kind, counted)
        return Household(home.key, village_code, home.register_kind, number, *lives_on, counted)

    def _connect(self, lots: Random, folk: VillageFolk, homes: Sequence[Home], cadres_phone: str) -> None:
        neighbour = ""
        for home in homes:
            ages = [(person.key, age) for person, age in home.living()]
            phones = self._book.of_household(lots, ages, neighbour, cadres_phone)
            folk.phones.extend(phones)
            neighbour = next((phone.number for phone in phones if _is_own_mobile(phone)), neighbour)

    def _equip(self, lots: Random, folk: VillageFolk, homes: Sequence[Home]) -> None:
        receiving = {award.person_key for award in folk.beneficiaries}
        for home in homes:
            destitute = home.plan.kind == "destitute"
            for person, age in home.living():
                elder = age >= _ELDER
                if person.key in receiving or (elder and lots.random() < _ACCOUNT_SHARE_OF_ELDERS):
                    folk.accounts.append(self._tellers.open(lots, person.key, person.name, elder=elder))
                card = perhaps_a_card(lots, self._as_of, person.key, person.identity_number, age, destitute=destitute)
                if card:
                    folk.disability_cards.append(card)


def _is_own_mobile(phone: Phone) -> bool:
    return phone.owner == "self" and phone.kind == "mobile"


def _clans(lots: Random) -> Urn[str]:
    """A village's surnames: a few clans make up half of it; an empty draw means any surname."""
    return Urn([(surname(lots), 28), (surname(lots), 15), (surname(lots), 9), ("", 48)])
