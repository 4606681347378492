"""The demo's clock: what one may say to it, where it is moved at night, and that the sandbox hears of it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from backend.clock import COUNTY_TIME
from xiangyin.county_clock import (
    MOVED_BY_US,
    OFFICE_CLOSES,
    OFFICE_OPENS,
    county_now,
    forward_by,
    morning_offset,
    move,
    offset_for,
    read_offset,
    start_in_the_morning,
    write_offset,
)
from xiangyin.ports import free_ports
from xiangyin.refusal import CommandRefused


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("8d", timedelta(days=8)),
        ("3h", timedelta(hours=3)),
        ("30m", timedelta(minutes=30)),
        ("1d12h", timedelta(days=1.5)),
    ],
)
def test_how_far_forward(said: str, meant: timedelta) -> None:
    assert forward_by(said) == meant


@pytest.mark.parametrize("said", ["", "8", "d", "-8d", "8 d", "8y", "8d!"])
def test_how_far_forward_must_be_clear(said: str) -> None:
    with pytest.raises(CommandRefused, match="8d, 3h, 30m"):
        forward_by(said)


def test_the_clock_set_to_a_moment_shows_it(tmp_path: Path) -> None:
    write_offset(tmp_path / "clock", offset_for("2026-03-02 09:30"))
    shown = county_now(tmp_path / "clock")
    assert timedelta(seconds=-2) < shown - datetime(2026, 3, 2, 9, 30, tzinfo=COUNTY_TIME) < timedelta(seconds=5)


@pytest.mark.parametrize("said", ["2026-02-30 09:30", "2026-03-02", "09:30", "2026/03/02 09:30"])
def test_a_moment_must_exist_and_be_whole(said: str) -> None:
    with pytest.raises(CommandRefused, match="2026-03-02 09:30"):
        offset_for(said)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02 06:00", "2026-03-02 09:30"),
        ("2026-03-02 20:00", "2026-03-03 09:30"),
        ("2026-03-06 23:59", "2026-03-09 09:30"),  # Friday night to Monday
        ("2026-02-14 20:00", "2026-02-24 09:30"),  # the Spring Festival: 15 to 23 February
        ("2026-02-27 20:00", "2026-02-28 09:30"),  # a Saturday that is worked for it
    ],
)
def test_at_night_it_is_moved_to_the_next_morning_at_the_office(now: str, morning: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=COUNTY_TIME)
    offset = morning_offset(moment)
    assert offset is not None
    assert (moment + timedelta(seconds=offset)).strftime("%Y-%m-%d %H:%M") == morning


@pytest.mark.parametrize("now", ["2026-03-02 08:30", "2026-03-02 12:00", "2026-03-02 19:30"])
def test_by_day_it_is_left_alone(now: str) -> None:
    assert morning_offset(datetime.fromisoformat(now).replace(tzinfo=COUNTY_TIME)) is None


def test_a_night_is_skipped_again_at_the_next_start_but_not_one_that_a_person_chose(tmp_path: Path) -> None:
    move(tmp_path, offset_for("2026-03-02 22:00"))
    assert not start_in_the_morning(tmp_path)

    for name in tmp_path.iterdir():
        name.unlink()
    hour = county_now(tmp_path / "clock").time()
    assert start_in_the_morning(tmp_path) is not (OFFICE_OPENS <= hour <= OFFICE_CLOSES)
    (tmp_path / MOVED_BY_US).touch()
    write_offset(tmp_path / "clock", offset_for("2026-03-02 22:00"))
    assert start_in_the_morning(tmp_path)
    assert county_now(tmp_path / "clock").strftime("%Y-%m-%d %H:%M") == "2026-03-03 09:30"


@pytest.fixture
def sandbox() -> Iterator[tuple[int, list[tuple[str, dict[str, float]]]]]:
    """A listener that writes down what it is told."""
    told: list[tuple[str, dict[str, float]]] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port, told
    server.shutdown()
    server.server_close()


def test_the_sandbox_of_a_running_house_is_told(
    tmp_path: Path, sandbox: tuple[int, list[tuple[str, dict[str, float]]]]
) -> None:
    port, told = sandbox
    (tmp_path / "running.json").write_text(json.dumps({"pid": 1, "ports": {"phones": port}}))
    move(tmp_path, 3600)
    assert told == [("/control/clock", {"offset_seconds": 3600})]
    assert read_offset(tmp_path / "clock") == 3600


def test_a_sandbox_that_does_not_answer_is_reported(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text(json.dumps({"pid": 1, "ports": {"phones": free_ports().phones}}))
    with pytest.raises(CommandRefused, match="sandbox does not answer"):
        move(tmp_path, 3600)


def test_there_is_no_clock_where_there_is_no_county(tmp_path: Path) -> None:
    with pytest.raises(CommandRefused, match="make run"):
        move(tmp_path / "nowhere", 3600)
