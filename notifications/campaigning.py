"""Campaigning: a campaign goes on by the minute while people may be disturbed, and what one cancelled is withdrawn.

News whose text or signature the provider refuses is held: whom it has named waits, and nobody else is named until an
officer resumes. So is news whose own words are refused, one person after the other. A warning goes on, for calls and
doors tell it too.
"""

from datetime import datetime, timedelta

from backend import campaigns, clock, database, errands, journal
from backend.messages import FRAME_REFUSED
from notifications import holidays, quiet_hours
from notifications.message import Lane

_NAMED_WITHIN = timedelta(hours=1)
_JUST_NOW = timedelta(minutes=3)  # what was refused before somebody resumed it does not hold it again, either
# The provider's words for words of ours that it takes from nobody (Aliyun 101346), and by receipt (101347). The same is
# said of a number on its black list, so some are not yet many.
_WORDS_REFUSED = (
    "isv.BLACK_KEY_CONTROL_LIMIT", "isv.SMS_CONTENT_ILLEGAL", "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE",
    "isv.UNSUPPORTED_CONTENT", "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL",
    "CONTENT_KEYWORD",
)  # fmt: skip
_SOME = 3  # people
_WARNINGS = [kind.value for kind in campaigns.CampaignKind if kind.is_warning]
_JUST_CANCELLED = timedelta(hours=1)
_STILL_IN_LINE = timedelta(days=3)  # longer than anything of a campaign is worth sending

_WITHDRAW = """
UPDATE message SET state = 'rejected', code = 'cancelled', finished_at = $2, followed_up_at = $2
WHERE state = 'waiting' AND entry_id = ANY (ARRAY(
    SELECT e.id FROM campaign c JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
    WHERE c.state = 'cancelled' AND c.finished_at > $1))
"""
_STILL_ASKED = """
SELECT d.because FROM campaign c JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
CROSS JOIN LATERAL (SELECT 'notice:' || e.id || ':' || e.resident_id AS because
                    UNION ALL SELECT 'message:' || m.id FROM message m WHERE m.entry_id = e.id) AS cause
JOIN errand d ON d.because = cause.because AND d.done_at IS NULL
WHERE c.state = 'cancelled' AND c.finished_at > $1
"""
_REFUSED = """
SELECT DISTINCT ON (c.id) c.id, m.code FROM campaign c
JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
JOIN message m ON m.entry_id = e.id
WHERE c.state = 'running' AND e.at > $1 AND m.state = 'waiting' AND m.code = ANY ($2) AND m.sent_at > $3
  AND c.kind <> ALL ($4)
  AND NOT EXISTS (SELECT FROM journal_entry r
                  WHERE r.subject_id = c.id AND r.deed = 'campaigns.resumed' AND r.at > m.sent_at)
"""

_NEWS_REFUSED = """
SELECT c.id, min(m.code) FILTER (WHERE m.code = ANY ($2)) AS code FROM campaign c
JOIN journal_entry e ON e.subject_id = c.id AND e.deed = 'campaigns.told'
JOIN message m ON m.entry_id = e.id
WHERE c.state = 'running' AND c.kind <> ALL ($3) AND e.at > $1 AND m.channel = 'sms' AND m.attempts > 0
  AND m.state <> 'waiting'
  AND NOT EXISTS (SELECT FROM journal_entry r
                  WHERE r.subject_id = c.id AND r.deed = 'campaigns.resumed' AND r.at > m.sent_at)
GROUP BY c.id
HAVING count(*) FILTER (WHERE m.code = ANY ($2)) >= greatest($4, count(*)::int / 2 + 1)
"""


async def run_campaigns() -> int:
    """A minute of every running campaign; how many people were named and messages withdrawn."""
    now = clock.now()
    withdrawn = await database.execute(_WITHDRAW, now - _STILL_IN_LINE, now)
    await _call_off(now - _JUST_CANCELLED)
    for each in await database.rows(_REFUSED, now - _NAMED_WITHIN, list(FRAME_REFUSED), now - _JUST_NOW, _WARNINGS):
        await campaigns.hold(each["id"], because=each["code"])
    for each in await database.rows(_NEWS_REFUSED, now - _NAMED_WITHIN, list(_WORDS_REFUSED), _WARNINGS, _SOME):
        await campaigns.hold(each["id"], because=each["code"])
    if not quiet_hours.may_go(Lane.CAMPAIGN, now):
        return withdrawn
    return withdrawn + await campaigns.tell_some(only_warnings=holidays.is_quiet(clock.today()))


async def _call_off(since: datetime) -> None:
    """Nobody need go to a door for what has been cancelled."""
    causes = [each["because"] for each in await database.rows(_STILL_ASKED, since)]
    if causes:
        async with database.transaction():
            await errands.close_needless(
                causes, words="这次群发取消了，不用再去。", by=journal.Signature(journal.By.CLOCK)
            )
