"""Rosters for tests, as offices make them."""

from datetime import date

from backend.rosters import SheetMapping, Wanted, guess_mapping
from backend.spreadsheet import Sheet, read_table
from backend.workbook import Leaf, write_xlsx
from tests.people import COUNTY, an_identity_number

TITLES = (
    "乡镇",
    "村",
    "姓名",
    "性别",
    "身份证号码",
    "联系电话",
    "月保障金额（元）",
    "起保年月",
    "开户行",
    "户名",
    "银行账号",
)


def a_row(name: str = "王秀英", **other: str) -> dict[str, str]:
    """A woman of 车村 who receives 350 yuan; columns by title."""
    number = other.get("身份证号码", an_identity_number(date(1950, 3, 4)))
    given = ("车村镇", "车村", name, "女", number, "13812345678", "350", "2024年5月", "嵩县农商行", name, "")
    return {**dict(zip(TITLES, given, strict=True)), **other}


def a_file(*rows: dict[str, str], titles: tuple[str, ...] = TITLES, sheet: str = "农村低保") -> bytes:
    """A workbook with a title row above the headings and a sum and a signature below."""
    head = [["嵩县农村低保花名册"], list(titles)]
    body = [[row.get(title, "") for title in titles] for row in rows]
    foot = [["合计", "", "", "", "", "", "700"], ["制表人：张三", "", "审核：李四"]]
    lines = [*head, *body, *foot]
    return write_xlsx([Leaf(sheet, lines[0], lines[1:])])


def wanted(
    content: bytes,
    programme: str = "rural_dibao",
    mappings: list[SheetMapping] | None = None,
    month: date | None = None,
) -> Wanted:
    """The file as its headings say, paid from March 2026 on."""
    sheets: list[Sheet] = read_table(content)
    guessed = guess_mapping(sheets, programme) if mappings is None else mappings
    return Wanted(COUNTY, programme, sheets, guessed, month or date(2026, 3, 1))
