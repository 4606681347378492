"""The smallest county and the demo's, each made once for all tests of this folder."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import pytest

from sandbox.people import County

AS_OF = date(2026, 1, 1)
Row = TypeVar("Row")


@pytest.fixture(scope="session")
def hamlet() -> County:
    """A hundredth of the county."""
    return County(scale=0.01, as_of=AS_OF)


@pytest.fixture(scope="session")
def county() -> County:
    """A tenth of the county, as the demo loads it."""
    return County(scale=0.1, as_of=AS_OF)


def together(batches: Iterable[list[Row]]) -> list[Row]:
    """All rows of all batches."""
    return [row for batch in batches for row in batch]


def age(born: date) -> int:
    """Full years on the reference date, counted apart from the product's own way."""
    had_birthday = (born.month, born.day) <= (AS_OF.month, AS_OF.day)
    return AS_OF.year - born.year - (0 if had_birthday else 1)
