"""Gauges: how outreach does, for Prometheus. Counts and ages alone; which of them wake somebody is in
docs/runbooks/alerts.md.

All but the breakers are read from the database, so that any process can be asked and a restart forgets nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from backend import clock, database
from backend.identifiers import lowest_id
from notifications.breaker import Breaker
from notifications.channel_day import budget_left
from notifications.channels import CHANNELS
from notifications.duty import AfterDowntime, Duty
from notifications.message import ChannelName, Lane

# The three partial indexes give what is open, however many millions are settled.
_OPEN = """
SELECT channel, lane, state, count(*) AS messages, extract(epoch FROM $1 - min(since))::float8 AS oldest FROM (
    SELECT channel, lane, state, send_after AS since FROM message WHERE state = 'waiting'
    UNION ALL SELECT channel, lane, state, sent_at FROM message WHERE state = 'sending'
    UNION ALL SELECT channel, lane, state, sent_at FROM message WHERE state IN ('unknown', 'accepted')
) AS open GROUP BY channel, lane, state
"""
_FAILED = """
SELECT count(*) AS messages FROM message
WHERE state IN ('undelivered', 'rejected') AND followed_up_at IS NULL
"""
_TODAY = "SELECT * FROM channel_day WHERE day = $1"
_CALLBACKS = """
SELECT count(*) AS unread, coalesce(extract(epoch FROM $1 - min(received_at)), 0)::float8 AS oldest
FROM receipt WHERE read_at IS NULL
"""
# Of a duty that asks, by the county in which it was kept longest ago.
_LAST_DONE = """
SELECT duty, min(due_at) AS due_at FROM (
    SELECT duty, max(due_at) AS due_at FROM duty_run
    WHERE outcome IN ('done', 'skipped', 'declined') AND (county <> '') = (duty = ANY ($1)) GROUP BY duty, county
) AS kept GROUP BY duty
"""
_DIFFERENCES = """
SELECT kind, count(*) AS texts FROM every_difference
WHERE day = (SELECT max(day) FROM statement_day) GROUP BY kind
"""
RESULTS = ("accepted", "rejected", "later", "unknown", "not_sent")


async def gauges(duties: Iterable[Duty], breakers: Mapping[ChannelName, Breaker]) -> bytes:
    """Everything in Prometheus's text format. `breakers` are those of this process; none where it does not speak."""
    families = [
        *await _queue(), await _today(), await _budget(), *await _callbacks(), await _lateness(duties),
        await _replies(), await _differences(), _health(breakers),
    ]  # fmt: skip
    registry = CollectorRegistry()
    registry.register(_Taken(families))
    return generate_latest(registry)


class _Taken(Collector):
    """Figures that were read already: the library asks from a place where nothing may be awaited."""

    def __init__(self, families: list[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """What was taken."""
        yield from self._families


async def _queue() -> list[GaugeMetricFamily]:
    labels = ["channel", "lane", "state"]
    depth = GaugeMetricFamily("xiangyin_messages_open", "Messages that are not final yet.", labels=labels)
    oldest = GaugeMetricFamily(
        "xiangyin_messages_oldest_seconds", "Since the oldest was due (waiting) or sent (all other states).",
        labels=labels,
    )  # fmt: skip
    for row in await database.rows(_OPEN, clock.now()):
        names = [row["channel"], Lane(row["lane"]).name.lower(), row["state"]]
        depth.add_metric(names, row["messages"])
        oldest.add_metric(names, max(0.0, row["oldest"] or 0.0))
    failed = await database.row(_FAILED)
    behind = GaugeMetricFamily("xiangyin_messages_failed_not_followed_up", "Failures whose next way is to be tried.")
    behind.add_metric([], failed["messages"] if failed else 0)
    return [depth, oldest, behind]


async def _today() -> GaugeMetricFamily:
    attempts = GaugeMetricFamily(
        "xiangyin_attempts_today", "Attempts of the county's day by what came of them.", labels=["channel", "result"]
    )
    for row in await database.rows(_TODAY, clock.today()):
        for result in RESULTS:
            attempts.add_metric([row["channel"], result], row[result])
    return attempts


async def _budget() -> GaugeMetricFamily:
    left = GaugeMetricFamily("xiangyin_budget_left", "Messages that today's budget still holds.", labels=["channel"])
    for channel in CHANNELS:
        messages = await budget_left(channel)
        if messages is not None:
            left.add_metric([channel], messages)
    return left


async def _callbacks() -> list[GaugeMetricFamily]:
    row = await database.row(_CALLBACKS, clock.now()) or {"unread": 0, "oldest": 0.0}
    unread = GaugeMetricFamily("xiangyin_callbacks_unread", "Callbacks kept and not yet understood.")
    unread.add_metric([], row["unread"])
    lag = GaugeMetricFamily("xiangyin_callbacks_lag_seconds", "Age of the oldest of them.")
    lag.add_metric([], max(0.0, row["oldest"]))
    return [unread, lag]


async def _lateness(duties: Iterable[Duty]) -> GaugeMetricFamily:
    late = GaugeMetricFamily("xiangyin_duty_late_seconds", "Since a duty should have been done.", labels=["duty"])
    duties = list(duties)
    asking = [each.name for each in duties if each.after_downtime is AfterDowntime.ASK]
    last_done = {row["duty"]: row["due_at"] for row in await database.rows(_LAST_DONE, asking)}
    now = clock.now()
    for duty in duties:
        late.add_metric([duty.name], _late(duty, last_done.get(duty.name), now))
    return late


def _late(duty: Duty, last_done: datetime | None, now: datetime) -> float:
    """From the first due time after the last one that was kept; a duty never done, from its latest due time."""
    missed = duty.when.latest_due(now) if last_done is None else last_done + duty.when.period
    return max(0.0, (now - missed).total_seconds())


async def _replies() -> GaugeMetricFamily:
    found = GaugeMetricFamily("xiangyin_replies_last_hour", "Texts that people sent us.")
    row = await database.row(
        "SELECT count(*) AS texts FROM reply WHERE id > $1", lowest_id(clock.real_now() - timedelta(hours=1))
    )
    found.add_metric([], row["texts"] if row else 0)
    return found


async def _differences() -> GaugeMetricFamily:
    found = GaugeMetricFamily(
        "xiangyin_statement_differences", "Texts on which the newest comparison disagrees.", labels=["kind"]
    )
    for row in await database.rows(_DIFFERENCES):
        found.add_metric([row["kind"]], row["texts"])
    return found


def _health(breakers: Mapping[ChannelName, Breaker]) -> GaugeMetricFamily:
    shut = GaugeMetricFamily(
        "xiangyin_provider_left_alone",
        "1 while the channel's provider is left alone, by its own code.",
        labels=["channel", "code"],
    )
    for channel, breaker in breakers.items():
        shut.add_metric([channel, breaker.why if breaker.is_ill else ""], float(breaker.is_ill))
    return shut
