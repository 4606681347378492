"""Ports move together when one is taken, and say so when they may not move."""

import socket
from collections.abc import Iterator

import pytest

from xiangyin.ports import ClaimedPorts, Ports, free_ports
from xiangyin.refusal import CommandRefused

HOST = "127.0.0.1"


@pytest.fixture
def taken_8000() -> Iterator[None]:
    with socket.create_server((HOST, 0)) as line:
        line.close()
    try:
        line = socket.create_server((HOST, 8000))
    except OSError:  # somebody else's server will do as well
        yield
        return
    with line:
        yield


@pytest.mark.usefixtures("taken_8000")
def test_all_move_up_by_tens_when_one_is_taken() -> None:
    claimed = ClaimedPorts(HOST, {})
    try:
        assert claimed.shift >= 10
        assert claimed.shift % 10 == 0
        shift = claimed.shift
        assert claimed.ports == Ports(
            8000 + shift, 8001 + shift, 8002 + shift, 8100 + shift, 8101 + shift, 8102 + shift
        )
        assert claimed.ports.taken(HOST) == []
    finally:
        claimed.release()


def test_two_instances_that_start_at_once_get_different_ports() -> None:
    first = ClaimedPorts(HOST, {})
    second = ClaimedPorts(HOST, {})
    third_after_first = None
    try:
        assert first.ports.api != second.ports.api
        first.release()
        third_after_first = ClaimedPorts(HOST, {})
        assert third_after_first.ports == first.ports
    finally:
        for claimed in (first, second, third_after_first):
            if claimed is not None:
                claimed.release()


@pytest.mark.usefixtures("taken_8000")
def test_a_port_that_was_asked_for_stays_while_the_others_move() -> None:
    wished = free_ports().console
    claimed = ClaimedPorts(HOST, {"CONSOLE_PORT": str(wished)})
    try:
        assert claimed.ports.console == wished
        assert claimed.ports.api > 8000
    finally:
        claimed.release()


def test_a_port_that_was_asked_for_and_is_taken_is_refused() -> None:
    with socket.create_server((HOST, 0)) as line:
        port = line.getsockname()[1]
        with pytest.raises(CommandRefused, match=f"API_PORT={port} is taken"):
            ClaimedPorts(HOST, {"API_PORT": str(port)})


@pytest.mark.parametrize("said", ["", "0", "65536", "-1", "8000x", "８０００"])
def test_what_is_no_port_is_refused(said: str) -> None:
    with pytest.raises(CommandRefused, match="API_PORT"):
        ClaimedPorts(HOST, {"API_PORT": said})


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(CommandRefused, match=r"BIND_HOST=192\.0\.2\.1"):
        ClaimedPorts("192.0.2.1", {})
