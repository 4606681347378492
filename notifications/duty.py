"""Duty: something done at set times, whatever happened in between."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from backend.clock import COUNTY_TIME


class AfterDowntime(StrEnum):
    """What becomes of due times that passed while nobody was there."""

    CATCH_UP_ONCE = "catch_up_once"  #: the latest of them is kept late: the duty looks at the state, not at the hour
    SKIP = "skip"  #: later than its grace it is left out until the next due time
    ASK = "ask"  #: county by county, with a due time missed it waits until an officer there says whether to do it still


class Needs(StrEnum):
    """Without which a duty cannot be done; it is tried again when it is back."""

    DATABASE = "database"
    PHOTOS = "photos"
    SMS_RECORD = "sms_record"  #: the provider's QuerySendDetails


@dataclass(frozen=True)
class Daily:
    """Once a day, by the county's clock."""

    at: time

    @property
    def period(self) -> timedelta:
        """From one due moment to the next."""
        return timedelta(days=1)

    def latest_due(self, now: datetime) -> datetime:
        """The last due moment that is not in the future."""
        local = now.astimezone(COUNTY_TIME)
        due = datetime.combine(local.date(), self.at, tzinfo=COUNTY_TIME)
        return due if due <= local else due - timedelta(days=1)


@dataclass(frozen=True)
class Every:
    """Again and again; due moments are multiples of the period."""

    period: timedelta

    def latest_due(self, now: datetime) -> datetime:
        """The last due moment that is not in the future."""
        seconds = self.period.total_seconds()
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)


@dataclass(frozen=True)
class Duty:
    """One line of the timetable."""

    name: str
    when: Daily | Every
    needs: frozenset[Needs]
    grace: timedelta  #: how late it may begin
    after_downtime: AfterDowntime
    deed: Callable[..., Awaitable[int]]  #: how many things it touched; one that asks is given the county
    speaks: bool = False  #: people hear of it, so it is due only when they may be disturbed
