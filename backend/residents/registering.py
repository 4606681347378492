"""Registering many people at once, out of the county's present registers: set-based, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from backend import clock, database, sealing
from backend.identifiers import new_id
from backend.residents.account import ACCOUNT
from backend.residents.contact import PHONE
from backend.residents.resident import IDENTITY

CARD = "disability_card"  # the sealing purpose of disability cards' numbers


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household that is not on the register yet."""

    id: UUID
    village: str
    number: str
    register_kind: str
    members_counted: int | None


@dataclass(frozen=True, slots=True)
class NewResident:
    """A person who is not on the register yet; `identity_number` is checked and has 18 characters."""

    id: UUID
    village: str
    household_id: UUID
    name: str = field(repr=False)
    sex: str
    birth_date: date
    identity_number: str = field(repr=False)
    relation_to_head: str
    marital: str


@dataclass(frozen=True, slots=True)
class NewContact:
    """A phone of a person who has none on file."""

    resident_id: UUID
    number: str = field(repr=False)
    kind: str
    owner: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """The account of a person who has none open; the holder is the person."""

    resident_id: UUID
    holder_name: str = field(repr=False)
    number: str = field(repr=False)
    bank: str
    kind: str


@dataclass(frozen=True, slots=True)
class NewDisabilityCard:
    """The card of a person who has none on file."""

    resident_id: UUID
    number: str = field(repr=False)
    disability_class: str
    grade: int
    valid_to: date


@dataclass(frozen=True)
class Registration:
    """What is to be put on the register together."""

    households: Sequence[NewHousehold]
    residents: Sequence[NewResident]
    contacts: Sequence[NewContact]
    accounts: Sequence[NewAccount]
    cards: Sequence[NewDisabilityCard]


async def register(county: str, new: Registration) -> None:
    """Write it down with a COPY a table. IntegrityError or UniqueViolationError where somebody is there already."""
    now, today = clock.now(), clock.today()
    await database.copy(
        "household",
        ("id", "county", "village", "number", "register_kind", "members_counted", "data_date"),
        [(h.id, county, h.village, h.number, h.register_kind, h.members_counted, today) for h in new.households],
    )
    await database.copy(
        "resident",
        ("id", "county", "village", "household_id", "name", "sex", "birth_date", "identity_sealed", "identity_index",
         "relation_to_head", "marital", "registered_here"),
        [
            (r.id, county, r.village, r.household_id, r.name, r.sex, r.birth_date,
             sealing.seal(r.identity_number, IDENTITY), sealing.blind_index(r.identity_number, IDENTITY),
             r.relation_to_head, r.marital, True)
            for r in new.residents
        ],
    )  # fmt: skip
    await database.copy(
        "contact",
        ("id", "county", "resident_id", "phone_sealed", "phone_index", "kind", "owner"),
        [
            (new_id(), county, c.resident_id, sealing.seal(c.number, PHONE), sealing.blind_index(c.number, PHONE),
             c.kind, c.owner)
            for c in new.contacts
        ],
    )  # fmt: skip
    await database.copy(
        "account",
        ("id", "county", "resident_id", "holder_name", "number_sealed", "number_index", "last_four", "bank", "kind",
         "since"),
        [
            (new_id(), county, a.resident_id, a.holder_name, sealing.seal(a.number, ACCOUNT),
             sealing.blind_index(a.number, ACCOUNT), a.number[-4:], a.bank, a.kind, now)
            for a in new.accounts
        ],
    )  # fmt: skip
    await database.copy(
        "disability_card",
        ("id", "county", "resident_id", "number_sealed", "disability_class", "grade", "valid_to"),
        [
            (new_id(), county, c.resident_id, sealing.seal(c.number, CARD), c.disability_class, c.grade, c.valid_to)
            for c in new.cards
        ],
    )
