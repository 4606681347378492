"""Hearing how calls ended: listened to, to be tried again, or not to be had by calling.

A report counts only where its OutId and its phone belong to one message of ours, and only for the call that is open:
reports come twice and late, and one of the morning's call must not settle the afternoon's.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend import clock, database, sealing
from backend.identifiers import new_id
from notifications import holidays
from notifications.foreign_text import clean
from notifications.message import CONTENT, PHONE, ChannelName, Lane, State
from notifications.wording import NEUTRAL, OCCASIONS

_HEARD, _UNDERSTOOD = "heard", "heard_and_pressed_1"  # what stands as the code of a call that reached somebody
_TO_THE_END = "200000"
# help.aliyun.com document 55085: no such number, suspended. Nobody will pick up there this afternoon either.
_FOR_GOOD = frozenset({"200004", "200011"})
_MOST_CALLS = 3  # then somebody goes to the door
_AGAIN_AFTER = timedelta(hours=2)  # from the field they are back by then; the provider allows five calls an hour
_WORTH_CALLING = timedelta(days=3)
_CHARACTERS_A_SECOND = 4  # of the slow voice; who listened as long as one reading takes has heard it


@dataclass(frozen=True, slots=True)
class CallReport:
    """One item of a VoiceReport, as far as it can be believed."""

    call_number: str
    call_id: str
    phone: str
    status: str
    seconds: int
    key: str

    @classmethod
    def of(cls, item: Any) -> "CallReport | None":
        """None for what cannot be a report."""
        try:
            return cls(
                clean(item["out_id"], 15), clean(item["call_id"], 64), _digits(str(item["callee"])),
                clean(item["status_code"], 16), int(item.get("duration") or 0), clean(item.get("dtmf") or "", 8),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


async def hear_calls(body: Any) -> int:
    """Take the reports of one callback, in the present transaction; how many items fitted nothing of ours."""
    reports = [CallReport.of(item) for item in (body if isinstance(body, list) else [body])]
    taken = [await _hear(report) for report in reports if report is not None]
    return len(reports) - sum(taken)


async def _hear(report: CallReport) -> bool:
    message = await database.row(
        "SELECT * FROM message WHERE call_number = $1 AND channel = 'voice' AND attempts > 0 FOR UPDATE",
        report.call_number,
    )
    if message is None or _digits(sealing.unseal(message["address_sealed"], PHONE)) != report.phone:
        return False
    if await _is_of_the_open_call(message, report):
        state, code, send_after = _meaning(message, report)
        await database.execute(
            """UPDATE message SET state = $2, code = $3, provider_id = $4, send_after = coalesce($5, send_after),
                 finished_at = $6 WHERE id = $1""",
            message["id"], state.value, code, report.call_id, send_after,
            None if state is State.WAITING else clock.now(),
        )  # fmt: skip
        await _keep_record(message, report)
    return True


async def _keep_record(message: dict[str, Any], report: CallReport) -> None:
    """For the proof: the message itself keeps only what came of its last call."""
    await database.execute(
        """INSERT INTO call_record (id, county, message_id, call_id, status, seconds, pressed_1, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (message_id, call_id) DO NOTHING""",
        new_id(), message["county"], message["id"], report.call_id, report.status, max(0, report.seconds),
        report.key == "1", clock.now(),
    )  # fmt: skip


async def _is_of_the_open_call(message: dict[str, Any], report: CallReport) -> bool:
    """Not of one that has ended. `provider_id` is the open call's once that is accepted; where the answer named none,
    nothing or an ended call's stands there, and whichever call is new is the open one."""
    rows = await database.rows("SELECT call_id FROM call_record WHERE message_id = $1", message["id"])
    ended, known = {each["call_id"] for each in rows}, message["provider_id"]
    if report.call_id in ended:
        return False
    if message["state"] == State.ACCEPTED.value:
        return known is None or known in ended or bool(known == report.call_id)
    return message["state"] in (State.SENDING.value, State.UNKNOWN.value)


def _meaning(message: dict[str, Any], report: CallReport) -> tuple[State, str, datetime | None]:
    """The new state, its code, and when to call again."""
    if report.key == "1":
        return State.DELIVERED, _UNDERSTOOD, None
    if report.status == _TO_THE_END or report.seconds >= _one_reading(message):
        return State.DELIVERED, _HEARD, None
    now = clock.now()
    occasion, since = message["occasion"], message["created_at"]
    again = holidays.earliest(occasion, Lane(message["lane"]), now + _AGAIN_AFTER, ChannelName.VOICE)
    if (
        report.status in _FOR_GOOD
        or message["attempts"] >= _MOST_CALLS
        or holidays.age(occasion, since, again) > _WORTH_CALLING
    ):
        return State.UNDELIVERED, report.status, None
    return State.WAITING, report.status, again


def _one_reading(message: dict[str, Any]) -> float:
    """Seconds that the script takes once."""
    words: dict[str, str] = json.loads(sealing.unseal(message["content_sealed"], CONTENT))
    text = OCCASIONS[message["occasion"]].sms if message["own_phone"] else NEUTRAL
    return len(text.read(words)) / _CHARACTERS_A_SECOND


def _digits(phone: str) -> str:
    """Landlines are written with and without a hyphen."""
    return re.sub(r"\D", "", phone)
