"""The rows a synthetic county is made of: plain tuples, so that they can be sealed and copied in at speed.

Keys are dense integers from 1 in the order of the rows; a loader maps them to identifiers of its own.
Money is integer fen (分), months are the date of their first day.
"""

from datetime import date
from typing import Literal, NamedTuple

Sex = Literal["male", "female"]
RegisterKind = Literal["rural", "urban"]
Relation = Literal["head", "spouse", "child", "child_in_law", "parent", "sibling", "grandchild", "other"]
Marital = Literal["never_married", "married", "widowed", "divorced"]
PhoneKind = Literal["mobile", "landline"]
PhoneOwner = Literal["self", "relative", "neighbour", "cadre"]
AccountKind = Literal["card", "passbook"]
Programme = Literal[
    "urban_dibao", "rural_dibao", "tekun", "youfu", "old_age_allowance", "disability_living", "disability_care",
    "orphan", "unsupported_child",
]  # fmt: skip
KinRelation = Literal["father", "mother", "child"]
Circumstance = Literal[
    "able", "dead", "missing", "severely_disabled", "seriously_ill", "detained", "out_of_contact", "disabled_and_poor",
    "elderly_and_poor", "elderly_on_dibao", "without_capacity",
]  # fmt: skip
SelfCare = Literal["self", "half", "full"]
Role = Literal["clerk", "leader", "reviewer", "approver", "payer", "auditor"]


class Place(NamedTuple):
    """One division, `code12` by the statistical code; `parent_code` is empty for the province."""

    code12: str
    level: str
    name: str
    parent_code: str


class Household(NamedTuple):
    """One register page (户口簿). Income is of the whole household a month, assets are what it holds."""

    key: int
    village_code: str
    register_kind: RegisterKind
    number: str
    monthly_income_fen: int
    financial_assets_fen: int
    vehicles: int
    homes: int
    members_counted: int


class Person(NamedTuple):
    """One person; `deceased_on` is set where the register still shows someone who has died."""

    key: int
    household_key: int
    village_code: str
    name: str
    sex: Sex
    birth_date: date
    identity_number: str
    relation: Relation
    registered_here: bool
    deceased_on: date | None
    marital: Marital
    can_read: bool


class Phone(NamedTuple):
    """A way to reach a person; `priority` 1 is tried first. Elders share phones: numbers repeat."""

    person_key: int
    number: str
    kind: PhoneKind
    owner: PhoneOwner
    priority: int


class DisabilityCard(NamedTuple):
    """A disability card (残疾人证): class 1 visual … 7 multiple, grade 1 is the heaviest."""

    person_key: int
    number: str
    disability_class: int
    grade: int
    valid_to: date


class Account(NamedTuple):
    """A bank account; `holder_name` is the bank's spelling, which can lack a rare character."""

    person_key: int
    holder_name: str
    number: str
    bank: str
    kind: AccountKind


class Beneficiary(NamedTuple):
    """One person's own share of a benefit, in fen a month; `read_only` where others run it, ended where it stopped."""

    person_key: int
    programme: Programme
    from_month: date
    amount_fen: int
    read_only: bool
    stopped_from: date | None = None


class Means(NamedTuple):
    """What a household lives on, in fen a month, and spends out of its own pocket, in fen a year; as of `data_date`."""

    household_key: int
    wage_fen: int
    business_fen: int
    property_fen: int
    transfer_fen: int
    medical_year_fen: int
    education_year_fen: int
    rehabilitation_year_fen: int
    data_date: date


class Situation(NamedTuple):
    """What is known of a person's health, schooling and freedom on `data_date`; None is not known."""

    person_key: int
    serious_illness: bool
    needs_care: bool
    work_injury_care: bool
    in_school: bool
    detained: bool
    self_care: SelfCare | None
    data_date: date


class Kin(NamedTuple):
    """A relative and what keeps them from their duty of support; None where nobody knows."""

    person_key: int
    relation: KinRelation
    number: int
    circumstance: Circumstance | None
    data_date: date


class Cadre(NamedTuple):
    """A village cadre (村干部) and the villages that the cadre looks after."""

    key: int
    name: str
    phone: str
    village_codes: tuple[str, ...]


class Officer(NamedTuple):
    """A township or county officer; `place_code` is the 12-digit code of the place served."""

    key: int
    name: str
    username: str
    role: Role
    place_code: str


class VillageFolk(NamedTuple):
    """Everyone and everything of one village; `village_code` says which."""

    village_code: str
    households: list[Household]
    people: list[Person]
    phones: list[Phone]
    disability_cards: list[DisabilityCard]
    accounts: list[Account]
    beneficiaries: list[Beneficiary]
    means: list[Means]
    situations: list[Situation]
    kin: list[Kin]
