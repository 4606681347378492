"""The file of a county's divisions: one place a line, from the province down to the villages."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.places.place import Level
from backend.refusals import NotAcceptable
from backend.spreadsheet import Row, Sheet

_HEADINGS = (("code", "区划代码"), ("level", "级别"), ("name", "名称"), ("parent_code", "上级代码"))
_CODE, _LEVEL, _NAME, _PARENT = range(len(_HEADINGS))
_LEVELS = {"省": Level.PROVINCE, "市": Level.CITY, "县": Level.COUNTY, "乡镇": Level.TOWNSHIP, "村": Level.VILLAGE}
_SIGNIFICANT = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}
_MOST_ROWS = 5_000  # the largest county has some 1,000 villages


class BadDivisions(NotAcceptable):
    """The file has mistakes and nothing of it is taken; `details["reasons"]` has each with line and column."""

    sentence = "区划文件里有写错的地方，一行也没有导入。请改好后再导入。"


@dataclass(frozen=True, slots=True)
class Division:
    """A place as the file has it; `parent_code` is None for a province."""

    code: str
    level: Level
    name: str
    parent_code: str | None


def read_divisions(sheet: Sheet, county: str, known: set[str]) -> list[Division]:
    """The divisions of `county` (6 digits) in a sheet whose first row has the headings, higher levels first.

    `known` are codes that are on the map already. Refuses with BadDivisions.
    """
    heading, *rows = sheet.rows
    columns = _columns(sheet, heading)
    if len(rows) > _MOST_ROWS:
        raise BadDivisions(reasons=[f"文件最多{_MOST_ROWS}行。"])
    mistakes: list[str] = []
    found: dict[str, tuple[Row, Division]] = {}

    def wrong(row: Row, column: int, sentence: str) -> None:
        mistakes.append(f"{sheet.address(row.number, columns[column])}「{_HEADINGS[column][1]}」：{sentence}")

    for row in rows:
        division = _division(row, [row.cell(column) for column in columns], county, wrong)
        if division and division.code in found:
            wrong(row, _CODE, f"与第{found[division.code][0].number}行重复。")
        elif division:
            found[division.code] = (row, division)
    for row, division in found.values():
        parent = division.parent_code
        if parent and parent not in found and parent not in known:
            wrong(row, _PARENT, f"{parent}不在文件里，也还没有登记。")
    if not found and not mistakes:
        mistakes.append("文件里没有一行区划。")
    if mistakes:
        raise BadDivisions(reasons=mistakes)
    order = list(Level)
    return sorted((each for _, each in found.values()), key=lambda each: (order.index(each.level), each.code))


def _columns(sheet: Sheet, heading: Row) -> list[int]:
    cells = [cell.lower() for cell in heading.cells]
    places = [next((cells.index(name) for name in names if name in cells), None) for names in _HEADINGS]
    if None in places:
        wanted = "、".join(names[1] for names in _HEADINGS)
        raise BadDivisions(reasons=[f"{sheet.address(heading.number, 0)}：这一行要是表头“{wanted}”。"])
    return [place for place in places if place is not None]


def _division(row: Row, cells: list[str], county: str, wrong: Callable[[Row, int, str], None]) -> Division | None:
    code, level_word, name, parent = cells
    level = _LEVELS.get(level_word) or next((each for each in Level if each.value == level_word), None)
    right = True

    def no(column: int, sentence: str) -> None:
        nonlocal right
        right = False
        wrong(row, column, sentence)

    if level is None:
        no(_LEVEL, f"请填{'、'.join(_LEVELS)}中的一个。")
    if not (code.isascii() and code.isdigit() and len(code) == 12):
        no(_CODE, "请填12位数字，如“410325103201”。")
    elif level and (code[_SIGNIFICANT[level] :].strip("0") or _belongs_higher(code, level)):
        no(_CODE, f"不像{level_word}一级的代码，请核对。")
    elif level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE) and not code.startswith(county):
        no(_CODE, f"不在本县（{county}）。")
    if not 2 <= len(name) <= 60:
        no(_NAME, "请填2到60个字的名称。")
    if level is Level.PROVINCE and parent:
        no(_PARENT, "省级没有上级，请空着。")
    elif level and level is not Level.PROVINCE and not _lies_in(code, parent):
        no(_PARENT, "请填它所在的上一级的12位代码。")
    return Division(code, level, name, parent or None) if right and level else None


def _belongs_higher(code: str, level: Level) -> bool:
    """Whether the digits of this very level are all zero: 410325103000 is no village."""
    begins = {Level.PROVINCE: 0, Level.CITY: 2, Level.COUNTY: 4, Level.TOWNSHIP: 6, Level.VILLAGE: 9}[level]
    return not code[begins : _SIGNIFICANT[level]].strip("0")


def _lies_in(code: str, parent: str) -> bool:
    """Whether `parent` is the code of a higher level over `code`; a level may be skipped (省直辖县)."""
    if len(parent) != 12 or parent == code:
        return False
    return any(parent == code[:digits].ljust(12, "0") for digits in _SIGNIFICANT.values())
