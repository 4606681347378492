"""What can be read out of a return file, and what is refused or reported; all pure."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.payouts import (
    EmptyReturnFile,
    ReturnFileTooLarge,
    TrailerDiffers,
    UnreadableReturnFile,
)
from backend.payouts.layout import get_layout
from backend.payouts.return_lines import ReturnLines, read_lines
from backend.refusals import NotAcceptable

TODAY = date(2026, 3, 10)
HEADER = "业务流水号,金额,状态,失败原因,入账日期,银行流水"
BODY = ["S-000001,50.00,成功,,20260309,B1", "S-000002,100.00,失败,户名不符,,", "S-000003,50.00,成功,,2026-03-10,B3"]
TRAILER = "合计,200.00,3笔,,,"


def a_file(*lines: str, header: str = HEADER, trailer: str | None = TRAILER, encoding: str = "gbk") -> bytes:
    """A file of these lines; of three good ones with a right trailer unless told otherwise."""
    return "\r\n".join([header, *(lines or BODY), *([trailer] if trailer else []), ""]).encode(encoding)


def read(content: bytes) -> ReturnLines:
    return read_lines(content, get_layout("csv").answer, today=TODAY)


def codes(said: ReturnLines) -> list[tuple[int, str]]:
    return [(odd.line, odd.code) for odd in said.odd]


GOOD = [("S-000001", 5000, True), ("S-000002", 10000, False), ("S-000003", 5000, True)]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_every_encoding_that_banks_use_is_read(encoding: str) -> None:
    said = read(a_file(encoding=encoding))
    assert [(line.serial, line.amount_fen, line.paid) for line in said.taken] == GOOD
    assert said.taken[0].paid_on == date(2026, 3, 9)
    assert (said.taken[1].reason, said.taken[0].bank_reference) == ("户名不符", "B1")
    assert said.odd == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_file(BODY[0].replace("50.00", "５０．００"), *BODY[1:]), id="full-width digits"),
        pytest.param(a_file(BODY[0].replace(",", "  , ") + "   ", *BODY[1:]), id="trailing blanks"),
        pytest.param(a_file(BODY[0].replace("S-", "\u3000S-"), *BODY[1:]), id="full-width blanks"),
        pytest.param(a_file(BODY[0].replace("成功", "成功 \t"), *BODY[1:]), id="tabs"),
        pytest.param(a_file("", *BODY, "", ",,,,,"), id="blank lines"),
        pytest.param(a_file().replace(b"\r\n", b"\n"), id="line feeds only"),
        pytest.param(a_file(BODY[0].replace("S-000001", "'S-000001"), *BODY[1:]), id="Excel's text mark"),
        pytest.param(a_file(trailer='合计,"200.00",3,,,'), id="count without a word"),
        pytest.param(a_file(trailer="总计,２００.00,,,,"), id="trailer without a count"),
        pytest.param("嵩县农商银行代发回单\r\n".encode("gbk") + a_file(), id="a title above the header"),
        pytest.param(
            a_file(header="业务流水号,金额(元),状态（成功/失败）,失败原因,入账日期,银行流水"), id="units in the header"
        ),
        pytest.param(
            a_file(
                "1,成功,50,S-000001", "2,失败,100,S-000002", "3,成功,50,S-000003",
                header="行号,状态,金额,业务流水号", trailer="合计,3笔,200.00,",
            ),
            id="columns in another order, some absent",
        ),
    ],
)  # fmt: skip
def test_what_differs_only_in_form_is_read_all_the_same(content: bytes) -> None:
    said = read(content)
    assert [(line.serial, line.amount_fen, line.paid) for line in said.taken] == GOOD
    assert said.odd == []


@pytest.mark.parametrize("content", [b"", b"   \r\n\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyReturnFile):
        read(content)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100])
def test_a_torn_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableReturnFile):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 8,
        b"\x00" * 100,
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(255, 0, -1)),
        "亲爱的县民政局：本月代发已完成。".encode("gbk"),
        b"a,b,c\r\n1,2,3\r\n",
        a_file(header="流水,钱,结果"),
        b'"' + a_file(),  # an open quotation mark swallows the header
    ],
)
def test_rubbish_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableReturnFile):
        read(content)


def test_a_file_beyond_all_measure_is_refused_before_it_is_read() -> None:
    with pytest.raises(ReturnFileTooLarge):
        read(b"x" * 20_000_001)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_file(trailer="合计,200.01,3笔,,,"), id="sum too high"),
        pytest.param(a_file(trailer="合计,150.00,3笔,,,"), id="sum too low"),
        pytest.param(a_file(trailer="合计,200.00,4笔,,,"), id="count"),
        pytest.param(a_file(trailer="合计,许多,3笔,,,"), id="sum unreadable"),
        pytest.param(a_file(trailer="合计,200.00,三笔,,,"), id="count unreadable"),
        pytest.param(a_file(*BODY[:2]), id="a line lost"),
        pytest.param(a_file(*BODY, BODY[0]), id="a line added"),
        pytest.param(a_file(trailer=f"{TRAILER}\r\n{TRAILER}"), id="two trailers"),
        pytest.param(a_file(BODY[0].replace("50.00", "5O.00"), *BODY[1:]), id="an amount unreadable"),
    ],
)
def test_a_trailer_that_does_not_fit_refuses_the_file_whole(content: bytes) -> None:
    with pytest.raises(TrailerDiffers):
        read(content)


def test_a_file_without_a_trailer_is_read_and_the_lack_reported() -> None:
    said = read(a_file(trailer=None))
    assert len(said.taken) == 3
    assert codes(said) == [(0, "no_trailer")]


def test_a_line_repeated_in_the_same_words_is_taken_once() -> None:
    said = read(a_file(*BODY, BODY[0], trailer="合计,250.00,4笔,,,"))
    assert [line.serial for line in said.taken] == ["S-000001", "S-000002", "S-000003"]
    assert codes(said) == [(5, "repeated_line")]


@pytest.mark.parametrize(
    ("second", "total"), [("S-000001,50.00,失败,户名不符,,", "250.00"), ("S-000001,60.00,成功,,20260309,", "260.00")]
)
def test_lines_that_contradict_each_other_are_not_taken(second: str, total: str) -> None:
    said = read(a_file(*BODY, second, trailer=f"合计,{total},4笔,,,"))
    assert [line.serial for line in said.taken] == ["S-000002", "S-000003"]
    assert codes(said) == [(2, "contradicting_lines"), (5, "contradicting_lines")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",50.00,成功,,20260309,B1", "no_serial"),
        ("S-000001,50.00,处理中,,20260309,B1", "bad_status"),
        ("S-000001,50.00,,,20260309,B1", "bad_status"),
        ("S-000001,50.00,成功,,2026-02-30,B1", "bad_date"),
        ("S-000001,50.00,成功,,上周五,B1", "bad_date"),
        ("S-000001,50.00,成功,,20260311,B1", "future_date"),
    ],
)
def test_a_line_that_cannot_be_understood_is_reported_and_the_others_are_taken(line: str, code: str) -> None:
    said = read(a_file(line, *BODY[1:]))
    assert [each.serial for each in said.taken] == ["S-000002", "S-000003"]
    assert codes(said) == [(2, code)]
    assert said.odd[0].sentence


@pytest.mark.parametrize("amount", ["", "五十", "50.001", "1e2", "NaN", "5O"])
def test_an_amount_that_cannot_be_understood_is_reported(amount: str) -> None:
    said = read(a_file(BODY[0].replace("50.00", amount), *BODY[1:], trailer=None))
    assert codes(said) == [(0, "no_trailer"), (2, "bad_amount")]


@pytest.mark.parametrize(
    "written",
    ["20260309", "2026-03-09", "2026/3/9", "2026.03.09", "2026年3月9日", "2026-03-09 08:30:00", "２０２６0309"],
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    said = read(a_file(BODY[0].replace("20260309", written), *BODY[1:]))
    assert said.taken[0].paid_on == date(2026, 3, 9)


def test_a_success_without_a_date_is_taken_without_one() -> None:
    assert read(a_file(BODY[0].replace("20260309", ""), *BODY[1:])).taken[0].paid_on is None


def test_a_report_repeats_nothing_of_what_the_file_says() -> None:
    said = read(a_file("王秀英6228480000000000018,50.00,成功了吗,,20260309,B1", *BODY[1:]))
    assert "王秀英" not in repr(said.odd)
    assert "6228" not in repr(said.odd)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_bytes_damaged_anywhere_are_read_reported_or_refused_and_never_a_fault(data: st.DataObject) -> None:
    whole = bytearray(a_file(encoding=data.draw(st.sampled_from(["gbk", "utf-8", "utf-8-sig"]))))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole)))
        whole[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    try:
        said = read(bytes(whole))
    except NotAcceptable:
        return
    serials = [line.serial for line in said.taken]
    assert len(serials) == len(set(serials))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotAcceptable):
        read(content)
