"""Card number (残疾人证号): the ID number, class and grade of the disability, perhaps B and a count of re-issues."""

import re
import unicodedata
from dataclasses import dataclass

from backend.refusals import NotAcceptable

_CARD = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(B\d{1,2})?")


class BadCardNumber(NotAcceptable):
    """Not 18 characters of an ID number with class, grade and what may follow (policy §11.4)."""

    sentence = "残疾人证号应为20位：18位身份证号、1位类别、1位等级（换发的后面有B和次数）。请对照证件再输一遍。"


@dataclass(frozen=True)
class CardNumber:
    """Class 1 visual … 7 multiple; grade 1 is the heaviest."""

    number: str
    identity_number: str
    disability_class: str
    grade: int


def read_card_number(text: str) -> CardNumber:
    """As it was typed, blanks and full-width signs forgiven; BadCardNumber."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    found = _CARD.fullmatch(number)
    if found is None:
        raise BadCardNumber
    return CardNumber(number, found[1], found[2], int(found[3]))
