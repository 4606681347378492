"""A batch costs few trips to the database, and what goes wrong with one item is told of that one."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from backend import applications, clock, evidence, fieldwork
from backend.applications import Application, State
from backend.evidence import Photo
from backend.fieldwork import FieldItem, Said, SendPhoto
from backend.journal import Deed, Entry
from tests.backend.fieldwork.offline import OfflineCase, an_item, upload
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Trips to PostgreSQL since it was last asked."""
    made = [0]

    def counting(asked: Any) -> Any:
        def counted(*given: Any, **named: Any) -> Any:
            made[0] += 1
            return asked(*given, **named)

        return counted

    for name in ("fetch", "fetchrow", "execute", "copy_records_to_table"):
        monkeypatch.setattr(asyncpg.Connection, name, counting(getattr(asyncpg.Connection, name)))

    def since() -> int:
        counted, made[0] = made[0], 0
        return counted

    return since


async def test_ten_cases_take_few_more_trips_than_one(trips: Callable[[], int]) -> None:
    """Of a case more, only its start asks anything: six statements. All else waits, and is told so together."""
    cadre = await a_cadre()
    one, ten = [[OfflineCase(await a_resident()) for _ in range(number)] for number in (1, 10)]
    first, again = [], []
    for cases in (one, ten):
        items = [item for case in cases for item in case.items]
        trips()
        told = await fieldwork.sync(items, cadre)
        first.append(trips())
        assert [each.said for each in told] == [Said.DONE, *[Said.WAITING] * 6] * len(cases)
        told = await fieldwork.sync(items, cadre)
        again.append(trips())
        assert [each.said for each in told] == [Said.ALREADY_DONE, *[Said.WAITING] * 6] * len(cases)
    assert first[0] <= 32
    assert first[1] - first[0] <= 9 * 6 + 2
    assert again[0] == again[1] <= 5


async def test_one_bad_item_spoils_no_other() -> None:
    """Starts are done in one round: who is not one's own, who receives already and who is unknown stay out of it."""
    cadre, good, other = await a_cadre(), OfflineCase(await a_resident()), OfflineCase(await a_resident())
    stranger = await a_resident("刘大山", village=OTHER_VILLAGE)
    bad = [
        an_item("start", programme=programme, resident_id=who)
        for programme, who in (
            ("old_age_allowance", stranger.id), ("old_age_allowance", uuid4()), ("no_such_benefit", good.elder.id),
        )
    ]  # fmt: skip
    told = await fieldwork.sync([bad[0], good.start, bad[1], bad[2], other.start, *good.photos], cadre)
    assert [each.code for each in told[:5]] == [
        "staff.OutsideYourVillage", None, "residents.NoSuchResident", "programmes.NoSuchProgramme", None,
    ]  # fmt: skip
    assert {each.said for each in told[5:]} == {Said.WAITING}
    assert {each.resident_id for each in await Application.all()} == {good.elder.id, other.elder.id}
    done = await Entry.filter(deed=Deed.FIELD_ITEM_DONE.value)
    assert {each.facts["item_id"] for each in done} == {str(good.start.id), str(other.start.id)}
    refused = await Entry.filter(deed=Deed.FIELD_ITEM_REFUSED.value)
    assert {each.facts["item_id"] for each in refused} == {str(each.id) for each in bad}
    await fieldwork.sync(bad, cadre)
    assert await Entry.filter(deed=Deed.FIELD_ITEM_REFUSED.value).count() == len(bad), "journaled once a reason"


async def test_two_cadres_who_begin_the_same_cases_hold_each_other_up_no_longer_than_a_round() -> None:
    """Each in another order, several times at once: one case a person, and both cadres hear of it."""
    cadres, elders = [await a_cadre(), await a_cadre()], [await a_resident() for _ in range(8)]
    both = [
        [an_item("start", programme="old_age_allowance", resident_id=each.id) for each in order]
        for order in (elders, elders[::-1])
    ]
    told = await asyncio.gather(
        *(fieldwork.sync(items, cadre) for items, cadre in zip(both, cadres, strict=True) for _ in range(3))
    )
    assert {each.said for outcomes in told for each in outcomes} <= {Said.DONE, Said.ALREADY_DONE, Said.WAITING}
    mine, theirs = [await fieldwork.sync(items, cadre) for items, cadre in zip(both, cadres, strict=True)]
    assert [each.result_id for each in mine] == [each.result_id for each in reversed(theirs)]
    assert await Application.all().count() == len(elders)


async def test_what_came_while_the_batch_was_looked_at_is_not_waited_for() -> None:
    """A batch and the last of what it waits for at the same moment, many times."""
    for _ in range(5):
        cadre, offline = await a_cadre(), OfflineCase(await a_resident())
        for content in offline.files:
            await upload(content, cadre)
        await asyncio.gather(
            fieldwork.sync([offline.mandate, offline.submit], cadre),
            fieldwork.sync([offline.start, *offline.photos], cadre),
        )
        await fieldwork.go_on(cadre)
        assert (await Application.get(resident_id=offline.elder.id)).state is State.SUBMITTED
        assert await FieldItem.filter(cadre_id=cadre.id).exclude(state="done").count() == 0


async def test_photos_and_mandates_that_came_the_plain_way_are_named_by_their_own_ids() -> None:
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    for content in offline.files:
        await upload(content, cadre)
    await fieldwork.sync([offline.start, *offline.photos], cadre)
    await fieldwork.go_on(cadre)
    case = await Application.get()
    papers = await applications.attached(case.id)
    (paper,) = [each.photo_id for each in papers if each.kind == "mandate"]
    mandate = await applications.give_mandate(
        case.id, relation="村干部", scope="申请高龄津贴", photo_id=paper,
        expires_on=clock.today() + timedelta(days=100), by=cadre.signature,
    )  # fmt: skip
    needs: list[Any] = [mandate.id, *(each.photo_id for each in papers)]
    (told,) = await fieldwork.sync([an_item("submit", case=case.id, needs=needs)], cadre)
    assert (told.said, told.result_id) == (Said.DONE, case.id)


async def test_an_item_twice_in_one_batch_is_done_once_and_another_under_its_id_refused() -> None:
    cadre, elder = await a_cadre(), await a_resident()
    start = an_item("start", programme="old_age_allowance", resident_id=elder.id)
    other = an_item("start", item_id=start.id, programme="rural_dibao", resident_id=elder.id)
    told = await fieldwork.sync([start, start, other], cadre)
    assert [each.said for each in told] == [Said.DONE, Said.ALREADY_DONE, Said.REFUSED]
    assert told[2].code == "fieldwork.ItemIdReused"


async def test_a_photo_that_came_the_plain_way_is_the_same_photo() -> None:
    """The file is not asked for again, and the submission that names both goes through in the same batch."""
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    for item, content in zip(offline.photos, offline.files, strict=True):
        assert isinstance(item.what, SendPhoto)
        await evidence.receive(
            content, upload_id=uuid4(), resident=offline.elder, kind=item.what.shows, by=cadre.signature
        )
    told = await fieldwork.sync(offline.items, cadre)
    assert {each.said for each in told} == {Said.DONE}
    assert await Photo.all().count() == len(offline.files)


async def test_what_belongs_to_a_case_that_may_not_begin_waits_and_is_not_lost() -> None:
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    wrong = an_item("start", item_id=offline.start.id, programme="no_such_benefit", resident_id=offline.elder.id)
    told = await fieldwork.sync([wrong, offline.mandate, offline.submit], cadre)
    assert [each.said for each in told] == [Said.REFUSED, Said.WAITING, Said.WAITING]
    assert f"item:{wrong.id}" in told[1].waits_for
    assert {each.item_id for each in await fieldwork.waiting_items(cadre)} == {offline.mandate.id, offline.submit.id}
