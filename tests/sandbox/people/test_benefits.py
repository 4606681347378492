"""As many receive as the county says, nobody dead does, and means fit what is received."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from sandbox.people import Beneficiary, County
from sandbox.people.beneficiaries import RURAL_DIBAO, TEKUN, URBAN_DIBAO, YOUFU
from tests.sandbox.people.conftest import AS_OF, age, together


@pytest.fixture(scope="module")
def receiving(county: County) -> list[Beneficiary]:
    return [row for row in together(county.beneficiaries()) if row.stopped_from is None]


def test_the_founding_numbers_add_up() -> None:
    assert URBAN_DIBAO + RURAL_DIBAO + TEKUN + YOUFU == 31_937


def test_a_tenth_of_them_receive_in_the_demo(receiving: list[Beneficiary]) -> None:
    counts = Counter(row.programme for row in receiving)
    assert counts["urban_dibao"] == 710
    assert counts["rural_dibao"] == 2_034
    assert counts["tekun"] == 283
    assert counts["youfu"] == 167
    assert sum(counts[each] for each in ("urban_dibao", "rural_dibao", "tekun", "youfu")) == 3_194


def test_most_but_not_all_beyond_80_have_their_allowance(county: County, receiving: list[Beneficiary]) -> None:
    entitled = {
        person.key
        for person in together(county.people())
        if person.deceased_on is None and person.registered_here and age(person.birth_date) >= 80
    }
    having = [row.person_key for row in receiving if row.programme == "old_age_allowance"]
    assert set(having) <= entitled
    assert len(set(having)) == len(having)
    assert 0.85 <= len(having) / len(entitled) <= 0.90


def test_only_the_living_who_are_registered_here_receive(county: County, receiving: list[Beneficiary]) -> None:
    people = {person.key: person for person in together(county.people())}
    assert all(people[row.person_key].deceased_on is None for row in receiving)
    assert all(people[row.person_key].registered_here for row in receiving)


def test_nobody_has_two_of_dibao_and_tekun(receiving: list[Beneficiary]) -> None:
    basic = [row.person_key for row in receiving if row.programme.endswith("dibao") or row.programme == "tekun"]
    assert len(set(basic)) == len(basic)


def test_dibao_follows_the_register(county: County, receiving: list[Beneficiary]) -> None:
    register = {household.key: household.register_kind for household in together(county.households())}
    home = {person.key: person.household_key for person in together(county.people())}
    for row in receiving:
        if row.programme in ("urban_dibao", "rural_dibao"):
            assert row.programme == f"{register[home[row.person_key]]}_dibao"


def test_awards_begin_in_a_month_that_has_come(county: County, receiving: list[Beneficiary]) -> None:
    born = {person.key: person.birth_date for person in together(county.people())}
    for row in receiving:
        birthday = born[row.person_key]
        assert row.from_month.day == 1
        assert birthday.replace(day=1) <= row.from_month <= AS_OF
        if row.programme == "old_age_allowance":
            assert row.from_month >= date(birthday.year + 80, birthday.month, 1)
            assert row.amount_fen == {8: 50_00, 9: 100_00, 10: 300_00}[age(birthday) // 10]
        assert row.amount_fen > 0
        assert row.read_only == (row.programme == "youfu")


def test_who_receives_for_poverty_is_poor_and_some_poor_never_applied(
    county: County, receiving: list[Beneficiary]
) -> None:
    home = {person.key: person.household_key for person in together(county.people())}
    poor_by_award = {home[row.person_key] for row in receiving if row.programme in ("rural_dibao", "tekun")}
    never_applied = 0
    for household in together(county.households()):
        a_head = household.monthly_income_fen / household.members_counted
        if household.key in poor_by_award:
            assert a_head < 440_00
            assert household.vehicles == 0
        elif household.register_kind == "rural" and a_head < 440_00:
            never_applied += 1
    assert 0.01 < never_applied / 19_000 < 0.03


def test_disability_cards_carry_their_holders_number(county: County) -> None:
    people = {person.key: person for person in together(county.people())}
    cards = together(county.disability_cards())
    assert 0.05 <= len(cards) / len(people) <= 0.06
    assert len({card.person_key for card in cards}) == len(cards)
    for card in cards:
        assert card.number == (f"{people[card.person_key].identity_number}{card.disability_class}{card.grade}")
        assert len(card.number) == 20
        assert 1 <= card.disability_class <= 7
        assert 1 <= card.grade <= 4
    expired = sum(card.valid_to < AS_OF for card in cards)
    assert 0 < expired < 0.08 * len(cards)


def test_every_beneficiary_has_one_account(county: County, receiving: list[Beneficiary]) -> None:
    holders: dict[int, int] = defaultdict(int)
    for account in together(county.accounts()):
        holders[account.person_key] += 1
    assert all(holders[row.person_key] == 1 for row in receiving)
