"""Expecting files: photos whose files are still on the phone wait for them, a whole batch with a few statements.

After an outage nearly every item is such a photo; each for itself would take a dozen round trips to say the same.
"""

from collections.abc import Mapping
from uuid import UUID

from backend import database, evidence
from backend.fieldwork.item import FieldItem
from backend.fieldwork.item_body import SendPhoto
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.settling import strike_off
from backend.fieldwork.waiting import waiting_sentence
from backend.residents import Resident
from backend.staff import Cadre, villages_served

_EXPECT = """
UPDATE field_item f SET waits_for = ARRAY['file:' || wanted.digest], taken_until = NULL
FROM unnest($1::uuid[], $2::text[]) AS wanted (id, digest)
WHERE f.id = wanted.id AND f.state = 'waiting' AND f.waits_for = '{}'
"""


async def expect_files(photos: Mapping[UUID, tuple[FieldItem, SendPhoto]], cadre: Cadre) -> dict[UUID, Outcome]:
    """Of new photos by the phone's ids: what is told of those that only wait for their files.

    Left out, for the caller to settle each: whose file is here, and whom the cadre may not photograph.
    """
    if not photos:
        return {}
    wanted = {what.sha256 for _, what in photos.values()}
    here = await evidence.files_here(wanted, cadre.signature)
    served = await villages_served(cadre.id)
    people = Resident.filter(id__in={what.resident_id for _, what in photos.values()}, county=cadre.county)
    reached = {each.id for each in await people if each.village in served}
    to_come = {
        item_id: (row, what.sha256)
        for item_id, (row, what) in photos.items() if what.sha256 not in here and what.resident_id in reached
    }  # fmt: skip
    digests = [digest for _, digest in to_come.values()]
    await database.execute(_EXPECT, [row.id for row, _ in to_come.values()], digests)
    for digest in await evidence.files_here(digests, cadre.signature):
        await strike_off(f"file:{digest}", cadre.id)  # it came after we looked and before we wrote that we wait
    return {item_id: _waits_for(digest) for item_id, (_, digest) in to_come.items()}


def _waits_for(digest: str) -> Outcome:
    tokens = [f"file:{digest}"]
    return Outcome(Said.WAITING, waits_for=tokens, sentence=waiting_sentence(tokens))
