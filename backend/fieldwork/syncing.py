"""Syncing: a batch from a phone that was offline; each item is done once, and what comes too early waits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from backend import clock, database, journal, programmes
from backend.fieldwork.batch import tell_together
from backend.fieldwork.doing import is_outside
from backend.fieldwork.expecting import strike_off_what_came
from backend.fieldwork.giving_up import KEPT_FOR
from backend.fieldwork.item import FieldItem, ItemState
from backend.fieldwork.item_body import Item
from backend.fieldwork.moment import Moment, Remark, moment_of
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.settling import line_of, one_at_a_time, settle
from backend.fieldwork.turns import HELD
from backend.identifiers import new_id
from backend.journal import Deed
from backend.refusals import NotNow
from backend.staff import Cadre

# What needs others comes after them, so that within a batch nothing waits that need not.
_ORDER = ("start", "photo", "mandate", "obligor", "promise", "submit", "take", "errand", "board", "certify")
# What was given up, or refused so long ago that it was forgotten, begins anew.
_KNOWN = """
SELECT * FROM field_item
WHERE cadre_id = $1 AND item_id = ANY ($2::uuid[]) AND (state = 'done' OR body IS NOT NULL)
"""
# Held from the beginning: who took it in tries it first, and nobody beside.
_KEEP = """
INSERT INTO field_item (id, county, cadre_id, received_at, taken_until, state,
                        item_id, kind, body, digest, captured_at, clock_wrong, remarks)
SELECT id, $1, $2, $3, $4, 'waiting', item_id, kind, body::jsonb, digest, captured_at, clock_wrong,
       string_to_array(remarks, ' ')
FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::boolean[], $12::text[])
    AS item (id, item_id, kind, body, digest, captured_at, clock_wrong, remarks)
ON CONFLICT (cadre_id, item_id) DO UPDATE SET
    received_at = excluded.received_at, taken_until = excluded.taken_until, state = excluded.state,
    kind = excluded.kind, body = excluded.body, digest = excluded.digest, captured_at = excluded.captured_at,
    clock_wrong = excluded.clock_wrong, remarks = excluded.remarks, code = NULL, sentence = NULL,
    finished_at = NULL, asked_at = NULL
WHERE field_item.state <> 'done' AND field_item.body IS NULL RETURNING *
"""


class ItemIdReused(NotNow):
    """The id came before with another content: the phone must make a new one for each item."""

    sentence = "这一项的编号和之前的重复了，内容却不同，请更新小程序后重新办理。"


async def sync(items: Sequence[Item], cadre: Cadre, *, phone_time: datetime | None = None) -> list[Outcome]:
    """Take in a batch in whatever order; an outcome for each item, in the order given.

    `phone_time` is the phone's clock at sending. A duplicate changes nothing; an item refused before is tried again.
    """
    in_order = sorted(items, key=lambda item: _ORDER.index(item.what.kind))
    # One transaction for all that is told together: when hundreds of phones come back, each waits for a connection, and
    # a batch that took one a statement would queue dozens of times.
    async with database.transaction():
        await one_at_a_time(cadre)
        rows, new = await _keep(in_order, cadre, phone_time)
        ours = {item.id: (rows[item.id], item.what) for item in in_order if rows[item.id].digest == item.digest}
        told = await tell_together(ours, new, cadre)
    await strike_off_what_came([outcome for item_id, outcome in told.items() if item_id in new], cadre)
    for item_id, (row, _) in ours.items():
        if item_id not in told:
            told[item_id] = await settle(row, cadre, decodes=False)
    return _in_order(items, rows, told)


def _in_order(items: Sequence[Item], rows: Mapping[UUID, FieldItem], told: Mapping[UUID, Outcome]) -> list[Outcome]:
    """An outcome for each item as it was sent: of one sent twice in a batch the second was done already."""
    outcomes: list[Outcome] = []
    answered: set[UUID] = set()
    for item in items:
        if rows[item.id].digest != item.digest:
            refused = ItemIdReused()
            outcomes.append(Outcome(Said.REFUSED, code=refused.code, sentence=refused.shown))
            continue
        remarks = [Remark(word) for word in rows[item.id].remarks]
        outcome = replace(told[item.id], remarks=[*remarks, *told[item.id].remarks])
        again = item.id in answered and outcome.said is Said.DONE
        outcomes.append(replace(outcome, said=Said.ALREADY_DONE) if again else outcome)
        answered.add(item.id)
    return outcomes


async def waiting_items(cadre: Cadre) -> list[FieldItem]:
    """What still waits, oldest first: a phone asks what it must send again."""
    return await FieldItem.filter(cadre_id=cadre.id, state=ItemState.WAITING).order_by("id")


async def refused_items(cadre: Cadre) -> list[FieldItem]:
    """What was refused and not put right since, oldest first, as long as what it said is kept.

    An item that was told to wait may be refused when its turn comes, and no answer goes out then.
    """
    recent = clock.now() - KEPT_FOR
    return await FieldItem.filter(cadre_id=cadre.id, state=ItemState.REFUSED, received_at__gte=recent).order_by("id")


async def _keep(
    items: Sequence[Item], cadre: Cadre, phone_time: datetime | None
) -> tuple[dict[UUID, FieldItem], set[UUID]]:
    """The rows by the phone's ids, and which of them are new; of two with one id the first is kept."""
    first: dict[UUID, Item] = {}
    for item in items:
        first.setdefault(item.id, item)
    known = await database.models(FieldItem, _KNOWN, cadre.id, list(first))
    rows = {row.item_id: row for row in known}
    lacking = [item for item in first.values() if item.id not in rows]
    if not lacking:
        return rows, set()
    rates = await programmes.parameters_on(cadre.county, clock.today())
    moments = [moment_of(item.captured_at, phone_time) for item in lacking]
    remarks = [_remarks(item, moment, rates) for item, moment in zip(lacking, moments, strict=True)]
    new = await database.models(
        FieldItem, _KEEP, cadre.county, cadre.id, clock.now(), clock.now() + HELD,
        [new_id() for _ in lacking], [item.id for item in lacking], [item.what.kind for item in lacking],
        [item.what.model_dump_json() for item in lacking], [item.digest for item in lacking],
        [moment.at for moment in moments], [moment.remark is not None for moment in moments],
        [" ".join(each) for each in remarks],
    )  # fmt: skip
    lines = [line_of(row, Deed.FIELD_ITEM_REMARKED, remark=remark) for row in new for remark in row.remarks]
    await journal.record_many(lines, by=cadre.signature)
    return rows | {row.item_id: row for row in new}, {row.item_id for row in new}


def _remarks(item: Item, moment: Moment, rates: Mapping[str, object]) -> list[Remark]:
    outside = Remark.PLACE_OUTSIDE if is_outside(item.what, rates) else None
    return [remark for remark in (moment.remark, outside) if remark]
