"""The file of a county's staff: officers of the console and village cadres, one a line."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from backend.places import Level
from backend.refusals import NotAcceptable
from backend.residents import BadPhone, normalise_phone
from backend.spreadsheet import Row, Sheet
from backend.staff.officer import Role

HEADINGS = ("岗位", "姓名", "用户名", "手机号", "区划代码", "离岗日期")
_POST, _NAME, _USERNAME, _PHONE, _PLACES, _LEFT = range(len(HEADINGS))
_CADRE = "村干部"
ROLE_TITLES = {
    Role.TOWNSHIP_CLERK: "乡镇经办",
    Role.TOWNSHIP_LEADER: "乡镇负责人",
    Role.COUNTY_REVIEWER: "县局审核",
    Role.COUNTY_APPROVER: "县局审批",
    Role.COUNTY_PAYER: "县局发放",
    Role.AUDITOR: "审计",
}
_ROLES = {title: role for role, title in ROLE_TITLES.items()}
_USERNAMES = re.compile(r"[a-z][a-z0-9.]{2,31}")
_MOST_ROWS = 5_000
_Wrong = Callable[[int, str], None]


class BadStaffFile(NotAcceptable):
    """The file has mistakes and nothing of it is taken; `details["reasons"]` has each with line and column."""

    sentence = "人员文件里有写错的地方，一行也没有导入。请改好后再导入。"


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer as the file has them; `phone` for work, where they are to be texted when something is late. None:
    what is on file stays, for the officer may have put it there."""

    name: str
    username: str
    role: Role
    place: str
    left_on: date | None
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CadreLine:
    """A cadre as the file has them, with the villages they serve."""

    name: str
    phone: str = field(repr=False)
    villages: frozenset[str]
    left_on: date | None


@dataclass(frozen=True, slots=True)
class StaffFile:
    """Everyone in the file, in its order."""

    officers: list[OfficerLine]
    cadres: list[CadreLine]


def read_staff(sheet: Sheet, levels: Mapping[str, Level]) -> StaffFile:
    """The people of a sheet whose first row has HEADINGS; `levels` are the places on the map with their levels.

    Refuses with BadStaffFile.
    """
    heading, *rows = sheet.rows
    if not set(HEADINGS[:-1]) <= set(heading.cells):
        raise BadStaffFile(reasons=[f"{sheet.address(heading.number, 0)}：这一行要是表头“{'、'.join(HEADINGS)}”。"])
    if len(rows) > _MOST_ROWS:
        raise BadStaffFile(reasons=[f"文件最多{_MOST_ROWS}行。"])
    columns = [heading.cells.index(name) if name in heading.cells else len(heading.cells) for name in HEADINGS]
    mistakes: list[str] = []
    read = StaffFile([], [])
    seen: dict[str, int] = {}
    for row in rows:

        def wrong(column: int, sentence: str, row: Row = row) -> None:
            mistakes.append(f"{sheet.address(row.number, columns[column])}「{HEADINGS[column]}」：{sentence}")

        cells = [row.cell(column) for column in columns]
        line = _cadre(cells, levels, wrong) if cells[_POST] == _CADRE else _officer(cells, levels, wrong)
        if line is None:
            continue
        key, column = (line.phone, _PHONE) if isinstance(line, CadreLine) else (line.username, _USERNAME)
        if seen.setdefault(key, row.number) != row.number:
            wrong(column, f"与第{seen[key]}行重复。")
        elif isinstance(line, CadreLine):
            read.cadres.append(line)
        else:
            read.officers.append(line)
    if not (read.officers or read.cadres or mistakes):
        mistakes.append("文件里没有一个人。")
    if mistakes:
        raise BadStaffFile(reasons=mistakes)
    return read


def _cadre(cells: list[str], levels: Mapping[str, Level], wrong: _Wrong) -> CadreLine | None:
    right = _name_and_day(cells, wrong)
    phone, villages = _phone(cells[_PHONE]), frozenset(re.split(r"[、，,;；\s]+", cells[_PLACES]))
    if phone is None:
        wrong(_PHONE, BadPhone.sentence)
    strangers = sorted(code for code in villages if levels.get(code) is not Level.VILLAGE)
    if strangers:
        wrong(_PLACES, f"请填村一级的12位代码，几个村用顿号隔开；“{strangers[0]}”不是已登记的村。")
    if not right or strangers or phone is None:
        return None
    return CadreLine(cells[_NAME], phone, villages, _day(cells[_LEFT]))


def _officer(cells: list[str], levels: Mapping[str, Level], wrong: _Wrong) -> OfficerLine | None:
    right = _name_and_day(cells, wrong)
    role = _ROLES.get(cells[_POST])
    if not _USERNAMES.fullmatch(cells[_USERNAME]):
        right = False
        wrong(_USERNAME, "请填3到32位小写字母、数字或点，以字母开头，如“checun.clerk1”。")
    if role is None:
        wrong(_POST, f"请填{'、'.join([*_ROLES, _CADRE])}中的一个。")
        return None
    level = Level.TOWNSHIP if role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER) else Level.COUNTY
    if levels.get(cells[_PLACES]) is not level:
        right = False
        office = "乡镇" if level is Level.TOWNSHIP else "县"
        wrong(_PLACES, f"这个岗位请填{office}一级的12位代码，而且要已经登记在区划里。")
    phone = _phone(cells[_PHONE]) if cells[_PHONE] else None
    if cells[_PHONE] and phone is None:
        right = False
        wrong(_PHONE, f"{BadPhone.sentence}没有工作手机的空着。")
    if not right:
        return None
    return OfficerLine(cells[_NAME], cells[_USERNAME], role, cells[_PLACES], _day(cells[_LEFT]), phone)


def _name_and_day(cells: list[str], wrong: _Wrong) -> bool:
    right = True
    if not 2 <= len(cells[_NAME]) <= 30:
        right = False
        wrong(_NAME, "请填2到30个字的姓名。")
    if cells[_LEFT] and _day(cells[_LEFT]) is None:
        right = False
        wrong(_LEFT, "请按“2026-01-01”这样填，在岗的空着。")
    return right


def _phone(text: str) -> str | None:
    try:
        return normalise_phone(text)
    except BadPhone:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) == len("2026-01-01") else "")
    except ValueError:
        return None
