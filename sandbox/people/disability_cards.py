"""Disability cards (残疾人证): the identity number, a class digit and a grade digit, valid for ten years."""

from datetime import date, timedelta
from random import Random

from sandbox.people.drawing import Urn, between
from sandbox.people.rows import DisabilityCard

# (from which age, share with a card), oldest first: together 5 to 6 percent of the county.
SHARE_BY_AGE = ((75, 0.155), (60, 0.105), (45, 0.062), (18, 0.034), (3, 0.015), (0, 0.0))
DESTITUTE_SHARE = 0.34
# 1 visual, 2 hearing, 3 speech, 4 limb, 5 intellectual, 6 mental, 7 multiple
CLASSES: Urn[int] = Urn([(1, 13), (2, 11), (3, 2), (4, 55), (5, 8), (6, 8), (7, 3)])
GRADES: Urn[int] = Urn([(1, 13), (2, 28), (3, 31), (4, 28)])
VALID_DAYS = 3652
EXPIRED_DAYS_AT_MOST = 150


def perhaps_a_card(
    lots: Random, as_of: date, person_key: int, identity_number: str, age: int, *, destitute: bool
) -> DisabilityCard | None:
    """A card for some, by age; a few ran out within the last months and were not renewed."""
    share = DESTITUTE_SHARE if destitute else next(s for from_age, s in SHARE_BY_AGE if age >= from_age)
    if lots.random() >= share:
        return None
    disability_class, grade = CLASSES.draw(lots), GRADES.draw(lots)
    valid_to = as_of + timedelta(days=between(lots, -EXPIRED_DAYS_AT_MOST, VALID_DAYS - 1))
    number = f"{identity_number}{disability_class}{grade}"
    return DisabilityCard(person_key, number, disability_class, grade, valid_to)
