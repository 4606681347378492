"""家庭经济状况试算: from the form to the amount and the paper; from the register to the form; whatever is typed."""

import re
from typing import Any

import pytest

from backend.residents import Household, Resident
from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.backend.inquiries.opinions import dibao_accepted
from tests.console.desks import Console, words_of
from tests.people import OTHER_TOWNSHIP, a_resident, seed_parameters, some_id

FAMILY = {
    "programme": "rural_dibao", "registered_here": "yes", "members_authorised": "yes", "member_receives_tekun": "no",
    "receives_dibao_elsewhere": "no", "applies_alone": "no", "income_complete": "yes", "property_complete": "yes",
    "member.0.name": "王一", "member.0.kinship": "applicant", "member.0.age": "45", "member.0.absence": "none",
    "member.0.illness": "no", "member.0.disability": "none",
    "member.2.name": "王二", "member.2.kinship": "child", "member.2.age": "9", "member.2.absence": "none",
    "member.2.illness": "no", "member.2.disability": "none",
    "entry.0.person": "1", "entry.0.kind": "wage", "entry.0.first_month": "2025-03", "entry.0.months": "12",
    "entry.0.yuan": "2400", "entry.1.person": "3", "entry.1.kind": "scholarship", "entry.1.first_month": "2025-09",
    "entry.1.months": "1", "entry.1.yuan": "500",
    "obligor.0.income": "1000", "obligor.0.members": "2", "obligor.0.supported": "1", "obligor.0.paid": "0",
    "item.0.asset": "home", "item.0.amount": "1", "item.1.asset": "financial", "item.1.amount": "3000.50",
}  # fmt: skip


@pytest.fixture(autouse=True)
async def a_march_day(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


async def test_from_the_form_to_the_amount_with_every_line_and_its_article(console: Console) -> None:
    desk = await console.desk()
    answer = await desk.post("/reckonings", **FAMILY)
    said = words_of(answer)
    assert answer.status_code == 200
    # 2 x 440 less 180 of wages (a tenth off as cost) and 60 of support, and a tenth of the standard for the child.
    for words in (
        "农村低保符合", "2人", "120.00元（全家每月240.00元，其中赡养费60.00元）", "每月684.00元",
        "奖学金不计入家庭收入",
        "扣除10%的必要就业成本", "金融资产共3,000.50元，没有超过31,680元的界限", "是未成年人10%，按标准增发10%",
        "《最低生活保障审核确认办法》第十三条第（一）项",
    ):  # fmt: skip
        assert words in said
    assert 'value="2400"' in answer.text


async def test_the_same_on_paper(console: Console) -> None:
    desk = await console.desk(Role.COUNTY_REVIEWER)
    answer = await desk.post("/reckonings/paper", **FAMILY)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


async def test_what_nobody_said_is_complete_is_open(console: Console) -> None:
    desk = await console.desk()
    answer = await desk.post("/reckonings", **{**FAMILY, "income_complete": ""})
    assert "农村低保待核实" in words_of(answer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"member.0.age": "四十"}, "第1位家人的年龄请填整数"),
        ({"entry.0.yuan": "1e9"}, "第1笔收入的金额填得不对：金额写成了科学计数法"),
        ({"entry.0.first_month": "去年"}, "第1笔收入的起始月份"),
        ({"entry.0.first_month": "2026-03"}, "申请这个月以前"),
        ({"entry.0.kind": "lottery"}, "种类不认识"), ({"entry.0.person": "9"}, "人不在家庭成员里"),
        ({"member.2.kinship": "applicant"}, "只能有一位"), ({"member.0.kinship": "boss"}, "没有从列出的选项里选"),
        ({"item.0.asset": "yacht"}, "没有从列出的选项里选"), ({"obligor.0.members": "0"}, "至少是1人"),
        ({"member.0.age": "131"}, "年龄要在0到130岁之间"), ({"member.0.disability": "x"}, "残疾等级"),
        ({"dibao_grade": "十类"}, "请从"), ({"item.1.amount": "-5"}, "财产的数目要在0到1亿元之间"),
    ],
)  # fmt: skip
async def test_what_cannot_be_reckoned_is_said_and_nothing_typed_is_lost(
    console: Console, changed: dict[str, str], said: str
) -> None:
    desk = await console.desk()
    answer = await desk.post("/reckonings", **{**FAMILY, **changed})
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert 'value="王二"' in answer.text
    assert (await desk.post("/reckonings/paper", **{**FAMILY, **changed})).status_code == 422


@pytest.mark.parametrize(
    "form", [{}, {"member.0.name": "王一"}, {"member.999.name": "x", "member.x.age": "1", "m": "2"}]
)
async def test_an_empty_form_is_no_fault(console: Console, form: dict[str, str]) -> None:
    desk = await console.desk()
    answer = await desk.post("/reckonings", **form)
    assert answer.status_code in (200, 422)
    assert "家庭经济状况试算" in answer.text


async def test_a_case_brings_what_the_register_knows(console: Console) -> None:
    resident = await a_resident()
    await Resident.filter(id=resident.id).update(relation_to_head="head")
    await Household.filter(id=resident.household_id).update(homes=2, vehicles=None, financial_assets_fen=123_450)
    case = await submitted(resident)
    desk = await console.desk()
    answer = await desk.get(f"/reckonings?case={case.id}")
    assert f'value="{resident.name}"' in answer.text
    assert 'value="1234.50"' in answer.text
    assert (await desk.get(f"/reckonings?case={some_id()}")).status_code == 404
    stranger = await console.desk(place=OTHER_TOWNSHIP)
    assert (await stranger.get(f"/reckonings?case={case.id}")).status_code in (403, 404)


async def test_what_was_reckoned_for_a_case_fills_its_opinion(console: Console) -> None:
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    case = await dibao_accepted(await a_resident(), (await console.desk()).officer)
    assert f'name="case" value="{case.id}"' in (await leader.get(f"/reckonings?case={case.id}")).text
    page = (await leader.post("/reckonings", **FAMILY, case=str(case.id))).text
    form = page.partition(f'action="/cases/{case.id}/opinions"')[2].partition("</form>")[0]
    filled = dict(re.findall(r'name="((?:found|source)\.[a-z_]+)" value="([^"]*)"', form))
    assert filled["found.monthly_income_fen"] == "240"
    opinion = await leader.post(f"/cases/{case.id}/opinions", **filled, deed="judge")
    assert "测算每月684.00元" in words_of(opinion)
    assert 'value="240"' in opinion.text
    assert "填入初审意见" not in (await leader.post("/reckonings", **FAMILY)).text
