"""A list never breaks off because a programme has no name yet."""

import pytest

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
