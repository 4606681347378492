"""Putting off: what was claimed and may not go now is in line again, for later, as if it had not been tried."""

from datetime import datetime

from backend import database
from notifications.claimed import Claimed


async def put_off(waiting: list[tuple[Claimed, datetime]], code: str) -> None:
    """Each until its moment, and only where it is still our claim; `code` says why."""
    if not waiting:
        return
    await database.execute(
        """UPDATE message SET state = 'waiting', attempts = attempts - 1, send_after = given.at, code = $4
           FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS given (id, fence, at)
           WHERE message.id = given.id AND message.fence = given.fence AND message.state = 'sending'""",
        [each.id for each, _ in waiting], [each.fence for each, _ in waiting], [at for _, at in waiting], code,
    )  # fmt: skip
