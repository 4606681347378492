"""The county's money on its pages: documents go in, bars and vouchers come out, mistakes are sentences."""

import re
from datetime import date
from typing import Any

import pytest

from backend import database, funds
from backend.staff import Role
from tests.backend.funds.money import BANK, BATCH, all_sources, committed, given, on, set_parameter
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import COUNTY, seed_parameters

FORM = {
    "document": "洛财社〔2026〕12号", "document_date": "2026-01-15", "year": "2026", "pool": BATCH,
    "source": "central", "amount": "12,345.60",
}  # fmt: skip


@pytest.fixture
async def payer(console: Console, at: Any) -> Desk:
    at("2026-03-05 09:30")
    await seed_parameters()
    return await console.desk(Role.COUNTY_PAYER, name="刘兵")


async def test_a_document_is_recorded_and_shown(payer: Desk) -> None:
    answer = await payer.post("/funds/appropriations", **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/funds?year=2026")
    page = words_of(await payer.get("/funds"))
    assert "洛财社〔2026〕12号2026年1月15日高龄津贴中央12,345.60" in page
    assert "2026-000001" in words_of(await payer.get("/funds/vouchers"))


@pytest.mark.parametrize("amount", ["-1", "0", "1e10", "10000000000", "0.001", "十万", "", "NaN", "１e5"])
async def test_amounts_that_are_none(payer: Desk, amount: str) -> None:
    answer = await payer.post("/funds/appropriations", **{**FORM, "amount": amount})
    assert answer.status_code == 422
    assert await on(funds.FundAccount.AVAILABLE) == {}


async def test_the_same_document_twice_is_a_sentence(payer: Desk) -> None:
    await payer.post("/funds/appropriations", **FORM)
    answer = await payer.post("/funds/appropriations", **FORM)
    assert answer.status_code == 409
    assert "已经登记过" in sentence_of(answer)


async def test_what_was_recorded_wrongly_is_reversed_with_a_reason(payer: Desk) -> None:
    await payer.post("/funds/appropriations", **FORM)
    path = re.findall(r"/funds/appropriations/[0-9a-f-]{36}/reversal", (await payer.get("/funds")).text)[0]
    assert (await payer.post(path, reason="")).status_code == 422
    assert (await payer.post(path, reason="写错了来源")).status_code == 303
    page = words_of(await payer.get("/funds"))
    assert "已冲正" in page
    assert "写错了来源" in words_of(await payer.get("/funds/vouchers"))


async def test_the_year_by_source_and_programme(console: Console, payer: Desk) -> None:
    await all_sources(1_000_000)
    batch = await committed(100_000)
    async with database.transaction():
        await funds.pay_out(COUNTY, batch, BATCH, 60_000, BANK)
    page = words_of(await (await console.desk(Role.AUDITOR)).get("/funds"))
    assert "中央9,000.00540.00360.008,100.000.00" in page
    assert "合计10,000.00600.00400.009,000.000.00" in page
    assert "高龄津贴600.00400.000.00" in page
    assert "上级900.0090.0%90.0%本级68.006.8%6.8%社会32.003.2%3.2%" in page
    assert "登记来文" not in page
    assert "冲正" not in page


async def test_what_has_no_money_yet_is_said_and_can_be_covered(payer: Desk) -> None:
    await committed(100_000)
    page = words_of(await payer.get("/funds"))
    assert "有1,000.00元已复核发放，但还没有登记来文" in page
    assert "上级0.000.0%90.0%" in page
    assert "待落实1,000.00100.0%—" in page
    await given(150_000)
    assert (await payer.post(f"/funds/pools/{BATCH}/covering")).status_code == 303
    page = words_of(await payer.get("/funds"))
    assert "还没有登记来文" not in page
    assert (await payer.post(f"/funds/pools/{BATCH}/covering")).status_code == 409


async def test_vouchers_page_by_page(payer: Desk) -> None:
    for number in range(51):
        await given(100, number=f"文{number}")
    first = (await payer.get("/funds/vouchers")).text
    more = re.findall(r'href="(/funds/vouchers\?before=[^"]+)"', first)
    assert len(re.findall("2026-0000", first)) == 50
    second = (await payer.get(more[0])).text
    assert "2026-000001" in second
    assert "下一页" not in second


async def test_the_approver_closes_a_year_that_is_over(console: Console, payer: Desk, at: Any) -> None:
    await given(100_000)
    approver = await console.desk(Role.COUNTY_APPROVER)
    assert (await payer.post("/funds/years/2026/closing")).status_code == 403
    assert (await approver.post("/funds/years/2026/closing")).status_code == 409
    at("2027-01-08 09:30")
    assert "2026年结账" in words_of(await approver.get("/funds?year=2026"))
    assert (await approver.post("/funds/years/2026/closing")).status_code == 303
    assert "已结账" in words_of(await approver.get("/funds?year=2026"))
    late = await payer.post("/funds/appropriations", **{**FORM, "document_date": "2026-12-30"})
    assert (late.status_code, "已经结了" in sentence_of(late)) == (409, True)


async def test_who_approves_sees_whose_money_it_is_and_what_lacks(console: Console, payer: Desk) -> None:
    from tests.backend.payouts.awards import an_award

    await an_award()
    await given(3_000)
    drawn_up = await payer.post("/batches", programme=BATCH, month="2026-03")
    path = re.findall(r"/batches/[0-9a-f-]{36}", drawn_up.text)[0]
    approver = await console.desk(Role.COUNTY_APPROVER)
    assert "县级30.00元；还差20.00元没有来文" in words_of(await approver.get(path))
    await given(50_000, number="补")
    assert "县级50.00元编制" in words_of(await approver.get(path))
    await approver.post(f"{path}/approval")
    assert "县级50.00元编制" not in words_of(await approver.get(path))


async def test_a_refused_approval_names_what_is_missing(console: Console, payer: Desk) -> None:
    from tests.backend.payouts.awards import an_award

    await set_parameter("funds.enforced", "true")
    await an_award()
    drawn_up = await payer.post("/batches", programme=BATCH, month="2026-03")
    path = re.findall(r"/batches/[0-9a-f-]{36}", drawn_up.text)[0]
    answer = await (await console.desk(Role.COUNTY_APPROVER)).post(f"{path}/approval")
    assert (answer.status_code, "「高龄津贴」的资金还差50.00元" in sentence_of(answer)) == (409, True)


async def test_the_forecast_names_the_day_on_which_money_runs_out(payer: Desk) -> None:
    from tests.backend.payouts.awards import an_award

    await an_award()
    await given(12_000)
    page = words_of(await payer.get("/funds/forecast"))
    assert "从2026年5月10日起不够发，到年底差380.00元" in page


async def test_a_pool_that_was_regrouped_keeps_its_books(payer: Desk) -> None:
    await given(100_000)
    await given(200_000, pool="hardship")
    grouped = '{"aged": {"title": "老年人福利", "programmes": ["old_age_allowance", "tekun"]}}'
    await set_parameter("funds.pools", grouped, date(2026, 3, 1))
    answer = await payer.get("/funds")
    assert answer.status_code == 200
    assert "1,000.00" in words_of(answer)
    assert "原资金盘子（hardship）" in words_of(answer)


@pytest.mark.parametrize(
    "pools",
    [
        '{"aged": {"title": "老年人福利"}}', '{"aged": []}', '{"aged": 1}',
        '{"aged": {"title": "老年人福利", "programmes": 3}}', '{"aged": {"title": "老年人福利", "programmes": []}}',
    ],
)  # fmt: skip
async def test_pools_that_are_none_are_a_sentence(payer: Desk, pools: str) -> None:
    await given(100_000)
    await set_parameter("funds.pools", pools, date(2026, 3, 1))
    for answer in (
        await payer.get("/funds"), await payer.post("/funds/pools/aged/covering"),
        await payer.post("/funds/appropriations", **FORM),
    ):  # fmt: skip
        assert (answer.status_code, sentence_of(answer)) == (422, "资金盘子设置有误，请在参数里改正后再办理。")


@pytest.mark.parametrize("year", ["-99999999999", "-1", "0", "2200", "9" * 20, "x"])
async def test_years_that_are_none(console: Console, payer: Desk, year: str) -> None:
    approver = await console.desk(Role.COUNTY_APPROVER)
    assert 400 <= (await approver.post(f"/funds/years/{year}/closing")).status_code < 500
