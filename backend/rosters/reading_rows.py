"""Reading rows: a row's cells become a line, and everything that is wrong with one is named by its cell. Pure."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from backend.residents import (
    BadIdentityNumber,
    BadLandline,
    ContactKind,
    IdentityNumber,
    age_on,
    normalise_identity_number,
    passes_luhn,
    read_phone,
)
from backend.rosters import cells
from backend.rosters.cells import CellWrong
from backend.rosters.columns import Column, plain_heading
from backend.rosters.line import DisabilityCardCells, Finding, Line, Weight
from backend.rosters.made_of import add_up
from backend.rosters.mapping import SheetMapping
from backend.rosters.reading import BY_AGE, OF_HOUSEHOLDS, Reading
from backend.rosters.villages import Villages
from backend.spreadsheet import Row, Sheet, digits_eaten

_Value = TypeVar("_Value")

_CLOSING = re.compile(r"(合计|小计|总计|共计|制表|填表|审核|审批|经办|负责人|单位|备注|注[:：]|说明|填报)")
_ACCOUNT = re.compile(r"\d{8,30}")
_PAUSE = re.compile(r"[、,，;；/\\|]")
_EATEN = "数字被表格软件改成了科学计数法，后几位已经丢了。请把这一列设成文本，重新填写。"


class RowReader:
    """One sheet's rows, one after the other, into a reading."""

    def __init__(
        self, sheet: Sheet, mapping: SheetMapping, programme: str, columns: dict[str, Column], villages: Villages,
        today: date, reading: Reading,
    ) -> None:  # fmt: skip
        self._sheet, self._places, self._programme = sheet, mapping.places, programme
        self._columns, self._villages, self._today, self._reading = columns, villages, today, reading
        self._township = villages.township_in(sheet.name)
        self._row = Row(0, ())
        self._right = True

    def read(self, row: Row) -> None:
        """One row: a line, findings, both, or nothing where it is a heading or a closing row."""
        self._row, self._right = row, True
        name, number = re.sub(r"\s", "", self._cell("name")), self._cell("identity")
        if not re.search(r"\d{5}", number) and _closes(row, name):
            return
        if plain_heading(name) in self._columns["name"].words | self._columns["name"].other_words:
            return  # headings again, as at the top of each printed page
        line = self._line(name, number)
        if line is not None:
            self._reading.lines.append(line)
        self._reading.rows += 1

    def _line(self, name: str, number: str) -> Line | None:
        if not 2 <= len(name) <= 30 or re.search(r"\d", name):
            self._find("name", Weight.STOPS, "姓名要有2到30个字，不带数字。")
        identity = self._identity(number)
        village = self._village()
        if identity is None or village is None or not self._right:
            return None
        line = Line(
            f"{self._sheet.name}!{self._row.number}" if self._sheet.name else str(self._row.number),
            self._reading.rows, village, name, identity, identity.sex, identity.birth_date,
            {key: self._address(key) for key in ("identity", "household", "amount", "account", "name", "village")},
        )  # fmt: skip
        self._agrees_with_number(line)
        line.household = self._cell("household") or None
        line.register_kind = self._value("register_kind", cells.register_kind, Weight.LEFT_OUT)
        line.members = self._value("members", cells.count, Weight.LEFT_OUT)
        line.relation = self._value("relation", cells.relation, Weight.LEFT_OUT)
        line.marital = self._value("marital", cells.marital, Weight.LEFT_OUT)
        line.certified_on = self._past("certified_on", cells.day)
        line.rechecked_on = self._past("rechecked_on", cells.day)
        self._phone(line)
        self._card(line)
        self._money(line)
        line.stopped = not self._right
        return line

    def _identity(self, number: str) -> IdentityNumber | None:
        if digits_eaten(number):
            self._find("identity", Weight.STOPS, _EATEN)
            return None
        try:
            return normalise_identity_number(number)
        except BadIdentityNumber as bad:
            self._find("identity", Weight.STOPS, bad.shown if number else "没有身份证号。")
            return None

    def _village(self) -> str | None:
        try:
            township = self._cell("township") or self._township
            return self._villages.find(self._cell("village_code"), township, self._cell("village"))
        except CellWrong as wrong:
            self._find("village_code" if self._cell("village_code") else "village", Weight.STOPS, str(wrong))
            return None

    def _agrees_with_number(self, line: Line) -> None:
        """性别、出生日期、年龄 beside the ID number: one of them belongs to somebody else."""
        sex = self._value("sex", cells.sex, Weight.LEFT_OUT)
        if sex is not None and sex != line.sex:
            self._find("sex", Weight.STOPS, "与身份证号里的性别不一致，请核对是不是写成了别人的号码。")
        cell = self._cell("birth_date")
        born = self._value("birth_date", cells.month if _is_a_month(cell) else cells.day, Weight.LEFT_OUT)
        if born is not None and born != (line.birth_date.replace(day=1) if _is_a_month(cell) else line.birth_date):
            self._find("birth_date", Weight.STOPS, "与身份证号里的出生日期不一致，请核对是不是写成了别人的号码。")
        years = self._value("age", cells.age, Weight.LEFT_OUT)
        # The sheet may be a year old, and many count a child as one at birth (虚岁).
        if years is not None and not -2 <= years - age_on(line.birth_date, self._today) <= 2:
            self._find("age", Weight.NOTED, "与身份证号里的年龄差两岁以上。")

    def _phone(self, line: Line) -> None:
        for key in ("phone", "contact_phone"):
            cell = _PAUSE.split(self._cell(key))[0]
            if not cell or line.phone:
                continue
            line.phone_of_relative = key == "contact_phone"
            try:
                line.phone, kind = read_phone(cell)
                line.landline = kind is ContactKind.LANDLINE
            except BadLandline:
                self._find(key, Weight.LEFT_OUT, "不是手机号，也不是带区号的固定电话（没有区号打不通）。")

    def _card(self, line: Line) -> None:
        number = re.sub(r"[\s-]", "", self._cell("card_number"))
        if not number:
            return
        parts = (
            self._value("card_class", cells.disability_class, Weight.LEFT_OUT),
            self._value("card_grade", cells.disability_grade, Weight.LEFT_OUT),
            self._value("card_until", cells.day, Weight.LEFT_OUT),
        )
        if not re.fullmatch(r"\d{17}[\dXx]\d{2}(B\d)?", number, re.IGNORECASE):
            self._find("card_number", Weight.LEFT_OUT, "残疾证号是身份证号加两位（换发过的再加B和一位数），请核对。")
        elif parts[0] is None or parts[1] is None or parts[2] is None:
            self._find("card_number", Weight.LEFT_OUT, "类别、等级、有效期不全，残疾证没有登记。")
        else:
            line.card = DisabilityCardCells(number.upper(), parts[0], parts[1], parts[2])

    def _money(self, line: Line) -> None:
        line.fen = self._value("amount", cells.fen, Weight.STOPS, merged=False)
        if line.fen is None and not self._cell("amount", merged=False):
            member = self._programme in OF_HOUSEHOLDS and line.relation not in (None, "head")
            if self._programme != BY_AGE and not member:
                self._find("amount", Weight.STOPS, "没有写月金额。")
            if member:
                return
        self._parts(line)
        line.from_month = self._past("from_month", cells.month)
        if not self._cell("from_month"):
            self._find("from_month", Weight.NOTED, "没有起始年月，按由本系统发放的第一个月登记。")
        number = re.sub(r"[\s-]", "", self._cell("account", merged=False))
        if not number:
            return
        holder = re.sub(r"\s", "", self._cell("holder"))
        if digits_eaten(number):
            self._find("account", Weight.LEFT_OUT, _EATEN)
        elif not _ACCOUNT.fullmatch(number):
            self._find("account", Weight.LEFT_OUT, "账号应为8到30位数字。")
        elif holder and holder != line.name:
            self._find("holder", Weight.LEFT_OUT, "户名不是本人，账户没有登记。确需他人代领的，请办代领协议。")
        else:
            line.account, line.bank = number, self._cell("bank") or "未注明"
            if not passes_luhn(number) and 16 <= len(number) <= 19:
                self._find("account", Weight.NOTED, "不像银行卡号，请核对；是存折的不用管。")

    def _parts(self, line: Line) -> None:
        """What the amount is made of, as far as the roster has columns for it."""
        line.grade = self._value("grade", cells.grade, Weight.LEFT_OUT)
        line.supplement = self._value("supplement", cells.part, Weight.LEFT_OUT, merged=False)
        line.extra = self._value("extra", cells.part, Weight.LEFT_OUT, merged=False)
        line.extra_kind = self._value("extra_kind", cells.extra_kind, Weight.LEFT_OUT, merged=False)
        line.living = self._value("living", cells.part, Weight.LEFT_OUT, merged=False)
        line.care = self._value("care", cells.part, Weight.LEFT_OUT, merged=False)
        line.care_level = self._value("care_level", cells.care_level, Weight.LEFT_OUT)
        line.care_mode = self._value("care_mode", cells.care_mode, Weight.LEFT_OUT)
        line.raising = self._value("raising", cells.raising, Weight.LEFT_OUT)
        if not add_up(line):
            self._find("amount", Weight.NOTED, "各项加起来不是月金额，发放以月金额为准，各项金额没有采用。")

    def _past(self, key: str, read: Callable[[str], date]) -> date | None:
        value = self._value(key, read, Weight.STOPS if key == "from_month" else Weight.LEFT_OUT)
        if value is not None and value > self._today:
            self._find(key, Weight.STOPS, "日期还没有到。")
            return None
        return value

    def _value(self, key: str, read: Callable[[str], _Value], weight: Weight, *, merged: bool = True) -> _Value | None:
        cell = self._cell(key, merged=merged)
        if not cell or key not in self._columns:
            return None
        try:
            return read(cell)
        except CellWrong as wrong:
            self._find(key, weight, str(wrong))
            return None

    def _cell(self, key: str, *, merged: bool = True) -> str:
        """What the row says under a column; with merged=False, nothing where it only repeats the cell above."""
        at = self._places.get(key)
        if at is None or (not merged and at in self._row.merged):
            return ""
        return self._row.cell(at)

    def _address(self, key: str) -> str:
        at = self._places.get(key)
        return self._sheet.address(self._row.number, at) if at is not None else ""

    def _find(self, key: str, weight: Weight, sentence: str) -> None:
        address = self._address(key) or f"{self._sheet.name}!{self._row.number}".lstrip("!")
        title = self._columns[key].title
        self._reading.findings.append(Finding(address, self._reading.rows, title, weight, sentence))
        self._right = self._right and weight is not Weight.STOPS


def _closes(row: Row, name: str) -> bool:
    """Whether a row without an ID number is a sum, a signature or a remark, and nobody's."""
    said = [cell for cell in row.cells if cell]
    return bool(_CLOSING.match(said[0])) or (not name and len(set(said)) <= 2)


def _is_a_month(cell: str) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d\s*[年./-]?\s*\d{1,2}\s*月?", cell))
