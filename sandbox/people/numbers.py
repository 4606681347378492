"""Phone and account numbers: unique, and never ending in what the sandbox keeps for its faults."""

from collections.abc import Iterator
from random import Random

# The last four digits at which the stand-ins for the providers and the bank misbehave on purpose.
# Only the characters of demo_people.py carry them: a random person must not fail at random.
MAGIC_ENDINGS = frozenset((
    "0000", "0001", "0002", "0003", "0005", "0010", "0011", "0023", "0144", "0200", "0201", "0202", "0300", "0402",
    "0408", "0409", "0429", "0430", "0451", "0500", "0503", "0504", "0505", "0700", "0701", "0702", "0703",
    "0704",
))  # fmt: skip

# No operator holds these segments. A demo county pointed at the real provider by mistake reaches nobody;
# with everyday segments each number would be some stranger's.
MOBILE_SEGMENTS = ("154", "160", "161", "163", "164", "168", "169")
LANDLINE_AREA = "0379-"  # 洛阳
_EIGHT_DIGITS = 100_000_000
# Primes that divide none of the spaces: walking in such strides visits every number once.
_STRIDE = 433_494_437


def _walk(space: int, start: int) -> Iterator[int]:
    at = start % space
    for _ in range(space):
        yield at
        at = (at + _STRIDE) % space


def mobiles(lots: Random) -> Iterator[str]:
    """Mobile numbers of 11 digits, all different."""
    for n in _walk(len(MOBILE_SEGMENTS) * _EIGHT_DIGITS, int(lots.random() * _EIGHT_DIGITS)):
        number = f"{MOBILE_SEGMENTS[n // _EIGHT_DIGITS]}{n % _EIGHT_DIGITS:08d}"
        if number[-4:] not in MAGIC_ENDINGS:
            yield number


def landlines(lots: Random) -> Iterator[str]:
    """Landline numbers of Luoyang, written 0379-66xxxxxx, all different."""
    for n in _walk(1_000_000, int(lots.random() * 1_000_000)):
        number = f"{LANDLINE_AREA}66{n:06d}"
        if number[-4:] not in MAGIC_ENDINGS:
            yield number


def serials(lots: Random, digits: int) -> Iterator[str]:
    """Serial numbers of so many digits, all different."""
    space: int = 10**digits
    for n in _walk(space, int(lots.random() * space)):
        yield f"{n:0{digits}d}"


def luhn_digit(digits: str) -> str:
    """The check digit that makes digits + it pass Luhn."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        n = int(character)
        if place % 2 == 0:
            n = n * 2 - 9 if n > 4 else n * 2
        total += n
    return str(-total % 10)
