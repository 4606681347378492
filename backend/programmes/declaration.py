"""Declaration: what a parameter means, who sets it, and which values it can take."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.money import yuan
from backend.refusals import NotAcceptable

_LARGEST = 2**31 - 1  # what the law's engine takes
_MOST_RECORDS = 100
_LONGEST_TEXT = 500


class BadValue(NotAcceptable):
    """A value that this parameter cannot take."""

    sentence = "这项标准的值写得不对，请检查后再填。"


class Column(BaseModel):
    """One column of a table parameter."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str
    type: Literal["int", "fen", "text", "enum"]
    unit: str = ""
    choices: Mapping[str, str] = {}
    minimum: int = 0
    maximum: int = _LARGEST
    optional: bool = False


class Declaration(BaseModel):
    """One parameter. JSON values: whole numbers (fen for money), ISO dates, an enum's word, bands as pairs of first
    age and fen, tables as records by column; a structure is an object that only its own room understands."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    key: str = Field(pattern=r"^[a-z][a-z_0-9]*(\.[a-z][a-z_0-9]*)+$")
    name: str
    group: str
    type: Literal["int", "fen", "bool", "date", "enum", "bands", "table", "structure"]
    set_by: Literal["nation", "province", "city", "county"]
    article: str
    reference: str = ""  #: for what people only look it up; empty: a rule or a room goes by it
    unit: str = ""
    area: Literal["urban", "rural"] | None = None  # None: the same in town and country
    choices: Mapping[str, str] = {}
    columns: Mapping[str, Column] = {}
    minimum: int = 0
    maximum: int = _LARGEST
    default: Any = None

    @model_validator(mode="after")
    def sound(self) -> Self:
        """Choices and columns stand where they mean something, and the default is a value that could be set."""
        if (self.type == "enum") != bool(self.choices) or (self.type == "table") != bool(self.columns):
            raise ValueError("choices belong to enums, columns to tables")
        if self.default is not None:
            self.taken(self.default)
        return self

    def taken(self, value: object) -> object:
        """The value as it is kept; BadValue with a sentence where it cannot be."""
        match self.type:
            case "int" | "fen":
                return whole(self.name, self.type, value, self.minimum, self.maximum)
            case "bool":
                return _truth(self.name, value)
            case "structure":
                return _structure(self.name, value)
            case "enum":
                return chosen(self.name, value, self.choices)
            case "date":
                return _day(self.name, value)
            case "bands":
                return self._bands(value)
            case "table":
                return self._records(value)

    def _bands(self, value: object) -> list[list[int]]:
        if not isinstance(value, list) or not 0 < len(value) <= _MOST_RECORDS:
            raise BadValue(f"「{self.name}」请写成“80岁起50元，90岁起100元”这样。")
        bands = []
        for pair in value:
            if not isinstance(pair, (list, tuple)) or len(pair) != 2:
                raise BadValue(f"「{self.name}」请写成“80岁起50元，90岁起100元”这样。")
            start = whole(f"{self.name}的起始年龄", "int", pair[0], self.minimum, 130)
            bands.append([start, whole(f"{self.name}的金额", "fen", pair[1], 0, self.maximum)])
        starts = [start for start, _ in bands]
        if starts != sorted(set(starts)):
            raise BadValue(f"「{self.name}」的年龄档要从小到大，不能重复。")
        return bands

    def _records(self, value: object) -> list[dict[str, object]]:
        if not isinstance(value, list) or len(value) > _MOST_RECORDS:
            raise BadValue(f"「{self.name}」请一行写一条。")
        return [self._record(number, record) for number, record in enumerate(value, 1)]

    def _record(self, number: int, record: object) -> dict[str, object]:
        if not isinstance(record, dict) or set(record) - set(self.columns):
            raise BadValue(f"「{self.name}」第{number}条有不认识的内容。")
        taken: dict[str, object] = {}
        for key, column in self.columns.items():
            if record.get(key) in (None, ""):
                if not column.optional:
                    raise BadValue(f"「{self.name}」第{number}条缺少“{column.name}”。")
                continue
            taken[key] = _cell(f"{self.name}」第{number}条的「{column.name}", column, record[key])
        return taken


def whole(name: str, kind: str, value: object, minimum: int, maximum: int) -> int:
    """A whole number in its range; BadValue otherwise, with limits in yuan for money."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(f"「{name}」请填{'金额，如“440元”，最多到分' if kind == 'fen' else '整数'}。")
    if not minimum <= value <= maximum:
        low, high = (f"{yuan(n)}元" if kind == "fen" else str(n) for n in (minimum, maximum))
        raise BadValue(f"「{name}」要在{low}到{high}之间，请检查。")
    return value


def chosen(name: str, value: object, choices: Mapping[str, str]) -> str:
    """One of the words; BadValue otherwise."""
    if not isinstance(value, str) or value not in choices:
        raise BadValue(f"「{name}」请从{'、'.join(choices.values())}里选一项。")
    return value


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue(f"「{name}」请填“是”或“否”。")
    return value


def _structure(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadValue(f"「{name}」要是一段 JSON，请照现在的写法改。")
    return value


def _day(name: str, value: object) -> str:
    try:
        return date.fromisoformat(
            value if isinstance(value, str) and len(value) == len("2026-01-01") else ""
        ).isoformat()
    except ValueError:
        raise BadValue(f"「{name}」请按“2025-12-31”这样填，日期要真实存在。") from None


def _cell(name: str, column: Column, value: object) -> object:
    if column.type == "enum":
        return chosen(name, value, column.choices)
    if column.type == "text":
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
            raise BadValue(f"「{name}」请填不超过{_LONGEST_TEXT}个字。")
        return value
    return whole(name, column.type, value, column.minimum, column.maximum)
