"""Helpers: who acts, or ever acted, for a person by mandate."""

from uuid import UUID

from backend import database

_NAMES = """
SELECT DISTINCT coalesce(r.name, c.name, o.name) AS name FROM mandate m
LEFT JOIN resident r ON m.agent_kind = 'resident' AND r.id = m.agent_id
LEFT JOIN cadre c ON m.agent_kind = 'cadre' AND c.id = m.agent_id
LEFT JOIN outsider o ON m.agent_kind = 'outsider' AND o.id = m.agent_id
WHERE m.principal_id = $1
"""


async def helpers_of(resident_id: UUID) -> set[str]:
    """By name, in any case of theirs, whatever became of the mandate: where their money is to go to one of them, the
    county asks the person first (policy §1.12)."""
    return {each["name"] for each in await database.rows(_NAMES, resident_id) if each["name"]}
