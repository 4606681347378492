"""Reads: a case's status and an eligibility check over HTTP, beside FastAPI and asyncpg with the same queries alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from xiangyin.benchmarks import http_load
from xiangyin.benchmarks.cases import PROGRAMME, SignedInCase, open_cases
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.http_load import Order, Sighting
from xiangyin.benchmarks.proving_ground import programs, proving_ground, serving
from xiangyin.benchmarks.trial import Trial
from xiangyin.environment import Program
from xiangyin.house import House
from xiangyin.ports import free_ports
from xiangyin.refusal import CommandRefused

PART_OF_BARE = 0.5  # of the bare endpoint's answers a second
BUDGET = {"p50": 10.0, "p95": 50.0, "p99": 100.0}  # milliseconds with 200 users at once
HARD = 32  # connections that ask without a pause: what the server gives at most
USERS = 200
PAUSE = 1.0  # seconds between one user's answer and their next tap, on average
SECONDS = 3.0  # a run
COUNTY_PART = 0.1  # of 560,000 people
CASES = 200
PEOPLE = 1000  # who ask whether they are entitled, some too young
FIRST_BIRTH = date(1930, 1, 1)


@dataclass(frozen=True)
class Pair:
    """One read, as our API is asked and as the bare endpoint is."""

    name: str
    ours: Order
    bare: Order


def measure(trial: Trial) -> list[Figure]:
    """Ours and the bare one in turn, on one machine and one database."""
    with proving_ground(trial.county(COUNTY_PART)) as house, both_serving(house) as bare_port:
        cases = asyncio.run(open_cases(max(1, int(CASES * trial.scale))))
        pairs = _pairs(house.instance.ports.api, bare_port, cases)
        return [figure for pair in pairs for figure in (_rate(pair, trial), *_latencies(pair, trial))]


@contextmanager
def both_serving(house: House) -> Iterator[int]:
    """Our API and the bare endpoints under the same server with the same options; the port of the latter."""
    (api,) = programs(house, "api")
    port = free_ports().api
    words = {
        "miniprogram_api.app:app": "xiangyin.benchmarks.bare_reading:app",
        str(house.instance.ports.api): str(port),
    }
    bare = Program("bare", tuple(words.get(word, word) for word in api.command), (f"http://127.0.0.1:{port}/healthz",))
    # All users of the benchmark have one address; a limit meant for one phone would refuse them.
    with serving(house, [api, bare], LIMIT_CHECKS_A_MINUTE="0"):
        yield port


def _pairs(port: int, bare_port: int, cases: list[SignedInCase]) -> list[Pair]:
    status = [_get(f"/v1/applications/{case.application_id}", case.token) for case in cases]
    bare_status = [_get(f"/cases/{case.account_id}/{case.application_id}", "") for case in cases]
    people = [_facts(number) for number in range(PEOPLE)]
    check = [_post("/v1/eligibility-checks", {"programme": PROGRAMME, "facts": facts}) for facts in people]
    bare_check = [_post("/checks", facts) for facts in people]
    return [
        Pair("status_read", _order(port, status), _order(bare_port, bare_status)),
        Pair("eligibility_check", _order(port, check), _order(bare_port, bare_check)),
    ]


def _facts(number: int) -> dict[str, object]:
    """No two people are alike, so that no answer can be given from memory."""
    born = FIRST_BIRTH + timedelta(days=7 * number)
    return {"birth_date": born.isoformat(), "alive": True, "registered_here": True}


def _order(port: int, requests: list[str]) -> Order:
    return Order(port, requests, HARD, SECONDS)


def _rate(pair: Pair, trial: Trial) -> Figure:
    ours, bare = _in_turn(pair.ours, pair.bare, trial.rounds)
    return Figure.rate(
        f"{pair.name}_rate",
        [each.rate for each in ours],
        "/s",
        [each.rate for each in bare],
        trial.target(PART_OF_BARE),
    )


def _latencies(pair: Pair, trial: Trial) -> list[Figure]:
    ours, bare = _in_turn(_by_people(pair.ours), _by_people(pair.bare), trial.rounds)
    return [
        Figure(
            f"{pair.name}_{name}",
            [getattr(each, name) for each in ours],
            "ms",
            [getattr(each, name) for each in bare],
            trial.target(limit),
        )
        for name, limit in BUDGET.items()
    ]


def _by_people(order: Order) -> Order:
    return replace(order, connections=USERS, pause=PAUSE)


def _in_turn(ours: Order, bare: Order, rounds: int) -> tuple[list[Sighting], list[Sighting]]:
    seen: tuple[list[Sighting], list[Sighting]] = ([], [])
    for _ in range(rounds):
        for order, side in zip((bare, ours), seen[::-1], strict=True):
            sighting = http_load.send(order)
            if sighting.refused:
                raise CommandRefused(f"{sighting.refused} answers were not 200: {order.requests[0].splitlines()[0]}")
            side.append(sighting)
    return seen


def _get(path: str, token: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n"


def _post(path: str, body: dict[str, object]) -> str:
    said = json.dumps(body)
    return (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(said)}\r\n\r\n{said}"
    )
