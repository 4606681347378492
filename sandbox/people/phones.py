"""Who is reached how: a mobile of one's own, a child's, a neighbour's, the cadre's, a landline, nothing."""

from collections.abc import Sequence
from random import Random
from typing import Literal

from sandbox.people.drawing import Urn, one_of
from sandbox.people.numbers import landlines, mobiles
from sandbox.people.rows import Phone

_Reached = Literal["own", "relative", "neighbour", "cadre", "landline", "none"]

# (from which age, how people of that age are reached, in percent), oldest first
_BY_AGE: tuple[tuple[int, Urn[_Reached]], ...] = (
    (80, Urn([("own", 34), ("relative", 26), ("neighbour", 7), ("cadre", 9), ("landline", 7), ("none", 17)])),
    (70, Urn([("own", 58), ("relative", 20), ("neighbour", 4), ("cadre", 4), ("landline", 5), ("none", 9)])),
    (60, Urn([("own", 84), ("relative", 7), ("neighbour", 1), ("cadre", 2), ("landline", 3), ("none", 3)])),
    (18, Urn([("own", 97), ("none", 3)])),
    (12, Urn([("own", 45), ("relative", 35), ("none", 20)])),
    (0, Urn([("none", 1)])),
)
_ELDER = 60
_ADULT = 18
_SECOND_CONTACT_SHARE_OF_ELDERS = 0.22


class PhoneBook:
    """Gives every household of the county its phones; no two people own the same mobile."""

    def __init__(self, lots: Random) -> None:
        self._mobiles = mobiles(lots)
        self._landlines = landlines(lots)

    def new_mobile(self) -> str:
        """A mobile number that nobody else owns."""
        return next(self._mobiles)

    def of_household(self, lots: Random, members: Sequence[tuple[int, int]], neighbour: str, cadre: str) -> list[Phone]:
        """The phones of a household's (person key, age) pairs, given the cadre's number and a neighbour's, if any."""
        reached = [(key, age, _reached(lots, age)) for key, age in members]
        own = {key: self.new_mobile() for key, _, how in reached if how == "own"}
        grown = [own[key] for key, age, _ in reached if key in own and _ADULT <= age < 75]
        landline = next(self._landlines) if any(how == "landline" for _, _, how in reached) else ""
        phones = []
        for key, age, how in reached:
            if how == "own":
                phones.append(Phone(key, own[key], "mobile", "self", 1))
                if age >= _ELDER and lots.random() < _SECOND_CONTACT_SHARE_OF_ELDERS:
                    phones.append(self._relatives(lots, key, 2, [n for n in grown if n != own[key]]))
            elif how == "relative":
                phones.append(self._relatives(lots, key, 1, grown))
            elif how == "landline":
                phones.append(Phone(key, landline, "landline", "self", 1))
            elif how == "neighbour" and neighbour:
                phones.append(Phone(key, neighbour, "mobile", "neighbour", 1))
            elif how in ("neighbour", "cadre"):  # no neighbour with a phone: the cadre comes over
                phones.append(Phone(key, cadre, "mobile", "cadre", 1))
        return phones

    def _relatives(self, lots: Random, key: int, priority: int, grown: list[str]) -> Phone:
        """The phone of someone in the house, or of a child who lives elsewhere."""
        number = one_of(lots, grown) if grown else self.new_mobile()
        return Phone(key, number, "mobile", "relative", priority)


def _reached(lots: Random, age: int) -> _Reached:
    return next(urn for from_age, urn in _BY_AGE if age >= from_age).draw(lots)
