"""Acknowledging: what came of attempts is written down, many at a time, each only over its own claim."""

import random
from datetime import datetime, timedelta
from typing import Any

from backend import clock, database, residents
from backend.messages import FRAME_REFUSED
from notifications import holidays
from notifications.channels import CHANNELS, NO_QUOTA, Outcome, Result
from notifications.claimed import Claimed
from notifications.foreign_text import clean
from notifications.message import ChannelName, Lane, State
from notifications.wording import OCCASIONS

# A code is good for ten minutes; a notice that did not get through in three days is a task for a person. What a
# campaign says is in the village's loudspeaker as well, and old by then.
WORTH_SENDING = {
    Lane.CODE: timedelta(minutes=10), Lane.URGENT: timedelta(days=3), Lane.ROUTINE: timedelta(days=3),
    Lane.CAMPAIGN: timedelta(days=2),
}  # fmt: skip
_FIRST_LOOK = 6.0  # seconds after an unknown outcome; the provider's record lags 1 to 5 s
_LONGEST_BACK_OFF = 300.0  # seconds

# With a refused frame what can wait does until it is registered again, and what is urgent goes the next way: at once
# where the text is refused, which is said of each message, and by `giving_up_waiting` where the signature is, for then
# nothing else leaves either.
_ASK_AGAIN = timedelta(hours=1)

Attempt = tuple[Claimed, Outcome]


async def acknowledge(attempts: list[Attempt]) -> None:
    """Write outcomes. A message that a receipt has settled meanwhile keeps its state; a claim that is not ours any
    more changes nothing."""
    if not attempts:
        return
    now = clock.now()
    columns: list[list[Any]] = [list(column) for column in zip(*(_row(each, now) for each in attempts), strict=True)]
    await database.execute(
        """UPDATE message SET
             state = CASE WHEN message.state IN ('sending', 'unknown') THEN given.state ELSE message.state END,
             finished_at = CASE WHEN message.state IN ('sending', 'unknown') THEN given.finished_at
                                ELSE message.finished_at END,
             send_after = given.send_after, code = coalesce(given.code, message.code),
             provider_id = coalesce(given.provider_id, message.provider_id),
             look_at = now() + make_interval(secs => given.look_in), lease_until = now(),
             attempts = message.attempts - CASE WHEN given.code = $9 THEN 1 ELSE 0 END
           FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[],
                       $7::float8[], $8::timestamptz[])
                AS given (id, fence, state, send_after, code, provider_id, look_in, finished_at)
           WHERE message.id = ANY ($1::uuid[]) AND message.id = given.id AND message.fence = given.fence
             AND message.state <> 'waiting'""",
        *columns, HELD_BACK,
    )  # fmt: skip
    await _keep_quota([each for each in attempts if each[0].channel == ChannelName.WECHAT])


def _row(attempt: Attempt, now: datetime) -> tuple[Any, ...]:
    claimed, outcome = attempt
    state, send_after, look_in = _verdict(claimed, outcome, now)
    finished = now if state is State.REJECTED else None
    return (
        claimed.id, claimed.fence, state.value, send_after, clean(outcome.code, 64),
        clean(outcome.provider_id, 64) if outcome.provider_id else None, look_in, finished,
    )  # fmt: skip


def _verdict(claimed: Claimed, outcome: Outcome, now: datetime) -> tuple[State, datetime, float | None]:
    """The new state, when it may go again, and in how many seconds to ask the provider about it."""
    if outcome.result is Result.ACCEPTED:
        return State.ACCEPTED, now, CHANNELS[claimed.channel].receipt_late
    if outcome.result is Result.UNKNOWN:
        return State.UNKNOWN, now, _FIRST_LOOK
    if outcome.result is Result.REJECTED and not (outcome.code in FRAME_REFUSED and claimed.lane >= Lane.ROUTINE):
        return State.REJECTED, now, None
    again = holidays.earliest(claimed.occasion, claimed.lane, now + _wait(claimed, outcome), claimed.channel)
    worth = holidays.age(claimed.occasion, claimed.created_at, again) < WORTH_SENDING[claimed.lane]
    return (State.WAITING if worth else State.REJECTED), again, None


def _wait(claimed: Claimed, outcome: Outcome) -> timedelta:
    if outcome.result is Result.REJECTED:
        return _ASK_AGAIN
    return outcome.wait if outcome.result is Result.LATER else timedelta(seconds=_back_off(claimed, outcome))


def _back_off(claimed: Claimed, outcome: Outcome) -> float:
    """Seconds: 1, 2, 4 … 300, give or take a quarter, so that what failed together does not return together."""
    if outcome.code == HELD_BACK:
        return 0.5  # never at once: a lease shorter than a call would be claimed and held back in a tight loop
    return min(_LONGEST_BACK_OFF, 2.0 ** min(claimed.attempts - 1, 9)) * random.uniform(0.75, 1.25)  # noqa: S311


# Claimed, but not tried: the lease ran short, or we were told to stop. It uses up none of the attempts after which a
# person is told by a person, nor makes the next wait longer.
HELD_BACK = "held_back"


async def _keep_quota(attempts: list[Attempt]) -> None:
    for claimed, outcome in attempts:
        card = OCCASIONS[claimed.occasion].wechat
        if card is None:
            continue
        if outcome.result is Result.ACCEPTED:
            await residents.use_quota(claimed.route_id, card.card.template)
        elif outcome.code == NO_QUOTA:
            await residents.clear_quota(claimed.route_id, card.card.template)
