"""Whom no phone reaches, village by village, and whose number is to be put right."""

from datetime import date
from typing import Any

import pytest

from backend import clock, messages
from backend.messages import VillagePhones
from backend.residents import Contact, Resident
from backend.staff import Role
from tests.console.desks import Console, Desk, words_of
from tests.console.telling import PHONE
from tests.people import COUNTY, OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_contact, a_resident, the_map


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await the_map()
    return await console.desk()


async def phones(desk: Desk) -> list[VillagePhones]:
    return (await messages.phones_by_village(desk.officer))[0]


async def test_villages_show_whom_no_phone_reaches(clerk: Desk) -> None:
    from tests.backend.payouts.awards import an_award

    dark, lit = await a_resident(), await a_resident(phone=PHONE)
    for each in (dark, lit):
        await an_award(each)
    assert [(each.people, each.own, each.anothers, each.none) for each in await phones(clerk)] == [(2, 1, 0, 1)]
    await a_contact(dark, "13800008888")
    await Contact.filter(resident_id=dark.id).update(dead_since=clock.now())
    (village,) = await phones(clerk)
    assert (village.people, village.own, village.none, village.dead) == (2, 1, 1, 1)
    assert (village.is_dark, village.claimed) == (False, 0)
    await a_contact(await a_resident(), PHONE)
    (village,) = await phones(clerk)
    assert (village.own, village.anothers, village.claimed) == (0, 1, 1)
    assert "号码质量" in (await clerk.get("/messages/phones")).text
    assert village.doubted == 0
    await Contact.filter(resident_id=dark.id).update(dead_since=None, doubted_since=clock.now())
    (village,) = await phones(clerk)
    assert (village.own, village.anothers, village.doubted) == (0, 2, 1)


async def test_a_village_says_whose_number_is_to_be_put_right(clerk: Desk, console: Console) -> None:
    from tests.backend.payouts.awards import an_award

    names = {
        "甲一": {"dead_since": clock.now()}, "乙二": {"doubted_since": clock.now()},
        "丙三": {"opted_out_at": clock.now()}, "丁四": {}, "戊五": {}, "己六": {}, "庚七": {},
    }  # fmt: skip
    for number, (name, trouble) in enumerate(names.items()):
        elder = await a_resident(name=name)
        await an_award(elder)
        if name != "己六":
            contact = await a_contact(elder, f"1380000777{number}")
            await Contact.filter(id=contact.id).update(**trouble)
    await a_contact(await a_resident(name="邻村庚", village=OTHER_VILLAGE), "13800007773")
    elsewhere = await a_contact(await a_resident(name="邻县辛"), "13800007776")
    await Contact.filter(id=elsewhere.id).update(county="410324")
    await Resident.filter(id=elsewhere.resident_id).update(county="410324", village="410324100200")
    child = await a_resident(name="王小明", birth_date=date(2016, 1, 1))
    await an_award(child)
    assert f"/messages/phones/{VILLAGE}" in (await clerk.get("/messages/phones")).text
    page = await clerk.get(f"/messages/phones/{VILLAGE}")
    shown = words_of(page)
    for words in (
        "甲一138****7770打不通，已停用2026-03-0209:30", "乙二138****7771核对两次没有回2026-03-0209:30",
        "丙三138****7772本人退订", "丁四138****7773和别人同号（别处的人）—",
        "庚七138****7776和别人同号（别处的人）—", "己六—没有登记号码—",
    ):  # fmt: skip
        assert words in shown, words
    assert ("戊五" in shown, "王小明" in shown, "1380000777" in page.text) == (False, False, False)
    assert "/telling" in page.text
    county = await console.desk(Role.COUNTY_REVIEWER)
    shown = words_of(await county.get(f"/messages/phones/{VILLAGE}"))
    assert ("和别人同号（邻村庚）" in shown, "邻县辛" in shown) == (True, False)
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "王小明" in words_of(await leader.get(f"/messages/phones/{VILLAGE}"))
    other = await console.desk(place=OTHER_TOWNSHIP)
    for code in (VILLAGE, "410325999999", "4103", "x" * 12):
        assert (await other.get(f"/messages/phones/{code}")).status_code == 404


async def test_a_countys_villages_are_counted_by_night_and_say_of_when(clerk: Desk, console: Console, at: Any) -> None:
    from tests.backend.payouts.awards import an_award

    for village in (VILLAGE, OTHER_VILLAGE):
        await an_award(await a_resident(phone=PHONE, village=village))
        await an_award(await a_resident(village=village))
    county = await console.desk(Role.COUNTY_REVIEWER)
    before, as_of = await messages.phones_by_village(county.officer)
    assert [as_of, len(before)] == [None, 2], "of no night yet: counted now"
    assert await messages.keep_figures() == 2
    kept, as_of = await messages.phones_by_village(county.officer)
    assert kept == before
    assert "2026-03-0209:30的数，以后改的下一次算进来" in words_of(await county.get("/messages/phones"))
    await Contact.filter(county=COUNTY).update(dead_since=clock.now())
    assert (await messages.phones_by_village(county.officer))[0] == before
    assert (await phones(clerk))[0].none == 2, "a township's are counted now"
    at("2026-03-03 04:49")
    assert (await messages.phones_by_village(county.officer))[0] == before, "until this night has counted"
    at("2026-03-03 13:31")
    assert [each.none for each in await phones(county)] == [2, 2], "the last night has no count"
    assert await messages.keep_figures() == 2
    assert [each.none for each in await phones(county)] == [2, 2]


async def test_a_countys_villages_come_a_page_at_a_time_below_what_all_of_them_come_to(
    clerk: Desk, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.backend.payouts.awards import an_award

    monkeypatch.setattr("console.pages.messages._VILLAGES", 1)
    await an_award(await a_resident(phone=PHONE))
    await an_award(await a_resident(village=OTHER_VILLAGE))
    county = await console.desk(Role.COUNTY_REVIEWER)
    first, second = [await county.get(f"/messages/phones?sheet={sheet}") for sheet in (1, 2)]
    assert [(OTHER_VILLAGE in each.text, f"phones/{VILLAGE}" in each.text) for each in (first, second)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert ("sheet=2" in first.text, "下一页" in second.text) == (True, False)
    summed = "2个村，2人：本人手机1，他人手机0，只有座机0，找不到1；多数人电话找不到的村1个"
    assert all(summed in words_of(each) for each in (first, second))
