"""Identity numbers by GB 11643-1999: 6 address + 8 birth date + 3 sequence (odd male) + 1 check character."""

from datetime import date
from random import Random

from sandbox.people.drawing import Urn
from sandbox.people.rows import Sex

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

HOME = "410325"
# 嵩县 before 1986, when it lay in 洛阳地区; its elders still carry it.
HOME_BEFORE_1986 = "412529"
HOME_RENUMBERED_IN = 1986

# Where wives come from: the counties around (洛宁 伊川 宜阳 栾川 汝阳 鲁山 西峡 南召), a few from far away.
ELSEWHERE = Urn([
    ("410328", 10), ("410329", 24), ("410327", 14), ("410324", 18), ("410326", 20), ("410423", 12),
    ("411323", 6), ("411321", 7), ("410381", 4), ("420321", 2), ("510922", 2), ("522123", 1), ("532128", 1),
])  # fmt: skip
# 996 to 999 were kept for centenarians in the old form and are not given out.
SEQUENCES = 498


def check_character(first_17: str) -> str:
    """The 18th character (ISO 7064 MOD 11-2) for the first 17 digits."""
    return CHECK_CHARACTERS[_weighted(first_17, 0) % 11]


def _weighted(digits: str, start: int) -> int:
    return sum(int(digit) * WEIGHTS[start + i] for i, digit in enumerate(digits))


class Registrar:
    """Gives out identity numbers, none twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._prefix_sums: dict[str, int] = {}
        self._day_sums: dict[date, tuple[str, int]] = {}
        self._sequences = [(f"{n:03d}", _weighted(f"{n:03d}", 14)) for n in range(996)]

    def keep(self, number: str) -> None:
        """Set a number aside that a known character carries."""
        self._given.add(number)

    def issue(self, lots: Random, born: date, sex: Sex, *, came_from_elsewhere: bool) -> str:
        """A new number for someone born that day."""
        prefix = self._prefix(lots, born, came_from_elsewhere)
        day, day_sum = self._day(born)
        base = self._prefix_sum(prefix) + day_sum
        parity = 1 if sex == "male" else 0
        while True:
            sequence, weighted = self._sequences[2 * int(lots.random() * SEQUENCES) + parity]
            number = prefix + day + sequence + CHECK_CHARACTERS[(base + weighted) % 11]
            if number not in self._given:
                self._given.add(number)
                return number

    def _prefix(self, lots: Random, born: date, came_from_elsewhere: bool) -> str:
        chance = lots.random()
        if came_from_elsewhere and chance < 0.55:
            return ELSEWHERE.draw(lots)
        if born.year < HOME_RENUMBERED_IN and chance < 0.70:
            return HOME_BEFORE_1986
        return HOME

    def _prefix_sum(self, prefix: str) -> int:
        if prefix not in self._prefix_sums:
            self._prefix_sums[prefix] = _weighted(prefix, 0)
        return self._prefix_sums[prefix]

    def _day(self, born: date) -> tuple[str, int]:
        if born not in self._day_sums:
            digits = f"{born.year:04d}{born.month:02d}{born.day:02d}"
            self._day_sums[born] = (digits, _weighted(digits, 6))
        return self._day_sums[born]
