"""Claiming: a process takes messages for the time of a lease, and commits before it calls anyone."""

import time
from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog

from backend import clock, database
from backend.residents import PhoneCode
from notifications import quiet_hours
from notifications.channel_day import budget_left
from notifications.claimed import Claimed
from notifications.closing_phones import turn_away
from notifications.holidays import put_off_what_can_wait
from notifications.message import ChannelName, Lane
from notifications.pacing import put_off_what_crowds
from notifications.stepping_back import ClockWatch

_WATCHES: defaultdict[ChannelName, ClockWatch] = defaultdict(ClockWatch)

log = structlog.get_logger()


async def claim(channel: ChannelName, limit: int, lease_seconds: float) -> list[Claimed]:
    """Take the messages of a channel that are due, lane by lane, townships taking turns; none in its quiet hours.

    What is in line for someone who has died, or for a number that wants nothing, is withdrawn instead; what would be
    too much for its number waits, and on a holiday what can.
    """
    now = clock.now()
    must_look = _WATCHES[channel].see(now)
    claimed = await _take_in_order(channel, limit, lease_seconds, now)
    if not claimed and must_look:
        if await _line_up_again(channel, now):
            claimed = await _take_in_order(channel, limit, lease_seconds, now)
        _WATCHES[channel].done()
    claimed = await turn_away(await _without_the_dead(claimed), channel)
    claimed = await put_off_what_can_wait(claimed, channel, now)
    claimed = await put_off_what_crowds(claimed, channel, now)
    await _read_codes(claimed)
    return sorted(claimed, key=lambda each: (each.lane, each.id))


async def _take_in_order(channel: ChannelName, limit: int, lease_seconds: float, now: datetime) -> list[Claimed]:
    """Lane after lane: the next one only when nothing of the one before is due."""
    fence, taken_at = uuid4(), time.monotonic()
    taken: list[Claimed] = []
    for lane in await _lanes_open(channel, now):
        rows = await database.rows(
            _TAKE, fence, lease_seconds, now, channel, int(lane), limit - len(taken)
        )  # fmt: skip
        taken += [_claimed(row, channel, fence, taken_at, lease_seconds) for row in rows]
        if len(taken) >= limit:
            break
    return taken


async def _lanes_open(channel: ChannelName, now: datetime) -> list[Lane]:
    """Outside the hours codes alone; when the day's budget is used up, only what must be told all the same."""
    lanes = [lane for lane in Lane if quiet_hours.may_begin(lane, now, channel)]
    if Lane.ROUTINE in lanes and await budget_left(channel) == 0:
        log.warning("The day's budget is used up; notices wait until tomorrow.", channel=channel)
        return [lane for lane in lanes if lane < Lane.ROUTINE]
    return lanes


# Each county that has something waiting in the lane gives an equal share, each place of it an equal part of that, its
# oldest first; what is left of the limit goes round with the next claim. Where there are more places than the limit
# another part of them begins each time. The places are found by leaping along the index, not by reading what waits.
# `id = ANY (ARRAY(…))` and not a join: the planner would scan the whole table for that.
_TAKE = """
UPDATE message SET state = 'sending', fence = $1, lease_until = now() + make_interval(secs => $2),
                   attempts = attempts + 1, sent_at = $3
WHERE id = ANY (ARRAY(
    WITH RECURSIVE waiting AS (
        (SELECT place FROM message WHERE state = 'waiting' AND channel = $4 AND lane = $5 ORDER BY place LIMIT 1)
        UNION ALL
        SELECT (SELECT m.place FROM message m WHERE m.state = 'waiting' AND m.channel = $4 AND m.lane = $5
                AND m.place > waiting.place ORDER BY m.place LIMIT 1)
        FROM waiting WHERE waiting.place IS NOT NULL
    ), county AS (
        SELECT left(place, 6) AS code, count(*) AS places, count(*) OVER () AS counties
        FROM waiting WHERE place IS NOT NULL GROUP BY 1
    ), turn AS (
        SELECT place, greatest(1, $6 / (counties * places)) AS share FROM waiting JOIN county ON code = left(place, 6)
        ORDER BY md5(place || $1::uuid::text)
    )
    SELECT next.id FROM turn CROSS JOIN LATERAL (
        SELECT m.id FROM message m
        WHERE m.state = 'waiting' AND m.channel = $4 AND m.lane = $5 AND m.place = turn.place AND m.send_after <= $3
        ORDER BY m.send_after, m.id LIMIT turn.share FOR UPDATE OF m SKIP LOCKED
    ) AS next LIMIT $6))
RETURNING id, county, occasion, lane, own_phone, route_id, recipient_id, address_sealed, address_index,
          content_sealed, attempts, created_at, call_number"""


async def _line_up_again(channel: ChannelName, now: datetime) -> int:
    """Make due what was put off by a clock that has since stepped back; how many messages.

    It was written down, or tried last, at a moment that is yet to come: its `send_after` may be days away. Whether it
    may go now is for the quiet hours to say, which the claim asks.
    """
    return await database.execute(
        """UPDATE message SET send_after = $2
           WHERE state = 'waiting' AND channel = $1 AND send_after > $2 AND coalesce(sent_at, created_at) > $2""",
        channel,
        now,
    )


async def _without_the_dead(claimed: list[Claimed]) -> list[Claimed]:
    """The dead hear nothing, whatever was put in line while they lived."""
    if not claimed:
        return []
    people = list({each.recipient_id for each in claimed})
    found = await database.rows("SELECT id FROM resident WHERE id = ANY ($1) AND deceased_on IS NOT NULL", people)
    dead = {each["id"] for each in found}
    if not dead:
        return claimed
    await database.execute(
        """UPDATE message SET state = 'rejected', code = 'deceased', finished_at = $3, followed_up_at = $3
           WHERE id = ANY ($1) AND fence = ANY ($2) AND state = 'sending'""",
        [each.id for each in claimed if each.recipient_id in dead],
        list({each.fence for each in claimed}),
        clock.now(),
    )
    return [each for each in claimed if each.recipient_id not in dead]


def _claimed(row: dict[str, Any], channel: ChannelName, fence: UUID, taken_at: float, lease_seconds: float) -> Claimed:
    return Claimed(
        id=row["id"], county=row["county"], fence=fence, channel=channel, occasion=row["occasion"],
        lane=Lane(row["lane"]), own_phone=row["own_phone"], route_id=row["route_id"], recipient_id=row["recipient_id"],
        address_sealed=row["address_sealed"], address_index=bytes(row["address_index"]),
        content_sealed=row["content_sealed"], call_number=row["call_number"], attempts=row["attempts"],
        created_at=row["created_at"], good_until=taken_at + lease_seconds, open_at=taken_at,
    )  # fmt: skip


async def _read_codes(claimed: list[Claimed]) -> None:
    wanted = [each.route_id for each in claimed if each.content_sealed is None]
    if not wanted:
        return
    codes = {code.id: code for code in await PhoneCode.filter(id__in=wanted)}
    for each in claimed:
        each.code = codes.get(each.route_id)
