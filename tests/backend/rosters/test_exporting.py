"""A roster goes out in clear for a reason that is on record, and coming in again it changes nothing."""

from datetime import date

import pytest

from backend import journal, rosters
from backend.entitlements import Award
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature
from backend.places import Scope
from backend.rosters import Choice, ExportReasonMissing, Outcome
from backend.spreadsheet import read_table
from tests.backend.rosters.sheets import a_file, a_row, wanted
from tests.people import COUNTY, TOWNSHIP, an_identity_number, seed_parameters

BY = Signature(By.IMPORT)
COUNTYWIDE = Scope(f"{COUNTY}000000")


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: object) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")


def a_full_row(name: str, **other: str) -> dict[str, str]:
    number = an_identity_number(date(1940, 1, 2))
    card = {"残疾证号": f"{number}62", "残疾类别": "精神", "残疾等级": "二级", "有效期": "2031-02-03"}
    household = {"户编号": f"户-{name}", "与户主关系": "户主", "婚姻状况": "丧偶", "保障人口": "1"}
    account = {"银行账号": f"62284804{new_id().int % 10**11:011d}", "最近认证日期": "2025-12-01"}
    return a_row(name, 身份证号码=number, **{**card, **household, **account, **other})


@pytest.mark.parametrize("programme", ["rural_dibao", "old_age_allowance", "disability_care", "tekun"])
async def test_out_and_in_again_changes_nothing(programme: str) -> None:
    rows = [a_full_row("王秀英"), a_full_row("李四", 乡镇="田湖镇", 村="田湖", 联系电话="0379-66310000"), a_row("赵六")]
    if programme == "old_age_allowance":  # of an age that has an amount
        rows[2]["身份证号码"] = an_identity_number(date(1930, 1, 2))
    titles = tuple({title: None for row in rows for title in row})
    file = wanted(a_file(*rows, titles=titles), programme)
    await rosters.take_in(file, Choice.ALL, roster=new_id(), digest="0" * 64, by=BY)
    written = await rosters.export_roster(COUNTY, programme, COUNTYWIDE, by=BY, reason="迁移前核对")
    assert [sheet.name for sheet in read_table(written)] == ["田湖镇", "车村镇"]
    again = await rosters.examine(wanted(written, programme))
    assert again.plan.outcomes == {Outcome.UNCHANGED: 3, Outcome.STOPPED: 0}
    assert [each for each in again.reading.findings if "不像银行卡号" not in each.sentence] == []
    assert await rosters.export_roster(COUNTY, programme, COUNTYWIDE, by=BY, reason="再次核对") == written


async def test_a_township_sees_its_own_and_who_has_stopped_is_not_in_it() -> None:
    rows = [a_row("王秀英"), a_row("李四", 乡镇="田湖镇", 村="田湖"), a_row("赵六")]
    await rosters.take_in(wanted(a_file(*rows)), Choice.ALL, roster=new_id(), digest="0" * 64, by=BY)
    gone = await Award.filter(village__startswith=TOWNSHIP[:9]).order_by("id").first()
    assert gone
    await Award.filter(id=gone.id).update(stopped_from=date(2026, 3, 1))
    (sheet,) = read_table(await rosters.export_roster(COUNTY, "rural_dibao", Scope(TOWNSHIP), by=BY, reason="核对"))
    assert len(sheet.rows) == 2


async def test_why_it_went_out_is_on_record_without_any_name() -> None:
    await rosters.take_in(wanted(a_file(a_row())), Choice.ALL, roster=new_id(), digest="0" * 64, by=BY)
    with pytest.raises(ExportReasonMissing):
        await rosters.export_roster(COUNTY, "rural_dibao", COUNTYWIDE, by=BY, reason=" ")
    await rosters.export_roster(COUNTY, "rural_dibao", COUNTYWIDE, by=BY, reason="省厅核查")
    entry = await journal.Entry.get(deed=Deed.ROSTER_SHOWN.value)
    assert (entry.facts["rows"], entry.facts["reason"]) == (1, "省厅核查")


async def test_nobody_receives_it_yet() -> None:
    (sheet,) = read_table(await rosters.export_roster(COUNTY, "tekun", COUNTYWIDE, by=BY, reason="核对"))
    assert len(sheet.rows) == 1
    assert "身份证号" in sheet.rows[0].cells
