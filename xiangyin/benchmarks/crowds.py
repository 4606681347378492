"""Crowds: what a claim costs among millions of settled messages, memory when a million wait, a burst of receipts."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

from xiangyin.benchmarks import http_load
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.process_cost import most_memory
from xiangyin.benchmarks.proving_ground import opened_database
from xiangyin.benchmarks.speakers import speaking
from xiangyin.benchmarks.trial import Trial
from xiangyin.house import House

FEW, MANY = 10_000, 5_000_000  # rows in the table
WAITING = 1_000_000
CLAIMS, CLAIM = 20, 200  # claims measured, messages a claim
FLAT = 1.5  # times the cost with few rows
MEMORY = 300.0  # MB
LOOKED_AT = 30.0  # seconds of sending while a million wait
BURST, BURST_SECONDS, BURST_P99 = 5_000, 5.0, 100.0  # receipts, each a call of its own; milliseconds

AGO = timedelta(days=40)  # since what is settled was told
_PORTION = 50_000  # rows a statement: within the time that one may take, on a busy machine, too

_FILL = """
WITH people AS (
    SELECT resident.id, resident.village, contact.id AS contact, phone_sealed, phone_index,
           row_number() OVER (ORDER BY contact.id) - 1 AS number
    FROM contact JOIN resident ON resident.id = contact.resident_id
    WHERE kind = 'mobile' AND owner = 'self' AND deceased_on IS NULL
)
INSERT INTO message (id, county, village, entry_id, occasion, recipient_kind, recipient_id, channel, route_id,
                     own_phone, address_sealed, address_index, content_sealed, lane, state, send_after, created_at,
                     sent_at, finished_at, followed_up_at)
SELECT uuidv7($6), '410325', village, uuidv7($6), 'payout_settled', 'resident', people.id, 'sms', contact, true,
       phone_sealed, phone_index, $2, 2, $3, $4, $4, $5, $5, $5
FROM generate_series(1, $1) AS row JOIN people ON people.number = row % (SELECT count(*) FROM people)
"""


def measure(trial: Trial, house: House) -> list[Figure]:
    """The last subject of its house: the table is emptied."""
    few, many = asyncio.run(_claims(int(MANY * trial.scale)))
    asyncio.run(_fill(int(WAITING * trial.scale), "waiting"))
    with speaking(house) as speakers:
        time.sleep(max(5.0, LOOKED_AT * trial.scale))
        memory = most_memory(speakers.pids[0])
    asyncio.run(_empty())
    with speaking(house) as speakers:
        speakers.come_to_rest()
        burst = _burst(house)
    flat = trial.target(FLAT * sorted(few)[len(few) // 2])
    return [
        Figure("claim_in_5_million", many, "ms", few, flat),
        Figure("memory_million_waiting", [memory], "MB", [], trial.target(MEMORY)),
        Figure("receipts_burst_p99", [burst.p99], "ms", [], trial.target(BURST_P99)),
        Figure("receipts_burst_rate", [burst.rate], "/s", [], None),
    ]


async def _claims(many: int) -> tuple[list[float], list[float]]:
    """Milliseconds of claims with few rows in the table and with `many`, as many waiting both times.

    As in life, what waits was written down just before: it comes after what is settled, and its pages are at hand.
    """
    took = []
    for settled in (0, many):
        await _empty()
        if settled:
            await _fill(settled, "delivered")
        await _fill(FEW, "waiting")
        took.append(await _time_claims())
    return took[0], took[1]


async def _time_claims() -> list[float]:
    from notifications.claiming import claim
    from notifications.message import ChannelName

    took = []
    async with opened_database() as database:
        await database.execute("ANALYZE message")
        for number in range(CLAIMS + 3):
            begun = time.perf_counter()
            claimed = await claim(ChannelName.SMS, CLAIM, 30)
            if number >= 3:  # warm
                took.append(1000 * (time.perf_counter() - begun))
            assert len(claimed) > CLAIM // 2, "townships take turns, so that a claim may be a few short; not half"
        await database.execute("UPDATE message SET state = 'waiting', fence = NULL WHERE state = 'sending'")
    return took


async def _fill(count: int, state: str) -> None:
    """Rows as outreach leaves them: the words of what is settled are forgotten after a month."""
    from backend import clock, sealing
    from notifications.message import CONTENT

    words = {"name": "王秀英", "month": "11月", "amount": "50", "tail": "1234"}
    waiting = state == "waiting"
    content = sealing.seal(json.dumps(words, ensure_ascii=False), CONTENT) if waiting else None
    now = clock.now() if waiting else clock.now() - AGO
    async with opened_database() as database:
        for _ in range(max(1, count // _PORTION)):
            given: list[Any] = [
                min(count, _PORTION), content, state, now, None if waiting else now, timedelta() if waiting else -AGO,
            ]  # fmt: skip
            await database.execute(_FILL, *given)


async def _empty() -> None:
    async with opened_database() as database:
        await database.execute("TRUNCATE message")


def _burst(house: House) -> http_load.Sighting:
    path = f"/callbacks/{house.instance.variables()['CALLBACK_PATH_SECRET']}/sms-reports"
    port = house.instance.ports.outreach
    return http_load.send(http_load.Order(port, [_request(path, n) for n in range(BURST)], 32, BURST_SECONDS))


def _request(path: str, number: int) -> str:
    """A receipt for nothing of ours: it is kept all the same, and looked at afterwards."""
    report = {"phone_number": f"139{number:08d}", "success": True, "err_code": "DELIVERED", "out_id": f"{number:032x}"}
    body = json.dumps([report])
    return f"POST {path} HTTP/1.1\r\nHost: door\r\nContent-Length: {len(body)}\r\n\r\n{body}"
