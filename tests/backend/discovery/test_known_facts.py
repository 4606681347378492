"""The county's rows under the names that the law asks for; what nobody knows stays unknown."""

from datetime import date

import polars as pl

from backend import discovery, eligibility
from backend.discovery.fact_sources import OF_A_PERSON
from backend.residents import Household, Resident
from tests.backend.discovery.lives import a_card, a_home, in_situation, receiving, relative, somebody
from tests.people import COUNTY, a_household, a_resident

TODAY = date(2026, 3, 2)


async def known_of(resident: Resident) -> dict[str, object]:
    known = await discovery.know(COUNTY, TODAY)
    (row,) = [each for each in known.people.iter_rows(named=True) if each["id"] == str(resident.id)]
    return row


async def known_of_home(household: Household) -> dict[str, object]:
    known = await discovery.know(COUNTY, TODAY)
    (row,) = [each for each in known.households.iter_rows(named=True) if each["id"] == str(household.id)]
    return row


async def test_a_person_carries_what_is_known_of_the_household(empty_database: str) -> None:
    home = await a_household(monthly_income_fen=38_000, homes=1, vehicles=0, financial_assets_fen=300_000)
    person = await a_resident(household=home, birth_date=date(1942, 5, 6))
    known = await known_of(person)
    assert known["birth_date"] == date(1942, 5, 6)
    assert known["alive"] is True
    assert known["registered_here"] is True
    assert (known["monthly_income_fen"], known["homes"], known["vehicles"]) == (38_000, 1, 0)
    assert known["home_kind"] == "village"


async def test_what_nobody_asked_stays_unknown(empty_database: str) -> None:
    known = await known_of(await a_resident())
    assert known["monthly_income_fen"] is None
    assert known["homes"] is None
    assert "members_authorised" not in known, "what only the family can say is in no register"


async def test_the_dead_are_nobody_to_be_found(empty_database: str) -> None:
    dead = await a_resident(deceased_on=date(2026, 2, 1))
    known = await discovery.know(COUNTY, TODAY)
    assert str(dead.id) not in known.people["id"].to_list()
    assert known.households.is_empty(), "nobody lives in that household"


async def test_the_applicant_is_the_head_or_else_the_oldest(empty_database: str) -> None:
    home = await a_household(members_counted=2)
    son = await a_resident(household=home, birth_date=date(1970, 1, 1))
    await a_resident(household=home, birth_date=date(1940, 1, 1))
    await Resident.filter(household_id=home.id).exclude(id=son.id).update(relation_to_head="parent")
    assert (await known_of_home(home))["applicant_id"] == str(son.id)
    await Resident.filter(id=son.id).update(relation_to_head="child")
    assert (await known_of_home(home))["applicant_id"] != str(son.id)


async def test_a_value_that_nobody_can_believe_counts_as_unknown(empty_database: str) -> None:
    """The declared range of the law, not the table's: one mistyped year must not hold up the county."""
    home = await a_household(homes=51, members_counted=0)
    person = await a_resident(household=home, birth_date=date(1880, 1, 1))
    known = await known_of(person)
    assert known["homes"] is None
    assert known["members_counted"] is None
    assert known["birth_date"] is None


async def test_another_countys_people_are_not_read(empty_database: str) -> None:
    await a_resident()
    assert (await discovery.know("410326", TODAY)).people.is_empty()


async def test_every_programme_can_be_decided_over_the_frames(empty_database: str) -> None:
    await a_resident(household=await a_household(monthly_income_fen=38_000))
    known = await discovery.know(COUNTY, TODAY)
    examples = {
        parameter.key: parameter.example if parameter.default is None else parameter.default
        for programme in eligibility.programmes()
        for parameter in eligibility.parameters_declared(programme, on=TODAY)
    }
    for programme in eligibility.programmes():
        for frame in (known.people, known.households):
            assert eligibility.decide_many(programme, frame, on=TODAY, parameters=examples).height == 1


async def test_what_registers_hold_of_a_person_has_the_laws_names(empty_database: str) -> None:
    person = await somebody(date(2012, 6, 1), await a_home(50_000))
    await a_card(person, 2, "6", valid_to=TODAY)
    await in_situation(person, in_school=True, needs_care=True, work_injury_care=False, self_care="self")
    await relative(person, "father", "dead")
    await relative(person, "mother", None)
    await receiving(person, "rural_dibao", monthly_fen=19_000)
    row = sources_of((await discovery.know(COUNTY, TODAY)).members)
    assert row == {
        "registered_here": True, "birth_date": date(2012, 6, 1), "alive": True, "own_income_fen": 50_000,
        "in_school": True, "serious_illness": None, "needs_long_care": True, "self_care_failed": 0,
        "has_disability_card": True, "card_valid": True, "disability_class": "mental", "disability_grade": 2,
        "obligors": None, "obligors_unable": None, "father": "dead", "mother": None,
        "receives_tekun": False, "receives_orphan_allowance": False, "receives_child_allowance_in_full": False,
        "receives_old_age_allowance": False, "receives_work_injury_care": False, "held_monthly_fen": 19_000,
    }  # fmt: skip


async def test_what_is_older_than_it_holds_is_not_known_any_more(empty_database: str) -> None:
    person = await somebody()
    await in_situation(person, in_school=True)  # of 1 January 2026, and holds for twelve months
    await relative(person, "father", "dead")  # of 4 January
    known = {}
    for on in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)):
        (row,) = (await discovery.know(COUNTY, on)).people.iter_rows(named=True)
        known[on] = row["in_school"], row["father"]
    assert list(known.values()) == [(True, "dead"), (None, "dead"), (None, None)]


async def test_of_whom_nothing_is_on_file_nothing_is_known(empty_database: str) -> None:
    await somebody(home=await a_home(50_000, members=2))
    row = sources_of((await discovery.know(COUNTY, TODAY)).members)
    unknown = {key for key, value in row.items() if value is None}
    assert unknown >= {"card_valid", "disability_class", "obligors", "obligors_unable", "father", "own_income_fen"}
    assert row["has_disability_card"] is False
    assert row["held_monthly_fen"] == 0


def sources_of(members: pl.DataFrame) -> dict[str, object]:
    (row,) = members.select(**OF_A_PERSON).iter_rows(named=True)
    return row
