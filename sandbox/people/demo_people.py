"""Characters that always live in 车村: the same names, numbers and phones whatever the seed and the scale."""

from datetime import date
from typing import NamedTuple

from sandbox.people.identity_numbers import HOME_BEFORE_1986, check_character
from sandbox.people.rows import (
    Account,
    Beneficiary,
    Household,
    Marital,
    Person,
    Phone,
    PhoneOwner,
    Relation,
    Sex,
    VillageFolk,
)

DEMO_VILLAGE = "410325103200"  # 车村村民委员会, 车村镇
_BANK = "河南农村商业银行"
# A month, by household: the widow is below the dibao standard, the others are above it.
_INCOME_FEN = (380_00, 3_600_00, 1_900_00, 900_00, 840_00, 960_00)
_ALLOWANCE_SINCE = 2024


class DemoPerson(NamedTuple):
    """A character: `part` is the stable handle; `phone` is how the person is reached, perhaps a son's."""

    part: str
    story: str
    person: Person
    phone: Phone
    account: Account


class _Part(NamedTuple):
    """One line of the cast. `age` is reached before the year of the reference date and lasts until December.

    Phones begin with 143 and accounts with 622991, which the random people do not use.
    """

    part: str
    home: int
    name: str
    sex: Sex
    age: int
    sequence: str
    relation: Relation
    marital: Marital
    phone: str
    owner: PhoneOwner
    account: str
    receives_allowance: bool
    story: str


_CAST = (
    _Part("widow", 1, "王桂兰", "female", 83, "124", "head", "widowed", "14300010000", "self",
          "6229910000000100014", False, "83岁，独居，用老人机，还没领高龄津贴"),
    _Part("shares_sons_phone", 2, "赵德福", "male", 86, "317", "parent", "widowed", "14300022000", "relative",
          "6229910000000200012", False, "86岁，自己没有手机，短信发到儿子手机上"),
    _Part("", 2, "赵建军", "male", 57, "235", "head", "married", "14300022000", "self", "", False, ""),
    _Part("", 2, "刘春玲", "female", 55, "442", "spouse", "married", "14300023000", "self", "", False, ""),
    _Part("uses_wechat", 3, "李玉珍", "female", 81, "088", "spouse", "married", "14300030000", "self",
          "6229910000000300010", False, "81岁，会用微信，自己在手机上申请"),
    _Part("", 3, "杨永福", "male", 84, "159", "head", "married", "14300031000", "self",
          "6229910000000310019", True, ""),
    _Part("account_bounces", 4, "孙春梅", "female", 88, "266", "head", "widowed", "14300040000", "self",
          "6229910000004030001", True, "88岁，在领高龄津贴，银行账户打不进钱"),
    _Part("no_such_number", 5, "吴保柱", "male", 85, "371", "head", "never_married", "14300050001", "self",
          "6229910000000500015", False, "85岁，登记的手机号是空号，短信送不到"),
    _Part("phone_off", 6, "郭爱莲", "female", 82, "528", "head", "widowed", "14300060023", "self",
          "6229910000000600013", False, "82岁，手机常关机，短信要过一阵才送到"),
)  # fmt: skip
HOUSEHOLDS = 6
PEOPLE = len(_CAST)


def demo_folk(as_of: date) -> VillageFolk:
    """The cast's households with everything they have; person keys 1 to 9, household keys 1 to 6."""
    people = [_person(as_of, key, part) for key, part in enumerate(_CAST, 1)]
    return VillageFolk(
        DEMO_VILLAGE,
        [_household(key) for key in range(1, HOUSEHOLDS + 1)],
        people,
        [_phone(key, part) for key, part in enumerate(_CAST, 1)],
        [],
        [_account(key, part) for key, part in enumerate(_CAST, 1) if part.account],
        [_allowance(as_of, key) for key, part in enumerate(_CAST, 1) if part.receives_allowance],
        [],
        [],
        [],
    )


def demo_people(as_of: date) -> list[DemoPerson]:
    """The characters that have a part to play."""
    return [
        DemoPerson(part.part, part.story, _person(as_of, key, part), _phone(key, part), _account(key, part))
        for key, part in enumerate(_CAST, 1)
        if part.part
    ]


def _person(as_of: date, key: int, part: _Part) -> Person:
    born = date(as_of.year - part.age - 1, 12, 20 + key)
    first_17 = f"{HOME_BEFORE_1986}{born:%Y%m%d}{part.sequence}"
    return Person(
        key=key,
        household_key=part.home,
        village_code=DEMO_VILLAGE,
        name=part.name,
        sex=part.sex,
        birth_date=born,
        identity_number=first_17 + check_character(first_17),
        relation=part.relation,
        registered_here=True,
        deceased_on=None,
        marital=part.marital,
        can_read=True,
    )


def _phone(key: int, part: _Part) -> Phone:
    return Phone(key, part.phone, "mobile", part.owner, 1)


def _account(key: int, part: _Part) -> Account:
    return Account(key, part.name, part.account, _BANK, "card")


def _allowance(as_of: date, key: int) -> Beneficiary:
    return Beneficiary(key, "old_age_allowance", date(min(_ALLOWANCE_SINCE, as_of.year), 1, 1), 50_00, False)


def _household(key: int) -> Household:
    members = sum(part.home == key for part in _CAST)
    number = f"H-{DEMO_VILLAGE[6:]}-{key:06d}"
    return Household(key, DEMO_VILLAGE, "rural", number, _INCOME_FEN[key - 1], 3_000_00 * members, 0, 1, members)
