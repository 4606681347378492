"""Unreached (没有送到): who was to be told and has not been, with no way left that is still being tried."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import database
from backend.errands import Errand
from backend.messages.balance import each_told, terms_of
from backend.messages.ending import ending_of
from backend.messages.notice import NoticeState
from backend.messages.occasion_titles import OCCASION_TITLES
from backend.staff import Officer, Power, must_have, youngest_shown

PAGE = 200

# Whoever was not reached has a message that reached nobody. So these are found first, and of a county's month, nearly
# all of which arrived, a few thousand are grouped and not 300,000. Materialized, or they are looked up 300,000 times.
_IN_VAIN = """(m.entry_id, m.recipient_id) IN (
    WITH in_vain AS MATERIALIZED (
        SELECT f.entry_id, f.recipient_id FROM every_message f JOIN channel c ON c.name = f.channel
        WHERE f.id >= $5 AND f.county = $1 AND f.created_at >= $3 AND f.created_at < $4 AND f.read_at IS NULL
          AND (f.state IN ('undelivered', 'rejected') OR f.state = 'delivered' AND c.arrival = 'card'))
    SELECT entry_id, recipient_id FROM in_vain)"""

# The last notice, and the errand that followed from it; of what no phone could tell the errand alone.
_UNREACHED = f"""
{each_told(_IN_VAIN)}
SELECT coalesce(n.created_at, e.raised_at) AS at, coalesce(n.village, e.village) AS village, about.name AS person,
       n.occasion, n.id AS notice_id, n.state, n.code, e.id AS errand_id, e.outcome
FROM told t
LEFT JOIN LATERAL (
    SELECT m.* FROM every_message m WHERE m.id >= $5 AND m.entry_id = t.entry_id AND m.recipient_id = t.recipient_id
    ORDER BY m.id DESC LIMIT 1) AS n ON true
LEFT JOIN errand e ON e.because = coalesce(t.because, 'message:' || n.id)
LEFT JOIN journal_entry j ON j.id = t.entry_id
JOIN resident about ON about.id = coalesce(j.resident_id, split_part(t.because, ':', 3)::uuid)
WHERE NOT (t.handset OR t.heard OR t.read OR t.visited OR t.open) AND about.birth_date <= $6
ORDER BY 1 DESC, about.id LIMIT {PAGE}
"""


@dataclass(frozen=True)
class Unreached:
    """`person` is whom it concerns; `title` what was to be told; `ended` how the last way ended. Its proof is the
    notice's, or the visit's where there was no notice."""

    at: datetime
    village: str | None
    person: str
    title: str
    ended: str
    notice_id: UUID | None
    errand_id: UUID | None


async def unreached(officer: Officer, first: date, last: date) -> list[Unreached]:
    """The newest 200 of the officer's places among what was to be told from `first` to `last`; NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    terms = terms_of(officer.county, officer.scope.like, first, last)
    return [_unreached(row) for row in await database.rows(_UNREACHED, *terms, youngest_shown(officer))]


def _unreached(row: dict[str, Any]) -> Unreached:
    title = OCCASION_TITLES.get(row["occasion"], row["occasion"]) if row["occasion"] else "上门告知"
    why = ending_of(row["code"])
    ended = [NoticeState(row["state"]).shown + (f"（{why}）" if why else "")] if row["state"] else []
    if row["errand_id"] is not None:
        ended.append(f"上门：{Errand(outcome=row['outcome']).outcome_shown}")
    return Unreached(
        row["at"], row["village"], row["person"], title, "；".join(ended), row["notice_id"], row["errand_id"]
    )
