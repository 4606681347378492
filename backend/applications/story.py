"""A case's story: where it stands, what was done, said and handed in, fetched with one statement."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from backend import database
from backend.applications.application import Application, NoSuchApplication
from backend.journal import Deed


class Happened(NamedTuple):
    """A journal entry about the case; `own`: by the person's own hand; `facts` of a letter's and a handover's only."""

    deed: str
    by_kind: str
    at: datetime
    own: bool
    facts: dict[str, str] | None = None


class Said(NamedTuple):
    """A decision: its kind, the codes of its reasons, the officer's note."""

    kind: str
    reasons: list[str]
    note: str


class HandedIn(NamedTuple):
    """A photo in the case, and what it proves."""

    photo_id: UUID
    kind: str


@dataclass(frozen=True)
class Story:
    """Everything in order, oldest first. The application's `verdict` is left out: it is long, and no part of this."""

    application: Application
    happened: list[Happened]
    said: list[Said]
    handed_in: list[HandedIn]


# Whose facts are told: of letters, and of who has a case that went to another county.
_WITH_FACTS = (
    Deed.LETTER_DRAWN_UP.value, Deed.LETTER_DELIVERED.value, Deed.CASE_PASSED_ON.value, Deed.HANDOVER_RECEIVED.value,
)  # fmt: skip
_COLUMNS = ", ".join(
    "NULL AS verdict" if column == "verdict" else f"a.{column}" for column in sorted(Application._meta.db_fields)
)
_STORY = f"""
SELECT {_COLUMNS},
       (SELECT json_agg(json_build_array(j.deed, j.by_kind, j.at, coalesce(j.by_id = a.resident_id, false),
                              CASE WHEN j.deed IN {_WITH_FACTS} THEN j.facts END) ORDER BY j.id)
        FROM journal_entry j WHERE j.subject_id = a.id) AS happened,
       (SELECT json_agg(json_build_array(d.kind, d.reasons, d.note) ORDER BY d.id)
        FROM decision d WHERE d.application_id = a.id) AS said,
       (SELECT json_agg(json_build_array(p.photo_id, p.kind) ORDER BY p.attached_at, p.id)
        FROM application_photo p WHERE p.application_id = a.id) AS handed_in
FROM application a WHERE a.id = $1
"""


async def story_of(application_id: UUID) -> Story:
    """The story, for those who have asked already, or ask next, whether it may be told; NoSuchApplication."""
    found = await database.row(_STORY, application_id)
    if found is None:
        raise NoSuchApplication
    return Story(
        application=database.as_model(Application, found),
        happened=[_happened(*each) for each in _list(found["happened"])],
        said=[Said(*decision) for decision in _list(found["said"])],
        handed_in=[HandedIn(UUID(photo_id), kind) for photo_id, kind in _list(found["handed_in"])],
    )


def _happened(deed: str, by_kind: str, at: str, own: bool, facts: dict[str, str] | None) -> Happened:
    return Happened(deed, by_kind, datetime.fromisoformat(at), own, facts)


def _list(text: str | None) -> list[Any]:
    return list(json.loads(text)) if text else []
