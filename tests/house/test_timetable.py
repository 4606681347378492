"""Nobody is texted at night, and the timetable is one page that names every duty once."""

from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

from backend.clock import COUNTY_TIME
from backend.messages import DUTY_TITLES
from notifications.duty import Daily
from notifications.message import Lane
from notifications.quiet_hours import earliest
from notifications.timetable import timetable


def test_quiet_hours_hold_for_every_minute_of_a_day() -> None:
    midnight = datetime(2026, 3, 2, tzinfo=COUNTY_TIME)
    lanes = set(Lane) - {Lane.CODE}
    assert lanes
    for minute in range(24 * 60):
        moment = midnight + timedelta(minutes=minute)
        for lane in lanes:
            allowed = earliest(lane, moment).astimezone(COUNTY_TIME)
            assert 8 <= allowed.hour < 20
            assert allowed >= moment
            assert (allowed == moment) == (8 <= moment.hour < 20)


def test_the_timetable_is_one_page_with_every_duty_once(repository: Path) -> None:
    names = [duty.name for duty in timetable(Mock())]
    assert len(names) >= 8
    assert set(names) == set(DUTY_TITLES), "the console says of each what it is"
    assert len(names) == len(set(names))
    assert len((repository / "notifications/timetable.py").read_text(encoding="utf-8").splitlines()) <= 100


def test_duties_that_people_hear_of_are_done_by_day() -> None:
    heard = [duty for duty in timetable(Mock()) if duty.speaks]
    assert heard
    for duty in heard:
        assert isinstance(duty.when, Daily)
        assert 8 <= duty.when.at.hour < 20
