"""What happened to one thing, in order."""

from uuid import UUID

from backend.journal.entry import Entry


async def history_of(subject_id: UUID) -> list[Entry]:
    """All entries about one subject, oldest first."""
    return await Entry.filter(subject_id=subject_id).order_by("id")
