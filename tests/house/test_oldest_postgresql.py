"""SQL keeps to PostgreSQL 15, the oldest that the product runs on (decision 0001): the embedded one knows more."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("backend", "notifications", "console", "miniprogram_api", "xiangyin")
# What 16, 17 and 18 brought, by their release notes.
_NEWER = re.compile(
    r"""\b(?:any_value|array_(?:reverse|sample|shuffle|sort)|casefold|crc32c?|date_(?:add|subtract)|random_normal
        |jsonb?_(?:agg|object_agg)_(?:strict|unique)|JSON_[A-Z]+|to_(?:bin|oct)|uuid_extract_\w+|uuidv[47]|xmltext)\s*\(
    |\bIS\ (?:NOT\ )?JSON\b|\bRETURNING\ (?:WITH\b|(?:OLD|NEW)\.)|\bWITHOUT\ OVERLAPS\b|\bmerge_action\s*\(
    |\bGENERATED\ ALWAYS\ AS\ \([^;]*\)\ VIRTUAL\b|\bON_ERROR\b""",
    re.VERBOSE,
)


def test_no_statement_asks_for_what_postgresql_15_does_not_know() -> None:
    files = [each for room in ROOMS for kind in ("sql", "py") for each in (ROOT / room).rglob(f"*.{kind}")]
    files = [each for each in files if "benchmarks" not in each.parts]  # these run on the embedded engines alone
    assert len(files) > 500
    found = {str(each.relative_to(ROOT)): said.group() for each in files if (said := _NEWER.search(each.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    "statement",
    ["SELECT uuidv7(), county", "SELECT any_value (name)", "facts IS JSON", "UPDATE a SET b = 1 RETURNING OLD.b"],
)
def test_it_would_be_found(statement: str) -> None:
    assert _NEWER.search(statement)
