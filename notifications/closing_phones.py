"""Closing a phone: what still waits for it does not go there any more."""

from backend import clock, database


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
