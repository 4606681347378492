"""What lists and settings call programmes and rules; a list never breaks off because something has no name yet."""

import pytest

from backend import programmes
from backend.discovery import HitRule
from backend.discovery.programme_title import title_of


@pytest.mark.parametrize(
    ("programme", "title"),
    [
        ("old_age_allowance", "高龄津贴"),
        ("disability_care", "重度残疾人护理补贴"),
        ("moon_rent", "moon_rent"),
        ("", ""),
    ],
)
def test_every_programme_is_called_something(programme: str, title: str) -> None:
    assert title_of(programme) == title


def test_the_county_can_route_every_rule_by_its_name() -> None:
    column = programmes.get_declaration("discovery.by_errand").columns["rule"]
    assert dict(column.choices) == {rule.value: rule.shown for rule in HitRule}
