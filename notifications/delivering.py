"""Delivering: claimed messages go to the provider from a few threads, with no transaction open.

One deliverer a channel, each with threads of its own, so that a slow provider holds up nobody else's messages.
"""

import asyncio
import random
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue

import structlog

from backend import clock
from notifications.acknowledging import HELD_BACK, Attempt, acknowledge
from notifications.channels import Channel, Outcome, Result
from notifications.claiming import Claimed, claim
from notifications.message import ChannelName

_CLAIM = 200  # messages a claim: a claim costs about what five single ones would
_LOW = 100  # fewer than this in line: claim more while the threads are busy
_ACKNOWLEDGE_EVERY = 0.05  # seconds; after a kill this much is looked up with the provider
_LOOK_AGAIN = 0.25  # seconds between two claims that found nothing, while threads are still busy
_STOPPED = 60.0  # seconds to leave a provider alone that refuses everything (no money, bad signature)
_LONGEST_PAUSE = 300.0  # seconds

log = structlog.get_logger()


class Deliverer:
    """Sends what is due on one channel. One a process and channel."""

    def __init__(self, name: ChannelName, channel: Channel, *, threads: int, lease_seconds: float) -> None:
        self._name, self._channel = name, channel
        self._threads, self._lease = threads, lease_seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"send-{name.value}")
        self._line: SimpleQueue[Claimed] = SimpleQueue()
        self._tried: deque[Attempt] = deque()
        self._jobs: set[asyncio.Future[None]] = set()
        self._holding_back = False
        self._paused_until = 0.0
        self._failures = 0

    async def deliver(self) -> int:
        """Send everything that is due now; how many attempts were made. Cancelled, it writes down what was done."""
        self._holding_back = False
        attempts, dry_until = 0, 0.0
        try:
            while True:
                if self._line.qsize() < _LOW and time.monotonic() >= max(dry_until, self._paused_until):
                    dry_until = 0.0 if await self._claim() else time.monotonic() + _LOOK_AGAIN
                self._start_threads()
                if not self._jobs and self._line.empty():
                    return attempts + await self._write_down()
                await asyncio.wait(self._jobs, timeout=_ACKNOWLEDGE_EVERY)
                attempts += await self._write_down()
        except BaseException:
            await self._hold_back()
            raise

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(cancel_futures=True)
        self._channel.close()

    async def _claim(self) -> int:
        claimed = await claim(self._name, _CLAIM, self._lease)
        for each in claimed:
            self._line.put(each)
        return len(claimed)

    def _start_threads(self) -> None:
        self._jobs = {job for job in self._jobs if not job.done()}
        loop = asyncio.get_running_loop()
        for _ in range(min(self._threads - len(self._jobs), self._line.qsize())):
            self._jobs.add(loop.run_in_executor(self._pool, self._work))

    def _work(self) -> None:
        """In a thread: take from the line until it is empty."""
        while True:
            try:
                claimed = self._line.get_nowait()
            except Empty:
                return
            self._tried.append((claimed, self._try(claimed)))

    def _try(self, claimed: Claimed) -> Outcome:
        now = time.monotonic()
        if self._holding_back or now < self._paused_until or now + self._channel.patience > claimed.good_until:
            return Outcome(Result.NOT_SENT, HELD_BACK)
        if claimed.is_stale(clock.now()):
            return Outcome(Result.REJECTED, "expired")
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

    async def _write_down(self) -> int:
        tried = [self._tried.popleft() for _ in range(len(self._tried))]
        try:
            await acknowledge(tried)
        except BaseException:  # kept for the next round: what we know need not be asked of the provider
            self._tried.extendleft(reversed(tried))
            raise
        self._judge_provider([outcome for _, outcome in tried])
        return sum(outcome.code != HELD_BACK for _, outcome in tried)

    def _judge_provider(self, outcomes: list[Outcome]) -> None:
        """Leave a provider alone that cannot be reached (1 s to 5 min) or refuses everything (1 min)."""
        real = [outcome for outcome in outcomes if outcome.code != HELD_BACK]
        if any(outcome.stops_channel for outcome in real):
            self._pause(_STOPPED, "The provider refuses everything; someone must look at the account.")
        elif real and all(outcome.result is Result.NOT_SENT for outcome in real):
            self._failures += 1
            self._pause(min(_LONGEST_PAUSE, 2.0 ** min(self._failures - 1, 9)), "The provider cannot be reached.")
        elif real:
            self._failures = 0

    def _pause(self, seconds: float, sentence: str) -> None:
        self._paused_until = time.monotonic() + seconds * random.uniform(0.75, 1.25)  # noqa: S311
        log.warning(sentence, channel=self._name, seconds=round(seconds))

    async def _hold_back(self) -> None:
        """Stop speaking at once: what is in line goes back, calls under way end within `patience`."""
        self._holding_back = True
        if self._jobs:
            await asyncio.wait(self._jobs, timeout=self._channel.patience)
        while not self._line.empty():
            self._tried.append((self._line.get_nowait(), Outcome(Result.NOT_SENT, HELD_BACK)))
        try:
            await self._write_down()
        except Exception as fault:  # the database is gone: the leases run out and the provider's record is read
            log.warning("Outcomes could not be written down.", channel=self._name, fault=type(fault).__name__)
