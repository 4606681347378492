"""Keeping time: duties are done when due, once for each due time, whoever was down in between.

What has been done is in `duty_run`, not in the scheduler's memory; APScheduler only makes us look. Due times are the
county's, whose clock demos move, so they are computed from `backend.clock` at every look.
"""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from backend import clock, database
from backend.identifiers import new_id
from backend.settings import settings as backend_settings
from backend.staff import counties_served
from notifications import quiet_hours
from notifications.duty import AfterDowntime, Duty, Every, Needs
from notifications.message import Lane
from notifications.settings import settings

_LOOK_EVERY = 1  # second; a look at a duty that is not due costs no query
_AGAIN = 30.0  # seconds until a duty is tried again that failed, whose process died, or about which somebody is asked
_HOUSE = ""  # instead of a county: all of them

log = structlog.get_logger()


class Timekeeper:
    """Does the duties of a timetable while it keeps time. One a process, and only in the one that speaks."""

    def __init__(self, duties: list[Duty]) -> None:
        self._duties = duties
        self._settled: dict[str, datetime] = {}
        self._looked_at: dict[str, float] = {}  # what failed, or waits for an answer

    async def keep_time(self) -> None:
        """Until cancelled."""
        scheduler = AsyncIOScheduler(timezone=clock.COUNTY_TIME)
        for duty in self._duties:
            scheduler.add_job(
                self.look, "interval", seconds=_LOOK_EVERY, args=[duty], id=duty.name, max_instances=1, coalesce=True,
                misfire_grace_time=None, next_run_time=datetime.now(clock.COUNTY_TIME),
            )  # fmt: skip
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def look(self, duty: Duty) -> None:
        """Do the duty if a due time has passed for which it was not done."""
        now = clock.now()
        due_at = duty.when.latest_due(now)
        if self._settled.get(duty.name) == due_at or self._looked_just_now(duty) or not _has_what_it_needs(duty):
            return
        if _would_disturb(duty, now):
            return
        try:
            if await self._keep_everywhere(duty, due_at, too_late=now - due_at > duty.grace):
                self._settled[duty.name] = due_at
            else:
                self._look_again(duty)
        except Exception as fault:
            self._look_again(duty)
            log.error("A duty failed and will be tried again.", duty=duty.name, fault=type(fault).__name__)

    def _look_again(self, duty: Duty) -> None:
        self._looked_at[duty.name] = asyncio.get_running_loop().time()

    def _looked_just_now(self, duty: Duty) -> bool:
        looked_at = self._looked_at.get(duty.name)
        return looked_at is not None and asyncio.get_running_loop().time() - looked_at < _AGAIN

    async def _keep_everywhere(self, duty: Duty, due_at: datetime, *, too_late: bool) -> bool:
        """Whether that settles this due time. No county holds up another."""
        settled, faults = True, []
        for county in await _counties(duty):
            try:
                settled &= await self._keep(duty, county, due_at, too_late=too_late)
            except Exception as fault:
                faults.append(fault)
        if faults:
            raise faults[0]
        return settled

    async def _keep(self, duty: Duty, county: str, due_at: datetime, *, too_late: bool) -> bool:
        """Whether that settles this due time; not while somebody is asked."""
        begun = await _begin(duty, county, due_at)
        if begun is None:
            return not await _is_asked(duty, county, due_at)
        run = begun["id"]
        if too_late and duty.after_downtime is AfterDowntime.SKIP:
            log.info("A duty was skipped, for its time has passed.", duty=duty.name)
            await _end(run, "skipped", None)
            return True
        if begun["answered_by"] is None and await _must_ask(duty, county, due_at, too_late=too_late):
            log.warning("A duty waits for an officer to say whether it is still to be done.", duty=duty.name)
            await _end(run, "asked", None)
            return False
        await self._do(duty, county, run)
        return True

    async def _do(self, duty: Duty, county: str, run: UUID) -> None:
        try:
            touched = await (duty.deed(county) if county else duty.deed())
        except BaseException:
            await asyncio.shield(_end(run, "failed", None))
            raise
        await _end(run, "done", touched)
        if touched:
            log.info("A duty was done.", duty=duty.name, touched=touched)


async def _counties(duty: Duty) -> list[str]:
    """For each of which it is kept; the whole house at once where nobody is asked."""
    if duty.after_downtime is not AfterDowntime.ASK:
        return [_HOUSE]
    return await counties_served()


def _has_what_it_needs(duty: Duty) -> bool:
    """Whether the means are there at all; a means that fails while used is a failed run."""
    means = {
        Needs.DATABASE: True,  # the run itself is written there first
        Needs.PHOTOS: backend_settings().photo_dir.is_dir(),
        Needs.SMS_RECORD: bool(settings().aliyun_access_key_id),
    }
    return all(means[need] for need in duty.needs)


def _would_disturb(duty: Duty, now: datetime) -> bool:
    """An officer's yes may come at night; what speaks waits for the morning."""
    asks = duty.after_downtime is AfterDowntime.ASK
    return asks and duty.speaks and not quiet_hours.may_go(Lane.ROUTINE, now)


async def _must_ask(duty: Duty, county: str, due_at: datetime, *, too_late: bool) -> bool:
    """Whether the duty asks, and a due time has passed without it: this one, or the one before. Not at the first."""
    if duty.after_downtime is not AfterDowntime.ASK:
        return False
    last = await database.row(
        """SELECT max(due_at) AS due_at FROM duty_run
           WHERE duty = $1 AND county IN ($2, $3) AND due_at < $4 AND outcome IN ('done', 'declined')""",
        duty.name,
        county,
        _HOUSE,  # as it was kept before counties were asked each for itself
        due_at,
    )
    kept = last["due_at"] if last else None
    return kept is not None and (too_late or due_at - kept > duty.when.period)


async def _is_asked(duty: Duty, county: str, due_at: datetime) -> bool:
    return bool(
        await database.rows(
            "SELECT 1 FROM duty_run WHERE duty = $1 AND county = $2 AND due_at = $3 AND outcome = 'asked'",
            duty.name,
            county,
            due_at,
        )
    )


async def _begin(duty: Duty, county: str, due_at: datetime) -> dict[str, Any] | None:
    """The run's id and who answered for it; None when it was done, is being done by a process that lives, or waits for
    an answer.

    What is done again and again is done for a due time of which it was done already, where the clock has stepped back
    since: campaigns, letters and receipts would else stand still until it has caught up with itself.
    """
    return await database.row(
        """INSERT INTO duty_run (id, duty, county, due_at, started_at) VALUES ($1, $2, $3, $4, now())
           ON CONFLICT (duty, county, due_at) DO UPDATE
             SET started_at = now(), tries = duty_run.tries + 1, outcome = NULL
             WHERE duty_run.outcome = 'failed' OR duty_run.outcome = 'asked' AND duty_run.answered_by IS NOT NULL
                OR duty_run.outcome IS NULL AND duty_run.started_at < now() - make_interval(secs => $5)
                OR $6 AND duty_run.outcome IN ('done', 'skipped')
                   AND EXISTS (SELECT FROM duty_run l WHERE l.duty = $2 AND l.county = $3 AND l.due_at > $4)
           RETURNING id, answered_by""",
        new_id(),
        duty.name,
        county,
        due_at,
        _AGAIN,
        isinstance(duty.when, Every),
    )


async def _end(run: UUID, outcome: str, touched: int | None) -> None:
    await database.execute(
        "UPDATE duty_run SET outcome = $2, touched = $3, finished_at = now() WHERE id = $1", run, outcome, touched
    )
