"""Reconciling: what we do not know is asked of the provider, by OutId, and never guessed.

Unknown is what was called without a usable answer, and what a process had claimed when it died. It is sent again only
when the provider's own record, read after the grace period, does not have it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from backend import clock, database, sealing
from notifications import quiet_hours
from notifications.channels import Detail, DetailsUnavailable, SmsChannel
from notifications.comparing import compare_lately
from notifications.foreign_text import clean
from notifications.message import PHONE, ChannelName, Lane, State

_BATCH = 200  # messages a round
_AT_ONCE = 8  # simultaneous questions
_NEXT_LOOK = {State.UNKNOWN: 5.0, State.ACCEPTED: 3600.0}  # seconds between two questions about one message
_UNANSWERED = 10.0  # seconds until we ask again when the record could not be read
_RECEIPT_GIVEN_UP = timedelta(days=4)  # receipts three days late have been seen
_UNKNOWN_GIVEN_UP = timedelta(days=1)
_MOST_ATTEMPTS = 5
_CALL_ENDS = 300.0  # seconds within which a call has rung, been read out three times and been reported

log = structlog.get_logger()


@dataclass(frozen=True)
class Finding:
    """What is to be written about a message."""

    id: UUID
    state: State
    code: str
    look_in: float | None = None
    send_after: datetime | None = None


class Reconciler:
    """Asks QuerySendDetails. One a process."""

    def __init__(self, channel: SmsChannel, *, grace_seconds: float) -> None:
        self._channel, self._grace = channel, grace_seconds
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reconcile")

    async def reconcile_unknown(self) -> int:
        """Messages whose lease ran out become unknown; unknown ones are looked up. How many were settled."""
        await _lapse()
        return await self._look_up(State.UNKNOWN)

    async def poll_receipts(self) -> int:
        """Accepted messages whose receipt is late are looked up. How many were settled."""
        return await self._look_up(State.ACCEPTED)

    async def compare_lately(self) -> int:
        """Yesterday's texts, and what differed before, beside the provider's record; how many differences."""
        return await compare_lately(self._channel)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(cancel_futures=True)

    async def _look_up(self, state: State) -> int:
        waiting = await _take(state, _NEXT_LOOK[state])
        texts = [each for each in waiting if each["channel"] == ChannelName.SMS]
        others = [each for each in waiting if each["channel"] != ChannelName.SMS]
        findings = [self._without_record(each) for each in others]
        by_phone: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for each in texts:
            by_phone[each["address_index"]].append(each)
        for found in await asyncio.gather(*(self._about_one_phone(each) for each in by_phone.values())):
            findings += found
        await _write(findings)
        return sum(finding.state is not state for finding in findings)

    async def _about_one_phone(self, messages: list[dict[str, Any]]) -> list[Finding]:
        phone = sealing.unseal(messages[0]["address_sealed"], PHONE)
        days = {day for each in messages for day in _days(each["sent_at"])}
        loop, record = asyncio.get_running_loop(), dict[str, Detail]()
        try:
            for day in sorted(days):
                details = await loop.run_in_executor(self._pool, self._channel.details, phone, day)
                record |= {each.out_id: each for each in details}
        except DetailsUnavailable:
            return [self._unanswered(each) for each in messages]
        return [self._finding(each, record.get(each["id"].hex)) for each in messages]

    def _finding(self, message: dict[str, Any], detail: Detail | None) -> Finding:
        state = State(message["state"])
        if detail is None:
            return self._not_on_record(message, state)
        if detail.status == 3:
            return Finding(message["id"], State.DELIVERED, detail.code or "DELIVERED")
        if detail.status == 2:
            return Finding(message["id"], State.UNDELIVERED, detail.code or "UNDELIV")
        if clock.now() - message["sent_at"] > _RECEIPT_GIVEN_UP:
            return Finding(message["id"], State.UNDELIVERED, "no_receipt")
        return Finding(message["id"], State.ACCEPTED, "OK", look_in=_NEXT_LOOK[State.ACCEPTED])

    def _not_on_record(self, message: dict[str, Any], state: State) -> Finding:
        if state is State.ACCEPTED:
            given_up = clock.now() - message["sent_at"] > _RECEIPT_GIVEN_UP
            return Finding(
                message["id"], State.UNDELIVERED if given_up else state, "no_receipt",
                look_in=_NEXT_LOOK[State.ACCEPTED],
            )  # fmt: skip
        if message["silent_for"] < self._grace:
            return Finding(message["id"], state, "not_on_record_yet", look_in=self._until_grace(message))
        if message["attempts"] >= _MOST_ATTEMPTS:
            return Finding(message["id"], State.REJECTED, "never_arrived")
        again = quiet_hours.earliest(Lane(message["lane"]), clock.now(), ChannelName(message["channel"]))
        return Finding(message["id"], State.WAITING, "never_arrived", send_after=again)

    def _without_record(self, message: dict[str, Any]) -> Finding:
        """Of cards and calls there is no record that can be asked by our number: after the grace period the next way
        is tried, not this one. A call is reported when it ends, so its grace is longer."""
        if message["state"] == State.ACCEPTED.value:
            return Finding(message["id"], State.UNDELIVERED, "no_receipt")
        if message["silent_for"] < max(self._grace, _CALL_ENDS if message["channel"] == ChannelName.VOICE else 0):
            return Finding(message["id"], State.UNKNOWN, "no_event_yet", look_in=self._until_grace(message))
        return Finding(message["id"], State.UNDELIVERED, "unknown_for_good")

    def _until_grace(self, message: dict[str, Any]) -> float:
        return min(_NEXT_LOOK[State.UNKNOWN], self._grace - float(message["silent_for"]))

    def _unanswered(self, message: dict[str, Any]) -> Finding:
        if message["silent_for"] > _UNKNOWN_GIVEN_UP.total_seconds() and message["state"] == State.UNKNOWN.value:
            return Finding(message["id"], State.UNDELIVERED, "unknown_for_good")
        return Finding(message["id"], State(message["state"]), "record_unavailable", look_in=_UNANSWERED)


async def _lapse() -> None:
    """Claims of a process that died. `lease_until` stays: the grace period counts from there."""
    lapsed = await database.execute(
        """UPDATE message SET state = 'unknown', look_at = now(), code = 'lease_ran_out'
           WHERE id = ANY (ARRAY(SELECT id FROM message WHERE state = 'sending' AND lease_until < now()
                                 ORDER BY lease_until LIMIT 1000 FOR UPDATE SKIP LOCKED))"""
    )
    if lapsed:
        log.warning("Claims ran out; the provider's record will tell what became of them.", messages=lapsed)


async def _take(state: State, next_look: float) -> list[dict[str, Any]]:
    return await database.rows(
        """UPDATE message SET look_at = now() + make_interval(secs => $2)
           WHERE id = ANY (ARRAY(SELECT id FROM message WHERE state = $1 AND look_at <= now()
                                 ORDER BY look_at LIMIT $3 FOR UPDATE SKIP LOCKED))
           RETURNING id, channel, state, lane, address_sealed, address_index, attempts, sent_at,
                     extract(epoch FROM now() - lease_until)::float8 AS silent_for""",
        state.value,
        next_look,
        _BATCH,
    )


async def _write(findings: Iterable[Finding]) -> None:
    """Only over what is still in doubt: a receipt that came meanwhile knows better."""
    rows = list(findings)
    final = (State.DELIVERED, State.UNDELIVERED, State.REJECTED)
    now = clock.now()
    await database.execute(
        """UPDATE message SET state = given.state, code = given.code,
             look_at = now() + make_interval(secs => given.look_in),
             send_after = coalesce(given.send_after, message.send_after), finished_at = given.finished_at
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::float8[], $5::timestamptz[], $6::timestamptz[])
                AS given (id, state, code, look_in, send_after, finished_at)
           WHERE message.id = ANY ($1::uuid[]) AND message.id = given.id AND message.state IN ('unknown', 'accepted')
             AND NOT (message.state = 'accepted' AND given.state IN ('unknown', 'waiting'))""",
        [each.id for each in rows],
        [each.state.value for each in rows],
        [clean(each.code, 64) for each in rows],
        [each.look_in for each in rows],
        [each.send_after for each in rows],
        [now if each.state in final else None for each in rows],
    )


def _days(sent_at: datetime) -> set[date]:
    """The provider files by its own day, Beijing; just before midnight that may be tomorrow's."""
    return {clock.in_county_time(moment).date() for moment in (sent_at, sent_at + timedelta(minutes=1))}
