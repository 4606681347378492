"""查人: an officer finds who stands at the counter, in their own places only, and it is on record who looked."""

from datetime import date
from typing import Any

import pytest

from backend import database, journal
from backend.places import Place
from backend.residents import Resident
from backend.staff import FOUND_AT_MOST, Role
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console, sentence_of, words_of
from tests.people import OTHER_VILLAGE, VILLAGE, a_household, a_resident, seed_parameters, some_id

PHONE = "13800001234"


@pytest.fixture(autouse=True)
async def march(console: Console, at: Any) -> None:
    at("2026-03-15 09:30")
    await seed_parameters()


async def looks() -> list[tuple[object, object]]:
    entries = await journal.Entry.filter(deed=journal.Deed.RESIDENT_LOOKED_UP.value).order_by("id")
    return [(entry.facts["by"], entry.facts["found"]) for entry in entries]


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("王秀英", "name"), ("王秀", "name"), (" 王 秀英 ", "name"), ("{number}", "identity_number"),
        ("{number_spaced}", "identity_number"), (PHONE, "phone"), ("138-0000-1234", "phone"),
        ("+86 13800001234", "phone"),
    ],
)  # fmt: skip
async def test_a_person_is_found_by_name_or_number(console: Console, asked: str, by: str) -> None:
    elder, clerk = await a_resident("王秀英", phone=PHONE), await console.desk()
    await a_resident("李桂兰", phone="13800009999")
    number = elder.identity_number
    typed = asked.format(number=number, number_spaced=f"{number[:6]} {number[6:14]} {number[14:].lower()}")
    page = await clerk.post("/residents", asked=typed)
    assert f'href="/residents/{elder.id}"' in page.text
    assert "李桂兰" not in page.text
    assert number not in page.text
    assert await looks() == [(by, [str(elder.id)])]
    entry = await journal.Entry.get(deed=journal.Deed.RESIDENT_LOOKED_UP.value)
    assert (entry.resident_id, entry.by_id) == (elder.id, clerk.officer.id)


async def test_nobody_is_found_elsewhere(console: Console) -> None:
    foreign, clerk = await a_resident("王秀英", village=OTHER_VILLAGE, phone=PHONE), await console.desk()
    for asked in ("王秀英", foreign.identity_number, PHONE):
        page = await clerk.post("/residents", asked=asked)
        assert str(foreign.id) not in page.text
        assert "没有找到" in page.text
    assert (await clerk.get(f"/residents/{foreign.id}")).status_code == 404
    assert (await clerk.get(f"/residents/{some_id()}")).status_code == 404
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert str(foreign.id) in (await county.post("/residents", asked="王秀英")).text


async def test_villages_of_one_name_are_told_apart_by_their_township(console: Console) -> None:
    await Place.filter(code=OTHER_VILLAGE).update(name="车村村民委员会")
    for village in (VILLAGE, OTHER_VILLAGE):
        await a_resident("王秀英", village=village)
    seen = words_of(await (await console.desk(Role.COUNTY_REVIEWER)).post("/residents", asked="王秀英"))
    assert "车村镇车村村民委员会" in seen
    assert "田湖镇车村村民委员会" in seen
    of_the_township = words_of(await (await console.desk()).post("/residents", asked="王秀英"))
    assert "王秀英车村村民委员会" in of_the_township


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("王", "请填姓名（至少两个字）"), ("%%", "请填姓名（至少两个字）"), ("__", "请填姓名（至少两个字）"),
        ("12345", "请填姓名（至少两个字）"), ("王%", "请填姓名（至少两个字）"),
        ("41032519420506", "座机请连区号一起填"), ("410325194205060011", "身份证号有一位输错了"),
        ("410325420506001", "15位的旧身份证号"),
    ],
)  # fmt: skip
async def test_too_little_is_asked_again(console: Console, asked: str, sentence: str) -> None:
    answer = await (await console.desk()).post("/residents", asked=asked)
    assert answer.status_code == 422
    assert sentence in sentence_of(answer)
    assert await looks() == []


async def test_of_too_many_the_first_are_shown(console: Console) -> None:
    for each in range(FOUND_AT_MOST + 1):
        await a_resident(f"张{chr(0x4E00 + each)}")
    clerk = await console.desk()
    await a_resident("张")  # one character is no prefix that anybody may ask
    page = await clerk.post("/residents", asked="张一")
    assert page.text.count('href="/residents/0') == 1
    everyone = [await a_resident("赵小明") for _ in range(FOUND_AT_MOST + 1)]
    page = await clerk.post("/residents", asked="赵小")
    assert sum(f'href="/residents/{each.id}"' in page.text for each in everyone) == FOUND_AT_MOST
    assert "人太多，只列出前50位" in words_of(page)


async def test_a_person_is_on_one_page(console: Console) -> None:
    home = await a_household()
    elder = await a_resident("王秀英", phone=PHONE, household=home, account="6228480000000000018")
    await a_resident("张建国", date(1950, 1, 1), household=home)
    await an_award(elder, programme="rural_dibao", monthly_fen=22000, from_month=date(2026, 1, 1))
    await an_award(elder, from_month=date(2026, 4, 1))
    page = await (await console.desk()).get(f"/residents/{elder.id}")
    words = words_of(page)
    for said in (
        "王秀英",
        "农村低保2026年1月在享",
        "高龄津贴2026年4月还没开始",
        "收款账户嵩县农商银行，户名王秀英，尾号0018",
        "同户的人张建国",
        "138****1234（本人）",
        "还没有发放过",
        "1942年5月6日（83周岁）",
    ):
        assert said in words, said
    assert elder.identity_number not in page.text
    assert PHONE not in page.text


async def test_of_a_child_nobody_but_its_handlers_learns_what_it_receives(console: Console) -> None:
    child = await a_resident("小朋友", date(2016, 1, 1))
    await an_award(child, programme="orphan", monthly_fen=100000, from_month=date(2026, 1, 1))
    payer = await console.desk(Role.COUNTY_PAYER)
    assert "没有在册的待遇" in words_of(await payer.get(f"/residents/{child.id}"))


async def test_a_name_is_found_by_its_index(console: Console) -> None:
    elder = await a_resident("王秀英")
    async with database.transaction():
        await database.execute("SET LOCAL enable_seqscan = off")
        plan = await database.rows(
            "EXPLAIN SELECT id FROM resident WHERE county = $1 AND name ~>=~ $2 AND name ~<~ $3",
            elder.county, "王秀", "王秀\U0010ffff",
        )  # fmt: skip
    assert any("resident_name" in line["QUERY PLAN"] for line in plan)
    assert await Resident.filter(id=elder.id).count() == 1
