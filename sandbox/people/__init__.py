"""A synthetic county of invented people over the real villages of 嵩县: seeded, reproducible, nobody's data."""

from sandbox.people.county import County
from sandbox.people.demo_people import DEMO_VILLAGE, DemoPerson
from sandbox.people.rows import (
    Account,
    Beneficiary,
    Cadre,
    DisabilityCard,
    Household,
    Officer,
    Person,
    Phone,
    Place,
    VillageFolk,
)

__all__ = [
    "DEMO_VILLAGE",
    "Account",
    "Beneficiary",
    "Cadre",
    "County",
    "DemoPerson",
    "DisabilityCard",
    "Household",
    "Officer",
    "Person",
    "Phone",
    "Place",
    "VillageFolk",
]
