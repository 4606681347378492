"""The first opinion through the pages: seen before it is given, nothing typed lost, and read on the case."""

from typing import Any

from backend import inquiries
from backend.staff import Role
from tests.backend.inquiries.opinions import HOUSEHOLD, dibao_accepted
from tests.backend.inquiries.visits import visited
from tests.console.desks import Console, words_of
from tests.people import a_resident, seed_parameters


def typed(**instead: str) -> dict[str, str]:
    """As a browser sends the verified facts of the household."""
    form = {"reasons": "与申报一致", "favourable": "yes", "no_check_because": "核对平台停机", "deed": "give"}
    for key, value in HOUSEHOLD.items():
        written = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        form[f"found.{key}"] = str(int(str(value)) // 100) if key.endswith("_fen") else written
        form[f"source.{key}"] = "survey"
    return {**form, **instead}


async def test_the_township_gives_its_opinion_and_the_case_shows_it(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await console.desk(), await console.desk(Role.TOWNSHIP_LEADER, name="孙立")
    case = await dibao_accepted(await a_resident(), clerk.officer)
    await visited(case, clerk.officer)
    path = f"/cases/{case.id}"
    assert "张榜公示</button>" not in (await leader.get(path)).text
    form = words_of(await leader.get(f"{path}/opinions/new"))
    assert "600元" in form
    seen = await leader.post(f"{path}/opinions", **typed(deed="judge"))
    assert "测算每月720.00元" in words_of(seen)
    less = words_of(await leader.post(f"{path}/opinions", **typed(deed="judge", **{"found.extra_percent": ""})))
    assert ("测算每月至少720.00元" in less, "没有重点对象的填0" in less) == (True, True)
    for wrong, said in (
        ({"favourable": ""}, "请选择同意还是不同意"),
        ({"found.homes": "很多"}, "「住房套数」填得不对"),
        ({"source.homes": "moon"}, "「住房套数」请选从哪里核实的"),
        ({"found.monthly_income_fen": "700"}, "和申报的不一样，请写明原因：全家月收入"),
        ({"found.extra_percent": ""}, "还没有核实清楚：重点对象增发的百分比合计（没有重点对象的填0）"),
    ):
        answer = await leader.post(f"{path}/opinions", **typed(**wrong))
        assert (answer.status_code, said in answer.text, "核对平台停机" in answer.text) == (422, True, True)
    assert await inquiries.last_opinion(case.id) is None
    assert (await leader.post(f"{path}/opinions", **typed())).status_code == 303
    page = await leader.get(path)
    assert "初审意见同意2026-03-0209:30，孙立（乡镇负责人）理由：与申报一致" in words_of(page)
    assert "张榜公示</button>" in page.text
    looked, spoke = (await clerk.get(path)).text, page.text
    for deed in ("/opinions/new", "/advice", 'action="/notices"'):
        assert (deed in looked, deed in spoke) == (False, True), f"who visited does not {deed}"
    assert "初审意见、公示和建议不予通过，由另一位同事办" in looked
