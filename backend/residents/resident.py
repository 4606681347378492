"""Resident: a person on the county's register."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import sealing
from backend.refusals import NotFound
from backend.residents.identity_number import IdentityNumber

IDENTITY = "identity"  # the sealing purpose of ID numbers
OF_AGE = 18  # years (民法典第十七条)


class NoSuchResident(NotFound):
    """No such person on the register, or not in your places."""

    sentence = "没有找到这位居民，请核对后再试。"


class Tongue(StrEnum):
    """What a person understands when it is spoken to them; the machine that calls speaks Putonghua."""

    PUTONGHUA = "putonghua"
    DIALECT = "dialect"
    OTHER = "other"

    @property
    def shown(self) -> str:
        """As the form says it."""
        return {"putonghua": "听得懂普通话", "dialect": "只听得懂方言", "other": "说其他语言"}[self.value]


class Resident(Model):
    """The internal key is never the ID number: numbers are corrected, duplicated and missing in real life."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    household_id = fields.UUIDField()
    name = fields.TextField()
    sex = fields.TextField()
    birth_date = fields.DateField()
    identity_sealed = fields.BinaryField()
    identity_index = fields.BinaryField()
    relation_to_head = fields.TextField()
    marital = fields.TextField()
    registered_here = fields.BooleanField()
    can_read = fields.BooleanField(default=True)
    understands = fields.CharEnumField(Tongue, max_length=9, default=Tongue.PUTONGHUA)
    deceased_on = fields.DateField(null=True)

    class Meta:
        table = "resident"

    @property
    def identity_number(self) -> str:
        """The ID number in clear; show it masked."""
        return sealing.unseal(self.identity_sealed, IDENTITY)


async def find_by_identity(number: IdentityNumber, county: str) -> Resident | None:
    """The resident with this ID number, by its blind index."""
    return await Resident.get_or_none(county=county, identity_index=sealing.blind_index(str(number), IDENTITY))


async def find_in_any_county(number: IdentityNumber) -> list[Resident]:
    """Everybody with this ID number: who moved may stand on two registers. The newest first."""
    return await Resident.filter(identity_index=sealing.blind_index(str(number), IDENTITY)).order_by("-id")


async def get_resident(resident_id: UUID) -> Resident:
    """The resident; NoSuchResident otherwise."""
    found = await Resident.get_or_none(id=resident_id)
    if found is None:
        raise NoSuchResident
    return found


def is_of_age(birth_date: date, day: date) -> bool:
    """Whether they are grown up (成年) on `day`."""
    return age_on(birth_date, day) >= OF_AGE


def age_on(birth_date: date, day: date) -> int:
    """Full years (周岁) on `day`; born on 29 February, an age is reached on 28 February (policy §22.9)."""
    birthday_passed = (day.month, day.day) >= (birth_date.month, birth_date.day)
    if (birth_date.month, birth_date.day) == (2, 29) and (day.month, day.day) == (2, 28):
        birthday_passed = True
    return day.year - birth_date.year - (not birthday_passed)
