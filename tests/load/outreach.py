"""A bad day for outreach: every fault of the provider, processes and engines killed, a night; nobody is forgotten.

`make chaos-outreach`, or `python -m tests.load.outreach --scale 0.1`: 1 is 10,000 notices, 20 times kill -9 of
outreach, three times of PostgreSQL and of Valkey. It ends with status 1 unless every notice has reached its end, none
went twice, none at night or to who wants none, and whom no way reached is visited. Who wants none counts from when the
house took the word: of one that the provider could not push in sixteen minutes nobody knows.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import redis

from notifications import quiet_hours
from sandbox.aliyun.magic_numbers import MAGIC
from sandbox.faults import AliyunFaults
from tests.load.outreach_ledger import ends, unfinished
from xiangyin import county_clock
from xiangyin.benchmarks.notices import serving_by_day
from xiangyin.benchmarks.payees import Payee, money_arrived, payees_of_the_county
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.speakers import Speakers, speaking
from xiangyin.benchmarks.stand_in import StandIn
from xiangyin.benchmarks.trial import SMALLEST_COUNTY
from xiangyin.engines import EnginesRefused
from xiangyin.house import House

NOTICES, OUTREACH_KILLS, ENGINE_KILLS = 10_000, 20, 3
COUNTY_PART = 0.06  # of 560,000 people: enough of them have a mobile of their own
ODD_PART = 0.4  # of the numbers; each behaves like one of the sandbox's magic endings
# An account without money is the whole county's trouble: it is among the faults of the line.
ENDINGS = tuple(ending for ending in MAGIC if ending != "0402")
LINE = (
    {"slow_ms": 400}, {"html_200": True}, {"status_500": True}, {"drop_percent": 30}, {"truncate": True},
    {"reset_after": True}, {"duplicate_push": True}, {"push_down": True}, {"balance_empty": True},
    {"throttle_times": 20}, {"shuffled": True, "resplit_on_retry": True}, {"wrong_phone_receipts": True},
    {"forged_receipts": 100},
)  # fmt: skip
A_FAULT = 2.0  # seconds that a fault lasts before the next blow
LAST_SECONDS = 12.0  # before closing: no call begins any more
A_CALL = 6.0  # seconds until those have ended that began before
A_DAY = 86_400.0
DAYS = 8  # until everything must have come to an end: a receipt is waited for four days


def main() -> int:
    """Print what became of the notices; status 1 where one was lost."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--scale", type=float, default=0.05, help="part of 10,000 notices and 20 kills")
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    os.environ |= {"OUTREACH_LEASE_SECONDS": "15", "OUTREACH_GRACE_SECONDS": "6"}
    with proving_ground(max(SMALLEST_COUNTY, COUNTY_PART * asked.scale)) as house:
        payees = asyncio.run(payees_of_the_county(round(NOTICES * asked.scale)))
        with serving_by_day(house, "sandbox") as stand_in, speaking(house, 2) as speakers:
            day = BadDay(house, stand_in, speakers, random.Random(asked.seed))
            day.befall(payees, asked.scale)
            day.settle()
            stopped = stand_in.opted_out()
            day.tell_again(stopped, payees)
            day.settle()
            complaints = asyncio.run(ends()) + stand_in.offences()
            complaints += [] if stopped else ["Nobody wrote that they want none, so nothing was tried."]
    sys.stdout.write("\n".join(complaints or [f"{len(payees)} notices, and nobody was forgotten."]) + "\n")
    return 1 if complaints else 0


class BadDay:
    """What is done to one house."""

    def __init__(self, house: House, stand_in: StandIn, speakers: Speakers, chance: random.Random) -> None:
        self._house, self._stand_in, self._speakers, self._chance = house, stand_in, speakers, chance
        self._engines = {member.name: member for member in house.engines.members}

    def befall(self, payees: list[Payee], scale: float) -> None:
        """Money arrives in portions, one before each blow; a night comes in the middle."""
        odd = [each.phone for each in payees if self._chance.random() < ODD_PART]
        self._stand_in.set_faults(numbers={phone: ENDINGS[n % len(ENDINGS)] for n, phone in enumerate(odd)})
        blows = self._blows(scale)
        for number, blow in enumerate(blows):
            portion = payees[number * len(payees) // len(blows) : (number + 1) * len(payees) // len(blows)]
            asyncio.run(_money_arrives(portion))
            blow()
            time.sleep(A_FAULT)
        self._stand_in.set_faults(aliyun=AliyunFaults().model_dump())

    def settle(self) -> None:
        """Let days pass until nothing is open any more."""
        for _ in range(DAYS):
            if self._calm():
                return
            self._pass(A_DAY)
        raise AssertionError(asyncio.run(unfinished(listed=True)))

    def tell_again(self, phones: set[str], payees: list[Payee]) -> None:
        """Money arrives once more for who wants no texts."""
        asyncio.run(_money_arrives([each for each in payees if each.phone in phones]))

    def _calm(self) -> bool:
        """Whether everything has come to its end; waits for as long as something still moves."""
        before, quiet = -1, 0
        while quiet < 15:  # seconds without a change: what is left waits for another day
            now = asyncio.run(unfinished())
            if not now:
                return True
            quiet = quiet + 1 if now == before else 0
            before = now
            time.sleep(1)
        return False

    def _blows(self, scale: float) -> list[Callable[[], None]]:
        kills = [self._kill_outreach] * max(2, round(OUTREACH_KILLS * scale))
        for name in self._engines:
            kills += [lambda name=name: self._kill_engine(name)] * max(1, round(ENGINE_KILLS * scale))
        blows = [*kills, *self._faults()]
        self._chance.shuffle(blows)
        blows.insert(len(blows) // 2, self._night)
        return blows

    def _faults(self) -> Iterator[Callable[[], None]]:
        for fault in LINE:
            given = AliyunFaults.model_validate(fault).model_dump()
            yield lambda given=given: self._stand_in.set_faults(aliyun=given)

    def _kill_outreach(self) -> None:
        self._speakers.kill()
        self._speakers.start()

    def _kill_engine(self, name: str) -> None:
        """kill -9, and started again like a supervisor would: until it can."""
        member = self._engines[name]
        os.kill(_pid_of(name, self._house), signal.SIGKILL)
        for _ in range(60):
            try:
                member.start()
                return
            except EnginesRefused:  # what the killed one left is not cleared up yet
                time.sleep(1)
        raise AssertionError(f"{name} did not come back.")

    def _night(self) -> None:
        """Closing, half an hour later, and then the next morning, late enough for calls."""
        # Pushes that find the line down are given up after 16 minutes: a stop that never comes can be heeded by nobody.
        self._stand_in.set_faults(aliyun=AliyunFaults().model_dump())
        now = county_clock.county_now(self._house.instance.clock_file)
        closing = datetime.combine(now.date(), quiet_hours.CLOSES, now.tzinfo)
        self._pass((closing - now).total_seconds() - LAST_SECONDS)
        time.sleep(A_CALL)
        self._pass(1800)
        time.sleep(A_FAULT)
        self._pass(13 * 3600)

    def _pass(self, seconds: float) -> None:
        """The provider's clock first: in the morning it would take what we send for a disturbance at night."""
        clock = self._house.instance.clock_file
        offset = county_clock.read_offset(clock) + seconds
        county_clock.tell_sandbox(self._house.instance.ports.phones, offset)
        county_clock.write_offset(clock, offset)
        asyncio.run(_bring_nearer(seconds))


def _pid_of(engine: str, house: House) -> int:
    if engine == "PostgreSQL":
        return int((house.instance.root / "pg" / "postmaster.pid").read_text().split()[0])
    with redis.Redis.from_url(house.instance.redis_url) as store:
        return int(store.info("server")["process_id"])


async def _money_arrives(payees: list[Payee]) -> None:
    from backend import journal

    async with opened_database() as database, database.transaction():
        await journal.record_many(money_arrived(payees), by=journal.Signature(journal.By.BANK))


async def _bring_nearer(seconds: float) -> None:
    """What runs by the real clock is so much nearer."""
    async with opened_database() as database, database.transaction():
        # Outreach writes many of them at once, in an order of its own.
        await database.execute("LOCK TABLE message IN SHARE ROW EXCLUSIVE MODE")
        await database.execute(
            """UPDATE message SET look_at = look_at - make_interval(secs => $1),
                                  lease_until = lease_until - make_interval(secs => $1)
               WHERE state IN ('sending', 'unknown', 'accepted')""",
            seconds,
        )


if __name__ == "__main__":
    sys.exit(main())
