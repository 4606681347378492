"""Sending to doors: which open hits a cadre looks into, as the county sets it; the rest stay on the township's list."""

from backend import database, errands, journal
from backend.discovery.terms import Terms

# Never about a child, never to the door of somebody who has died, and to each village only so many at a time.
_CHOSEN = """
SELECT * FROM (
    SELECT h.id, h.county, h.village, h.resident_id, h.at_the_door, h.found_on, h.due_on,
           row_number() OVER (PARTITION BY h.village ORDER BY h.due_on, h.id) AS place,
           coalesce(busy.number, 0) AS busy
    FROM hit h
    JOIN resident r ON r.id = h.resident_id AND r.deceased_on IS NULL
    LEFT JOIN (SELECT village, count(*) AS number FROM errand WHERE kind = 'ask_after' AND done_at IS NULL
               GROUP BY village) AS busy ON busy.village = h.village
    WHERE h.county = $1 AND h.state = 'open' AND NOT h.restricted AND h.rule = ANY ($2)
      AND NOT EXISTS (SELECT 1 FROM errand e WHERE e.resident_id = h.resident_id
                      AND e.because = 'hit:' || h.id || ':' || h.found_on)
) AS waiting
WHERE place + busy <= $3
ORDER BY village, place
"""


# A visit that ended with a no or before a closed door settles the hit; one that was done leaves it to the officer.
_HEED = """
UPDATE hit SET state = 'closed', closed_at = e.done_at,
               outcome = CASE e.outcome WHEN 'refused' THEN 'refused_by_person' ELSE 'unreachable' END
FROM errand e
WHERE hit.county = $1 AND hit.state = 'open' AND e.resident_id = hit.resident_id
  AND e.because = 'hit:' || hit.id || ':' || hit.found_on
  AND e.outcome IN ('refused', 'not_found', 'moved_away')
"""


async def heed_visits(county: str) -> int:
    """Close what cadres found out at the door; how many."""
    return await database.execute(_HEED, county)


async def send_to_doors(county: str, terms: Terms) -> int:
    """Raise the errands of tonight and take back those that nobody needs any more; how many were raised."""
    by = journal.Signature(journal.By.CLOCK)
    idle = await database.rows(
        """SELECT e.because FROM errand e JOIN hit h ON h.resident_id = e.resident_id
            AND e.because = 'hit:' || h.id || ':' || h.found_on
           WHERE h.county = $1 AND h.state <> 'open' AND e.kind = 'ask_after' AND e.done_at IS NULL""",
        county,
    )
    await errands.call_off([each["because"] for each in idle], by=by)
    rules = [record["rule"] for record in terms.table("discovery.by_errand")]
    chosen = await database.rows(_CHOSEN, county, rules, terms.number("discovery.errands_per_village"))
    wanted = [
        errands.Wanted(
            errands.ErrandKind.ASK_AFTER, each["county"], each["village"], each["resident_id"],
            reason=each["at_the_door"], because=f"hit:{each['id']}:{each['found_on']}", due_on=each["due_on"],
        )
        for each in chosen
    ]  # fmt: skip
    return await errands.raise_many(wanted, by=by)
