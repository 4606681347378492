"""Helpers: who acts, or ever acted, for a person by mandate."""

from uuid import UUID

from backend import database

_NAMED = """
SELECT m.id, coalesce(r.name, c.name, o.name) AS name FROM mandate m
LEFT JOIN resident r ON m.agent_kind = 'resident' AND r.id = m.agent_id
LEFT JOIN cadre c ON m.agent_kind = 'cadre' AND c.id = m.agent_id
LEFT JOIN outsider o ON m.agent_kind = 'outsider' AND o.id = m.agent_id
"""


async def helpers_of(resident_id: UUID) -> set[str]:
    """By name, in any case of theirs, whatever became of the mandate: where their money is to go to one of them, the
    county asks the person first (policy §1.12)."""
    return {
        each["name"] for each in await database.rows(f"{_NAMED} WHERE m.principal_id = $1", resident_id) if each["name"]
    }


async def agents_named(mandate_ids: list[UUID]) -> dict[UUID, str]:
    """By mandate, the name of whoever may act."""
    found = await database.rows(f"{_NAMED} WHERE m.id = ANY ($1)", mandate_ids)
    return {each["id"]: each["name"] for each in found if each["name"]}
