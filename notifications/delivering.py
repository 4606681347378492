"""Delivering: claimed messages go to the provider from as many threads as are of use, with no transaction open.

One deliverer a channel, each with threads of its own, so that a slow provider holds up nobody else's messages.
"""

import asyncio
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue

import structlog

from backend import clock
from notifications import quiet_hours
from notifications.acknowledging import HELD_BACK, Attempt, acknowledge
from notifications.breaker import Breaker
from notifications.channel_day import count
from notifications.channels import Channel, Outcome, Result
from notifications.claimed import Claimed
from notifications.claiming import claim
from notifications.closing_phones import which_are_closed
from notifications.crew import Crew
from notifications.giving_up_waiting import SICK_FOR, give_up_waiting
from notifications.message import ChannelName
from notifications.turnstile import Turnstile

_CLAIM = 200  # messages a claim: a claim costs about what five single ones would
_LOW = 100  # fewer than this in line: claim more while the threads are busy
_ACKNOWLEDGE_EVERY = 0.05  # seconds; after a kill this much is looked up with the provider
_LOOK_AGAIN = 0.25  # seconds between two claims that found nothing, while threads are still busy
_LOOK_FOR_STOPS = 0.25  # seconds between two looks whether a number in line was closed meanwhile
_OPEN_FOR = 3.0  # seconds after such a look in which a call may still begin
_LOOK_FOR_OLD = 60.0  # seconds between two looks for what has waited too long for a sick provider

log = structlog.get_logger()


class Deliverer:
    """Sends what is due on one channel. One a process and channel."""

    def __init__(
        self, name: ChannelName, channel: Channel, *, threads: int, lease_seconds: float, most_a_second: int = 0
    ) -> None:
        self._name, self._channel = name, channel
        self._crew, self._lease = Crew(threads), lease_seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"send-{name}")
        self._line: SimpleQueue[Claimed] = SimpleQueue()
        self._in_line: list[Claimed] = []  # the same, to be looked through
        self._looked_for_stops_at, self._looked_for_old_at = 0.0, -_LOOK_FOR_OLD
        self._tried: deque[Attempt] = deque()
        self._jobs: dict[int, asyncio.Future[None]] = {}  # by the thread's number in the crew
        self._holding_back = threading.Event()
        self._turnstile = Turnstile(name, most_a_second)
        self._most = min(_CLAIM, most_a_second or _CLAIM)  # messages a claim: whose turn is within a second
        self.breaker = Breaker()

    async def deliver(self) -> int:
        """Send everything that is due now; how many attempts were made. Cancelled, it writes down what was done."""
        self._holding_back.clear()
        attempts, dry_until = 0, 0.0
        await self._give_up_waiting()
        try:
            while True:
                if self._line.qsize() < min(_LOW, self._most) and time.monotonic() >= dry_until and self._may_claim():
                    dry_until = 0.0 if await self._claim() else time.monotonic() + _LOOK_AGAIN
                self._start_threads()
                if not self._jobs and self._line.empty():
                    return attempts + await self._write_down()
                await asyncio.wait(self._jobs.values(), timeout=_ACKNOWLEDGE_EVERY)
                attempts += await self._write_down()
                await self._look_for_stops()
        except BaseException:
            await self._hold_back()
            raise

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(cancel_futures=True)
        self._channel.close()
        self._turnstile.close()

    async def _claim(self) -> int:
        claimed = await claim(self._name, min(self._most, self.breaker.admits or self._most), self._lease)
        turns = [0.0] * len(claimed)
        try:
            if claimed:
                turns = await asyncio.get_running_loop().run_in_executor(None, self._turnstile.turns, len(claimed))
        finally:  # told to stop meanwhile: they are in line, and go back from there
            now = time.monotonic()
            for each, turn in zip(claimed, turns, strict=True):
                each.not_before = now + turn
                self._in_line.append(each)
                self._line.put(each)
        return len(claimed)

    async def _give_up_waiting(self) -> None:
        sick, now = self.breaker.is_ill and self.breaker.sick_for >= SICK_FOR.total_seconds(), time.monotonic()
        if sick and now - self._looked_for_old_at >= _LOOK_FOR_OLD:
            self._looked_for_old_at = now
            await give_up_waiting(self._name)

    async def _look_for_stops(self) -> None:
        """Hold back what is in line for a number that was closed since it was claimed; the next claim turns it away."""
        now = time.monotonic()
        if now - self._looked_for_stops_at < _LOOK_FOR_STOPS:
            return
        self._looked_for_stops_at = now
        self._in_line = [each for each in self._in_line if not each.begun]
        found = await which_are_closed(self._in_line, self._name)
        for each in self._in_line:
            each.closed = each.id in found.closed | found.unread
            each.open_at = now

    def _may_claim(self) -> bool:
        """Not while the provider is left alone, nor a second message before the first has shown that it is well."""
        return not self.breaker.is_open and not (self.breaker.is_probing and (self._jobs or not self._line.empty()))

    def _start_threads(self) -> None:
        self._jobs = {number: job for number, job in self._jobs.items() if not job.done()}
        loop = asyncio.get_running_loop()
        free = [number for number in range(self._crew.count()) if number not in self._jobs]
        for number in free[: self._line.qsize()]:
            self._jobs[number] = loop.run_in_executor(self._pool, self._work, number)

    def _work(self, number: int) -> None:
        """In a thread: take from the line until it is empty, or the crew is smaller."""
        while number < self._crew.size:
            try:
                claimed = self._line.get_nowait()
            except Empty:
                return
            self._tried.append((claimed, self._try(claimed, number)))

    def _try(self, claimed: Claimed, number: int) -> Outcome:
        if claimed.not_before > time.monotonic():
            self._holding_back.wait(claimed.not_before - time.monotonic())
        claimed.begun = True
        if self._must_wait(claimed, time.monotonic()):
            return Outcome(Result.NOT_SENT, HELD_BACK)
        moment = clock.now()
        if not quiet_hours.may_begin(claimed.lane, moment, self._name):  # closed while it was in line
            return Outcome(Result.NOT_SENT, HELD_BACK)
        if claimed.is_stale(moment):
            return Outcome(Result.REJECTED, "expired")
        self._crew.begins(number)
        try:
            outcome = self._send(claimed)
        finally:
            took = self._crew.ends(number)
        return replace(outcome, took=took)

    def _send(self, claimed: Claimed) -> Outcome:
        try:
            parcel = claimed.pack()
        except Exception as fault:
            log.error("A message cannot be put into words.", occasion=claimed.occasion, fault=type(fault).__name__)
            return Outcome(Result.REJECTED, "not_packable")
        try:
            return self._channel.send(parcel)
        except Exception as fault:
            log.error("A channel failed in a way it should not.", channel=self._name, fault=type(fault).__name__)
            return Outcome(Result.UNKNOWN, "fault")

    def _must_wait(self, claimed: Claimed, now: float) -> bool:
        """Whether we were told to stop, the provider is left alone, the lease runs short, or its number was closed."""
        stopped = self._holding_back.is_set() or self.breaker.is_open
        too_late = now + self._channel.patience > claimed.good_until
        return stopped or too_late or claimed.closed or now - claimed.open_at > _OPEN_FOR

    async def _write_down(self) -> int:
        tried = [self._tried.popleft() for _ in range(len(self._tried))]
        try:
            await acknowledge(tried)
        except BaseException:  # kept for the next round: what we know need not be asked of the provider
            self._tried.extendleft(reversed(tried))
            raise
        await self._judge_provider([outcome for _, outcome in tried])
        return sum(outcome.code != HELD_BACK for _, outcome in tried)

    async def _judge_provider(self, outcomes: list[Outcome]) -> None:
        real = [outcome for outcome in outcomes if outcome.code != HELD_BACK]
        pause = self.breaker.weigh(real)
        if pause is not None:
            log.warning("The provider is left alone for a while.", channel=self._name, seconds=round(pause, 1),
                        code=real[-1].code, all=any(each.stops_channel for each in real))  # fmt: skip
        await count(self._name, [outcome.result for outcome in real])

    async def _hold_back(self) -> None:
        """Stop speaking at once: what is in line goes back, calls under way end within `patience`."""
        self._holding_back.set()
        if self._jobs:
            await asyncio.wait(self._jobs.values(), timeout=self._channel.patience)
        while not self._line.empty():
            self._tried.append((self._line.get_nowait(), Outcome(Result.NOT_SENT, HELD_BACK)))
        try:
            await self._write_down()
        except Exception as fault:  # the database is gone: the leases run out and the provider's record is read
            log.warning("Outcomes could not be written down.", channel=self._name, fault=type(fault).__name__)
