"""Finding what an item names: another item of the same cadre's by what came of it, else the thing itself."""

from collections.abc import Collection, Container
from uuid import UUID

from backend import database
from backend.fieldwork.outcome import Waits
from backend.staff import Cadre

_NAMED = """
SELECT item_id AS ref, result_id AS thing, true AS made FROM field_item
WHERE cadre_id = $1 AND item_id = ANY ($2::uuid[])
UNION ALL SELECT id, id, false FROM application WHERE id = ANY ($2::uuid[])
UNION ALL SELECT id, id, false FROM photo WHERE id = ANY ($2::uuid[])
UNION ALL SELECT id, id, false FROM mandate WHERE id = ANY ($2::uuid[])
"""


async def found(refs: Collection[UUID], cadre: Cadre) -> dict[UUID, UUID]:
    """What each id stands for, of those that are here.

    An item that was refused is not here: the phone may send it again, put right.
    """
    if not refs:
        return {}
    named = await database.rows(_NAMED, cadre.id, list(set(refs)))
    things = {each["ref"]: each["thing"] for each in sorted(named, key=lambda each: bool(each["made"]))}
    return {ref: thing for ref, thing in things.items() if thing is not None}


async def must_find(refs: Collection[UUID], cadre: Cadre) -> list[UUID]:
    """What each id stands for, in their order; Waits for those that are not here."""
    here = await found(refs, cadre)
    if tokens := tokens_of(refs, here):
        raise Waits(tokens)
    return [here[ref] for ref in refs]


def tokens_of(refs: Collection[UUID], here: Container[UUID]) -> list[str]:
    """What an item that names these waits for."""
    return [f"item:{ref}" for ref in dict.fromkeys(refs) if ref not in here]
