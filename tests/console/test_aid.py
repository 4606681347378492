"""临时救助 at the desks: a sum is proposed, the leader decides it on the case page, and the page says what follows."""

from typing import Any

from backend import applications
from backend.applications import Application, State
from backend.staff import Role
from tests.backend.applications.cases import hand
from tests.console.desks import Console, words_of
from tests.people import a_resident, seed_parameters


async def test_a_sum_is_proposed_and_decided(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder = await a_resident()
    draft = await applications.start("temporary_emergency", elder, by=hand(elder))
    await applications.submit(draft.id, by=hand(elder), facts={"sudden_hardship": True})
    clerk, leader = await console.desk(), await console.desk(Role.TOWNSHIP_LEADER)
    here = f"/cases/{draft.id}"
    assert "急难救助先受理，材料可以后补" in (await clerk.get(here)).text
    await clerk.post(f"{here}/acceptance")
    assert 'name="proposed"' in (await clerk.get(f"{here}/opinions/new")).text
    found = {"found.sudden_hardship": "yes", "source.sudden_hardship": "survey", "found.basic_life_broken": "yes",
             "source.basic_life_broken": "survey", "found.aided_times_this_year": "0",
             "source.aided_times_this_year": "register"}  # fmt: skip
    given = {**found, "deed": "give", "favourable": "yes", "reasons": "家里失火，没有住处。"}
    assert "请填写拟救助的金额" in (await clerk.post(f"{here}/opinions", **given)).text
    assert "金额请填数字" in (await clerk.post(f"{here}/opinions", **given, proposed="一千")).text
    assert (await clerk.post(f"{here}/opinions", **given, proposed="1500")).status_code == 303
    assert "审批救助金额" not in (await clerk.get(here)).text
    page = (await leader.get(here)).text
    assert 'value="1,500.00"' in page
    assert "乡镇可以直接审批 2,000.00 元以内" in page
    assert (await leader.post(f"{here}/aid", amount="2500")).status_code == 403
    assert (await leader.post(f"{here}/aid", amount="1,500.00")).status_code == 303
    assert (await Application.get(id=draft.id)).state is State.CONFIRMED
    page = (await leader.get(here)).text
    assert "乡镇审批" in page
    assert "急难情形的证明照片" in page, "what is still missing"
    person = words_of(await leader.get(f"/residents/{elder.id}"))
    assert "临时救助（急难型）审核通过2026年3月9日" in person, "the day of the papers, as the case says it"
    assert "一次性" in person
