"""Settling an item: its deed is done and what came of it is written, both or neither."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter

from backend import clock, database, evidence, journal
from backend.evidence import Photo
from backend.fieldwork.doing import carry_out, prepare, remarks_on
from backend.fieldwork.item import FieldItem, ItemState
from backend.fieldwork.item_body import Body
from backend.fieldwork.outcome import Outcome, Said, Waits
from backend.fieldwork.waiting import files_in, waiting_sentence
from backend.journal import Deed, Line
from backend.refusals import NotAvailable, Refusal
from backend.staff import Cadre

_BODY: TypeAdapter[Body] = TypeAdapter(Body)
_STRIKE = """
UPDATE field_item SET waits_for = array_remove(waits_for, $2)
WHERE cadre_id = $1 AND state = 'waiting' AND waits_for @> ARRAY[$2]
"""
# What is done strikes itself off the lists of what waited for it, in its own transaction: no kill comes between.
_FINISH = """
WITH struck AS (
    UPDATE field_item SET waits_for = ARRAY(SELECT token FROM unnest(waits_for) AS token WHERE token <> ALL ($5))
    WHERE cadre_id = $1 AND state = 'waiting' AND waits_for && $5::text[] AND id <> ALL ($2::uuid[]))
UPDATE field_item f SET state = 'done', result_id = finished.result, body = NULL, waits_for = '{}', code = NULL,
                        sentence = NULL, finished_at = $4
FROM unnest($2::uuid[], $3::uuid[]) AS finished (id, result) WHERE f.id = finished.id
"""


async def settle(row: FieldItem, cadre: Cadre, *, decodes: bool) -> Outcome:
    """Do what the item asks. Who does not decode leaves the photo of a whole file to whoever does."""
    what = _BODY.validate_python(row.body)
    done_at = None if row.clock_wrong else row.captured_at
    try:
        photo = await prepare(row, what, cadre, done_at, decodes=decodes)
        outcome = await _carried_out(row, what, cadre, done_at, photo)
    except Waits as waits:
        outcome = await _waiting(row, waits.tokens)
    except Refusal as refusal:
        async with database.transaction():
            outcome = await refuse(row, refusal, cadre)
    if any([await evidence.is_whole(digest, cadre.signature) for digest in files_in(outcome.waits_for)]):
        # It became whole after we looked and before we wrote that we wait: nobody else will strike it off.
        return await settle(row, cadre, decodes=decodes)
    return outcome


async def strike_off(token: str, cadre_id: UUID) -> int:
    """`file:<sha256>` or `item:<uuid>` is here: nothing of the cadre's waits for it any more; how many had waited."""
    return await database.execute(_STRIKE, cadre_id, token)


async def _carried_out(
    row: FieldItem, what: Body, cadre: Cadre, done_at: datetime | None, photo: Photo | None
) -> Outcome:
    async with database.transaction():
        await one_at_a_time(cadre)
        (row,) = await database.models(FieldItem, "SELECT * FROM field_item WHERE id = $1 FOR UPDATE", row.id)
        if row.state is ItemState.DONE:
            return Outcome(Said.ALREADY_DONE, row.result_id)
        try:
            async with database.transaction():
                result = await carry_out(what, cadre, done_at, photo)
        except Waits as waits:
            return await _waiting(row, waits.tokens)
        except Refusal as refusal:
            return await refuse(row, refusal, cadre)
        await finish([(row, result)], cadre)
        found = await remarks_on(what, result, cadre, done_at, photo)
        remarks = [remark for remark in found if remark.value not in row.remarks]
        if remarks:
            await FieldItem.filter(id=row.id).update(remarks=[*row.remarks, *remarks])
            lines = [
                line_of(row, Deed.FIELD_ITEM_REMARKED, remark=remark.value)
                for remark in remarks
                if not remark.is_advice
            ]
            await journal.record_many(lines, by=cadre.signature)
    return Outcome(Said.DONE, result, remarks=remarks)


async def one_at_a_time(cadre: Cadre) -> None:
    """Until the transaction's end nobody else does an item of this cadre: or two could each miss that the other is what
    it waits for."""
    await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(cadre.id))


async def finish(done: Sequence[tuple[FieldItem, UUID]], cadre: Cadre) -> None:
    """Write what came of each, tell what waited for it, and the journal; in the transaction of the deeds."""
    rows, results = [row for row, _ in done], [result for _, result in done]
    tokens = [f"item:{row.item_id}" for row in rows]
    await database.execute(_FINISH, cadre.id, [row.id for row in rows], results, clock.now(), tokens)
    lines = [line_of(row, Deed.FIELD_ITEM_DONE, result_id=result) for row, result in done]
    await journal.record_many(lines, by=cadre.signature)


async def _waiting(row: FieldItem, tokens: Sequence[str]) -> Outcome:
    unfinished = FieldItem.filter(id=row.id).exclude(state=ItemState.DONE)
    await unfinished.update(state=ItemState.WAITING, waits_for=list(tokens), code=None, sentence=None, taken_until=None)
    return Outcome(Said.WAITING, waits_for=tokens, sentence=waiting_sentence(tokens))


async def refuse(row: FieldItem, refusal: Refusal, cadre: Cadre) -> Outcome:
    """In a transaction; journaled once a reason, however often the phone tries again."""
    if isinstance(refusal, NotAvailable):
        raise refusal
    if (row.state, row.code) != (ItemState.REFUSED, refusal.code):
        unfinished = FieldItem.filter(id=row.id).exclude(state=ItemState.DONE)
        told = {"code": refusal.code, "sentence": refusal.shown}
        await unfinished.update(state=ItemState.REFUSED, waits_for=[], **told)
        await journal.record(line_of(row, Deed.FIELD_ITEM_REFUSED, code=refusal.code), by=cadre.signature)
    return Outcome(Said.REFUSED, code=refusal.code, sentence=refusal.shown, facts=refusal.details)


def line_of(row: FieldItem, deed: Deed, **facts: object) -> Line:
    """What the journal says of an item."""
    told = {"kind": row.kind, "item_id": row.item_id, "captured_at": row.captured_at.isoformat(), **facts}
    return Line(deed, row.county, "field_item", row.id, facts=told)
