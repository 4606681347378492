"""Own notices (我的通知): what a person was told, to be read again in the mini program."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import clock, database, sealing
from backend.messages.occasion_titles import OCCASION_TITLES
from backend.residents import OF_AGE

OWN_PAGE = 30
CONTENT = "message"  # outreach's sealing purpose of what it says
SAID = "said"  # the whole text, beside the words that are filled into templates

# What was told about a ward was told to the guardian; about a child, to whoever of its home was spoken to, and not
# everybody there need know. $1 is the reader, $3 the present moment.
_CHILDREN = """ARRAY(SELECT c.id FROM resident r JOIN resident c ON c.household_id = r.household_id
                     WHERE r.id = $1 AND c.birth_date >
                       ($3::timestamptz AT TIME ZONE 'Asia/Shanghai')::date - make_interval(years => {of_age}))"""
_OWN_LINES = """ARRAY(SELECT id FROM contact WHERE resident_id = $1
                      UNION ALL SELECT id FROM wechat_account WHERE resident_id = $1)"""
WHOSE = f"""(recipient_id = ANY (ARRAY(SELECT $1::uuid UNION ALL
                                     SELECT resident_id FROM guardianship WHERE guardian_id = $1 AND ended_at IS NULL))
   OR own_phone AND recipient_id = ANY ({_CHILDREN.format(of_age=OF_AGE)}) AND route_id = ANY ({_OWN_LINES}))"""
# One line for each thing told, however many ways it went; both ids are in order of time.
_OWN = f"""
SELECT DISTINCT ON (entry_id) entry_id, occasion, created_at, content_sealed, read_at FROM every_message
WHERE {WHOSE} AND recipient_kind IN ('resident', 'helper') AND ($2::uuid IS NULL OR entry_id < $2)
ORDER BY entry_id DESC, id LIMIT {OWN_PAGE}
"""


@dataclass(frozen=True)
class OwnNotice:
    """`id` is that of what happened; `text` is None once the words are forgotten, 30 days after they were told."""

    id: UUID
    at: datetime
    title: str
    text: str | None
    read: bool


async def own_notices(resident_id: UUID, after: UUID | None = None) -> list[OwnNotice]:
    """At most 30, newest first, older than `after`: of the person's own affairs, their wards', what they were told of
    their children, and where they help."""
    return [_own(row) for row in await database.rows(_OWN, resident_id, after, clock.now())]


def _own(row: dict[str, Any]) -> OwnNotice:
    said = json.loads(sealing.unseal(row["content_sealed"], CONTENT)).get(SAID) if row["content_sealed"] else None
    title = OCCASION_TITLES.get(row["occasion"], row["occasion"])
    return OwnNotice(row["entry_id"], row["created_at"], title, said, row["read_at"] is not None)
