"""Waiting for an engine: until it answers on its socket, and until it has ended."""

from __future__ import annotations

import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from xiangyin.engines.refusal import EnginesRefused

START_LIMIT = 60.0  # seconds; recovery after a crash reads the log first
PAUSE = 0.01  # seconds between two looks


def until_answering(
    address: Path, process: subprocess.Popen[bytes], answers: Callable[[Path], bool], name: str
) -> None:
    """Return when the engine answers. Refuses with EnginesRefused when it ends or stays silent."""
    deadline = time.monotonic() + START_LIMIT
    while not answers(address):
        if process.poll() is not None:
            raise EnginesRefused(f"{name} ended with status {process.returncode}; its log says why.")
        if time.monotonic() > deadline:
            raise EnginesRefused(f"{name} did not answer within {START_LIMIT:.0f} s; its log says why.")
        pause()


def end(process: subprocess.Popen[bytes], gently: signal.Signals, limit: float) -> None:
    """Ask with `gently`, kill after `limit` seconds; returns when the process is gone."""
    if process.poll() is None:
        process.send_signal(gently)
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def pause() -> None:
    """Let a moment pass without a busy loop."""
    select.select([], [], [], PAUSE)


def postgres_answers(address: Path) -> bool:
    """A start-up packet (protocol 3.0) is answered with R, authentication ok, not with E, starting up."""
    words = b"user\0postgres\0database\0postgres\0\0"
    packet = (len(words) + 8).to_bytes(4, "big") + b"\x00\x03\x00\x00" + words
    return _asked(address, packet).startswith(b"R")


def valkey_answers(address: Path) -> bool:
    """PING is answered with PONG, not with LOADING."""
    return _asked(address, b"PING\r\n").startswith(b"+PONG")


def _asked(address: Path, question: bytes) -> bytes:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(address))
            line.sendall(question)
            return line.recv(16)
    except OSError:
        return b""
