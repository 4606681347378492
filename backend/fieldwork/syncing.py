"""Syncing: a batch from a phone that was offline; each item is done once, and what comes too early waits."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from backend import clock, database, journal, programmes
from backend.fieldwork.doing import is_outside
from backend.fieldwork.expecting import expect_files
from backend.fieldwork.item import FieldItem, ItemState
from backend.fieldwork.item_body import Item, SendPhoto
from backend.fieldwork.moment import Moment, Remark, moment_of
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.settling import line_of, settle
from backend.fieldwork.turns import HELD
from backend.fieldwork.waiting import nothing_came, waiting_sentence
from backend.identifiers import new_id
from backend.journal import Deed
from backend.refusals import NotNow
from backend.staff import Cadre

# What needs others comes after them, so that within a batch nothing waits that need not.
_ORDER = ("start", "photo", "mandate", "submit", "take", "errand", "board")
_WAITED = timedelta(days=60)  # after that nobody will send the rest
_KNOWN = "SELECT * FROM field_item WHERE cadre_id = $1 AND item_id = ANY ($2::uuid[])"
# Held from the beginning: who took it in tries it first, and nobody beside.
_KEEP = """
INSERT INTO field_item (id, county, cadre_id, received_at, taken_until, state,
                        item_id, kind, body, digest, captured_at, clock_wrong)
SELECT id, $1, $2, $3, $4, 'waiting', item_id, kind, body::jsonb, digest, captured_at, clock_wrong
FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::boolean[])
    AS item (id, item_id, kind, body, digest, captured_at, clock_wrong)
ON CONFLICT (cadre_id, item_id) DO NOTHING RETURNING *
"""


class ItemIdReused(NotNow):
    """The id came before with another content: the phone must make a new one for each item."""

    sentence = "这一项的编号和之前的重复了，内容却不同，请更新小程序后重新办理。"


async def sync(items: Sequence[Item], cadre: Cadre, *, phone_time: datetime | None = None) -> list[Outcome]:
    """Take in a batch in whatever order; an outcome for each item, in the order given.

    `phone_time` is the phone's clock at sending. A duplicate changes nothing; an item refused before is tried again.
    """
    in_order = sorted(enumerate(items), key=lambda each: _ORDER.index(each[1].what.kind))
    rows, new = await _keep([item for _, item in in_order], cadre, phone_time)
    outcomes: dict[int, Outcome] = {}
    expected = await expect_files(_new_photos(in_order, rows, new), cadre)
    told: dict[UUID, Outcome] = {}
    for number, item in in_order:
        row = rows[item.id]
        if row.digest != item.digest:
            refused = ItemIdReused()
            outcomes[number] = Outcome(Said.REFUSED, code=refused.code, sentence=refused.shown)
        elif (earlier := told.get(item.id)) is not None:
            outcomes[number] = replace(earlier, said=Said.ALREADY_DONE) if earlier.said is Said.DONE else earlier
        else:
            outcomes[number] = told[item.id] = await _outcome(row, cadre, new.get(item.id), expected.get(item.id))
    return [outcomes[number] for number in range(len(items))]


async def waiting_items(cadre: Cadre) -> list[FieldItem]:
    """What still waits, oldest first: a phone asks what it must send again."""
    return await FieldItem.filter(cadre_id=cadre.id, state=ItemState.WAITING).order_by("id")


async def give_up_waiting() -> int:
    """Forget what waited 60 days for what never came; how many. For the timetable."""
    return await FieldItem.filter(state=ItemState.WAITING, received_at__lt=clock.now() - _WAITED).delete()


def _new_photos(
    items: Iterable[tuple[int, Item]], rows: Mapping[UUID, FieldItem], new: Container[UUID]
) -> dict[UUID, tuple[FieldItem, SendPhoto]]:
    return {
        item.id: (rows[item.id], item.what) for _, item in items
        if item.id in new and isinstance(item.what, SendPhoto) and rows[item.id].digest == item.digest
    }  # fmt: skip


async def _outcome(row: FieldItem, cadre: Cadre, remarks: Sequence[Remark] | None, expected: Outcome | None) -> Outcome:
    """`remarks` are None of an item that came before, `expected` is of a new one that only waits for its file."""
    if expected is not None:
        return replace(expected, remarks=remarks or [])
    if row.state is ItemState.DONE:
        return Outcome(Said.ALREADY_DONE, row.result_id)
    if remarks is None and row.state is ItemState.WAITING and await nothing_came(row, cadre):
        return Outcome(Said.WAITING, waits_for=row.waits_for, sentence=waiting_sentence(row.waits_for))
    return replace(await settle(row, cadre, decodes=False), remarks=remarks or [])


async def _keep(
    items: Sequence[Item], cadre: Cadre, phone_time: datetime | None
) -> tuple[dict[UUID, FieldItem], dict[UUID, list[Remark]]]:
    """The rows by the phone's ids, and what is odd about those that are new; of two with one id the first is kept."""
    rates = await programmes.parameters_on(cadre.county, clock.today())
    first = {item.id: item for item in reversed(items)}
    rows = await _rows(first, cadre)
    lacking = [item for item in first.values() if item.id not in rows]
    if not lacking:
        return rows, {}
    moments = {item.id: moment_of(item.captured_at, phone_time) for item in lacking}
    async with database.transaction():
        new = await database.models(
            FieldItem, _KEEP, cadre.county, cadre.id, clock.now(), clock.now() + HELD,
            [new_id() for _ in lacking], [item.id for item in lacking], [item.what.kind for item in lacking],
            [item.what.model_dump_json() for item in lacking], [item.digest for item in lacking],
            [moments[item.id].at for item in lacking], [moments[item.id].remark is not None for item in lacking],
        )  # fmt: skip
        remarks = {row.item_id: _remarks(first[row.item_id], moments[row.item_id], rates) for row in new}
        lines = [
            line_of(row, Deed.FIELD_ITEM_REMARKED, remark=remark.value)
            for row in new
            for remark in remarks[row.item_id]
        ]
        await journal.record_many(lines, by=cadre.signature)
    meanwhile = await _rows(first.keys() - rows.keys() - remarks.keys(), cadre)  # the same batch, sent twice at once
    return {**rows, **meanwhile, **{row.item_id: row for row in new}}, remarks


async def _rows(item_ids: Collection[UUID], cadre: Cadre) -> dict[UUID, FieldItem]:
    if not item_ids:
        return {}
    found = await database.models(FieldItem, _KNOWN, cadre.id, list(item_ids))
    return {row.item_id: row for row in found}


def _remarks(item: Item, moment: Moment, rates: Mapping[str, object]) -> list[Remark]:
    outside = Remark.PLACE_OUTSIDE if is_outside(item.what, rates) else None
    return [remark for remark in (moment.remark, outside) if remark]
