"""Keeping what was found: one transaction a screening, in which hits begin, are refreshed, and pass."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from backend import clock, database, journal
from backend.applications import State
from backend.discovery.finding import Unscreened
from backend.discovery.found import Found
from backend.discovery.screening_run import Screening
from backend.discovery.sending_to_doors import heed_visits, send_to_doors
from backend.discovery.terms import Terms
from backend.identifiers import new_id

_COLUMNS = (
    "id", "village", "rule", "programme", "resident_id", "restricted", "reasons", "at_the_door", "data_date",
    "rule_version", "rule_digest", "facts_digest", "due_on",
)  # fmt: skip

_TONIGHT = """CREATE TEMPORARY TABLE tonight (
    id uuid, village char(12), rule text, programme text, resident_id uuid, restricted boolean, reasons jsonb,
    at_the_door text, data_date date, rule_version text, rule_digest text, facts_digest char(64), due_on date
) ON COMMIT DROP"""

_APPLIED = [each.value for each in State if each.is_running or each is State.CONFIRMED]
# Someone who asked or receives meanwhile is not simply gone from the list: the county wants to know that it worked.
_PASS = """
UPDATE hit SET
    state = CASE WHEN done.outcome IS NULL THEN 'passed' ELSE 'closed' END, outcome = done.outcome,
    closed_at = CASE WHEN done.outcome IS NULL THEN NULL ELSE $3::timestamptz END
FROM hit AS gone
CROSS JOIN LATERAL (SELECT CASE
    WHEN gone.rule = 'no_longer_fits' OR gone.programme = '' THEN NULL
    WHEN EXISTS (SELECT 1 FROM award a WHERE a.resident_id = gone.resident_id AND a.programme = gone.programme
                 AND a.stopped_from IS NULL) THEN 'already_has'
    WHEN EXISTS (SELECT 1 FROM application p WHERE p.resident_id = gone.resident_id
                 AND p.programme = gone.programme AND p.state = ANY ($4)) THEN 'applied'
    END AS outcome) AS done
WHERE hit.id = gone.id AND gone.county = $1 AND gone.state = 'open' AND ($2::text IS NULL OR gone.programme = $2)
  AND NOT EXISTS (SELECT 1 FROM tonight t WHERE t.resident_id = gone.resident_id AND t.rule = gone.rule
                  AND t.programme = gone.programme)
"""

# A closed hit rests until what it stood on has changed; one that had passed, or opens again, begins anew.
_KEEP = """
INSERT INTO hit AS kept (id, county, village, rule, programme, resident_id, restricted, state, reasons, at_the_door,
                         data_date, rule_version, rule_digest, facts_digest, due_on, found_on, seen_on)
SELECT id, $1, village, rule, programme, resident_id, restricted, 'open', reasons, at_the_door, data_date,
       rule_version, rule_digest, facts_digest, due_on, $2::date, $2::date
FROM tonight
ON CONFLICT (resident_id, rule, programme) DO UPDATE SET
    village = excluded.village, restricted = excluded.restricted, state = 'open', reasons = excluded.reasons,
    at_the_door = excluded.at_the_door, data_date = excluded.data_date, rule_version = excluded.rule_version,
    rule_digest = excluded.rule_digest, facts_digest = excluded.facts_digest, seen_on = excluded.seen_on,
    due_on = CASE WHEN kept.state = 'open' THEN least(kept.due_on, excluded.due_on) ELSE excluded.due_on END,
    found_on = CASE WHEN kept.state = 'open' THEN kept.found_on ELSE excluded.found_on END,
    outcome = NULL, note = NULL, closed_at = NULL, closed_by = NULL
WHERE kept.state <> 'closed' OR kept.facts_digest <> excluded.facts_digest
"""


async def keep(
    county: str,
    found: Sequence[Found],
    unscreened: Iterable[Unscreened],
    terms: Terms,
    *,
    started_at: datetime,
    people: int,
    only: str | None,
) -> Screening:
    """Store a screening's hits, let those pass that are true no longer, and raise the errands; all of it or nothing."""
    async with database.transaction():
        await database.execute(_TONIGHT)
        await database.copy("tonight", _COLUMNS, (_record(each) for each in found))
        await database.execute("ANALYZE tonight")
        await heed_visits(county)
        passed = await database.execute(_PASS, county, only, clock.now(), _APPLIED)
        new = await _new()
        await database.rows(_KEEP, county, terms.on)
        errands = await send_to_doors(county, terms)
        screening = await Screening.create(
            id=new_id(), county=county, for_day=terms.on, started_at=started_at, finished_at=clock.now(),
            people=people, found=len(found), new=new, passed=passed, errands=errands,
            unscreened=[asdict(each) for each in unscreened],
        )  # fmt: skip
        line = journal.Line(
            journal.Deed.COUNTY_SCREENED, county, "screening", screening.id,
            facts={"found": len(found), "new": new, "passed": passed, "errands": errands},
        )  # fmt: skip
        await journal.record(line, by=journal.Signature(journal.By.CLOCK))
    return screening


async def _new() -> int:
    """How many of tonight's are not open already, and will be."""
    counted = await database.row(
        """SELECT count(*) AS number FROM tonight t LEFT JOIN hit h
            ON h.resident_id = t.resident_id AND h.rule = t.rule AND h.programme = t.programme
           WHERE h.id IS NULL OR h.state = 'passed' OR h.state = 'closed' AND h.facts_digest <> t.facts_digest"""
    )
    return int(counted["number"]) if counted else 0


def _record(found: Found) -> tuple[object, ...]:
    reasons = json.dumps([reason.as_json() for reason in found.reasons], ensure_ascii=False)
    return (
        new_id(), found.village, found.rule.value, found.programme, found.resident_id, found.about_a_child, reasons,
        found.at_the_door, found.data_date, found.rule_version, found.rule_digest, found.rests_on, found.due_on,
    )  # fmt: skip
