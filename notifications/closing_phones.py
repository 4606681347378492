"""Closing a phone: nothing goes any more to a number that is dead or wants nothing (退订), whatever is in line for it.

What waits is taken back at once. What a process held at that moment, what was written down beside it, and what came
back into the line later is asked about when it is claimed.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from backend import clock, database
from notifications.channels import CHANNELS
from notifications.claimed import Claimed
from notifications.message import PHONE, ChannelName, Lane
from notifications.putting_off import put_off

STOP_UNREAD = "stop_unread"  # put off, not tried
_READ_WITHIN = timedelta(seconds=1)

# A payee's, cadre's or officer's number is closed as a number, a resident's in the row on file, too.
_CLOSED = """
SELECT given.id, EXISTS (SELECT FROM unread_stop u WHERE u.phone_index = given.address) AS unread,
       EXISTS (SELECT FROM stopped_number s WHERE s.county = given.county AND s.phone_index = given.address)
       OR EXISTS (SELECT FROM dead_number d WHERE d.county = given.county AND d.phone_index = given.address)
       OR EXISTS (SELECT FROM contact c WHERE c.id = given.route
                  AND (c.opted_out_at IS NOT NULL OR c.dead_since IS NOT NULL)) AS closed
FROM unnest($1::uuid[], $2::char(6)[], $3::bytea[], $4::uuid[]) AS given (id, county, address, route)
"""


class Closed(NamedTuple):
    """Of what was asked about: to whom nothing goes, and from whose phone a stop came in that nobody has read yet."""

    closed: set[UUID]
    unread: set[UUID]


async def withdraw_waiting(address_index: bytes) -> int:
    """Take back the notices in line for a number that is dead or has opted out; how many. They are followed up.

    A code is not among them: whoever holds the phone has just asked for it.
    """
    return await database.execute(
        """UPDATE message SET state = 'rejected', code = 'phone_closed', finished_at = $2
           WHERE address_index = $1 AND state = 'waiting'
             AND recipient_kind <> 'phone'""",
        address_index,
        clock.now(),
    )


async def turn_away(claimed: list[Claimed], channel: ChannelName) -> list[Claimed]:
    """Those that may go: to a closed number nothing does, and it is followed up; a stop that came in and is not read
    yet is waited for."""
    found = await which_are_closed(claimed, channel)
    gone = [each for each in claimed if each.id in found.closed]
    if gone:
        await database.execute(
            """UPDATE message SET state = 'rejected', code = 'phone_closed', finished_at = $3, attempts = attempts - 1
               WHERE id = ANY ($1) AND fence = ANY ($2) AND state = 'sending'""",
            [each.id for each in gone], list({each.fence for each in gone}), clock.now(),
        )  # fmt: skip
    unread = [each for each in claimed if each.id in found.unread - found.closed]
    await put_off([(each, clock.now() + _READ_WITHIN) for each in unread], STOP_UNREAD)
    return [each for each in claimed if each.id not in found.closed | found.unread]


async def which_are_closed(claimed: list[Claimed], channel: ChannelName) -> Closed:
    """Of messages claimed, whose number is closed; a code's never is, nor what is no phone."""
    asked = [each for each in claimed if each.lane is not Lane.CODE] if CHANNELS[channel].seal == PHONE else []
    if not asked:
        return Closed(set(), set())
    found = await database.rows(
        _CLOSED, [each.id for each in asked], [each.county for each in asked],
        [each.address_index for each in asked], [each.route_id for each in asked],
    )  # fmt: skip
    return Closed(
        {each["id"] for each in found if each["closed"]}, {each["id"] for each in found if each["unread"]}
    )  # fmt: skip
