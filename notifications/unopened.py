"""Unopened (没有打开): a card that nobody opens is followed by a text, a call, and in the end by somebody at the door.

WeChat says that a card arrived, never that it was read. The mini program does: what is opened there is read. How long
a card may lie is the county's to set: less where a term runs or money failed, more where the news can wait. The text
names the month, so that money told of a second time is not taken for more.
"""

from datetime import timedelta
from uuid import UUID

from backend import clock, database
from notifications.following_up import together_or_alone
from notifications.next_way import try_next_ways
from notifications.settings import settings
from notifications.wording import OCCASIONS

_BATCH = 200

_UNOPENED = """
SELECT id FROM message WHERE channel = 'wechat' AND state = 'delivered' AND read_at IS NULL
  AND followed_up_at IS NULL AND occasion = ANY ($1) AND finished_at < $2 ORDER BY finished_at LIMIT $3
"""
# Not of one opened meanwhile, and not twice where two are at it.
_TAKE = """
UPDATE message SET followed_up_at = $2
WHERE id = ANY ($1::uuid[]) AND followed_up_at IS NULL AND read_at IS NULL RETURNING *
"""


async def follow_unopened() -> int:
    """Tell what stands on unopened cards the next way; how many cards."""
    given = settings()
    return await _follow(given.card_hours, can_wait=False) + await _follow(given.card_hours_can_wait, can_wait=True)


async def _follow(hours: int, *, can_wait: bool) -> int:
    codes = [each.code for each in OCCASIONS.values() if each.can_wait is can_wait]
    before = clock.now() - timedelta(hours=hours)
    ids = [each["id"] for each in await database.rows(_UNOPENED, codes, before, _BATCH)]
    await together_or_alone(ids, _follow_cards)
    return len(ids)


async def _follow_cards(ids: list[UUID]) -> None:
    await try_next_ways(sorted(await database.rows(_TAKE, ids, clock.now()), key=lambda each: each["id"]))
