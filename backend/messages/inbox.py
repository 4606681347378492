"""Inbox (来信): what people texted in their own words, for a person of the township to read and answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend import clock, database, sealing
from backend.privacy import masked_phone
from backend.residents import PHONE
from backend.staff import Officer, Power, must_have

PAGE = 50
_ANSWERED_WITHIN = timedelta(days=60)
CONTENT = "reply"  # outreach's sealing purpose of what people write


@dataclass(frozen=True)
class Letter:
    """One text of a person; `may_text` says that the phone is surely theirs alone, so that an answer may go there.

    `person` is None for a phone that nobody is on file under: only the county sees those.
    """

    id: UUID
    received_at: datetime
    phone: str
    text: str
    resident_id: UUID | None
    contact_id: UUID | None
    person: str | None
    village: str | None
    may_text: bool
    answered_at: datetime | None
    answer: str | None


async def inbox(officer: Officer, *, after: UUID | None = None) -> list[Letter]:
    """At most 50 texts of the officer's places in people's own words, newest first, older than `after`."""
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(f"{LETTERS} AND ($4::uuid IS NULL OR l.id < $4) ORDER BY l.id DESC LIMIT {PAGE}",
                                officer.county, officer.scope.like, _whole_county(officer), after)  # fmt: skip
    return [letter_of(row) for row in found]


async def unanswered(officer: Officer) -> int:
    """How many texts of the last sixty days nobody has answered; an older one is past answering."""
    must_have(officer, Power.SEE_CASES)
    row = await database.row(
        f"SELECT count(*) AS letters FROM ({LETTERS} AND a.id IS NULL AND l.received_at > $4) AS waiting",
        officer.county, officer.scope.like, _whole_county(officer), clock.now() - _ANSWERED_WITHIN,
    )  # fmt: skip
    return int(row["letters"]) if row else 0


def letter_of(row: dict[str, Any]) -> Letter:
    """Open the seals of one row of `LETTERS`."""
    return Letter(
        id=row["id"], received_at=row["received_at"], phone=masked_phone(sealing.unseal(row["phone_sealed"], PHONE)),
        text=sealing.unseal(row["content_sealed"], CONTENT), resident_id=row["resident_id"],
        contact_id=row["contact_id"], person=row["person"], village=row["village"],
        may_text=row["may_text"], answered_at=row["answered_at"],
        answer=sealing.unseal(row["answer_sealed"], ANSWER) if row["answer_sealed"] else None,
    )  # fmt: skip


def _whole_county(officer: Officer) -> bool:
    return officer.scope.covers(f"{officer.county}000000")


ANSWER = "reply_answer"  # the sealing purpose of answers
# Of several people on file under one phone the first by priority names the village that reads it. A phone may have come
# to be shared, or passed on, since somebody wrote: whether it may be texted is asked of what is on file now.
LETTERS = """
SELECT l.id, l.received_at, l.phone_sealed, l.content_sealed, on_file.resident_id,
       coalesce(on_file.resident_id = l.resident_id AND on_file.owner = 'self' AND on_file.sharers = 1
                AND on_file.dead_since IS NULL AND on_file.doubted_since IS NULL
                AND on_file.opted_out_at IS NULL, false) AS may_text,
       on_file.contact_id, on_file.person, on_file.village, a.answered_at, a.answer_sealed
FROM reply l
LEFT JOIN LATERAL (SELECT c.id AS contact_id, r.id AS resident_id, r.name AS person, r.village, c.owner,
                          c.dead_since, c.doubted_since, c.opted_out_at,
                          (SELECT count(*) FROM contact o WHERE o.phone_index = c.phone_index) AS sharers
                   FROM contact c JOIN resident r ON r.id = c.resident_id
                   WHERE c.county = l.county AND c.phone_index = l.phone_index
                   ORDER BY c.priority, c.id LIMIT 1) AS on_file ON true
LEFT JOIN reply_answer a ON a.reply_id = l.id
WHERE l.county = $1 AND l.meaning = 'call_me' AND (on_file.village LIKE $2 OR on_file.village IS NULL AND $3)"""
