"""Expecting: what waits for a file or an item that is still on the phone is told so, a batch with a few statements.

After an outage nearly every item is such a one; each for itself would take a dozen round trips to say the same.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from backend import database, evidence
from backend.fieldwork.finding import tokens_of
from backend.fieldwork.item import FieldItem
from backend.fieldwork.item_body import Body, SendPhoto
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.settling import strike_off
from backend.fieldwork.waiting import files_in, waiting_sentence
from backend.residents import Resident
from backend.staff import Cadre, villages_served

# What waits for nothing has its turn from now on: whoever took it in does not do it.
_EXPECT = """
UPDATE field_item f SET state = 'waiting', waits_for = string_to_array(wanted.tokens, ' '), code = NULL,
                        sentence = NULL, taken_until = NULL
FROM unnest($1::uuid[], $2::text[]) AS wanted (id, tokens) WHERE f.id = wanted.id AND f.state <> 'done'
"""


async def expect_files(photos: Mapping[UUID, tuple[FieldItem, SendPhoto]], cadre: Cadre) -> dict[UUID, Outcome]:
    """Of new photos by the phone's ids: what is told of those that wait for their files, or for their turn.

    Left out, for the caller to settle each: what is a photo already, and whom the cadre may not photograph.
    """
    if not photos:
        return {}
    here = await evidence.files_here({what.sha256 for _, what in photos.values()}, cadre.signature)
    served = await villages_served(cadre.id)
    people = Resident.filter(id__in={what.resident_id for _, what in photos.values()}, county=cadre.county)
    reached = {each.id for each in await people if each.village in served}
    waiting = {
        item_id: (row, [] if what.sha256 in here else [f"file:{what.sha256}"])
        for item_id, (row, what) in photos.items()
        if what.resident_id in reached and not here.get(what.sha256, False)
    }
    return await _expect(waiting)


async def expect_items(naming: Mapping[UUID, tuple[FieldItem, Body]], here: Collection[UUID]) -> dict[UUID, Outcome]:
    """Of items that name others than those that are `here`, by the phone's ids: what is told of them.

    In a transaction that does the cadre's items alone: or what they wait for could be done meanwhile.
    """
    return await _expect({item_id: (row, tokens_of(what.names, here)) for item_id, (row, what) in naming.items()})


async def strike_off_what_came(told: Collection[Outcome], cadre: Cadre) -> None:
    """Once it is written that they are waited for: of files that came after we looked, nobody else tells."""
    digests = {digest for outcome in told for digest in files_in(outcome.waits_for)}
    if digests:
        for digest in await evidence.files_here(digests, cadre.signature):
            await strike_off(f"file:{digest}", cadre.id)


async def _expect(waiting: Mapping[UUID, tuple[FieldItem, Sequence[str]]]) -> dict[UUID, Outcome]:
    if waiting:
        row_ids, tokens = [row.id for row, _ in waiting.values()], [" ".join(each) for _, each in waiting.values()]
        await database.execute(_EXPECT, row_ids, tokens)
    return {item_id: waits_for(tokens) for item_id, (_, tokens) in waiting.items()}


def waits_for(tokens: Sequence[str]) -> Outcome:
    """What a phone is told of an item that waits."""
    return Outcome(Said.WAITING, waits_for=tokens, sentence=waiting_sentence(tokens))
