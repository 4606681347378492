"""The county has exactly as many as it says, everything refers to something, and the same seed gives the same."""

import hashlib
from collections import Counter
from datetime import date

import pytest

from sandbox.people import DEMO_VILLAGE, County
from tests.sandbox.people.conftest import together

# People that a screenshot or a manual shows must still be there tomorrow and on another machine.
# When the making of the county changes on purpose, this changes with it.
DIGEST_OF_THE_SMALLEST = "299e63f932b0ee0f13f257642e0c8d0bf2f9310417a2a2d3a1746b6ee0b32673"


def digest(county: County) -> str:
    """Of every row of every table."""
    sha = hashlib.sha256()
    for row in [*county.places(), *county.cadres(), *county.officers(), *county.villages()]:
        sha.update(repr(tuple(row)).encode())
    return sha.hexdigest()


def test_same_seed_gives_the_same_bytes_everywhere() -> None:
    assert digest(County(scale=0.01)) == DIGEST_OF_THE_SMALLEST


def test_another_seed_gives_other_people() -> None:
    assert digest(County(seed=1, scale=0.01)) != DIGEST_OF_THE_SMALLEST


def test_tables_and_villages_tell_the_same(hamlet: County) -> None:
    assert together(hamlet.people()) == [person for v in hamlet.villages() for person in v.people]


@pytest.mark.parametrize(
    ("scale", "people", "households"), [(0.01, 5_600, 1_900), (0.1, 56_000, 19_000), (0.037, 20_720, 7_030)]
)
def test_counts_are_exact(scale: float, people: int, households: int) -> None:
    county = County(scale=scale)
    folk = list(county.villages())
    assert sum(len(village.people) for village in folk) == people == county.people_count
    assert sum(len(village.households) for village in folk) == households == county.household_count


@pytest.mark.parametrize("seed", range(8))
def test_any_seed_makes_a_county_at_the_smallest_scale(seed: int) -> None:
    folk = list(County(seed=seed, scale=0.01).villages())
    assert sum(len(village.people) for village in folk) == 5_600


def test_the_whole_county_is_560_000_people() -> None:
    county = County(scale=1)
    assert (county.people_count, county.household_count) == (560_000, 190_000)


@pytest.mark.parametrize("scale", [0, -1, 0.009, 1.01])
def test_a_scale_that_makes_no_county_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        County(scale=scale)


def test_keys_are_dense_and_every_reference_is_kept(county: County) -> None:
    people, households = together(county.people()), together(county.households())
    villages = {place.code12 for place in county.places() if place.level == "village"}
    assert sorted(person.key for person in people) == list(range(1, 56_001))
    assert sorted(household.key for household in households) == list(range(1, 19_001))
    assert len({household.number for household in households}) == 19_000
    village_of = {household.key: household.village_code for household in households}
    assert all(village_of[person.household_key] == person.village_code for person in people)
    assert set(village_of.values()) == villages
    keys = {person.key for person in people}
    assert {phone.person_key for phone in together(county.phones())} <= keys
    assert {card.person_key for card in together(county.disability_cards())} <= keys
    assert {account.person_key for account in together(county.accounts())} <= keys
    assert {row.person_key for row in together(county.beneficiaries())} <= keys


def test_each_village_comes_whole_and_once(hamlet: County) -> None:
    for village in hamlet.villages():
        households = {household.key for household in village.households}
        people = {person.key for person in village.people}
        assert households == {person.household_key for person in village.people}
        assert {phone.person_key for phone in village.phones} <= people
    codes = Counter(village.village_code for village in hamlet.villages())
    assert len(codes) == 340
    assert set(codes.values()) == {1}


def test_divisions_are_the_real_ones(hamlet: County) -> None:
    levels = Counter(place.level for place in hamlet.places())
    assert levels == {"province": 1, "city": 1, "county": 1, "township": 19, "village": 340}
    codes = {place.code12 for place in hamlet.places()}
    assert all(place.parent_code in codes for place in hamlet.places() if place.level != "province")
    assert DEMO_VILLAGE in codes


def test_each_village_has_its_cadre_and_each_township_its_officers(hamlet: County) -> None:
    cadres, officers = hamlet.cadres(), hamlet.officers()
    villages = [place.code12 for place in hamlet.places() if place.level == "village"]
    assert sorted(code for cadre in cadres for code in cadre.village_codes) == sorted(villages)
    by_place: dict[str, Counter[str]] = {}
    for officer in officers:
        by_place.setdefault(officer.place_code, Counter())[officer.role] += 1
    county = by_place.pop("410325000000")
    assert set(county) == {"reviewer", "approver", "payer", "auditor"}
    assert county["approver"] >= 2  # one may not approve what the other drew up
    assert len(by_place) == 19
    assert all(posts == {"clerk": 2, "leader": 1} for posts in by_place.values())
    assert len({officer.username for officer in officers}) == len(officers)


def test_another_day_moves_the_ages_but_not_the_counts() -> None:
    later = County(scale=0.01, as_of=date(2028, 2, 29))
    people = [person for village in later.villages() for person in village.people]
    assert len(people) == 5_600
    assert max(person.birth_date for person in people) > date(2026, 6, 1)
    assert all(person.birth_date <= later.as_of for person in people)
