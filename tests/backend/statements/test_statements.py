"""What a person and a place are told was paid: settled rows, no numbers, no child by name."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from backend import clock, eligibility, payouts, statements
from backend.journal import Deed, Entry
from backend.payouts import Batch, PayoutState
from backend.residents import Resident
from backend.spreadsheet import read_table
from backend.staff import Officer, OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from sandbox import bank
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_award, an_exported_batch, card
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, TOWNSHIP, VILLAGE, a_resident, an_officer, seed_parameters

GOOD, CLOSED = "6228480000000000018", "6228480000000000001"
COUNTY_CODE = "410325000000"
MARCH = date(2026, 3, 1)


@pytest.fixture
async def payer(empty_database: str, at: Any) -> Officer:
    at("2026-03-05 09:00")
    await seed_parameters()
    await given(10**8)
    return await a_payer()


async def paid(payer: Officer, programme: str = "old_age_allowance") -> Batch:
    """Everybody who is owed it, through to the bank's answer."""
    from tests.backend.payouts.awards import let_go

    batch = await payouts.draw_up(programme, clock.today(), payer)
    await let_go(batch)
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)
    return batch


async def test_a_person_reads_amount_ground_state_and_four_digits(payer: Officer) -> None:
    arrives, bounces = await a_resident(account=GOOD), await a_resident("刘大山", account=CLOSED)
    for each in (arrives, bounces):
        await an_award(each)
    batch = await paid(payer)
    (line,) = await statements.person_statement(arrives)
    assert (line.component, line.article[:10], line.amount_fen) == ("83周岁这一档", "本县高龄津贴发放办法", 5000)
    assert (line.state, line.why, line.account_last_four) == (PayoutState.SETTLED, "", "0018")
    assert line.batch_number == batch.number
    (line,) = await statements.person_statement(bounces)
    assert (line.state_title, line.why) == ("没有到账，会补发", "账号不存在或有误")
    assert await statements.person_statement(await a_resident()) == []


async def test_a_benefit_whose_rule_is_not_here_names_the_countys_decision(
    payer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eligibility, "programmes", lambda: ("old_age_allowance",))
    resident = await a_resident(account=GOOD)
    await an_award(resident, programme="urban_dibao", monthly_fen=38000)
    await paid(payer, "urban_dibao")
    (line,) = await statements.person_statement(resident)
    assert (line.component, line.article) == ("按月核定的金额", "按县民政局的审核确认决定发放")


@pytest.mark.parametrize("name", ["王秀英", "#eval[坏]", "𠮷田$x$"])
async def test_the_paper_is_a_pdf_whatever_the_name(payer: Officer, name: str) -> None:
    resident = await a_resident(name, account=GOOD)
    await an_award(resident)
    await paid(payer)
    assert (await statements.print_person(resident))[:5] == b"%PDF-"
    assert (await statements.print_person(await a_resident()))[:5] == b"%PDF-"


async def a_county_of_payees(payer: Officer) -> None:
    """An old woman and a child of a poor family in one village, an orphan there, another old woman elsewhere."""
    await an_award(await a_resident(account=card(1)))
    await an_award(await a_resident("田婆婆", village=OTHER_VILLAGE, account=card(2)))
    child = await a_resident("王小明", date(2016, 1, 2), account=card(3))
    await an_award(child, programme="rural_dibao", monthly_fen=22000)
    orphan = await a_resident("李小花", date(2015, 1, 2), account=card(4))
    await an_award(orphan, programme="orphan", monthly_fen=105000)
    for programme in ("old_age_allowance", "rural_dibao", "orphan"):
        await paid(payer, programme)


async def test_a_village_lists_masked_names_and_no_child(payer: Officer) -> None:
    await a_county_of_payees(payer)
    clerk = await an_officer()
    village = await statements.place_statement(VILLAGE, MARCH, clerk)
    assert [(each.code, each.people, each.fen) for each in village.programmes] == [
        ("old_age_allowance", 1, 5000), ("rural_dibao", 1, 22000),
    ]  # fmt: skip
    assert {(each.name, each.fen) for each in village.people} == {("王*英", 5000), ("未成年人", 22000)}
    assert "小花" not in repr(village)
    township = await statements.place_statement(TOWNSHIP, MARCH, clerk)
    assert [(each.code, each.fen) for each in township.below] == [(VILLAGE, 27000)]
    assert township.people == []
    assert (await statements.print_place(village))[:5] == b"%PDF-"


async def test_the_county_counts_everybody_and_its_townships_name_no_orphan(payer: Officer) -> None:
    await a_county_of_payees(payer)
    county = await statements.place_statement(COUNTY_CODE, MARCH, payer)
    assert county.fen == 5000 + 5000 + 22000 + 105000
    assert {(each.code, each.people, each.fen) for each in county.below} == {
        (TOWNSHIP, 2, 27000), (OTHER_TOWNSHIP, 1, 5000),
    }  # fmt: skip
    assert (await statements.place_statement(COUNTY_CODE, date(2026, 2, 9), payer)).fen == 0


async def test_a_years_months_and_each_place_by_programme_are_in_the_workbook(payer: Officer, at: Any) -> None:
    await a_county_of_payees(payer)
    at("2026-04-07 09:00")
    await paid(payer)
    county = await statements.place_statement(COUNTY_CODE, date(2026, 4, 1), payer)
    assert [(each.month.month, each.title, each.people, each.fen) for each in county.months] == [
        (3, "高龄津贴", 2, 10000), (3, "孤儿基本生活费", 1, 105000), (3, "农村低保", 1, 22000),
        (4, "高龄津贴", 2, 10000),
    ]  # fmt: skip
    sheets = {sheet.name: sheet for sheet in read_table(await statements.workbook_of(county))}
    assert [row.cells for row in sheets["按地方"].rows[1:]] == [
        ["田湖镇", "高龄津贴", "1", "50"], ["车村镇", "高龄津贴", "1", "50"],
    ]  # fmt: skip
    village = await statements.place_statement(VILLAGE, MARCH, await an_officer())
    assert "孤儿基本生活费" not in {each.title for each in village.months}
    sheets = {sheet.name: sheet for sheet in read_table(await statements.workbook_of(village))}
    assert {row.cells[0] for row in sheets["明细"].rows[1:]} == {"王*英", "未成年人"}
    assert "按地方" not in sheets


async def test_what_has_not_arrived_is_in_no_places_statement(payer: Officer) -> None:
    await an_exported_batch(payer, GOOD)
    assert (await statements.place_statement(COUNTY_CODE, MARCH, payer)).fen == 0


async def test_who_may_read_which_place(payer: Officer) -> None:
    clerk = await an_officer()
    for place in (COUNTY_CODE, OTHER_TOWNSHIP, OTHER_VILLAGE):
        with pytest.raises(OutsideYourPlace):
            await statements.place_statement(place, MARCH, clerk)
    for place in ("410325999999", "110101000000", "410000000000"):
        with pytest.raises(statements.NoSuchPlace):
            await statements.place_statement(place, MARCH, payer)


async def a_batch_with_its_past(payer: Officer) -> Batch:
    """One arrived, one bounced; the bank's file read."""
    batch, file = await an_exported_batch(payer, GOOD, CLOSED)
    await payouts.read_return_file(batch.id, bank.answer(file, paid_on=clock.today()), payer)
    return batch


async def test_an_audit_file_proves_itself_and_holds_no_personal_data(payer: Officer) -> None:
    batch = await a_batch_with_its_past(payer)
    auditor = await an_officer(Role.AUDITOR)
    content = await statements.audit_file(batch.id, auditor)
    findings = statements.check_audit_file(content)
    assert [each.wrong for each in findings] == [None] * 8
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    everything = "".join(texts.values())
    resident = await Resident.all().first()
    assert resident is not None
    for secret in (resident.identity_number, resident.name, GOOD, CLOSED):
        assert secret not in everything
    assert json.loads(texts["batch.json"])["rows_digest"] == batch.rows_digest
    assert await Entry.filter(deed=Deed.AUDIT_FILE_MADE.value, by_id=auditor.id).count() == 1


def altered(content: bytes, name: str, old: str, new: str, *, mend_manifest: bool) -> bytes:
    """The file with one place changed, with or without the list of digests put right again."""
    from hashlib import sha256

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode(), 1)
    if mend_manifest:
        digests = {each: sha256(given).hexdigest() for each, given in files.items() if each != "manifest.json"}
        files["manifest.json"] = json.dumps(digests).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, given in files.items():
            archive.writestr(each, given)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("rows.csv", ",5000,", ",6000,", "明细与编制、复核时一致"),
        ("rows.csv", ",0,", ",1,", "逐行的摘要链没有断"),
        ("batch.json", '"chain_digest": "', '"chain_digest": "0', "逐行的摘要链没有断"),
        ("batch.json", '"chain_digest"', '"chain_left_out"', "逐行的摘要链没有断"),
        ("rows.csv", ",settled,", ",bounced,", "每笔到账、退回都有留痕"),
        ("batch.json", '"rows_digest": "', '"rows_digest": "0', "明细与编制、复核时一致"),
        ("batch.json", '"bank_file_digest": "', '"bank_file_digest": "0', "银行文件和回盘与留痕一致"),
        ("return_files.json", '"digest": "', '"digest": "0', "银行文件和回盘与留痕一致"),
        ("vouchers.json", '"fen": 5000', '"fen": 5001', "凭证平衡，并与明细一致"),
        ("journal.jsonl", "payouts.batch_approved", "payouts.batch_discarded", "留痕链没有断"),
    ],
)
async def test_whatever_is_altered_is_found(payer: Officer, name: str, old: str, new: str, what: str) -> None:
    batch = await a_batch_with_its_past(payer)
    content = await statements.audit_file(batch.id, payer)
    plain = statements.check_audit_file(altered(content, name, old, new, mend_manifest=False))
    assert plain[0].wrong is not None
    assert name in plain[0].wrong
    mended = statements.check_audit_file(altered(content, name, old, new, mend_manifest=True))
    assert what in [each.what for each in mended if each.wrong]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"\0" * 5000])
def test_what_is_no_audit_file_is_refused(content: bytes) -> None:
    with pytest.raises(statements.NotAnAuditFile):
        statements.check_audit_file(content)


async def test_a_batch_not_yet_approved_and_a_discarded_one_prove_themselves_too(payer: Officer) -> None:
    await an_award()
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    assert not any(each.wrong for each in statements.check_audit_file(await statements.audit_file(batch.id, payer)))
    await payouts.discard(batch.id, payer)
    assert not any(each.wrong for each in statements.check_audit_file(await statements.audit_file(batch.id, payer)))


async def test_who_sees_no_money_makes_no_audit_file(payer: Officer) -> None:
    batch, _ = await an_exported_batch(payer, GOOD)
    with pytest.raises(NoSuchPower):
        await statements.audit_file(batch.id, await an_officer(Role.COUNTY_REVIEWER))
