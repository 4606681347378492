"""Unopened (没有打开): a card about a decision or failed money, not opened in a day, is followed by a text or a call.

WeChat says that a card arrived, never that it was read. The mini program does: what is opened there is read. Where no
other way is left somebody goes to the door. What can wait, such as money that came, stands whole on the card: a second
telling days later would look like second money, so that it is not followed.
"""

from datetime import timedelta
from typing import Any

from backend import clock, database
from backend.residents import Resident
from notifications.following_up import tell_another_way
from notifications.knocking import ask_for_visit, at_the_door
from notifications.message import Lane, RecipientKind
from notifications.wording import OCCASIONS

_OPENED_WITHIN = timedelta(hours=24)  # ours: a term to appeal runs, and who opens a card does so the same day
_BATCH = 50

_UNOPENED = """
SELECT id FROM message WHERE channel = 'wechat' AND state = 'delivered' AND lane = $1 AND read_at IS NULL
  AND followed_up_at IS NULL AND finished_at < $2 ORDER BY finished_at LIMIT $3
"""
_TAKE = """
UPDATE message SET followed_up_at = $2 WHERE id = $1 AND followed_up_at IS NULL AND read_at IS NULL RETURNING *
"""


async def follow_unopened() -> int:
    """Tell what stands on unopened cards another way, where there is one; how many cards."""
    now = clock.now()
    found = await database.rows(_UNOPENED, int(Lane.URGENT), now - _OPENED_WITHIN, _BATCH)
    for each in found:
        async with database.transaction():
            card = await database.row(_TAKE, each["id"], now)
            if card is not None:
                await _follow(card)
    return len(found)


async def _follow(card: dict[str, Any]) -> None:
    words, occasion = await tell_another_way(card), OCCASIONS[card["occasion"]]
    if words is None or not occasion.visit or card["recipient_kind"] != RecipientKind.RESIDENT.value:
        return
    resident = await Resident.get(id=card["recipient_id"])
    await ask_for_visit(resident, reason=at_the_door(resident, occasion, words), because=f"message:{card['id']}")
