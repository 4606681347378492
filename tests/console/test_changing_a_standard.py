"""A standard from its page to the second officer's word: looked at, foreseen, proposed, confirmed, on record."""

import re
from datetime import date
from typing import Any

import pytest
from httpx import Response

from backend import programmes, rate_changes
from backend.journal import Entry
from backend.rate_changes import ChangeState, RateChange
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import COUNTY, OTHER_VILLAGE, a_household, a_resident, seed_parameters

FORM = {
    "value": "80岁起100元，90岁起200元，100岁起300元", "valid_from": "2026-01-01", "valid_to": "",
    "source": "洛民〔2026〕1号",
}  # fmt: skip
PAGE = "/parameters/aged.bands"


@pytest.fixture(autouse=True)
async def county(console: Console, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    await an_award(await a_resident("刘田湖", village=OTHER_VILLAGE, birth_date=date(1930, 5, 6)))


@pytest.fixture
async def reviewer(console: Console) -> Desk:
    return await console.desk(Role.COUNTY_REVIEWER)


@pytest.fixture
async def approver(console: Console) -> Desk:
    return await console.desk(Role.COUNTY_APPROVER, name="孙批")


async def proposed(reviewer: Desk) -> RateChange:
    answer = await reviewer.post(f"{PAGE}/changes", **FORM)
    assert answer.status_code == 303
    return await RateChange.get(id=answer.headers["location"].rpartition("/")[2])


def shown_on(answer: Response) -> str:
    """The digest of the list that the page shows, as its form brings it back."""
    (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', answer.text)
    return str(digest)


async def seen_and_confirmed(officer: Desk, page: str) -> Response:
    return await officer.post(f"{page}/confirmation", shown=shown_on(await officer.get(page)))


async def test_the_list_marks_what_is_unconfirmed_and_unset(reviewer: Desk) -> None:
    words = words_of(await reviewer.get("/parameters"))
    assert "农村低保标准（每人每月）440元" in words
    assert "待县里确认" in words
    assert "上年度农村居民人均可支配收入（全年）还没有设定" in words


async def test_every_standard_has_its_page(reviewer: Desk) -> None:
    for key in programmes.declarations():
        answer = await reviewer.get(f"/parameters/{key}")
        assert answer.status_code == 200, key
        assert "历次的值" in answer.text


async def test_what_if_shows_all_and_keeps_nothing(reviewer: Desk) -> None:
    before = await Entry.all().count()
    answer = await reviewer.post(f"{PAGE}/foreseeing", **FORM)
    words = words_of(answer)
    assert "增加2人" in words
    assert "补发合计250.00元" in words  # 3 months × 50 yuan, and 100 yuan for March
    assert "以后每月多发150.00元" in words
    assert "车村镇高龄津贴10150.00" in words
    assert f'formaction="{PAGE}/changes"' in answer.text
    assert await Entry.all().count() == before
    assert await RateChange.all().count() == 0


async def test_what_if_counts_everyone_on_the_register(reviewer: Desk) -> None:
    home = await a_household(members_counted=1, monthly_income_fen=45000, financial_assets_fen=0, vehicles=0, homes=1)
    await a_resident(household=home)
    answer = await reviewer.post("/parameters/dibao.standard.rural/foreseeing", **{**FORM, "value": "460"})
    words = words_of(answer)
    assert "对全县登记在册的人：农村低保" in words
    assert "新符合1户不再符合0户" in words
    assert "每月多需56.00元" in words  # 10 yuan to the standard, and a tenth of it on top for somebody over 70
    assert "没有人的金额会变。" in words
    assert "逐户复核后调整" not in words


async def test_a_case_that_was_fixed_by_hand_is_listed_for_review(reviewer: Desk, approver: Desk) -> None:
    home = await a_household(members_counted=1, monthly_income_fen=40000, financial_assets_fen=0, vehicles=0, homes=1)
    person = await a_resident("周大娘", household=home)
    await an_award(person, programme="rural_dibao", monthly_fen=5000, from_month=date(2025, 6, 1))
    form = {**FORM, "value": "460"}
    words = words_of(await reviewer.post("/parameters/dibao.standard.rural/foreseeing", **form))
    assert "要逐户复核后调整约增加1人" in words
    assert "约补发合计60.00元" in words
    answer = await reviewer.post("/parameters/dibao.standard.rural/changes", **form)
    page = words_of(await approver.get(answer.headers["location"]))
    assert "周大娘需复核车村村民委员会农村低保2026年1月至2026年3月（3个月）50.0070.00约补发60.00" in page
    assert (await seen_and_confirmed(approver, answer.headers["location"])).status_code == 303


async def test_a_cut_is_shown_as_one(reviewer: Desk) -> None:
    words = words_of(await reviewer.post(f"{PAGE}/foreseeing", **{**FORM, "value": "80岁起40元，90岁起90元"}))
    assert "减少2人" in words
    assert "扣回合计40.00元" in words
    assert "以后每月少发20.00元" in words


async def test_two_officers_let_it_hold(reviewer: Desk, approver: Desk) -> None:
    change = await proposed(reviewer)
    page = f"/rate-changes/{change.id}"
    assert "/confirmation" not in (await reviewer.get(page)).text
    shown = await approver.get(page)
    assert "2026年1月至2026年3月（3个月）50.00100.00补发150.00" in words_of(shown)
    assert "2026年4月起每月50.00100.00每月多50.00" in words_of(shown)
    assert (await seen_and_confirmed(approver, page)).status_code == 303
    assert (await programmes.parameters_on(COUNTY, date(2026, 3, 1)))["aged.bands"][0] == [80, 10000]  # type: ignore[index]
    history = words_of(await reviewer.get(PAGE))
    assert "80岁起100元，90岁起200元，100岁起300元县2026年1月1日" in history
    assert "孙批" in words_of(await reviewer.get(page))


async def test_an_amount_is_typed_in_yuan(reviewer: Desk) -> None:
    for typed in ("460", "460元", "460.00", " 460 "):
        words = words_of(await reviewer.post("/parameters/dibao.standard.rural/foreseeing", **{**FORM, "value": typed}))
        assert "改为460元" in words, typed


async def test_what_waits_is_on_the_list(reviewer: Desk, approver: Desk) -> None:
    change = await proposed(reviewer)
    assert f"/rate-changes/{change.id}" in (await approver.get("/parameters")).text
    assert "待确认" in words_of(await approver.get("/rate-changes"))


async def test_reckoned_again_and_withdrawn(reviewer: Desk, approver: Desk) -> None:
    change = await proposed(reviewer)
    await an_award(await a_resident("赵有田", birth_date=date(1940, 1, 1)))
    page = f"/rate-changes/{change.id}"
    answer = await seen_and_confirmed(approver, page)
    assert (answer.status_code, sentence_of(answer)) == (409, rate_changes.ForeseenOtherwise.sentence)
    shown = shown_on(await approver.get(page))
    assert (await reviewer.post(f"{page}/foreseeing")).status_code == 303
    answer = await approver.post(f"{page}/confirmation", shown=shown)
    assert (answer.status_code, sentence_of(answer)) == (409, "名单有变化，请重新查看。")
    assert "赵有田" in (await reviewer.get(f"/rate-changes/{change.id}")).text
    assert (await approver.post(f"/rate-changes/{change.id}/withdrawal")).status_code == 303
    assert (await RateChange.get(id=change.id)).state is ChangeState.WITHDRAWN


async def test_a_township_sees_its_own_people_only(console: Console, reviewer: Desk) -> None:
    change = await proposed(reviewer)
    clerk = await console.desk(Role.TOWNSHIP_CLERK)
    page = (await clerk.get(f"/rate-changes/{change.id}")).text
    assert "王秀英" in page
    assert "田湖" not in page


async def test_another_county_has_nothing_here(console: Console, reviewer: Desk) -> None:
    change = await proposed(reviewer)
    stranger = await console.desk(Role.COUNTY_APPROVER)
    from backend.staff import Officer

    await Officer.filter(id=stranger.officer.id).update(county="410326")
    assert (await stranger.get(f"/rate-changes/{change.id}")).status_code == 404
    assert (await stranger.post(f"/rate-changes/{change.id}/confirmation")).status_code == 404
    assert "洛民〔2026〕1号" not in (await stranger.get("/rate-changes")).text


async def test_all_of_them_go_into_a_spreadsheet(reviewer: Desk) -> None:
    answer = await reviewer.get("/parameters/file")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert programmes.read_file(answer.content) == await programmes.standing_values(COUNTY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "很多钱"}, "请写成"), ({"value": ""}, "表单没有填完整"), ({"value": "80岁起-5元"}, "金额"),
        ({"value": "90岁起100元，80岁起50元"}, "从小到大"), ({"value": "x" * 5000}, "表单没有填完整"),
        ({"valid_from": "2026-02-30"}, "表单没有填完整"), ({"valid_from": "1026-01-01"}, "起始日期离今天太远"),
        ({"valid_from": "9999-12-31"}, "起始日期离今天太远"),
        ({"valid_to": "2025-01-01"}, "截止日期要在起始日期之后"), ({"valid_to": "2026-02-30"}, "截止日期"),
        ({"source": " "}, "请写明依据的文件"), ({"source": "\0\0"}, "无法识别的字符"),
        ({"valid_to": "明年"}, "表单没有填完整"),
    ],
)  # fmt: skip
async def test_a_bad_form_is_refused_in_words(reviewer: Desk, wrong: dict[str, str], words: str) -> None:
    for deed in ("foreseeing", "changes"):
        answer = await reviewer.post(f"{PAGE}/{deed}", **{**FORM, **wrong})
        assert answer.status_code == 422
        assert words in sentence_of(answer)
    assert await RateChange.all().count() == 0


@pytest.mark.parametrize("key", ["moon.rent", "aged", "aged.", "'; DROP", "%00", "x" * 300, "a." + "b" * 80])
async def test_a_standard_that_is_none(reviewer: Desk, key: str) -> None:
    assert (await reviewer.get(f"/parameters/{key}")).status_code == 404
    assert (await reviewer.post(f"/parameters/{key}/changes", **FORM)).status_code == 404


@pytest.mark.parametrize("after", ["x", "%00", "_", "0" * 60, "9999-12-31_1"])
async def test_a_mangled_place_in_the_list(reviewer: Desk, after: str) -> None:
    change = await proposed(reviewer)
    assert (await reviewer.get(f"/rate-changes/{change.id}?after={after}")).status_code == 200
