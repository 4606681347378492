"""Keeping time: duties are done when due, once for each due time, whoever was down in between.

What has been done is in `duty_run`, not in the scheduler's memory; APScheduler only makes us look. Due times are the
county's, whose clock demos move, so they are computed from `backend.clock` at every look.
"""

import asyncio
from datetime import datetime
from uuid import UUID

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from backend import clock, database
from backend.identifiers import new_id
from backend.settings import settings as backend_settings
from notifications.duty import AfterDowntime, Duty, Needs
from notifications.settings import settings

_LOOK_EVERY = 1  # second; a look at a duty that is not due costs no query
_AGAIN = 30.0  # seconds until a duty that failed, or whose process died, is tried again

log = structlog.get_logger()


class Timekeeper:
    """Does the duties of a timetable while it keeps time. One a process, and only in the one that speaks."""

    def __init__(self, duties: list[Duty]) -> None:
        self._duties = duties
        self._settled: dict[str, datetime] = {}
        self._failed_at: dict[str, float] = {}

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
        if self._settled.get(duty.name) == due_at or self._failed_just_now(duty) or not _has_what_it_needs(duty):
            return
        try:
            await self._keep(duty, due_at, too_late=now - due_at > duty.grace)
            self._settled[duty.name] = due_at
        except Exception as fault:
            self._failed_at[duty.name] = asyncio.get_running_loop().time()
            log.error("A duty failed and will be tried again.", duty=duty.name, fault=type(fault).__name__)

    def _failed_just_now(self, duty: Duty) -> bool:
        failed_at = self._failed_at.get(duty.name)
        return failed_at is not None and asyncio.get_running_loop().time() - failed_at < _AGAIN

    async def _keep(self, duty: Duty, due_at: datetime, *, too_late: bool) -> None:
        run = await _begin(duty, due_at)
        if run is None:
            return
        if too_late and duty.after_downtime is AfterDowntime.SKIP:
            log.info("A duty was skipped, for its time has passed.", duty=duty.name)
            await _end(run, "skipped", None)
            return
        try:
            touched = await duty.deed()
        except BaseException:
            await asyncio.shield(_end(run, "failed", None))
            raise
        await _end(run, "done", touched)
        if touched:
            log.info("A duty was done.", duty=duty.name, touched=touched)


def _has_what_it_needs(duty: Duty) -> bool:
    """Whether the means are there at all; a means that fails while used is a failed run."""
    means = {
        Needs.DATABASE: True,  # the run itself is written there first
        Needs.PHOTOS: backend_settings().photo_dir.is_dir(),
        Needs.SMS_RECORD: bool(settings().aliyun_access_key_id),
    }
    return all(means[need] for need in duty.needs)


async def _begin(duty: Duty, due_at: datetime) -> UUID | None:
    """The run's id; None when it was done, or is being done by a process that lives."""
    begun = await database.row(
        """INSERT INTO duty_run (id, duty, due_at, started_at) VALUES ($1, $2, $3, now())
           ON CONFLICT (duty, due_at) DO UPDATE SET started_at = now(), tries = duty_run.tries + 1, outcome = NULL
             WHERE duty_run.outcome = 'failed'
                OR duty_run.outcome IS NULL AND duty_run.started_at < now() - make_interval(secs => $4)
           RETURNING id""",
        new_id(),
        duty.name,
        due_at,
        _AGAIN,
    )
    return begun["id"] if begun else None


async def _end(run: UUID, outcome: str, touched: int | None) -> None:
    await database.execute(
        "UPDATE duty_run SET outcome = $2, touched = $3, finished_at = now() WHERE id = $1", run, outcome, touched
    )
