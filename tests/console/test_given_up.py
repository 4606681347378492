"""What a cadre did without a signal and never sent whole is seen by the place's officers, with the errand about it."""

from datetime import date
from typing import Any

import pytest

from backend import clock, fieldwork
from backend.errands import Errand
from backend.residents import Resident
from backend.staff import Cadre, Role
from tests.backend.fieldwork.offline import an_item, sha256
from tests.console.desks import Console, words_of
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, seed_parameters, some_id

GIVEN_UP = "/errands/given-up"


@pytest.fixture(autouse=True)
async def march(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def sent_in_part(elder: Resident, cadre: Cadre) -> Any:
    """A photo of which the file never came."""
    item = an_item("photo", resident_id=elder.id, shows="portrait", sha256=sha256(elder.id.bytes))
    await fieldwork.sync([item], cadre)
    return item


async def sixty_days_pass(at: Any) -> None:
    at("2026-04-17 12:00")
    await fieldwork.ask_for_the_rest()
    at("2026-05-01 12:01")
    await fieldwork.give_up_waiting()


async def test_the_township_sees_it_and_the_errand_until_it_is_sent_again(console: Console, at: Any) -> None:
    elder, cadre = await a_resident("王秀英"), await a_cadre(name="李建国")
    item = await sent_in_part(elder, cadre)
    desk = await console.desk()
    assert "没有。村干部离线办的都传全了" in words_of(await desk.get(GIVEN_UP))
    assert "已不再等" not in words_of(await desk.get("/today"))
    await sixty_days_pass(at)
    seen = await desk.get(GIVEN_UP)
    assert "车村村民委员会王秀英照片缺1张照片李建国2026-03-0208:302026-05-0112:01还没有办2026年5月1日到期" in words_of(
        seen
    )
    assert "村干部离线办的没有传全、已不再等1件" in words_of(await desk.get("/today"))
    errand = await Errand.get()
    assert f'href="/errands/{errand.id}"' in seen.text
    page = words_of(await desk.get(f"/errands/{errand.id}"))
    assert "李建国3月2日用手机办的（照片）一直没有传全" in page
    assert "还没有办" in page
    at("2026-05-02 10:00")
    await Errand.filter(id=errand.id).update(done_at=clock.now(), done_by=cadre.id, outcome="done", note="补了")
    assert "办好了" in words_of(await desk.get(GIVEN_UP))
    assert "已不再等" not in words_of(await desk.get("/today")), "somebody has seen to it"
    assert "办好了（李建国，2026-05-0210:00）补了" in words_of(await desk.get(f"/errands/{errand.id}"))
    await fieldwork.sync([item], cadre)
    assert "王秀英" not in (await desk.get(GIVEN_UP)).text


async def test_another_townships_is_neither_listed_nor_opened(console: Console, at: Any) -> None:
    await sent_in_part(await a_resident("王秀英", village=OTHER_VILLAGE), await a_cadre([OTHER_VILLAGE]))
    await sixty_days_pass(at)
    clerk, county = await console.desk(), await console.desk(Role.COUNTY_REVIEWER)
    errand = await Errand.get()
    assert "王秀英" not in (await clerk.get(GIVEN_UP)).text
    for unknown in (errand.id, some_id()):
        assert (await clerk.get(f"/errands/{unknown}")).status_code == 404
    assert "田湖镇田湖村民委员会王秀英" in words_of(await county.get(GIVEN_UP))
    assert (await county.get(f"/errands/{errand.id}")).status_code == 200


async def test_a_childs_is_for_who_handles_children(console: Console, at: Any) -> None:
    await sent_in_part(await a_resident("小朋友", date(2016, 1, 1)), await a_cadre())
    await sixty_days_pass(at)
    assert "小朋友" not in (await (await console.desk()).get(GIVEN_UP)).text
    assert "小朋友" in (await (await console.desk(Role.TOWNSHIP_LEADER)).get(GIVEN_UP)).text


async def test_of_what_names_nobody_the_cadres_township_is_told_whom_to_ask(console: Console, at: Any) -> None:
    cadre = await a_cadre([VILLAGE], name="李建国")
    await fieldwork.sync([an_item("submit", case=some_id(), needs=[some_id()])], cadre)
    await sixty_days_pass(at)
    assert "查不出是谁的，请问村干部提交申请缺2项内容李建国" in words_of(await (await console.desk()).get(GIVEN_UP))
    assert "已不再等1件" in words_of(await (await console.desk()).get("/today"))
    foreign = await console.desk(place=OTHER_TOWNSHIP)
    assert "李建国" not in (await foreign.get(GIVEN_UP)).text
    assert "已不再等" not in words_of(await foreign.get("/today"))
    at("2026-07-01 09:00")
    assert "已不再等" not in words_of(await (await console.desk()).get("/today")), "nobody can end it otherwise"
