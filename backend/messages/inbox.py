"""Inbox (来信): what people texted in their own words, for a person of the township to read and answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend import clock, database, sealing
from backend.privacy import masked_phone
from backend.residents import PHONE
from backend.staff import Officer, Power, must_have, youngest_shown

PAGE = 50
_ANSWERED_WITHIN = timedelta(days=60)
CONTENT = "reply"  # outreach's sealing purpose of what people write


@dataclass(frozen=True)
class Letter:
    """One text of a person; `may_text` says that the phone is surely theirs alone, so that an answer may go there.

    `person` is who writes by what is on file: a person, a payee or a cadre, and of a child's phone or payee no name
    where children's affairs are not the officer's (policy §14). None, and no `village`, for a phone that nobody is on
    file under: only the county sees those.
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
                                officer.county, officer.scope.like, whole_county(officer), after)  # fmt: skip
    return [letter_of(row, officer) for row in found]


async def unanswered(officer: Officer) -> int:
    """How many texts of the last sixty days nobody has answered; an older one is past answering."""
    must_have(officer, Power.SEE_CASES)
    row = await database.row(
        f"SELECT count(*) AS letters FROM ({LETTERS} AND a.id IS NULL AND l.received_at > $4) AS waiting",
        officer.county, officer.scope.like, whole_county(officer), clock.now() - _ANSWERED_WITHIN,
    )  # fmt: skip
    return int(row["letters"]) if row else 0


def letter_of(row: dict[str, Any], officer: Officer) -> Letter:
    """Open the seals of one row of `LETTERS`, as the officer may read it."""
    return Letter(
        id=row["id"], received_at=row["received_at"], phone=masked_phone(sealing.unseal(row["phone_sealed"], PHONE)),
        text=sealing.unseal(row["content_sealed"], CONTENT), resident_id=row["resident_id"],
        contact_id=row["contact_id"], person=_person(row, officer), village=row["village"],
        may_text=row["may_text"], answered_at=row["answered_at"],
        answer=sealing.unseal(row["answer_sealed"], ANSWER) if row["answer_sealed"] else None,
    )  # fmt: skip


def _person(row: dict[str, Any], officer: Officer) -> str | None:
    hidden = row["birth_date"] is not None and row["birth_date"] > youngest_shown(officer)
    if row["beside"] == "payee":
        return f"{'未成年人' if hidden else row['whose']}的代领人{row['name']}"
    if row["beside"] == "cadre":
        return f"村干部{row['name']}"
    return "未成年人家里" if hidden else row["name"]


def whole_county(officer: Officer) -> bool:
    """Whether the texts of phones under which nobody is on file are theirs to read."""
    return officer.scope.covers(f"{officer.county}000000")


ANSWER = "reply_answer"  # the sealing purpose of answers
# Of several people on file under one phone the first names the village that reads it: whose own it is, then by
# priority; where it is nobody's, a payee's and a cadre's is looked for. A phone may have come to be shared, or passed
# on, since somebody wrote: whether it may be texted is asked of what is on file now.
LETTERS = """
SELECT l.id, l.received_at, l.phone_sealed, l.content_sealed, on_file.resident_id,
       coalesce(on_file.resident_id = l.resident_id AND on_file.owner = 'self' AND on_file.sharers = 1
                AND on_file.dead_since IS NULL AND on_file.doubted_since IS NULL
                AND on_file.opted_out_at IS NULL, false) AS may_text,
       on_file.contact_id, coalesce(on_file.name, beside.name) AS name, beside.whose,
       beside.kind AS beside, coalesce(on_file.birth_date, beside.birth_date) AS birth_date,
       coalesce(on_file.village, beside.village) AS village, a.answered_at, a.answer_sealed
FROM reply l
LEFT JOIN LATERAL (SELECT c.id AS contact_id, r.id AS resident_id, r.name, r.village, r.birth_date, c.owner,
                          c.dead_since, c.doubted_since, c.opted_out_at,
                          (SELECT count(*) FROM contact o WHERE o.phone_index = c.phone_index) AS sharers
                   FROM contact c JOIN resident r ON r.id = c.resident_id
                   WHERE c.county = l.county AND c.phone_index = l.phone_index
                   ORDER BY c.owner <> 'self', c.priority, c.id LIMIT 1) AS on_file ON true
LEFT JOIN LATERAL (SELECT * FROM (
                       SELECT 'payee' AS kind, p.holder_name AS name, r.name AS whose, r.village, r.birth_date
                       FROM payee_agreement p JOIN resident r ON r.id = p.resident_id
                       WHERE p.county = l.county AND p.phone_index = l.phone_index AND p.state = 'in_force'
                       UNION ALL
                       SELECT 'cadre', c.name, NULL, v.village, NULL
                       FROM cadre c LEFT JOIN cadre_village v ON v.cadre_id = c.id
                       WHERE c.county = l.county AND c.phone_index = l.phone_index AND c.left_on IS NULL
                   ) AS line ORDER BY kind DESC, village LIMIT 1) AS beside ON on_file.resident_id IS NULL
LEFT JOIN reply_answer a ON a.reply_id = l.id
WHERE l.county = $1 AND l.meaning = 'call_me'
  AND (coalesce(on_file.village, beside.village) LIKE $2 OR coalesce(on_file.village, beside.village) IS NULL AND $3)"""
