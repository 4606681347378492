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
from notifications.settings import settings

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
_UNTOLD = """
SELECT extract(epoch FROM $1 - at)::float8 AS seconds FROM journal_entry WHERE announced_at IS NULL ORDER BY id LIMIT 1
"""
# Where no report comes the provider's record is asked, and no text stays open; what is missed is the push, and with it
# what people write. By the ids, which are in order of time: from a day before the last report, not all history.
_LAST_REPORT = "SELECT received_at FROM receipt WHERE kind = 'sms_report' ORDER BY id DESC LIMIT 1"
_UNREPORTED = """
SELECT count(*) AS texts FROM (
    SELECT FROM message WHERE id > $1 AND channel = 'sms' AND provider_id IS NOT NULL AND sent_at > $2 AND sent_at < $3
    LIMIT 1000) AS taken
"""
_REPORTED_WITHIN, _DAY = timedelta(minutes=15), timedelta(days=1)
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
_UNANSWERED = """
SELECT max(unanswered) AS phones FROM statement_day WHERE day = (SELECT max(day) FROM statement_day)
"""
RESULTS = ("accepted", "rejected", "later", "unknown", "not_sent")


async def gauges(duties: Iterable[Duty], breakers: Mapping[ChannelName, Breaker]) -> bytes:
    """Everything in Prometheus's text format. `breakers` are those of this process; none where it does not speak."""
    families = [
        await _untold(), *await _queue(), await _today(), *await _budget(), *await _callbacks(), await _unreported(),
        await _lateness(duties), await _replies(), *await _statement(), _health(breakers),
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


async def _untold() -> GaugeMetricFamily:
    oldest = await database.row(_UNTOLD, clock.now())
    return GaugeMetricFamily(
        "xiangyin_journal_untold_seconds", "Since the oldest deed happened of which outreach has not spoken yet.",
        value=max(0.0, oldest["seconds"]) if oldest else 0.0,
    )  # fmt: skip


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


async def _budget() -> list[GaugeMetricFamily]:
    whole = GaugeMetricFamily("xiangyin_budget", "Messages that a day's budget holds.", labels=["channel"])
    left = GaugeMetricFamily("xiangyin_budget_left", "Messages that today's budget still holds.", labels=["channel"])
    for channel, way in CHANNELS.items():
        messages = await budget_left(channel)
        if messages is not None:
            whole.add_metric([channel], way.most_a_day(settings()))
            left.add_metric([channel], messages)
    return [whole, left]


async def _callbacks() -> list[GaugeMetricFamily]:
    row = await database.row(_CALLBACKS, clock.now()) or {"unread": 0, "oldest": 0.0}
    age = max(0.0, row["oldest"])
    return [
        GaugeMetricFamily("xiangyin_callbacks_unread", "Callbacks kept and not yet understood.", value=row["unread"]),
        GaugeMetricFamily("xiangyin_callbacks_lag_seconds", "Age of the oldest of them.", value=age),
    ]


async def _unreported() -> GaugeMetricFamily:
    """None while a report came just now, or nothing was sent since."""
    now, last = clock.now(), await database.row(_LAST_REPORT)
    since = max(last["received_at"] if last else now - _DAY, now - _DAY)
    texts = 0
    if since < now - _REPORTED_WITHIN:
        earliest = lowest_id(since - _DAY - (now - clock.real_now()))
        row = await database.row(_UNREPORTED, earliest, since, now - _REPORTED_WITHIN)
        texts = row["texts"] if row else 0
    return GaugeMetricFamily(
        "xiangyin_texts_unreported", "Texts taken a quarter of an hour ago or longer, since when no report has come.",
        value=texts,
    )  # fmt: skip


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
    an_hour_ago = lowest_id(clock.real_now() - timedelta(hours=1))
    row = await database.row("SELECT count(*) AS texts FROM reply WHERE id > $1", an_hour_ago) or {"texts": 0}
    return GaugeMetricFamily("xiangyin_replies_last_hour", "Texts that people sent us.", value=row["texts"])


async def _statement() -> list[GaugeMetricFamily]:
    found = GaugeMetricFamily(
        "xiangyin_statement_differences", "Texts on which the newest comparison disagrees.", labels=["kind"]
    )
    for row in await database.rows(_DIFFERENCES):
        found.add_metric([row["kind"]], row["texts"])
    last = await database.row(_UNANSWERED)
    unread = GaugeMetricFamily(
        "xiangyin_statement_unanswered", "Phones whose record the newest comparison could not read.",
        value=(last["phones"] if last else None) or 0,
    )  # fmt: skip
    return [found, unread]


def _health(breakers: Mapping[ChannelName, Breaker]) -> GaugeMetricFamily:
    shut = GaugeMetricFamily(
        "xiangyin_provider_left_alone",
        "1 while the channel's provider is left alone, by its own code.",
        labels=["channel", "code"],
    )
    for channel, breaker in breakers.items():
        shut.add_metric([channel, breaker.why if breaker.is_ill else ""], float(breaker.is_ill))
    return shut
