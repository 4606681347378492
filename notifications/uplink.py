"""Uplink (上行短信): one text that somebody sent us, as far as the provider's word on it (SmsUp) can be believed."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from backend import clock, sealing
from backend.clock import COUNTY_TIME
from backend.residents import BadPhone, normalise_phone
from notifications.foreign_text import clean
from notifications.keywords import meaning_of
from notifications.message import PHONE
from notifications.reply import Meaning

_CLOCKS_DIFFER = timedelta(minutes=10)  # the provider's from ours, at the most


class Uplink(NamedTuple):
    """`said_at` is when it was sent, by the provider; None where that is no moment, or one that is yet to come."""

    phone: str
    text: str
    sequence: str
    said_at: datetime | None


def uplinks_in(body: Any) -> Iterator[Uplink | None]:
    """Each item of a callback, None for one that is no text of anybody's mobile."""
    for item in body if isinstance(body, list) else [body]:
        try:
            yield Uplink(
                normalise_phone(str(item["phone_number"])), clean(item["content"], 500),
                clean(item["sequence_id"], 64), _moment(item.get("send_time")),
            )  # fmt: skip
        except (AttributeError, KeyError, TypeError, BadPhone):
            yield None


def stops_in(body: str) -> set[bytes]:
    """From which phones, by their index, a callback holds a stop (退订)."""
    return {
        sealing.blind_index(each.phone, PHONE)
        for each in uplinks_in(json.loads(body))
        if each is not None and meaning_of(each.text) is Meaning.STOP
    }


def _moment(text: object) -> datetime | None:
    try:
        said = datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=COUNTY_TIME)
    except ValueError:
        return None
    return said if said <= clock.now() + _CLOCKS_DIFFER else None
