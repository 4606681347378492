"""What an amount is made of comes with the roster, or is reckoned by the standards and says so; it moves no money."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, rosters, statements
from backend.entitlements import Award, FactKind, Reason
from backend.identifiers import new_id
from backend.journal import By, Deed, Entry, Signature
from backend.places import Scope
from backend.residents import Resident
from backend.rosters import Choice, Outcome
from backend.spreadsheet import read_table
from backend.staff import Role
from tests.backend.funds.money import given, set_parameter
from tests.backend.payouts.awards import a_payer, card
from tests.backend.recoveries.debts import settle_all
from tests.backend.rosters.sheets import TITLES, a_file, a_row, wanted
from tests.people import COUNTY, an_identity_number, an_officer, seed_parameters

BY = Signature(By.IMPORT)
AMOUNT = "月保障金额（元）"
SAYS, RECKONED = "；花名册所载", "；花名册没有载明，按现行标准推算"


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def taken_in(programme: str, **cells: str) -> tuple[Award, list[str]]:
    """One row with these columns besides the usual ones; the award, and what was found about the row."""
    row = a_row(**{"身份证号码": an_identity_number(date(1950, 3, 4)), "银行账号": card(1), **cells})
    file = wanted(a_file(row, titles=tuple(row)), programme)
    done = await rosters.take_in(file, Choice.ALL, roster=new_id(), digest="0" * 64, by=BY)
    return await Award.get(), [each.sentence for each in done.reading.findings]


async def told_of(award: Award) -> str:
    """What the award's first line says of how the amount was made."""
    return (await entitlements.lines_of(award, await Resident.get(id=award.resident_id)))[0].basis


# Programme, amount in yuan, the roster's own columns, what is told of the amount, and by whom.
CASES: dict[str, tuple[str, str, dict[str, str], str]] = {
    "补差 and 增发 as the roster has them": (
        "rural_dibao", "394", {"补差": "350", "增发金额": "44", "增发类别": "70周岁以上老人"},
        "补差350元，重点对象增发44元（70周岁以上老人）" + SAYS,
    ),
    "补差 alone, nothing on top": (
        "rural_dibao", "350", {"补差金额": "350.00", "增发": "0"}, "补差350元" + SAYS,
    ),
    "a class that the roster names and the standards make": (
        "rural_dibao", "440", {"低保类别": "B类", "保障人口": "2"}, "分档核定440元（二类，2人）" + RECKONED,
    ),
    "a class that makes another amount is the roster's word": (
        "rural_dibao", "300", {"低保类别": "二类", "保障人口": "2"}, "分档核定（二类）" + SAYS,
    ),
    "nothing said of 低保, where the county goes by the difference": (
        "rural_dibao", "350", {}, "补差350元（增发没有分列）" + RECKONED,
    ),
    "特困 as the roster has it": (
        "tekun", "892", {"基本生活": "572", "照料护理": "320", "自理能力": "部分丧失", "供养形式": "分散"},
        "基本生活572元，照料护理320元（部分丧失自理能力）" + SAYS,
    ),
    "特困 with its care level only": (
        "tekun", "1372", {"自理能力": "完全丧失自理能力（全护理）"},
        "基本生活572元，照料护理800元（完全丧失自理能力）" + RECKONED,
    ),
    "特困 without a word: the level follows from the amount": (
        "tekun", "652", {}, "基本生活572元，照料护理80元（具备自理能力）" + RECKONED,
    ),
    "特困 by the urban standard": (
        "tekun", "1152", {"城乡": "城市"}, "基本生活832元，照料护理320元（部分丧失自理能力）" + RECKONED,
    ),
    "特困 of an amount that no standard makes": ("tekun", "700", {}, ""),
    "特困 of such an amount, with a level": (
        "tekun", "700", {"自理能力": "不能自理"}, "照料护理（完全丧失自理能力）" + SAYS,
    ),
    "the one rate of a subsidy": ("disability_care", "80", {}, "统一标准80元" + RECKONED),
    "an orphan at home": ("orphan", "1050", {"养育方式": "散居"}, "统一标准1,050元（散居）" + RECKONED),
    "an orphan topped up": ("orphan", "400", {"补差额": "400"}, "补差400元" + SAYS),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
async def test_it_is_told_line_by_line_with_who_says_so(case: str) -> None:
    programme, amount, cells, told = CASES[case]
    award, findings = await taken_in(programme, **{AMOUNT: amount, **cells})
    assert findings == []
    assert award.monthly_fen == round(float(amount) * 100)
    assert await told_of(award) == told


async def test_by_classes_a_county_needs_no_class_in_the_roster() -> None:
    await set_parameter("dibao.method", '"分档"')
    award, _ = await taken_in("rural_dibao", **{AMOUNT: "380", "保障人口": "2"})
    assert await told_of(award) == "分档核定380元（三类，2人）" + RECKONED


@pytest.mark.parametrize(
    ("programme", "cells", "said"),
    [
        ("rural_dibao", {"补差": "300", "增发金额": "44"}, "各项加起来不是月金额"),
        ("rural_dibao", {"补差": "350.001"}, "最多写到分"), ("rural_dibao", {"增发": "-5"}, "金额要大于0"),
        ("rural_dibao", {"低保类别": "甲"}, "类别请填一类"),
        ("rural_dibao", {"增发类别": "王秀英的儿子"}, "增发类别请填"),
        ("tekun", {"自理能力": "一般"}, "自理能力请填"), ("tekun", {"供养形式": "集中或分散"}, "供养形式请填"),
        ("orphan", {"养育方式": "不详"}, "养育方式请填"),
    ],
)  # fmt: skip
async def test_a_part_that_cannot_be_is_said_and_the_amount_is_taken_all_the_same(
    programme: str, cells: dict[str, str], said: str
) -> None:
    award, (finding,) = await taken_in(programme, **cells)
    assert said in finding
    assert award.monthly_fen == 35_000
    told = await told_of(award)
    assert not any(each in told for each in ("300元", "44元"))


async def test_the_statement_and_the_journal_show_it_until_the_amount_is_another() -> None:
    await given(10**8, pool="hardship")
    award, _ = await taken_in("rural_dibao", **{AMOUNT: "394", "补差": "350", "增发金额": "44"})
    told = await Entry.get(deed=Deed.AWARD_IMPORTED.value)
    assert told.facts["made_of"] == [["supplement", 35_000, "roster"], ["extra", 4_400, "roster"]]
    await settle_all("rural_dibao", await a_payer())
    person = await Resident.get(id=award.resident_id)
    (line,) = await statements.person_statement(person)
    assert line.component == "按月核定的金额：补差350元，重点对象增发44元；花名册所载"
    assert (await statements.print_person(person)).startswith(b"%PDF")
    assert (await statements.replay(COUNTY)).differing == []
    change = await entitlements.propose_change(
        award.id, FactKind.ADJUSTED, await an_officer(), month=date(2026, 4, 1), reason=Reason.INCOME_CHANGED,
        basis="复核记录", fen=30000,
    )  # fmt: skip
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    first, second = (await entitlements.lines_of(await Award.get(), person))[:2]
    assert ("补差350元" in first.basis, second.basis) == (True, "复核记录")
    assert (await statements.person_statement(person))[0].component == "按月核定的金额"


async def test_out_and_in_again_brings_the_rosters_word_and_no_reckoning() -> None:
    said = {"补差": "350", "增发金额": "44", "增发类别": "重病患者"}
    rows = [a_row(**{AMOUNT: "394", **said}), a_row("李四", **dict.fromkeys(said, ""))]
    file = wanted(a_file(*rows, titles=(*TITLES, *said)))
    await rosters.take_in(file, Choice.ALL, roster=new_id(), digest="0" * 64, by=BY)
    written = await rosters.export_roster(COUNTY, "rural_dibao", Scope(f"{COUNTY}000000"), by=BY, reason="核对")
    heading, *people = [row.cells for row in read_table(written)[0].rows]
    assert sorted([row[heading.index(title)] for title in said] for row in people) == [
        ["", "", ""], ["350", "44", "重病患者"],
    ]  # fmt: skip
    again = await rosters.examine(wanted(written))
    assert again.plan.outcomes == {Outcome.UNCHANGED: 2, Outcome.STOPPED: 0}
