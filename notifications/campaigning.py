"""Campaigning: a campaign goes on by the minute while people may be disturbed, and what one cancelled is withdrawn."""

from datetime import timedelta

from backend import campaigns, clock, database
from notifications import quiet_hours
from notifications.message import Lane

_STILL_IN_LINE = timedelta(days=3)  # longer than anything of a campaign is worth sending

_WITHDRAW = """
UPDATE message SET state = 'rejected', code = 'cancelled', finished_at = $2, followed_up_at = $2
WHERE state = 'waiting' AND entry_id = ANY (ARRAY(
    SELECT e.id FROM campaign c JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
    WHERE c.state = 'cancelled' AND c.finished_at > $1))
"""


async def run_campaigns() -> int:
    """A minute of every running campaign; how many people were named and messages withdrawn."""
    now = clock.now()
    withdrawn = await database.execute(_WITHDRAW, now - _STILL_IN_LINE, now)
    return withdrawn + (await campaigns.tell_some() if quiet_hours.may_go(Lane.CAMPAIGN, now) else 0)
