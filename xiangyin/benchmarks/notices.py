"""Notices: money has arrived for a whole county, from the journal to the provider, beside the provider's bare SDK."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from xiangyin import county_clock
from xiangyin.benchmarks import bare_sending
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.payees import Payee, money_arrived, payees_of_the_county
from xiangyin.benchmarks.proving_ground import opened_database, programs, proving_ground, serving
from xiangyin.benchmarks.stand_in import StandIn
from xiangyin.benchmarks.trial import Trial
from xiangyin.environment import ALIYUN_ACCESS_KEY_ID, ALIYUN_ACCESS_KEY_SECRET
from xiangyin.house import House
from xiangyin.refusal import CommandRefused

PAYEES = 32_000
WITHIN = 60.0  # seconds until the provider has accepted all of them
PART_OF_BARE = 0.6  # of the rate of the SDK alone with as many threads
SAMPLE = 5_000  # texts of the SDK alone: enough for a rate
FAR_AWAY = 50  # milliseconds until a provider on the internet answers
FAR_SAMPLE = 3_000  # texts; 16 threads that wait 50 ms each send no more than 320 a second
COUNTY_PART = 0.12  # of 560,000 people: enough of them have a mobile of their own
PATIENCE = 240.0  # seconds without an end: something is broken, not slow


def measure(trial: Trial) -> list[Figure]:
    """The SDK alone and the whole way in turn, against one stand-in."""
    with proving_ground(trial.county(COUNTY_PART)) as house:
        payees = asyncio.run(payees_of_the_county(int(PAYEES * trial.scale)))
        far_payees = payees[:FAR_SAMPLE]
        with serving_by_day(house, "sandbox", "outreach") as stand_in:
            near, bare = _in_turn(house, stand_in, payees, SAMPLE, trial.rounds)
            stand_in.answer_after(FAR_AWAY)
            far, bare_far = _in_turn(house, stand_in, far_payees, FAR_SAMPLE, trial.rounds)
            if stand_in.most_of_one() != 1:
                raise CommandRefused("Somebody was told twice: the figures mean nothing.")
    rates, far_rates = [len(payees) / took for took in near], [len(far_payees) / took for took in far]
    return [
        Figure("payout_notices_32k", near, "s", [len(payees) / rate for rate in bare], trial.target(WITHIN)),
        Figure.rate("payout_notices_rate", rates, "/s", bare, trial.target(PART_OF_BARE)),
        Figure.rate("payout_notices_50ms_away", far_rates, "/s", bare_far, None),
    ]


def _in_turn(
    house: House, stand_in: StandIn, payees: list[Payee], sample: int, rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds that ours took, and texts a second of the SDK alone."""
    ours, bare = [], []
    for _ in range(rounds):
        bare.append(send_bare(house, stand_in, min(sample, len(payees))))
        ours.append(asyncio.run(_tell(stand_in, payees)))
    return ours, bare


@contextmanager
def serving_by_day(house: House, *names: str) -> Iterator[StandIn]:
    """These processes, the stand-in among them, at an hour at which people may be told."""
    clock = house.instance.clock_file
    offset = county_clock.morning_offset(county_clock.county_now(clock)) or 0.0
    county_clock.write_offset(clock, offset)
    with serving(house, programs(house, *names)):
        county_clock.tell_sandbox(house.instance.ports.phones, offset)
        yield StandIn(house)


async def _tell(stand_in: StandIn, payees: list[Payee]) -> float:
    """Seconds from the deed's transaction until the stand-in has accepted one text for each."""
    from backend import journal

    before, lines = stand_in.accepted(), money_arrived(payees)
    async with opened_database() as database:
        begun = time.perf_counter()
        async with database.transaction():
            await journal.record_many(lines, by=journal.Signature(journal.By.BANK))
        while stand_in.accepted() < before + len(payees):
            await _wait(begun, "Not everybody was told.")
        took = time.perf_counter() - begun
        # The next run shall have the machine to itself: until every receipt has been read.
        while await database.rows("SELECT 1 FROM message WHERE state <> 'delivered' LIMIT 1"):
            await _wait(begun, "Receipts are missing.")
    return took


async def _wait(begun: float, sentence: str) -> None:
    if time.perf_counter() - begun > PATIENCE:
        raise CommandRefused(sentence)
    await asyncio.sleep(0.1)


def send_bare(house: House, stand_in: StandIn, count: int) -> float:
    """The SDK's own rate; its receipts go nowhere."""
    from notifications.wording import OCCASIONS

    sms = OCCASIONS["payout_settled"].sms
    order = bare_sending.Order(
        domain=f"127.0.0.1:{house.instance.ports.aliyun}",
        key_id=ALIYUN_ACCESS_KEY_ID,
        key_secret=ALIYUN_ACCESS_KEY_SECRET,
        sign="嵩县民政局",
        template=sms.template,
        words=sms.fill({"name": "王秀英", "month": "11月", "amount": "50", "tail": "1234"}),
        count=count,
    )
    before = stand_in.report_to("")
    try:
        return bare_sending.send(order)
    finally:
        stand_in.report_to(before)
