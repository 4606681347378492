"""Out into a file and in again changes nothing; a mistake is named by line and column, and nothing is taken."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from backend import programmes
from backend.journal import By, Entry, Signature
from backend.programmes import BadFile, Parameter, import_values, read_file, standing_values, write_csv, write_xlsx
from tests.people import COUNTY, seed_parameters

BY = Signature(By.IMPORT)
HEAD = "区划代码,参数,名称,值,起始日期,截止日期,依据,县里已确认"
LINE = "410325000000,dibao.standard.rural,农村低保标准,460元,2026-01-01,,洛民〔2026〕1号,是"


@pytest.fixture
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
async def test_a_round_trip_changes_nothing(county: None, write: Any) -> None:
    values = await standing_values(COUNTY)
    assert len(values) > 50
    assert read_file(write(values)) == values
    assert await import_values(read_file(write(values)), by=BY) == programmes.Imported(0, len(values))
    assert await Entry.all().count() == 0


async def test_a_dry_run_counts_and_changes_nothing(county: None) -> None:
    values = read_file(f"{HEAD}\n{LINE}\n".encode())
    assert await import_values(values, by=BY, dry_run=True) == programmes.Imported(1, 0)
    assert await Entry.all().count() == await Parameter.filter(key="dibao.standard.rural", value=46000).count() == 0
    assert await import_values(values, by=BY) == programmes.Imported(1, 0)
    assert await Entry.all().count() == 1
    assert (await programmes.parameters_on(COUNTY, date(2026, 3, 5)))["dibao.standard.rural"] == 46000


def test_what_an_old_office_program_saved_is_read() -> None:
    assert read_file(f"{HEAD}\r\n{LINE}\r\n".encode("gb18030")) == read_file(f"{HEAD}\n{LINE}\n".encode())


def test_what_a_spreadsheet_program_made_numbers_and_dates_of_is_read() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_row(1, 0, [410325000000, "edge.factor", "", 150])
        sheet.write_datetime(1, 4, datetime(2026, 1, 1), dated)  # noqa: DTZ001 - a spreadsheet knows no time zone
        sheet.write_row(1, 6, ["洛民〔2026〕1号", "否"])
    (value,) = read_file(content.getvalue())
    assert (value.place, value.value, value.valid_from) == ("410325000000", 150, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        (LINE.replace("410325000000", "410325"), "第2行「区划代码」"),
        (LINE.replace("410325000000", "４１０３２５００００００"), "第2行「区划代码」"),
        (LINE.replace("dibao.standard.rural", "dibao.standard.moon"), "第2行「参数」"),
        (LINE.replace("460元", "460"), "第2行「值」"), (LINE.replace("460元", ""), "第2行「值」"),
        (LINE.replace("2026-01-01", "2026-02-30"), "第2行「起始日期」"),
        (LINE.replace("2026-01-01,,", "2026-01-01,2025-01-01,"), "第2行「截止日期」：要在起始日期之后"),
        (LINE.replace("2026-01-01,,", "2026-01-01,明年,"), "第2行「截止日期」"),
        (LINE.replace("洛民〔2026〕1号", ""), "第2行「依据」"), (LINE.replace(",是", ",大概"), "第2行「县里已确认」"),
        (LINE[: LINE.index("460元")], "第2行「值」"), (f"{LINE}\n{LINE}", "与第2行的起止日期重叠"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line_and_column(line: str, mistake: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_file(f"{HEAD}\n{line}\n".encode())
    assert any(mistake in each for each in refused.value.details["reasons"])


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(BadFile) as refused:
        read_file(f"{HEAD}\n{LINE.replace('460元', '460')}\n\n{LINE.replace(',是', '')}\n".encode())
    assert len(refused.value.details["reasons"]) == 2
    assert "第4行" in refused.value.details["reasons"][1]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0broken", "姓名,年龄\n".encode(), b'"open', b"\0"],
)  # fmt: skip
def test_what_is_no_parameter_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        read_file(content)


def workbook(*parts: tuple[str, bytes]) -> bytes:
    """A sound workbook with some of its parts replaced."""
    sound = {each.filename: each for each in zipfile.ZipFile(io.BytesIO(write_xlsx([]))).infolist()}
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_xlsx([]))) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in ({name: old.read(name) for name in sound} | dict(parts)).items():
            new.writestr(name, data)
    return content.getvalue()


FAR_CELL = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    "content", [workbook(("xl/worksheets/sheet1.xml", FAR_CELL)), b"x" * 6_000_000], ids=["far cell", "large"]
)
def test_a_file_that_would_fill_the_memory_is_not_opened(content: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        read_file(content)
    assert "文件太大" in refused.value.details["reasons"][0]


async def test_a_place_that_is_not_on_the_map(county: None) -> None:
    values = read_file(f"{HEAD}\n{LINE.replace('410325000000', '990325000000')}\n".encode())
    with pytest.raises(BadFile):
        await import_values(values, by=BY)


async def test_one_value_that_cannot_be_takes_the_whole_file_back(county: None) -> None:
    good, other = read_file(f"{HEAD}\n{LINE}\n{LINE.replace('rural', 'urban')}\n".encode())
    bad = programmes.Enactment(other.place, other.key, 1, date(2027, 1, 1), None, "x" * 9, True)
    with pytest.raises(programmes.BadValue):
        await import_values([good, bad], by=BY)
    assert await Entry.all().count() == 0
