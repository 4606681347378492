"""Ids that anyone may see: UUIDv7, in order of time, made here because PostgreSQL makes them only from 18 on."""

import os
import time
from datetime import datetime
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_last = 0


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, method 3): 48 bits of milliseconds, 12 bits of their fraction, 62 random bits.

    Later ids of one process sort after earlier ones even within a quarter of a microsecond: lists and the journal
    are ordered by id, and two deeds of one millisecond must not change places.
    """
    global _last
    moment = max((time.time_ns() << 12) // 1_000_000, _last + 1)
    _last = moment
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=(moment >> 12 << 80) | _VERSION_7 | ((moment & 0xFFF) << 64) | _VARIANT | chance)


def lowest_id(moment: datetime) -> UUID:
    """Below every id made from then on, by the real clock; what is older lies before it in every index of ids."""
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | _VERSION_7 | _VARIANT)
