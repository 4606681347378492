"""What offices know of the people fits the people, and most of those entitled to a subsidy have it."""

from collections import Counter, defaultdict

from sandbox.people import County
from tests.sandbox.people.conftest import AS_OF, age, together


def test_income_by_kind_adds_up_to_the_households(county: County) -> None:
    whole = {household.key: household.monthly_income_fen for household in together(county.households())}
    rows = together(county.means())
    assert len(rows) > 18_000
    for row in rows:
        assert row.wage_fen + row.business_fen + row.property_fen + row.transfer_fen == whole[row.household_key]
        assert min(row.transfer_fen, row.medical_year_fen, row.education_year_fen) >= 0


def test_whoever_cares_for_themselves_or_not_is_a_person_alive(county: County) -> None:
    people = {person.key: person for person in together(county.people())}
    rows = together(county.situations())
    assert len({row.person_key for row in rows}) == len(rows)
    assert all(people[row.person_key].deceased_on is None for row in rows)
    assert 0.01 < sum(row.serious_illness for row in rows) / len(people) < 0.04


def test_children_have_two_parents_and_few_have_none_who_can(county: County) -> None:
    people = {person.key: person for person in together(county.people())}
    parents = defaultdict(dict)
    for row in together(county.kin()):
        if row.relation != "child":
            parents[row.person_key][row.relation] = row.circumstance
    assert all(set(each) == {"father", "mother"} for each in parents.values())
    assert all(age(people[key].birth_date) < 18 for key in parents)
    alone = sum(all(cause not in ("able", None) for cause in each.values()) for each in parents.values())
    assert 0 < alone < 0.06 * len(parents)


def test_subsidies_go_to_valid_cards_of_the_right_grade(county: County) -> None:
    cards = {card.person_key: card for card in together(county.disability_cards())}
    receiving = [row for row in together(county.beneficiaries()) if row.stopped_from is None]
    carers = [cards[row.person_key] for row in receiving if row.programme == "disability_care"]
    assert all(card.grade <= 2 for card in carers)
    assert 0 < sum(card.valid_to < AS_OF for card in carers) < 0.05 * len(carers)
    tekun = {row.person_key for row in receiving if row.programme == "tekun"}
    assert not tekun & {row.person_key for row in receiving if row.programme.startswith("disability")}
    needing = {row.person_key for row in together(county.situations()) if row.needs_care}
    assert all(row.person_key in needing for row in receiving if row.programme == "disability_care")
    entitled = [key for key, card in cards.items() if card.grade <= 2 and key not in tekun and key in needing]
    assert 0.8 < len(carers) / len(entitled) < 0.95


def test_some_left_dibao_not_long_ago(county: County) -> None:
    left = [row for row in together(county.beneficiaries()) if row.stopped_from]
    assert Counter(row.programme for row in left).keys() <= {"rural_dibao", "urban_dibao"}
    assert len(left) > 50
    assert all(row.from_month < row.stopped_from <= AS_OF for row in left)
