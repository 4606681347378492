"""Giving up what waited for what never came: the village is asked before, and the journal tells of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import clock, database, journal
from backend.errands import ErrandKind, raise_errand
from backend.fieldwork.item import FieldItem, ItemState
from backend.journal import By, Deed, Line, Signature
from backend.programmes import OF_CHILDREN
from backend.residents import Resident
from backend.staff import Cadre

_ASKED_AFTER = timedelta(days=46)  # with the fortnight it is sixty days: nobody stays in the mountains longer
_FORTNIGHT = timedelta(days=14)  # a cadre comes down to a signal at least that often
_AT_ONCE = 500  # items a transaction
KEPT_FOR = _ASKED_AFTER + _FORTNIGHT
DAYS_WAITED = KEPT_FOR.days
# A start and a word that one sees to an errand wait for nothing.
TITLES = {
    "photo": "照片",
    "mandate": "委托书",
    "obligor": "义务人",
    "promise": "告知承诺",
    "submit": "提交申请",
    "errand": "任务结果",
    "board": "公示栏照片",
    "certify": "生存认证",
}

# Of whom it is: named in the item, or by the case or the photo that it names, wherever those are.
_OLD = """
SELECT f.id, f.kind, f.county, f.item_id, f.cadre_id, f.received_at, f.captured_at, f.waits_for, (
    SELECT r.resident_id FROM (
        SELECT (i.body->>'resident_id')::uuid AS resident_id FROM field_item i
        WHERE i.id = f.id OR i.cadre_id = f.cadre_id AND i.item_id = ANY (named.refs)
        UNION ALL SELECT a.resident_id FROM application a WHERE a.id = ANY (named.refs || named.made)
        UNION ALL SELECT p.resident_id FROM photo p WHERE p.id = ANY (named.refs || named.made)
        UNION ALL SELECT e.resident_id FROM errand e WHERE e.id = (f.body->>'errand_id')::uuid) AS r
    WHERE r.resident_id IS NOT NULL LIMIT 1) AS resident_id,
    EXISTS (SELECT FROM application a WHERE a.id = ANY (named.refs || named.made) AND a.programme = ANY ($3))
    OR EXISTS (SELECT FROM field_item i WHERE (i.id = f.id OR i.cadre_id = f.cadre_id AND i.item_id = ANY (named.refs))
               AND i.body->>'programme' = ANY ($3)) AS of_children
FROM field_item f, LATERAL (
    SELECT refs, ARRAY(SELECT i.result_id FROM field_item i
                       WHERE i.cadre_id = f.cadre_id AND i.item_id = ANY (refs) AND i.result_id IS NOT NULL) AS made
    FROM (SELECT array_remove(ARRAY[(f.body->>'case')::uuid, (f.body->>'photo')::uuid] || ARRAY(
              SELECT need::uuid FROM jsonb_array_elements_text(f.body->'needs') AS need), NULL) AS refs) AS listed
    ) AS named
WHERE f.state = 'waiting' AND {since} < $1 ORDER BY f.id LIMIT $2 FOR UPDATE OF f SKIP LOCKED
"""
_FORGET = "UPDATE field_item SET body = NULL WHERE state = 'refused' AND body IS NOT NULL AND received_at < $1"
_UNASKED = _OLD.format(since="f.asked_at IS NULL AND f.received_at")
_ASKED = _OLD.format(since="f.asked_at")


async def ask_for_the_rest() -> int:
    """A fortnight before it is given up: an errand for each person of whom something still waits; of how many items.

    For the timetable.
    """
    asked = 0
    while old := await _ask_some():
        asked += len(old)
    return asked


async def give_up_waiting() -> int:
    """Keep no longer what was asked for a fortnight ago and never came; how many items. For the timetable.

    Each has its line in the journal, and phone and console read of it (`given_up`); sent again it is taken in anew.
    What was refused and never put right keeps its reason, and nothing of what was said.
    """
    given_up = 0
    while old := await _give_up_some():
        given_up += len(old)
    await database.execute(_FORGET, clock.now() - KEPT_FOR)
    return given_up


async def _ask_some() -> Sequence[dict[str, Any]]:
    async with database.transaction():
        old = await database.rows(_UNASKED, clock.now() - _ASKED_AFTER, _AT_ONCE, list(OF_CHILDREN))
        await FieldItem.filter(id__in=[each["id"] for each in old]).update(asked_at=clock.now())
        people = await _people(old)
        cadres = {each.id: each for each in await Cadre.filter(id__in={each["cadre_id"] for each in old})}
        of_one: dict[tuple[UUID, UUID], list[dict[str, Any]]] = defaultdict(list)
        for each in old:
            if each["resident_id"] in people:
                of_one[each["cadre_id"], each["resident_id"]].append(each)
        for (cadre_id, resident_id), items in of_one.items():
            await _ask(cadres[cadre_id], people[resident_id], items)
    return old


async def _ask(cadre: Cadre, resident: Resident, items: Sequence[dict[str, Any]]) -> None:
    """The other cadres of the village read it, too: whose phone it is, and what to do where that phone is gone.

    Not of a child's case, which is its own cadre's alone: its handlers ask that cadre.
    """
    received = clock.in_county_time(items[0]["received_at"])
    until = clock.today() + _FORTNIGHT
    kinds = {each["kind"] for each in items}
    what = "、".join(title for kind, title in TITLES.items() if kind in kinds)
    reason = (
        f"{cadre.name}{received:%-m月%-d日}用手机办的（{what}）一直没有传全。请让{cadre.name}打开小程序同步；"
        f"手机上已经没有的，请重新办理。过了{until.month}月{until.day}日系统不再等。"
    )
    because = f"field_items:{cadre.id.hex}:{resident.id.hex}:{received:%Y-%m}"
    by = Signature(By.CLOCK)
    await raise_errand(
        ErrandKind.COLLECT_PAPERS, resident, reason=reason, because=because, due_on=until, by=by,
        of_children=any(each["of_children"] for each in items),
    )  # fmt: skip


async def _give_up_some() -> Sequence[dict[str, Any]]:
    async with database.transaction():
        old = await database.rows(_ASKED, clock.now() - _FORTNIGHT, _AT_ONCE, list(OF_CHILDREN))
        await FieldItem.filter(id__in=[each["id"] for each in old]).update(
            state=ItemState.GIVEN_UP, body=None, waits_for=[], taken_until=None, finished_at=clock.now()
        )
        people = await _people(old)
        lines = [_line(each, people.get(each["resident_id"])) for each in old]
        await journal.record_many(lines, by=Signature(By.CLOCK))
    return old


async def _people(old: Iterable[dict[str, Any]]) -> dict[UUID, Resident]:
    ids = {each["resident_id"] for each in old if each["resident_id"]}
    return {each.id: each for each in await Resident.filter(id__in=ids)}


def _line(item: dict[str, Any], resident: Resident | None) -> Line:
    facts = {
        "kind": item["kind"], "item_id": item["item_id"], "cadre_id": item["cadre_id"],
        "captured_at": item["captured_at"].isoformat(), "waited_for": item["waits_for"],
    }  # fmt: skip
    return Line(
        Deed.FIELD_ITEM_GIVEN_UP, item["county"], "field_item", item["id"],
        resident_id=resident.id if resident else None, village=resident.village if resident else None, facts=facts,
    )  # fmt: skip
