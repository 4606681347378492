"""Layouts: a file as each bank wants it, nothing cut off to fit; and answers as workbooks, named by sheet and cell."""

import asyncio
import io
import shutil
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import database, payouts, spreadsheet
from backend.payouts import Batch, Payout, PayoutState
from backend.payouts.bank_file import BankLine, Draft
from backend.payouts.layout import Layout, _as_json
from backend.payouts.return_lines import read_lines
from backend.programmes.declared import get_declaration
from backend.refusals import NotAcceptable
from backend.staff.powers import NoSuchPower
from tests.backend.payouts.awards import a_payer, an_approver, an_exported_batch
from tests.people import seed_parameters

GOOD, OTHER = "6228480000000000018", "6217000000000000012"
LINES = [
    BankLine(1, "B-000001", "王秀英", GOOD, "农商行", 5000, "2026年3月津贴"),
    BankLine(2, "B-000002", "马", OTHER, "农商行", 10050, "2026年3月津贴"),
]


def made(code: str, lines: list[BankLine] | None = None, part: int = 2, **otherwise: str) -> bytes:
    layout = payouts.get_layout(code).payment.model_copy(update=otherwise)
    draft, lines = Draft(layout, "410325-GL-202603-01", "高龄津贴", date(2026, 3, 1)), lines or LINES
    for start in range(0, len(lines), part):
        draft.add(lines[start : start + part])
    return draft.finish()


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("code", payouts.layouts())
def test_lines_in_parts_make_the_same_file(code: str, encoding: str) -> None:
    assert made(code, part=1, encoding=encoding) == made(code, encoding=encoding)


def test_a_signature_stands_once_and_first() -> None:
    content = made("csv", part=1, encoding="utf-8-sig")
    assert content.decode("utf-8-sig") == made("csv", encoding="utf-8").decode("utf-8")


def test_every_layout_says_count_sum_and_who() -> None:
    assert len(payouts.layouts()) >= 3
    for code in payouts.layouts():
        assert made(code) == made(code)


def test_the_county_chooses_among_the_layouts_that_there_are() -> None:
    assert dict(get_declaration("payouts.layout").choices) == {
        code: layout.title for code, layout in payouts.layouts().items()
    }


def test_a_fixed_line_has_its_width_in_bytes() -> None:
    head, first, second = made("txt").decode("gb18030").split("\r\n")[:3]
    assert head.split() == ["410325-GL-202603-01", "2", "15050202603"]
    assert len({len(row.encode("gb18030")) for row in (first, second)}) == 1
    assert first.startswith("00000001B-000001 ")
    assert "000000000005000" in first


def test_a_workbook_keeps_every_digit() -> None:
    (sheet,) = spreadsheet.read_table(made("yikatong"))
    rows = [list(row.cells) for row in sheet.rows]
    assert rows[1][1:3] == ["2", "150.50"]
    assert rows[3][3] == GOOD


def test_what_does_not_fit_is_named_and_not_cut_off() -> None:
    long = BankLine(2, "B-000002", "王" * 31, OTHER, "农商行", 1, "津贴")
    with pytest.raises(payouts.DoesNotFit) as refused:
        made("txt", [LINES[0], long])
    assert refused.value.details == {"lines": [2]}
    rare = BankLine(3, "B-000003", "王䶮", OTHER, "农商行", 1, "津贴")
    with pytest.raises(payouts.DoesNotFit) as refused:
        made("csv", [LINES[0], rare], part=1, encoding="gbk")
    assert refused.value.details == {"lines": [3]}
    assert "王" not in refused.value.shown


@pytest.mark.parametrize(
    "change",
    [
        {"head": [["{count}"]]}, {"head": [["{count}{yuan}{moon}"]]}, {"columns": [{"title": "行", "content": "line"}]},
        {"kind": "fixed"}, {"encoding": "big5"}, {"colour": "red"},
    ],
)  # fmt: skip
def test_a_layout_that_says_nothing_sensible_is_no_layout(change: dict[str, Any]) -> None:
    text = yaml.safe_load((Path("backend/payouts/layouts/csv.yaml")).read_text(encoding="utf-8"))
    text["payment"] |= change
    with pytest.raises((ValueError, KeyError)):
        Layout.model_validate_json(_as_json(yaml.safe_dump(text)))


Rows = list[list[Any]]


def a_workbook(*sheets: Rows, merge: str = "") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if merge:
                first = merge.partition(":")[0]
                row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
                text = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
                sheet.merge_range(merge, text or 50)
    return content.getvalue()


@pytest.fixture
async def sent(empty_database: str, at: Any) -> Batch:
    """A batch of two payees by the platform's layout, with the platform."""
    await seed_parameters()
    await database.execute(
        """INSERT INTO parameter (id, place, key, value, valid_from, source)
           VALUES (gen_random_uuid(), '410325000000', 'payouts.layout', '"yikatong"', '2022-01-01', '县里的规定')"""
    )
    at("2026-03-05 09:00")
    batch, content = await an_exported_batch(await a_payer(), GOOD, OTHER)
    assert content.startswith(b"PK")
    return batch


async def test_a_workbook_of_several_sheets_is_read_and_what_is_odd_named_by_its_cell(sent: Batch) -> None:
    titles: list[Any] = ["乡镇", "流水号", "补贴金额(元)", "发放状态", "退回原因"]
    first: Rows = [
        ["三月发放结果"],
        titles,
        ["车村", f"{sent.number}-000001", 50, "已发放"],
        ["合计", "", 50, "1笔"],
    ]
    bounced: list[Any] = ["", f"{sent.number}-000002", 50.01, "已退回", "户名不符"]
    second: Rows = [titles, bounced, ["", "X-1", 1, "已发放"]]
    report = await payouts.read_return_file(sent.id, a_workbook(first, second), await a_payer())
    assert (report.settled, report.bounced) == (1, 0)
    assert [(odd.where, odd.code) for odd in report.odd] == [
        ("Sheet2!C2", "wrong_amount"), ("Sheet2!C3", "unknown_line"),
    ]  # fmt: skip
    bounced[2] = 50
    again = await payouts.read_return_file(sent.id, a_workbook(first, second[:2]), await a_payer())
    assert (again.settled, again.bounced, again.known, again.closed) == (0, 1, 1, True)
    assert (await Payout.get(state="bounced")).bounce_text == "户名不符"


async def test_an_amount_merged_over_two_rows_pays_neither_twice(sent: Batch) -> None:
    rows: Rows = [
        ["流水号", "金额", "状态"], [f"{sent.number}-000001", "", "成功"], [f"{sent.number}-000002", "", "成功"],
    ]  # fmt: skip
    report = await payouts.read_return_file(sent.id, a_workbook(rows, merge="B2:B3"), await a_payer())
    assert (report.settled, report.still_sent) == (1, 1)
    assert [(odd.where, odd.code) for odd in report.odd if odd.where] == [("Sheet1!B3", "merged_cell")]


QUIRKS: dict[str, tuple[Rows, str]] = {
    "account in scientific notation": ([["流水号", "账号", "金额", "状态"], ["S-1", 6.22848e18, 50, "成功"]], ""),
    "full-width digits": ([["流水号", "金额", "状态"], ["Ｓ-１", "５０．００", "成功"]], ""),
    "trailing blanks": ([["流水号 ", "金额\u3000", " 状态"], ["S-1  ", "50.00 ", "成功\u3000\xa0"]], ""),
    "units in the header, amount as text": ([["业务流水号", "补贴金额（元）", "状态"], ["S-1", "50.00", "成功"]], ""),
    "a title merged over all columns": ([["三月发放结果"], ["流水号", "金额", "状态"], ["S-1", 50, "成功"]], "A1:C1"),
    "a town merged over its rows": ([["流水号", "金额", "状态", "乡镇"], ["S-1", 50, "成功", ""], []], "D2:D3"),
}


@pytest.mark.parametrize("quirk", QUIRKS)
def test_a_real_sheets_quirks_change_nothing(quirk: str) -> None:
    rows, merge = QUIRKS[quirk]
    said = read_lines(a_workbook(rows, merge=merge), payouts.get_layout("yikatong").answer, today=date(2026, 3, 9))
    assert [(line.serial, line.amount_fen, line.paid) for line in said.taken] == [("S-1", 5000, True)]
    assert {odd.code for odd in said.odd} <= {"no_trailer", "no_serial"}


def test_a_serial_whose_digits_were_eaten_is_reported_by_its_cell() -> None:
    rows: Rows = [["流水号", "金额", "状态"], ["2.02603E+17", 50, "成功"]]
    said = read_lines(a_workbook(rows), payouts.get_layout("yikatong").answer, today=date(2026, 3, 9))
    assert [(odd.where, odd.code) for odd in said.odd if odd.where] == [("Sheet1!B2", "digits_eaten")]
    assert not said.taken


def a_fixed_line(serial: str, fen: str, status: str, day: str = "", reason: str = "") -> str:
    """As the layout 「定长TXT」 has the bank answer; GBK counts two bytes for a Chinese character."""
    reason += " " * (40 - len(reason.encode("gbk")))
    return f"{1:08d}{serial:<40}{GOOD:<32}{'王秀英':<57}{fen:0>15}{status:<4}{day:<8}{reason}{'R1':<32}"


FIXED_HEAD = f"{'410325-GL-202603-01':<30}{2:>8}{15050:>15}"
FIXED = [a_fixed_line("S-1", "5000", "00", "20260305"), a_fixed_line("S-2", "10050", "9999", reason="E01 户名不符")]


@pytest.mark.parametrize(
    ("lines", "encoding", "taken", "odd"),
    [
        ([FIXED_HEAD, *FIXED], "gbk", ["S-1", "S-2"], []),
        ([FIXED_HEAD, *FIXED], "utf-8-sig", ["S-1", "S-2"], []),
        ([FIXED_HEAD, *(line.rstrip() for line in FIXED), "", "  "], "gbk", ["S-1", "S-2"], []),
        ([FIXED_HEAD, FIXED[0], f"{FIXED[1]}X"], "gbk", None, []),
        ([FIXED_HEAD, FIXED[0]], "gbk", None, []),
        ([FIXED_HEAD.replace("15050", "15O50"), *FIXED], "gbk", None, []),
        ([FIXED_HEAD.replace("15050", "10050"), a_fixed_line("S-1", "50.00", "00"), FIXED[1]], "gbk", None, []),
        ([f"{'':<30}{2:>8}{15050:>15}", FIXED[0].replace("00  20260305", "0   20260305"), FIXED[1]], "gbk", ["S-2"],
         [(2, "bad_status")]),
    ],
)  # fmt: skip
def test_a_fixed_width_answer_is_cut_as_the_layout_says(
    lines: list[str], encoding: str, taken: list[str] | None, odd: list[tuple[int, str]]
) -> None:
    answer, content = payouts.get_layout("txt").answer, "\r\n".join(lines).encode(encoding)
    if taken is None:  # what is lost, added or unreadable makes the head's count or sum untrue
        with pytest.raises(payouts.TrailerDiffers):
            read_lines(content, answer, today=date(2026, 3, 9))
        return
    said = read_lines(content, answer, today=date(2026, 3, 9))
    assert [line.serial for line in said.taken] == taken
    assert [(each.line, each.code) for each in said.odd] == odd
    assert answer.bounce_reason(said.taken[-1].reason).value == "F01"


def test_a_fixed_width_line_of_another_width_is_named_where_there_is_no_head() -> None:
    answer = payouts.get_layout("txt").answer
    assert answer.fixed is not None
    headless = answer.model_copy(update={"fixed": answer.fixed.model_copy(update={"head": ()})})
    content = "\n".join([FIXED[0], f"{FIXED[1]}X"]).encode("gbk")
    said = read_lines(content, headless, today=date(2026, 3, 9))
    assert [(each.line, each.code) for each in said.odd] == [(0, "no_trailer"), (2, "bad_width")]
    with pytest.raises(payouts.UnreadableReturnFile):
        read_lines("今天没有回单".encode("gbk"), headless, today=date(2026, 3, 9))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_fixed_width_file_damaged_anywhere_is_read_reported_or_refused(data: st.DataObject) -> None:
    whole = bytearray("\r\n".join([FIXED_HEAD, *FIXED]).encode("gbk"))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        whole[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    try:
        said = read_lines(bytes(whole), payouts.get_layout("txt").answer, today=date(2026, 3, 9))
    except NotAcceptable:
        return
    assert len(said.taken) <= said.count <= 2 + whole.count(b"\n")


async def test_a_banks_own_code_is_known_by_the_layout() -> None:
    answer = payouts.get_layout("txt").answer
    assert answer.bounce_reason("E03 账户状态不正常").value == "F03"
    assert answer.bounce_reason("户名不符").value == "F01"


async def test_two_officers_with_the_same_workbook_at_once(sent: Batch) -> None:
    rows: Rows = [
        ["流水号", "金额", "状态"],
        *([f"{sent.number}-{line:06d}", 50, "成功"] for line in (1, 2)),
    ]
    content, payer = a_workbook(rows), await a_payer()
    reports = await asyncio.gather(*(payouts.read_return_file(sent.id, content, payer) for _ in range(2)))
    assert sorted((each.settled, each.known) for each in reports) == [(0, 2), (2, 0)]


async def shown(sent: Batch) -> tuple[str, list[str]]:
    """How the page calls the batch and its lines."""
    lines = [line.state_title for line in await payouts.batch_lines(sent.id)]
    return payouts.batch_title(await Batch.get(id=sent.id), await payouts.totals(sent.id)), lines


async def test_the_platforms_receipt_moves_no_money_and_what_it_refuses_comes_back(sent: Batch) -> None:
    payer, first, second = await a_payer(), f"{sent.number}-000001", f"{sent.number}-000002"
    titles = ["流水号", "金额", "发放状态", "退回原因"]
    receipt = a_workbook([titles, [first, 50, "已接收", ""], [second, 50, "已接收", ""]])
    assert await shown(sent) == ("已交一卡通平台，待平台接收", ["已交一卡通平台", "已交一卡通平台"])
    await payouts.read_return_file(sent.id, a_workbook([titles, [first, 50, "已接收", ""]]), payer)
    assert await shown(sent) == ("平台接收了一部分，待回盘", ["平台已接收，待银行发放", "已交一卡通平台"])
    await database.execute("DELETE FROM payout_receipt")
    report = await payouts.read_return_file(sent.id, receipt, payer)
    assert (report.settled, report.bounced, report.received, report.still_sent) == (0, 0, 2, 2)
    assert await payouts.received(sent.id) == payouts.Received(2, 10000, 2)
    assert (await shown(sent))[0] == "平台已接收，待回盘"
    again = await payouts.read_return_file(sent.id, receipt, payer)
    assert (again.received, again.known, again.closed) == (0, 2, False)
    answer: Rows = [
        titles,
        [first, 50, "已发放", ""],
        [second, 50, "校验不通过", "账号不存在"],
        ["X-1", 1, "已接收", ""],
    ]
    report = await payouts.read_return_file(sent.id, a_workbook(answer), payer)
    assert (report.settled, report.bounced, report.received, report.closed) == (1, 1, 0, True)
    late = await payouts.read_return_file(sent.id, receipt, payer)
    assert (late.received, late.known, late.odd) == (0, 2, report.odd[:1])
    assert await payouts.received(sent.id) == payouts.Received(2, 10000, 0)
    assert await shown(sent) == ("已办结", ["已到账", "没有到账，会补发"])
    newest, oldest, _ = await payouts.files_read(sent.id)
    assert [odd.code for odd in newest.odd] == ["no_trailer", "unknown_line"]
    assert (oldest.lines, oldest.odd[0].code) == (2, "no_trailer")


async def test_a_file_that_says_received_and_paid_of_one_line_is_not_believed(sent: Batch) -> None:
    serial = f"{sent.number}-000001"
    rows: Rows = [["流水号", "金额", "状态"], [serial, 50, "已接收"], [serial, 50, "成功"]]
    report = await payouts.read_return_file(sent.id, a_workbook(rows), await a_payer())
    assert (report.settled, report.received, report.still_sent) == (0, 0, 2)
    assert {odd.code for odd in report.odd} == {"no_trailer", "contradicting_lines"}


async def test_the_roster_has_the_layouts_columns_and_the_townships_sums(sent: Batch) -> None:
    payer = await a_payer()
    file = await payouts.batch_roster(sent.id, payer)
    assert (await payouts.batch_roster(sent.id, payer)).content == file.content
    roster, sums = spreadsheet.read_table(file.content)
    rows = [list(row.cells) for row in roster.rows]
    assert rows[0] == ["高龄津贴2026年3月发放花名册"]
    assert rows[1] == ["批次号", sent.number, "笔数", "2", "总金额(元)", "100"]
    assert rows[2] == [column.title for column in payouts.get_layout("yikatong").roster]
    assert [(row[0], row[6], row[7]) for row in rows[3:]] == [("1", "2026-03", "50"), ("2", "2026-03", "50")]
    assert list(sums.rows[-1].cells) == ["合计", "2", "100"]
    assert GOOD[:12] not in str(rows)
    told = await database.row("SELECT facts FROM journal_entry WHERE deed = 'payouts.batch_roster_written' LIMIT 1")
    assert told is not None
    assert file.digest in str(told["facts"])
    with pytest.raises(NoSuchPower):
        await payouts.batch_roster(sent.id, await an_approver())


async def test_a_layout_that_a_version_has_no_more_stops_the_money_and_loses_none(
    sent: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    at("2026-04-02 09:00")
    payer, answer = await a_payer(), a_workbook([["流水号", "金额", "状态"], [f"{sent.number}-000001", 50, "已发放"]])
    shutil.copy("backend/payouts/layouts/csv.yaml", tmp_path)
    asked: list[Callable[[], Awaitable[object]]] = [
        lambda: payouts.export(sent.id, payer), lambda: payouts.batch_roster(sent.id, payer),
        lambda: payouts.read_return_file(sent.id, answer, payer),
        lambda: payouts.draw_up("old_age_allowance", date(2026, 4, 1), payer),
    ]  # fmt: skip
    try:
        with monkeypatch.context() as gone:
            gone.setattr("backend.payouts.layout._FOLDER", tmp_path)
            payouts.layouts.cache_clear()  # type: ignore[attr-defined]
            for ask in asked:
                with pytest.raises(payouts.LayoutGone):
                    await ask()
    finally:
        payouts.layouts.cache_clear()  # type: ignore[attr-defined]
    assert {each.state for each in await Payout.all()} == {PayoutState.SENT}
    assert await Batch.all().count() == 1
    assert (await payouts.read_return_file(sent.id, answer, payer)).settled == 1, "once it is put back, all goes on"
