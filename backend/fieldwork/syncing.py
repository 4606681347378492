"""Syncing: a batch from a phone that was offline; each item is done once, and what comes too early waits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from backend import clock, database, evidence, journal, programmes
from backend.fieldwork.doing import TURN, carry_out, is_outside, prepare
from backend.fieldwork.item import FieldItem, ItemState
from backend.fieldwork.item_body import Body, Item
from backend.fieldwork.moment import Remark, moment_of
from backend.fieldwork.outcome import Outcome, Said, Waits
from backend.fieldwork.waiting import files_in, nothing_came, waiting_sentence
from backend.identifiers import new_id
from backend.journal import Deed, Line
from backend.refusals import NotAvailable, NotNow, Refusal
from backend.staff import Cadre

# What needs others comes after them, so that within a batch nothing waits that need not.
_ORDER = ("start", "photo", "mandate", "submit", "errand", "board")
_WAITED = timedelta(days=60)  # after that nobody will send the rest
_AT_ONCE = 200  # items a pass of the timetable
_FORGOTTEN = timedelta(minutes=1)  # after which nobody else will go on with a file that is whole: a process was stopped
_EVERYTHING_HERE = """
SELECT f.id FROM field_item f WHERE f.state = 'waiting' AND (f.waits_for = ARRAY['turn'] OR EXISTS (
    SELECT 1 FROM upload u WHERE u.by_kind = 'cadre' AND u.by_id = f.cadre_id AND u.whole_at < $1
       AND f.waits_for = ARRAY['file:' || u.digest]))
ORDER BY f.id LIMIT $2
"""
_BODY: TypeAdapter[Body] = TypeAdapter(Body)


class ItemIdReused(NotNow):
    """The id came before with another content: the phone must make a new one for each item."""

    sentence = "这一项的编号和之前的重复了，内容却不同，请更新小程序后重新办理。"


async def sync(items: Sequence[Item], cadre: Cadre, *, phone_time: datetime | None = None) -> list[Outcome]:
    """Take in a batch in whatever order; an outcome for each item, in the order given.

    `phone_time` is the phone's clock at sending. A duplicate changes nothing; an item refused before is tried again.
    """
    outcomes: dict[int, Outcome] = {}
    rates = await programmes.parameters_on(cadre.county, clock.today())
    for number, item in sorted(enumerate(items), key=lambda each: _ORDER.index(each[1].what.kind)):
        row, remarks = await _keep(item, cadre, phone_time, rates)
        if row.digest != item.digest:
            refused = ItemIdReused()
            outcomes[number] = Outcome(Said.REFUSED, code=refused.code, sentence=refused.shown)
        elif row.state is ItemState.DONE:
            outcomes[number] = Outcome(Said.ALREADY_DONE, row.result_id)
        elif await nothing_came(row, cadre):
            sentence = waiting_sentence(row.waits_for)
            outcomes[number] = Outcome(Said.WAITING, waits_for=row.waits_for, sentence=sentence)
        else:
            outcomes[number] = await _try(row, cadre, remarks)
            if outcomes[number].said is Said.DONE:
                await _wake(f"item:{item.id}", cadre)
    return [outcomes[number] for number in range(len(items))]


async def file_arrived(digest: str, cadre: Cadre) -> None:
    """Go on with what waited for a file, with what waited for that, and with what of this cadre's waits for its turn.

    It may take as long as a photo is decoded: the phone has its acknowledgement before.
    """
    await _wake(f"file:{digest}", cadre)
    for row in await FieldItem.filter(cadre_id=cadre.id, state=ItemState.WAITING, waits_for=[TURN]).order_by("id"):
        if (await _try(row, cadre)).said is not Said.DONE:
            return
        await _wake(f"item:{row.item_id}", cadre)


async def waiting_items(cadre: Cadre) -> list[FieldItem]:
    """What still waits, oldest first: a phone asks what it must send again."""
    return await FieldItem.filter(cadre_id=cadre.id, state=ItemState.WAITING).order_by("id")


async def catch_up() -> int:
    """Do what has everything it needs, its file too, and was not done yet; how many were done. For the timetable."""
    found = await database.rows(_EVERYTHING_HERE, clock.now() - _FORGOTTEN, _AT_ONCE)
    turn = await FieldItem.filter(id__in=[each["id"] for each in found]).order_by("id")
    cadres = {each.id: each for each in await Cadre.filter(id__in=[row.cadre_id for row in turn], left_on=None)}
    done = 0
    for row in turn:
        cadre = cadres.get(row.cadre_id)
        if cadre is not None and (await _try(row, cadre)).said is Said.DONE:
            done += 1
            await _wake(f"item:{row.item_id}", cadre)
    return done


async def give_up_waiting() -> int:
    """Forget what waited 60 days for what never came; how many. For the timetable."""
    return await FieldItem.filter(state=ItemState.WAITING, received_at__lt=clock.now() - _WAITED).delete()


async def _keep(
    item: Item, cadre: Cadre, phone_time: datetime | None, rates: dict[str, object]
) -> tuple[FieldItem, list[Remark]]:
    known = await FieldItem.get_or_none(cadre_id=cadre.id, item_id=item.id)
    if known is not None:
        return known, []
    moment = moment_of(item.captured_at, phone_time)
    outside = Remark.PLACE_OUTSIDE if is_outside(item.what, rates) else None
    remarks = [remark for remark in (moment.remark, outside) if remark]
    async with database.transaction():
        new = await database.execute(
            """INSERT INTO field_item (id, county, cadre_id, item_id, kind, body, digest, captured_at, received_at,
                                       clock_wrong, state)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting')
               ON CONFLICT (cadre_id, item_id) DO NOTHING""",
            new_id(), cadre.county, cadre.id, item.id, item.what.kind, item.what.model_dump_json(), item.digest,
            moment.at, clock.now(), moment.remark is not None,
        )  # fmt: skip
        row = await FieldItem.get(cadre_id=cadre.id, item_id=item.id)
        if new:
            lines = [_line(Deed.FIELD_ITEM_REMARKED, row, remark=remark.value) for remark in remarks]
            await journal.record_many(lines, by=cadre.signature)
    return row, remarks


async def _wake(token: str, cadre: Cadre) -> None:
    tokens = [token]
    while tokens:
        waiting = FieldItem.filter(cadre_id=cadre.id, state=ItemState.WAITING, waits_for__contains=[tokens.pop()])
        for row in await waiting.order_by("id"):
            if (await _try(row, cadre)).said is Said.DONE:
                tokens.append(f"item:{row.item_id}")


async def _try(row: FieldItem, cadre: Cadre, remarks: Iterable[Remark] = ()) -> Outcome:
    """Do the deed and write what came of it, both or neither."""
    what = _BODY.validate_python(row.body)
    done_at = None if row.clock_wrong else row.captured_at
    try:
        await prepare(row, what, cadre, done_at)
        outcome = await _settle(row, what, cadre, done_at)
    except Waits as waits:
        outcome = await _waiting(row, waits.tokens)
    except Refusal as refusal:
        async with database.transaction():
            outcome = await _refused(row, refusal, cadre)
    if any([await evidence.is_whole(digest, cadre.signature) for digest in files_in(outcome.waits_for)]):
        # It became whole after we looked and before we wrote that we wait: nobody else will wake this item.
        return await _try(row, cadre, remarks)
    return replace(outcome, remarks=list(remarks))


async def _settle(row: FieldItem, what: Body, cadre: Cadre, done_at: datetime | None) -> Outcome:
    async with database.transaction():
        # One item of a cadre at a time: or two could each miss that the other is what it waits for.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(cadre.id))
        row = await FieldItem.select_for_update().get(id=row.id)
        if row.state is ItemState.DONE:
            return Outcome(Said.ALREADY_DONE, row.result_id)
        try:
            async with database.transaction():
                result = await carry_out(row, what, cadre, done_at)
        except Waits as waits:
            return await _waiting(row, waits.tokens)
        except Refusal as refusal:
            return await _refused(row, refusal, cadre)
        await FieldItem.filter(id=row.id).update(
            state=ItemState.DONE, result_id=result, body=None, waits_for=[], code=None, finished_at=clock.now()
        )
        await journal.record(_line(Deed.FIELD_ITEM_DONE, row, result_id=result), by=cadre.signature)
    return Outcome(Said.DONE, result)


async def _waiting(row: FieldItem, tokens: Sequence[str]) -> Outcome:
    unfinished = FieldItem.filter(id=row.id).exclude(state=ItemState.DONE)
    await unfinished.update(state=ItemState.WAITING, waits_for=list(tokens), code=None)
    return Outcome(Said.WAITING, waits_for=tokens, sentence=waiting_sentence(tokens))


async def _refused(row: FieldItem, refusal: Refusal, cadre: Cadre) -> Outcome:
    """Journaled once a reason, however often the phone tries again."""
    if isinstance(refusal, NotAvailable):
        raise refusal
    if (row.state, row.code) != (ItemState.REFUSED, refusal.code):
        unfinished = FieldItem.filter(id=row.id).exclude(state=ItemState.DONE)
        await unfinished.update(state=ItemState.REFUSED, waits_for=[], code=refusal.code)
        await journal.record(_line(Deed.FIELD_ITEM_REFUSED, row, code=refusal.code), by=cadre.signature)
    return Outcome(Said.REFUSED, code=refusal.code, sentence=refusal.shown, facts=refusal.details)


def _line(deed: Deed, row: FieldItem, **facts: object) -> Line:
    told = {"kind": row.kind, "item_id": row.item_id, "captured_at": row.captured_at.isoformat(), **facts}
    return Line(deed, row.county, "field_item", row.id, facts=told)
