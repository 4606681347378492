"""丧葬费用 at the desk: proposed with its proof, approved by another, and every no with a page that says what to do."""

from typing import Any

import pytest

from backend.entitlements import Award, FuneralAid
from backend.residents import Resident
from backend.staff import Role
from tests.backend.applications.cases import a_jpeg
from tests.backend.entitlements.funerals import the_dead, the_figure
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import OTHER_TOWNSHIP, seed_parameters

FORM = {
    "payee_kind": "relative", "payee_name": "王建国", "relation": "侄子", "number": "6228480000000000018",
    "bank": "嵩县农商银行", "kind": "card", "phone": "138 0000 5555",
}  # fmt: skip


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-04-02 09:30")
    await seed_parameters()
    return await console.desk()


async def a_funeral(clerk: Desk) -> tuple[Award, Resident, str]:
    award, dead = await the_dead(clerk.officer)
    return award, dead, f"/awards/{award.id}"


async def test_from_the_clerks_form_to_the_countys_approval(console: Console, clerk: Desk) -> None:
    await the_figure()
    _, _, path = await a_funeral(clerk)
    assert "丧葬费用还没有办1件" in words_of(await clerk.get("/today"))
    page = await clerk.get(path)
    assert "一次性6,000.00元" in words_of(page)
    answer = await clerk.post_file(f"{path}/funeral-aid", a_jpeg(), **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#funeral")
    aid = await FuneralAid.get()
    shown = words_of(await clerk.get(path))
    assert "待批准6,000.00元" in shown
    assert "要由县里另一位同事批准" in shown
    assert FORM["number"] not in shown
    assert ("手机138****5555" in shown, "13800005555" in shown) == (True, False)
    approval = f"/awards/funeral-aid/{aid.id}/approval"
    reviewer = await console.desk(Role.COUNTY_REVIEWER, name="孙敏")
    assert approval in (await reviewer.get(path)).text
    assert (await clerk.post(approval)).status_code == 403
    assert (await reviewer.post(approval)).status_code == 303
    shown = words_of(await reviewer.get(path))
    assert "已批准6,000.00元" in shown
    assert "更换收款账户" in shown
    assert (await reviewer.get(f"/awards/{(await FuneralAid.get()).award_id}")).status_code == 200
    again = await clerk.post_file(f"{path}/funeral-aid", a_jpeg(), **FORM)
    assert (again.status_code, "不能重复办理" in sentence_of(again)) == (409, True)
    instead = await clerk.post_file(f"{path}/funeral-aid", a_jpeg(), instead="true", **FORM)
    assert instead.status_code == 303
    assert "待批准：更换收款账户" in words_of(await reviewer.get(path))


async def test_a_county_without_a_figure_is_told_so_and_shown_no_form(clerk: Desk) -> None:
    _, _, path = await a_funeral(clerk)
    page = await clerk.get(path)
    assert "还没有设定去世当天的特困人员丧葬费用标准" in words_of(page)
    assert f"{path}/funeral-aid" not in page.text
    answer = await clerk.post_file(f"{path}/funeral-aid", a_jpeg(), **FORM)
    assert (answer.status_code, "丧葬费用标准" in sentence_of(answer)) == (409, True)
    assert "丧葬费用" not in words_of(await clerk.get("/today"))


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"payee_kind": "friend"}, 422), ({"payee_name": ""}, 422), ({"relation": ""}, 422), ({"bank": " "}, 422),
        ({"number": "6.22848E+18"}, 422), ({"number": "1" * 61}, 422), ({"kind": "cash"}, 422),
        ({"payee_name": "王秀英"}, 422), ({"payee_name": "赵敏"}, 403), ({"instead": "true"}, 409),
    ],
    ids=str,
)  # fmt: skip
async def test_a_wrong_form_is_refused_with_a_page(clerk: Desk, wrong: dict[str, str], status: int) -> None:
    await the_figure()
    _, _, path = await a_funeral(clerk)
    answer = await clerk.post_file(f"{path}/funeral-aid", a_jpeg(), **{**FORM, **wrong})
    assert (answer.status_code, answer.headers["content-type"][:9]) == (status, "text/html")
    assert not await FuneralAid.all().exists()


async def test_what_is_no_picture_proves_nothing(clerk: Desk) -> None:
    await the_figure()
    _, _, path = await a_funeral(clerk)
    assert (await clerk.post_file(f"{path}/funeral-aid", b"no picture", **FORM)).status_code in (413, 415, 422)
    assert not await FuneralAid.all().exists()


async def test_another_township_neither_sees_nor_proposes_nor_withdraws(console: Console, clerk: Desk) -> None:
    await the_figure()
    _, _, path = await a_funeral(clerk)
    await clerk.post_file(f"{path}/funeral-aid", a_jpeg(), **FORM)
    aid = await FuneralAid.get()
    stranger = await console.desk(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP, name="周敏")
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.post_file(f"{path}/funeral-aid", a_jpeg(), **FORM)).status_code == 404
    assert (await stranger.post(f"/awards/funeral-aid/{aid.id}/decline")).status_code == 404
    assert (await clerk.post(f"/awards/funeral-aid/{aid.id}/decline")).status_code == 303
    assert (await FuneralAid.get()).state == "withdrawn"
