"""Writing the journal: only inside the transaction of the deed that it tells of."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from backend import clock, database
from backend.identifiers import new_id
from backend.journal.deeds import Deed
from backend.journal.signature import Signature

_COLUMNS = (
    "id", "county", "deed", "subject_kind", "subject_id", "resident_id", "village", "by_kind", "by_id", "facts", "at",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What is to be recorded: a deed done to a subject, concerning a resident, in a village.

    `facts` are plain words, numbers and ids. Names, ID numbers, phones and account numbers do not belong there.
    """

    deed: Deed
    county: str
    subject_kind: str
    subject_id: UUID
    resident_id: UUID | None = None
    village: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


async def record(line: Line, *, by: Signature) -> UUID:
    """Record one deed; its entry's id. Wakes outreach when the transaction commits."""
    (entry_id,) = await record_many([line], by=by)
    return entry_id


async def record_many(lines: Iterable[Line], *, by: Signature) -> list[UUID]:
    """Record many deeds of one hand with one COPY and one wake-up; their ids in order."""
    if not database.in_a_transaction():
        raise RuntimeError("a deed and its journal entry are written in one transaction")
    at = clock.now()
    records = [
        (
            new_id(), line.county, line.deed.value, line.subject_kind, line.subject_id, line.resident_id, line.village,
            by.kind.value, by.id, json.dumps(dict(line.facts), ensure_ascii=False, default=str), at,
        )
        for line in lines
    ]  # fmt: skip
    if len(records) == 1:
        places = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
        # With the wake-up in one round trip: nearly every deed writes one line.
        await database.rows(
            f"""WITH written AS (INSERT INTO journal_entry ({", ".join(_COLUMNS)}) VALUES ({places}))
                SELECT pg_notify('journal', '')""",
            *records[0],
        )
    elif records:
        await database.copy("journal_entry", _COLUMNS, records)
        await database.rows("SELECT pg_notify('journal', '')")
    return [written[0] for written in records]
