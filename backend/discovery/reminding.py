"""Reminding (提醒换证): whose disability card runs out is told in time, once for each time that it was found."""

from backend import database, journal
from backend.discovery.hit import HitRule

_ONE_REMINDER = 0x43415244  # "CARD": a second timetable waits, and then finds what the first one journaled

# A child's papers are its parents' business, and the township's: no text goes out about them.
_DUE = """
SELECT h.id, h.county, h.village, h.resident_id, h.found_on, d.valid_to
FROM hit h JOIN disability_card d ON d.resident_id = h.resident_id
WHERE h.rule = $1 AND h.state = 'open' AND NOT h.restricted
  AND NOT EXISTS (SELECT 1 FROM journal_entry j WHERE j.subject_id = h.id AND j.deed = $2
                  AND j.facts ->> 'found_on' = h.found_on::text)
ORDER BY h.id
"""


async def remind_of_cards() -> int:
    """Journal CARD_EXPIRING for each open hit of that rule; how many. The day is the card's last."""
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_REMINDER)
        due = await database.rows(_DUE, HitRule.CARD_EXPIRING.value, journal.Deed.CARD_EXPIRING.value)
        lines = [
            journal.Line(
                journal.Deed.CARD_EXPIRING, each["county"], "hit", each["id"], resident_id=each["resident_id"],
                village=each["village"],
                facts={"found_on": each["found_on"].isoformat(), "valid_to": each["valid_to"].isoformat()},
            )
            for each in due
        ]  # fmt: skip
        await journal.record_many(lines, by=journal.Signature(journal.By.CLOCK))
    return len(due)
