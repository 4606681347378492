"""HTTP load: `python -m xiangyin.benchmarks.http_load` asks one server again and again and tells what it saw.

Its own small client on raw sockets: httpx would cost more per request than the server that is measured. Reads an
`Order` as JSON from stdin, writes a `Sighting` to stdout.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from statistics import quantiles

import uvloop

from xiangyin.data_folder import CHECKOUT

WARMING = 0.5  # seconds whose answers are not counted
LONGEST_PAUSE = 4.0  # seconds; uvicorn hangs up after 5


@dataclass(frozen=True)
class Order:
    """What to send: whole HTTP/1.1 requests as text, by `connections` users at once for `seconds`.

    `pause`: mean seconds between a user's answer and the next request; 0 sends at once.
    """

    port: int
    requests: list[str]
    connections: int
    seconds: float
    pause: float = 0.0


@dataclass(frozen=True)
class Sighting:
    """Answers a second, milliseconds within which a part of them came, and how many were not 200."""

    rate: float
    p50: float
    p95: float
    p99: float
    refused: int


def send(order: Order) -> Sighting:
    """Run the order in a process of its own, so that the client never waits for what measures it."""
    command = [sys.executable, "-m", "xiangyin.benchmarks.http_load"]
    done = subprocess.run(
        command, input=json.dumps(asdict(order)), stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, check=True
    )
    return Sighting(**json.loads(done.stdout))


class _Count:
    """What is seen once warm."""

    def __init__(self, begun: float) -> None:
        self.from_moment = begun + WARMING
        self.latencies: list[float] = []
        self.refused = 0

    def add(self, asked: float, answered: float, status: bytes) -> None:
        if asked < self.from_moment:
            return
        self.latencies.append(answered - asked)
        self.refused += status != b"200"

    def sighting(self, seconds: float) -> Sighting:
        """What it comes to."""
        hundredths = quantiles(self.latencies, n=100)
        p50, p95, p99 = (hundredths[part - 1] * 1000 for part in (50, 95, 99))
        return Sighting(len(self.latencies) / seconds, p50, p95, p99, self.refused)


async def _run(order: Order) -> Sighting:
    begun = time.perf_counter()
    count, ends = _Count(begun), begun + WARMING + order.seconds
    messages = [request.encode() for request in order.requests]
    await asyncio.gather(*(_user(number, order, messages, count, ends) for number in range(order.connections)))
    return count.sighting(order.seconds)


async def _user(number: int, order: Order, messages: list[bytes], count: _Count, ends: float) -> None:
    """Each begins elsewhere in the requests and pauses in a rhythm of their own, as people do."""
    chance = random.Random(number)  # noqa: S311 - reproducible pauses
    reader, writer = await asyncio.open_connection("127.0.0.1", order.port)
    turn = number * len(messages) // order.connections
    while time.perf_counter() < ends:
        if order.pause:
            await asyncio.sleep(min(LONGEST_PAUSE, chance.expovariate(1 / order.pause)))
        asked = time.perf_counter()
        writer.write(messages[turn % len(messages)])
        status = await _answer(reader)
        count.add(asked, time.perf_counter(), status)
        turn += 1
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """The status of one whole answer with a Content-Length."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    await reader.readexactly(length)
    return head[9:12]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(uvloop.run(_run(Order(**json.load(sys.stdin)))))))
