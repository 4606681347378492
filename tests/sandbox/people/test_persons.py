"""Every identity number stands up to an independent check; ages, marriages and families fit each other."""

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest

from sandbox.people import County, Person
from sandbox.people.names import full_name
from tests.sandbox.people.conftest import AS_OF, age, together


@pytest.fixture(scope="module")
def people(county: County) -> list[Person]:
    return together(county.people())


def independent_check_character(first_17: str) -> str:
    """By the standard's definition: the whole is 1 modulo 11, with weights 2^(18-i) and X for ten."""
    for value, character in enumerate("0123456789X"):
        weighted = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(first_17)) + value
        if weighted % 11 == 1:
            return character
    raise AssertionError(first_17)


@pytest.mark.parametrize("known", ["11010519491231002X", "440524188001010014"])
def test_the_independent_check_knows_the_published_examples(known: str) -> None:
    assert independent_check_character(known[:17]) == known[17]


def test_every_identity_number_is_valid(people: list[Person]) -> None:
    for person in people:
        number = person.identity_number
        assert len(number) == 18
        assert number[17] == independent_check_character(number[:17])
        assert date(int(number[6:10]), int(number[10:12]), int(number[12:14])) == person.birth_date
        assert (int(number[16]) % 2 == 1) == (person.sex == "male")
        assert number[14:17] <= "995"


def test_no_identity_number_twice(people: list[Person]) -> None:
    assert len({person.identity_number for person in people}) == len(people)


def test_old_prefix_only_before_1986(people: list[Person]) -> None:
    old = [person for person in people if person.identity_number.startswith("412529")]
    assert len(old) > 0.15 * len(people)
    assert all(person.birth_date.year < 1986 for person in old)
    home = sum(person.identity_number.startswith("410325") for person in people)
    assert 0.5 < home / len(people) < 0.75


def test_ages_are_those_of_a_rural_county(people: list[Person]) -> None:
    ages = [age(person.birth_date) for person in people]
    assert min(ages) >= 0
    assert max(ages) <= 108
    shares = {limit: sum(a >= limit for a in ages) / len(ages) for limit in (18, 60, 80, 90, 100)}
    assert 0.72 < shares[18] < 0.80
    assert 0.19 < shares[60] < 0.24
    assert 0.025 < shares[80] < 0.035
    assert 0.002 < shares[90] < 0.004
    assert shares[100] > 0


def test_every_household_has_one_head_and_counts_its_living(county: County, people: list[Person]) -> None:
    members = defaultdict(list)
    for person in people:
        members[person.household_key].append(person)
    for household in together(county.households()):
        relations = Counter(person.relation for person in members[household.key])
        assert relations["head"] == 1
        assert relations["spouse"] <= 1
        assert household.members_counted == sum(p.deceased_on is None for p in members[household.key]) >= 1


def test_generations_are_apart(people: list[Person]) -> None:
    heads = {person.household_key: person for person in people if person.relation == "head"}
    apart = {"parent": (16, 50), "child": (-52, -16), "grandchild": (-80, -34), "spouse": (-10, 4)}
    for person in people:
        if person.relation in apart:
            low, high = apart[person.relation]
            years = age(person.birth_date) - age(heads[person.household_key].birth_date)
            assert low <= years <= high, (person.relation, years)


def test_nobody_marries_young_or_dies_in_the_future(people: list[Person]) -> None:
    for person in people:
        assert person.marital == "never_married" or age(person.birth_date) >= 20
        assert person.deceased_on is None or person.birth_date < person.deceased_on < AS_OF


def test_whoever_lost_the_spouse_is_widowed(people: list[Person]) -> None:
    dead_heads = {p.household_key for p in people if p.relation == "head" and p.deceased_on}
    left = [p for p in people if p.relation == "spouse" and p.household_key in dead_heads]
    assert left
    assert all(person.marital == "widowed" for person in left)


def test_names_are_two_to_four_characters_some_rare(people: list[Person]) -> None:
    lengths = Counter(len(person.name) for person in people)
    assert set(lengths) == {2, 3, 4}
    assert lengths[3] > lengths[2] > lengths[4] > 0
    assert any("𠮷" in person.name or "㛃" in person.name for person in people)
    surnames = Counter(person.name[0] for person in people)
    assert {name for name, _ in surnames.most_common(3)} == {"王", "张", "李"}


@pytest.mark.parametrize("family", ["王", "欧阳"])
@pytest.mark.parametrize("mother", ["", "李", "上官"])
@pytest.mark.parametrize("born_in", [1930, 2015])
def test_no_name_is_longer_than_four_characters(family: str, mother: str, born_in: int) -> None:
    lots = Random(1)
    names = [full_name(lots, family, "female", born_in, mother) for _ in range(3_000)]
    assert {len(name) for name in names} <= {2, 3, 4}


def test_many_elders_cannot_read(people: list[Person]) -> None:
    old = [person for person in people if age(person.birth_date) >= 80]
    assert 0.3 < sum(not person.can_read for person in old) / len(old) < 0.6
    grown = [person for person in people if 18 <= age(person.birth_date) < 60]
    assert sum(not person.can_read for person in grown) / len(grown) < 0.03
