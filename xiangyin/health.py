"""Whether a program answers, and waiting until it does."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from threading import Event

from xiangyin.refusal import CommandRefused
from xiangyin.supervising import Child

READY_LIMIT = 60.0  # seconds from start to the first answer
PAUSE = 0.05  # seconds between two questions
ANSWER_LIMIT = 2.0  # seconds for one answer

direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy reaches our own machine


def is_healthy(address: str) -> bool:
    """Whether `address` answers 200."""
    try:
        with direct.open(address, timeout=ANSWER_LIMIT) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def as_they_answer(children: list[Child]) -> Iterator[Child]:
    """Each child once all its addresses answer. Refuses with CommandRefused when one ends or stays silent."""
    deadline = time.monotonic() + READY_LIMIT
    silent = {child.name: list(child.program.healthy_at) for child in children}
    while silent:
        for child in [child for child in children if child.name in silent]:
            silent[child.name] = [address for address in silent[child.name] if not is_healthy(address)]
            if not silent[child.name]:
                del silent[child.name]
                yield child
            else:
                _refuse_hopeless(child, silent[child.name][0], deadline)
        Event().wait(PAUSE)


def _refuse_hopeless(child: Child, address: str, deadline: float) -> None:
    end_of_log = f"The end of {child.log}:\n{child.last_words()}"
    if not child.alive():
        raise CommandRefused(f"{child.name} ended at its start. {end_of_log}")
    if time.monotonic() > deadline:
        raise CommandRefused(f"{child.name} did not answer on {address} within {READY_LIMIT:.0f} s. {end_of_log}")
