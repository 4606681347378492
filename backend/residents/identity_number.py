"""The citizen's ID number (公民身份号码, GB 11643-1999)."""

import unicodedata
from datetime import date

from backend import clock
from backend.refusals import NotAcceptable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


class BadIdentityNumber(NotAcceptable):
    """Not a valid 18-character ID number."""

    sentence = "身份证号不正确，请对照身份证再输一遍。"


class IdentityNumber(str):
    """A checked 18-character number with a capital X."""

    __slots__ = ()

    @property
    def birth_date(self) -> date:
        """The legal birth date, whatever day the family celebrates."""
        return date(int(self[6:10]), int(self[10:12]), int(self[12:14]))

    @property
    def sex(self) -> str:
        """An odd sequence number is male."""
        return "male" if int(self[16]) % 2 else "female"


def normalise_identity_number(text: str) -> IdentityNumber:
    """The number behind what was typed: full-width digits, spaces and a small x are forgiven.

    Refusals say what is wrong: the length, a 15-digit number of the old kind, an impossible date, the check digit.
    The address part is not checked: old county codes are common among the elderly.
    """
    number = unicodedata.normalize("NFKC", text).replace(" ", "").replace("-", "").upper()
    if len(number) == 15 and number.isascii() and number.isdigit():
        raise BadIdentityNumber("这是15位的旧身份证号，请按现在的身份证填写18位号码。")
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit() or number[17] not in _CHECK:
        raise BadIdentityNumber("身份证号应为18位数字，最后一位可以是X。")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdentityNumber("身份证号里的出生日期不存在，请再核对一遍。") from None
    if not date(1850, 1, 1) <= born <= clock.today():
        raise BadIdentityNumber("身份证号里的出生日期不对，请再核对一遍。")
    if check_character(number[:17]) != number[17]:
        raise BadIdentityNumber("身份证号有一位输错了，请对照身份证再输一遍。")
    return IdentityNumber(number)


def check_character(first_seventeen: str) -> str:
    """ISO 7064 MOD 11-2 over the first 17 digits."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True)) % 11]
