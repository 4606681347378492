"""Report: what became of a campaign, counted from outreach's rows."""

from dataclasses import dataclass

from backend import database
from backend.campaigns.campaign import Campaign


@dataclass(frozen=True)
class Report:
    """Of the people named so far, each in exactly one of: reached (handset, card or call), under way, not reached,
    withdrawn, and without any way. `by_village` counts who was not reached or has no way: whom the cadre may tell."""

    told: int
    reached: int
    under_way: int
    not_reached: int
    withdrawn: int
    without: int
    by_village: dict[str, int]


_REPORT = """
SELECT e.village, count(*) AS told, count(*) FILTER (WHERE m.reached) AS reached,
       count(*) FILTER (WHERE m.open AND NOT m.reached) AS under_way,
       count(*) FILTER (WHERE m.withdrawn AND NOT m.open AND NOT m.reached) AS withdrawn,
       count(*) FILTER (WHERE m.number IS NULL) AS without
FROM journal_entry e LEFT JOIN LATERAL (
    SELECT count(*) AS number, bool_or(state = 'delivered') AS reached, bool_or(code = 'cancelled') AS withdrawn,
           bool_or(state IN ('waiting', 'sending', 'unknown', 'accepted')
                   OR state IN ('undelivered', 'rejected') AND followed_up_at IS NULL) AS open
    FROM every_message WHERE entry_id = e.id GROUP BY entry_id) AS m ON true
WHERE e.subject_id = $1 AND e.deed = 'campaigns.told' GROUP BY e.village ORDER BY e.village
"""


async def report_of(campaign: Campaign) -> Report:
    """How it went until now."""
    rows = await database.rows(_REPORT, campaign.id)
    total = {key: sum(row[key] for row in rows) for key in ("told", "reached", "under_way", "withdrawn", "without")}
    missed = {row["village"]: row["told"] - row["reached"] - row["under_way"] - row["withdrawn"] for row in rows}
    not_reached = total["told"] - sum(total[key] for key in ("reached", "under_way", "withdrawn", "without"))
    return Report(
        **total, not_reached=not_reached,
        by_village={village: number for village, number in missed.items() if number},
    )  # fmt: skip
