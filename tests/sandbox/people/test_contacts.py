"""Phones and accounts look real, belong to nobody real, and only the demo's characters fail on purpose."""

import re
from collections import Counter, defaultdict

import pytest

from sandbox.people import Account, County, Phone
from tests.sandbox.people.conftest import age, together

MAGIC = set(
    re.findall(
        r"\d{4}",
        "0000 0001 0005 0023 0144 0408 0409 0200 0201 0202 0503 0504 0505 0429 0430 0500 0402 0451 "
        "0700 0701 0702 0703 0704 0002 0003 0010 0300",
    )
)


@pytest.fixture(scope="module")
def phones(county: County) -> list[Phone]:
    return together(county.phones())


@pytest.fixture(scope="module")
def accounts(county: County) -> list[Account]:
    return together(county.accounts())


def passes_luhn(number: str) -> bool:
    doubled = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}
    return (sum(map(int, number[-1::-2])) + sum(doubled[digit] for digit in number[-2::-2])) % 10 == 0


def test_phones_have_the_form_of_their_kind(phones: list[Phone]) -> None:
    form = {"mobile": re.compile(r"1[3-9]\d{9}"), "landline": re.compile(r"0379-66\d{6}")}
    assert all(form[phone.kind].fullmatch(phone.number) for phone in phones)


def test_mobiles_are_of_segments_that_no_operator_holds(county: County, phones: list[Phone]) -> None:
    numbers = [phone.number for phone in phones if phone.kind == "mobile"]
    numbers += [cadre.phone for cadre in county.cadres()]
    assert {number[:3] for number in numbers} <= {"143", "154", "160", "161", "163", "164", "168", "169"}


def test_no_random_phone_ends_in_a_number_kept_for_faults(county: County, phones: list[Phone]) -> None:
    characters = {hero.person.key for hero in county.demo_people()}
    ends = {phone.number[-4:] for phone in phones if phone.person_key not in characters}
    ends |= {cadre.phone[-4:] for cadre in county.cadres()}
    assert not ends & MAGIC


def test_no_two_people_own_the_same_mobile(county: County, phones: list[Phone]) -> None:
    own = [phone.number for phone in phones if phone.owner == "self" and phone.kind == "mobile"]
    own += [cadre.phone for cadre in county.cadres()]
    assert len(set(own)) == len(own)


def test_a_borrowed_phone_is_its_owners(county: County, phones: list[Phone]) -> None:
    village = {person.key: person.village_code for person in together(county.people())}
    home = {person.key: person.household_key for person in together(county.people())}
    owner = {p.number: p.person_key for p in phones if p.owner == "self" and p.kind == "mobile"}
    cadre = {code: cadre.phone for cadre in county.cadres() for code in cadre.village_codes}
    for phone in phones:
        if phone.owner == "neighbour":
            assert village[owner[phone.number]] == village[phone.person_key]
            assert home[owner[phone.number]] != home[phone.person_key]
        elif phone.owner == "cadre":
            assert phone.number == cadre[village[phone.person_key]]


def test_priorities_run_from_one(phones: list[Phone]) -> None:
    priorities = defaultdict(list)
    for phone in phones:
        priorities[phone.person_key].append(phone.priority)
    assert all(sorted(order) == list(range(1, len(order) + 1)) for order in priorities.values())


def test_elders_are_reached_in_every_way_and_some_not_at_all(county: County, phones: list[Phone]) -> None:
    old = {
        person.key
        for person in together(county.people())
        if age(person.birth_date) >= 80 and person.deceased_on is None
    }
    first = Counter((phone.owner, phone.kind) for phone in phones if phone.person_key in old and phone.priority == 1)
    assert set(first) == {
        ("self", "mobile"), ("self", "landline"), ("relative", "mobile"), ("neighbour", "mobile"),
        ("cadre", "mobile"),
    }  # fmt: skip
    assert first["self", "mobile"] < 0.45 * len(old)
    assert 0.10 < 1 - sum(first.values()) / len(old) < 0.25


def test_cards_pass_luhn_and_passbooks_do_not(accounts: list[Account]) -> None:
    kinds = Counter(account.kind for account in accounts)
    assert kinds["card"] > kinds["passbook"] > 0
    for account in accounts:
        if account.kind == "card":
            assert re.fullmatch(r"62\d{17}", account.number)
        assert passes_luhn(account.number) == (account.kind == "card")
    assert len({account.number for account in accounts}) == len(accounts)


def test_only_one_account_bounces(county: County, accounts: list[Account]) -> None:
    bouncing = [account.person_key for account in accounts if account.number.endswith("0001")]
    assert bouncing == [hero.person.key for hero in county.demo_people() if hero.part == "account_bounces"]


def test_accounts_are_in_the_holders_name_but_for_rare_characters(county: County, accounts: list[Account]) -> None:
    names = {person.key: person.name for person in together(county.people())}
    spelt_otherwise = [account for account in accounts if account.holder_name != names[account.person_key]]
    assert len(spelt_otherwise) < 20
    assert all(set("㛃𠮷䶮𬭚㵘") & set(names[account.person_key]) for account in spelt_otherwise)
