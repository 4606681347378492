"""One text to many, at the desks: seen, proposed by one, approved by another, stopped."""

from typing import Any

import pytest

from backend import campaigns, database
from backend.campaigns import Campaign, CampaignState
from backend.staff import Role
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_resident, seed_parameters

FORM = {
    "kind": "cold_wave", "place": VILLAGE, "programme": "", "from_age": "60", "news": "明天起降温10度",
    "per_minute": "50",
}  # fmt: skip


@pytest.fixture
async def planner(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await seed_parameters()
    await a_resident(phone="13800000001")
    return await console.desk(Role.COUNTY_REVIEWER)


async def test_what_goes_out_is_seen_before_and_nothing_is_kept(planner: Desk) -> None:
    assert "看一看会发给谁" in (await planner.get("/campaigns/new")).text
    seen = words_of(await planner.post("/campaigns/preview", **FORM))
    assert "王秀英您好，降温：明天起降温10度。有难处找村干部。" in seen
    assert "一共1人" in seen
    assert "没有设价格" in seen
    assert await Campaign.all().count() == 0


async def test_from_the_proposal_to_the_report(console: Console, planner: Desk) -> None:
    proposed = await planner.post("/campaigns", **FORM)
    assert proposed.status_code == 303
    page = proposed.headers["location"]
    mine = await planner.get(page)
    assert "等另一位同事批准" in mine.text
    assert "/approval" not in mine.text
    approver = await console.desk(Role.COUNTY_APPROVER)
    assert f"{page}/approval" in (await approver.get(page)).text
    assert (await approver.post(f"{page}/approval")).status_code == 303
    assert (await planner.post(f"{page}/pause")).status_code == 303
    shown = words_of(await planner.get(page))
    assert "已暂停" in shown
    assert "赵敏暂停。" in shown
    assert (await planner.post(f"{page}/resumption")).status_code == 303
    assert await campaigns.hold((await Campaign.get()).id, because="isv.SMS_TEMPLATE_ILLEGAL")
    assert "系统暂停：短信公司不认短信模板或者签名（isv.SMS_TEMPLATE_ILLEGAL）" in words_of(await planner.get(page))
    assert (await planner.post(f"{page}/resumption")).status_code == 303
    assert await campaigns.hold((await Campaign.get()).id, because="isv.UNSUPPORTED_CONTENT")
    assert "短信公司不收这条消息的内容（isv.UNSUPPORTED_CONTENT）" in words_of(await planner.get(page))
    assert (await planner.post(f"{page}/resumption")).status_code == 303
    assert await campaigns.tell_some() == 1
    shown = words_of(await planner.get(page))
    assert "已轮到1人，已经知道的0人" in shown
    assert "正在送1" in shown
    await database.execute("UPDATE journal_entry SET announced_at = now() WHERE deed = 'campaigns.told'")
    assert "车村村民委员会1人" in words_of(await planner.get(page))
    assert "降温提醒" in (await planner.get("/campaigns")).text
    assert (await planner.post(f"{page}/cancellation")).status_code == 409
    assert (await Campaign.get()).state is CampaignState.DONE


@pytest.mark.parametrize(
    ("other", "status", "sentence"),
    [
        ({"news": "详见www.a.cn"}, 422, "网址"),
        ({"news": "贫困户来领米"}, 422, "难堪"),
        ({"news": "小额贷款开办了"}, 422, "不收带“贷款”的短信"),
        ({"kind": "party"}, 422, "表单"),
        ({"from_age": "x"}, 422, "表单"),
        ({"per_minute": "0"}, 422, "每分钟"),
        ({"place": "1"}, 404, "地方"),
        ({"programme": "moon"}, 404, "待遇"),
        ({"from_age": "120"}, 422, "一个人也没有"),
        ({"place": OTHER_VILLAGE}, 422, "一个人也没有"),
        ({"programme": "old_age_allowance"}, 422, "一个人也没有"),
    ],
)
async def test_a_no_says_what_to_do(planner: Desk, other: dict[str, str], status: int, sentence: str) -> None:
    for path in ("/campaigns/preview", "/campaigns"):
        answer = await planner.post(path, **{**FORM, **other})
        assert answer.status_code == status, sentence_of(answer)
        assert sentence in sentence_of(answer)
    assert await Campaign.all().count() == 0


async def test_another_township_sees_nothing_of_it(console: Console, planner: Desk) -> None:
    page = (await planner.post("/campaigns", **FORM)).headers["location"]
    away = await console.desk(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP)
    assert (await away.get(page)).status_code == 404
    assert (await away.post(f"{page}/approval")).status_code == 404
    assert "降温提醒" not in (await away.get("/campaigns")).text


@pytest.mark.parametrize("role", Role)
async def test_who_may_not_plan_gets_no_form(console: Console, planner: Desk, role: Role) -> None:
    desk = await console.desk(role)
    plans = role in (Role.TOWNSHIP_CLERK, Role.COUNTY_REVIEWER)
    assert (await desk.get("/campaigns/new")).status_code == (200 if plans else 403)
    assert ('href="/campaigns/new"' in (await desk.get("/campaigns")).text) == plans
    assert (await desk.post("/campaigns", **FORM)).status_code == (303 if plans else 403)
