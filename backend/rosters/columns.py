"""Columns of a roster: what they are called, as data."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from backend.entitlements import get_benefit

_FILE = Path(__file__).with_name("columns.yaml")
_BRACKETED = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_NOISE = re.compile(r"[\s*:：、,，./／_\-—|]+")


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is our word for it and `title` its heading in an exported roster; see `columns.yaml`."""

    key: str
    title: str
    words: frozenset[str]
    other_words: frozenset[str]
    programmes: frozenset[str]


def columns_of(programme: str) -> list[Column]:
    """Those that mean something for a programme, in the order of an exported roster; NoSuchProgramme."""
    get_benefit(programme)
    return [column for column in _columns() if not column.programmes or programme in column.programmes]


def plain_heading(cell: str) -> str:
    """A heading without blanks, signs, and brackets with what they hold: 「月保障金额 （元）」 is 「月保障金额」."""
    return _NOISE.sub("", _BRACKETED.sub("", cell))


@cache
def _columns() -> tuple[Column, ...]:
    declared = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Column(
            key, given["title"], frozenset(given["words"]), frozenset(given.get("else", ())),
            frozenset(given.get("programmes", ())),
        )
        for key, given in declared.items()
    )  # fmt: skip
