"""What registers say of people in tests: cards, awards, kin, means; sensible unless told otherwise."""

from datetime import date
from typing import Any

from backend import clock, sealing
from backend.entitlements import Award
from backend.identifiers import new_id
from backend.residents import DisabilityCard, Household, HouseholdMeans, Kin, Resident, Situation
from tests.people import COUNTY, a_household, a_resident

NIGHT = "2026-03-02 02:00"
TODAY = date(2026, 3, 2)
GROWN = date(1980, 5, 6)


async def a_home(a_head_fen: int = 90_000, members: int = 1, **facts: Any) -> Household:
    """A rural household, surveyed, with one home and no car; the standard is 440 yuan a head and month."""
    given = {"financial_assets_fen": 100_000, "vehicles": 0, "homes": 1, **facts}
    return await a_household(monthly_income_fen=a_head_fen * members, members_counted=members, **given)


async def somebody(birth_date: date = GROWN, home: Household | None = None, **facts: Any) -> Resident:
    """A person whom no rule looks at by themselves."""
    return await a_resident(birth_date=birth_date, household=home or await a_home(), **facts)


async def a_card(person: Resident, grade: int = 2, kind: str = "4", valid_to: date = date(2030, 1, 1)) -> None:
    """A disability card of that grade and class, limb unless told otherwise."""
    await DisabilityCard.create(
        id=new_id(), county=COUNTY, resident_id=person.id, number_sealed=sealing.seal("1", "disability_card"),
        disability_class=kind, grade=grade, valid_to=valid_to,
    )  # fmt: skip


async def receiving(person: Resident, programme: str, **facts: Any) -> Award:
    """A running award of 80 yuan a month."""
    given = {"monthly_fen": 8_000, "from_month": date(2025, 1, 1), **facts}
    return await Award.create(
        id=new_id(), county=COUNTY, village=person.village, resident_id=person.id, programme=programme,
        origin="imported", paid_here_from=given["from_month"], started_at=clock.now(), **given,
    )  # fmt: skip


async def relative(person: Resident, relation: str, circumstance: str | None, number: int = 1) -> None:
    """Somebody related, by what keeps them from their duty."""
    await Kin.create(
        id=new_id(), county=COUNTY, resident_id=person.id, relation=relation, number=number,
        circumstance=circumstance, source="survey", data_date=date(2026, 1, 4),
    )  # fmt: skip


async def in_situation(person: Resident, **known: Any) -> None:
    """What is known of health and the like."""
    await Situation.create(resident_id=person.id, county=COUNTY, source="register", data_date=date(2026, 1, 1), **known)


async def spending(home: Household, medical_year_fen: int | None, known_on: date = date(2026, 1, 5)) -> None:
    """A year's own-paid medical cost."""
    await HouseholdMeans.create(
        household_id=home.id, county=COUNTY, medical_year_fen=medical_year_fen, source="survey", data_date=known_on,
    )  # fmt: skip
