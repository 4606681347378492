"""Campaigning: a campaign goes on by the minute while people may be disturbed, and what one cancelled is withdrawn.

One whose text the provider refuses is held: whom it has named waits, and nobody else is named until an officer resumes.
"""

from datetime import timedelta

from backend import campaigns, clock, database
from notifications import holidays, quiet_hours
from notifications.acknowledging import TEXT_REFUSED
from notifications.message import Lane

_NAMED_WITHIN = timedelta(hours=1)
_JUST_NOW = timedelta(minutes=3)  # what was refused before somebody resumed it does not hold it again
_STILL_IN_LINE = timedelta(days=3)  # longer than anything of a campaign is worth sending

_WITHDRAW = """
UPDATE message SET state = 'rejected', code = 'cancelled', finished_at = $2, followed_up_at = $2
WHERE state = 'waiting' AND entry_id = ANY (ARRAY(
    SELECT e.id FROM campaign c JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
    WHERE c.state = 'cancelled' AND c.finished_at > $1))
"""


_REFUSED = """
SELECT DISTINCT ON (c.id) c.id, m.code FROM campaign c
JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
JOIN message m ON m.entry_id = e.id
WHERE c.state = 'running' AND e.at > $1 AND m.state = 'waiting' AND m.code = ANY ($2) AND m.sent_at > $3
"""


async def run_campaigns() -> int:
    """A minute of every running campaign; how many people were named and messages withdrawn."""
    now = clock.now()
    withdrawn = await database.execute(_WITHDRAW, now - _STILL_IN_LINE, now)
    for each in await database.rows(_REFUSED, now - _NAMED_WITHIN, list(TEXT_REFUSED), now - _JUST_NOW):
        await campaigns.hold(each["id"], because=each["code"])
    if not quiet_hours.may_go(Lane.CAMPAIGN, now):
        return withdrawn
    return withdrawn + await campaigns.tell_some(only_warnings=holidays.is_quiet(clock.today()))
