"""What a clock that was ahead put off is looked for when it may be there, and not once a second."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications import stepping_back
from notifications.stepping_back import ClockWatch

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_it_is_looked_for_at_the_start_and_when_the_clock_went_back(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = ClockWatch()
    assert watch.see(NOON)
    assert watch.see(NOON + SECOND), "until it was done"
    watch.done()
    assert not watch.see(NOON + 2 * SECOND)
    assert watch.see(NOON - 3600 * SECOND)
    assert watch.see(NOON - 3599 * SECOND), "until it was done"
    watch.done()
    assert not watch.see(NOON - 3598 * SECOND)
    monkeypatch.setattr(stepping_back, "_EVERY", 0.0)
    assert watch.see(NOON - 3597 * SECOND), "another process may have had the clock that was ahead"
