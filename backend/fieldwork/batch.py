"""A batch: what can be told of many items at once is told at once; only what can be done now is done one by one."""

from collections.abc import Container, Mapping
from uuid import UUID

from backend.fieldwork.beginning import begin_cases
from backend.fieldwork.expecting import expect_files, expect_items, waits_for
from backend.fieldwork.finding import found
from backend.fieldwork.item import FieldItem, ItemState
from backend.fieldwork.item_body import Body, SendPhoto, StartCase
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.waiting import still_waiting
from backend.staff import Cadre

Items = Mapping[UUID, tuple[FieldItem, Body]]


async def tell_together(items: Items, new: Container[UUID], cadre: Cadre) -> dict[UUID, Outcome]:
    """Begin the cases, and say what waits; by the phone's ids. In a transaction that does the cadre's items alone.

    `items` in the order in which they are tried, `new` came just now. Left out is what seems to have all it needs, for
    the caller to settle each in a transaction of its own: handing in takes the county's next case number, which in one
    transaction for a batch would hold up all other phones.
    """
    told = await _known(items, new, cadre)
    left = {item_id: each for item_id, each in items.items() if item_id not in told}
    starts = {item_id: (row, what) for item_id, (row, what) in left.items() if isinstance(what, StartCase)}
    photos = {item_id: (row, what) for item_id, (row, what) in left.items() if isinstance(what, SendPhoto)}
    told |= await begin_cases(starts, cadre)
    told |= await expect_files({item_id: each for item_id, each in photos.items() if item_id in new}, cadre)
    here = (await found({ref for _, what in left.values() for ref in what.names}, cadre)).keys()
    ready, lacking = set(here), {}
    for item_id, (row, what) in left.items():
        if item_id in told:
            continue
        # A photo looks for its file first, and becomes a photo of the person before there is a case.
        if isinstance(what, SendPhoto) or ready.issuperset(what.names):
            ready.add(item_id)
        else:
            lacking[item_id] = (row, what)
    return told | await expect_items(lacking, here)


async def _known(items: Items, new: Container[UUID], cadre: Cadre) -> dict[UUID, Outcome]:
    """Of what came before: what is done, and what still waits for the same."""
    before = [row for item_id, (row, _) in items.items() if item_id not in new]
    done = {row.item_id: Outcome(Said.ALREADY_DONE, row.result_id) for row in before if row.state is ItemState.DONE}
    return done | {row.item_id: waits_for(row.waits_for) for row in await still_waiting(before, cadre)}
