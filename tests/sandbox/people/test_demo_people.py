"""The characters of the demo are there at every scale, unchanged, and able to play their parts."""

import pytest

from sandbox.people import DEMO_VILLAGE, County, DemoPerson
from tests.sandbox.people.conftest import age, together


@pytest.fixture(scope="module")
def cast(county: County) -> dict[str, DemoPerson]:
    return {hero.part: hero for hero in county.demo_people()}


def allowance_keys(county: County) -> set[int]:
    return {row.person_key for row in together(county.beneficiaries()) if row.programme == "old_age_allowance"}


def test_they_are_the_same_at_every_seed_and_scale(county: County) -> None:
    assert County(seed=7, scale=0.01).demo_people() == county.demo_people()


def test_they_live_in_their_village_with_phone_and_account(county: County, cast: dict[str, DemoPerson]) -> None:
    people, phones = set(together(county.people())), set(together(county.phones()))
    accounts = set(together(county.accounts()))
    for hero in cast.values():
        assert hero.person.village_code == DEMO_VILLAGE
        assert hero.person in people
        assert hero.phone in phones
        assert hero.account in accounts
        assert hero.account.holder_name == hero.person.name


@pytest.mark.parametrize(
    ("part", "years", "phone_ends", "receives"),
    [
        ("widow", 83, "0000", False),
        ("shares_sons_phone", 86, "2000", False),
        ("uses_wechat", 81, "0000", False),
        ("account_bounces", 88, "0000", True),
        ("no_such_number", 85, "0001", False),
        ("phone_off", 82, "0023", False),
    ],
)
def test_each_plays_the_part(
    county: County, cast: dict[str, DemoPerson], part: str, years: int, phone_ends: str, receives: bool
) -> None:
    hero = cast[part]
    assert age(hero.person.birth_date) == years
    assert hero.phone.number[-4:] == phone_ends
    assert (hero.person.key in allowance_keys(county)) == receives


def test_the_father_hears_through_his_son(county: County, cast: dict[str, DemoPerson]) -> None:
    hero = cast["shares_sons_phone"]
    assert hero.phone.owner == "relative"
    owner = next(p for p in together(county.phones()) if p.number == hero.phone.number and p.owner == "self")
    son = next(person for person in together(county.people()) if person.key == owner.person_key)
    assert son.household_key == hero.person.household_key
    assert [p for p in together(county.phones()) if p.person_key == hero.person.key] == [hero.phone]
