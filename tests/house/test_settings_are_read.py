"""What the county can set is gone by: a parameter is read by a rule or a room, or says aloud that people look it up."""

import re
from functools import cache
from pathlib import Path

from backend.programmes import declarations

ROOT = Path(__file__).parents[2]
_DECLARED_IN = "backend/programmes/parameters"


@cache
def words() -> frozenset[str]:
    """Every dotted word of the code and the rule files that acts: what one of them names, something goes by."""
    found: set[str] = set()
    for folder in ("backend", "console", "miniprogram_api", "notifications"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".py", ".yaml", ".html") and _DECLARED_IN not in file.as_posix():
                found.update(re.findall(r"[a-z][\w]*(?:\.\w+)+", file.read_text(encoding="utf-8")))
    return frozenset(found)


def test_every_parameter_is_read_or_says_that_it_is_not() -> None:
    assert len(words()) > 1000
    unread = {key for key, each in declarations().items() if key not in words() and not each.reference}
    assert unread == set(), "set by the county, and nothing goes by it: read it, or give it a `reference`"


def test_what_is_only_looked_up_is_read_by_nothing() -> None:
    looked_up = {key for key, each in declarations().items() if each.reference}
    assert len(looked_up) < len(declarations()) / 6
    assert looked_up & words() == set()
