"""A standard, cap or switch that the city or the county sets; it reaches the rules as `param_*` columns."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, model_validator

from backend.eligibility.syntax import Run
from backend.refusals import NotNow

ParameterValue = int | str

_TABLE = re.compile(r"^([^:,]{1,40}:[0-9]{1,9}(,[^:,]{1,40}:[0-9]{1,9})*)?$")
_BANDS = re.compile(r"^[0-9]{1,3}:[0-9]{1,9}(,[0-9]{1,3}:[0-9]{1,9})*$")


class StandardsNotSet(NotNow):
    """The county has not published a parameter that the rule needs, or it is unreadable; `details["key"]` names it."""

    sentence = "县里还没有公布或设好这项标准，暂时看不出结果，请向乡镇或县民政局询问。"


class Parameter(BaseModel):
    """One declaration out of a rule file. `bands` is 「80:5000,90:10000」: from an age on, so many fen.

    `table` is 「一类:42000,二类:22000」, two `cells` of each record: with `of`, an enum fact, the number of its record;
    without, how many records there are. A table that nobody has set is empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    key: str
    name: str
    type: Literal["int", "fen", "enum", "bands", "table"]
    of: str | None = None  # for bands and tables: the fact that chooses the band or the record
    cells: list[str] = []  # for tables: the columns that name a record and hold its number
    choices: list[str] = []
    minimum: int = 0
    default: ParameterValue | None = None
    example: ParameterValue
    source: str

    @model_validator(mode="after")
    def sound(self) -> Self:
        """Default and example are values that the county could set; bands name the fact that chooses one."""
        if (self.type == "bands" and not self.of) or (self.of and self.type not in ("bands", "table")):
            raise ValueError("分档参数要写明 of（按哪个事实分档），别的参数不写")
        if (self.type == "table") != (len(self.cells) == 2):
            raise ValueError("表格参数要写明 cells（名称和数字两列），别的参数不写")
        for value in (self.example, self.default):
            if value is not None and not self._fits(value):
                raise ValueError("default 或 example 的写法与 type 不符")
        return self

    @property
    def column(self) -> str:
        """The column that expressions use: `aged.bands` is `param_aged_bands`."""
        return "param_" + self.key.replace(".", "_")

    @property
    def columns(self) -> dict[str, pl.DataType]:
        """Columns and types; bands have a second one, the first age of the lowest band."""
        if self.type == "bands":
            return {self.column: pl.Int64(), f"{self.column}_first": pl.Int64()}
        return {self.column: pl.String() if self.type == "enum" else pl.Int64()}

    def chosen(self, given: Mapping[str, Any]) -> ParameterValue:
        """The county's value, or the declared default; StandardsNotSet where there is none or it does not fit."""
        value = given.get(self.key)
        value = self.default if value is None else value
        if self.type == "bands" and isinstance(value, list):
            value = _written(value)
        if self.type == "table" and (value is None or isinstance(value, list)):
            value = _records(value or [], self.cells)
        if value is None or not self._fits(value):
            raise StandardsNotSet(key=self.key)
        return int(value) if self.type in ("int", "fen") else str(value)

    def expressions(self, value: ParameterValue) -> list[pl.Expr]:
        """The `param_*` columns for this value."""
        if self.type == "bands":
            return self._band_expressions(str(value))
        if self.type == "table":
            return [self._table_expression(_numbers(str(value))).alias(self.column)]
        return [pl.lit(value, dtype=self.columns[self.column]).alias(self.column)]

    def for_one(self, value: ParameterValue) -> tuple[dict[str, ParameterValue], dict[str, Run]]:
        """The same for one person: columns whose value is fixed, and those that hang on a fact in the row."""
        if self.type == "bands":
            bands = _bands(str(value))
            return {f"{self.column}_first": bands[0][0]}, {self.column: _band_chosen(self.of or "", bands)}
        if self.type == "table":
            numbers = _numbers(str(value))
            if self.of is None:
                return {self.column: len(numbers)}, {}
            of, by_name = self.of, dict(numbers)
            return {}, {self.column: lambda row: by_name.get(row[of])}
        return {self.column: value}, {}

    def _band_expressions(self, text: str) -> list[pl.Expr]:
        bands = _bands(text)
        amount = pl.lit(0, dtype=pl.Int64)
        for start, fen in bands:
            amount = pl.when(pl.col(self.of or "") >= start).then(pl.lit(fen, dtype=pl.Int64)).otherwise(amount)
        known = pl.when(pl.col(self.of or "").is_not_null()).then(amount)
        return [known.alias(self.column), pl.lit(bands[0][0], dtype=pl.Int64).alias(f"{self.column}_first")]

    def _table_expression(self, numbers: list[tuple[str, int]]) -> pl.Expr:
        if self.of is None:
            return pl.lit(len(numbers), dtype=pl.Int64)
        found = pl.lit(None, dtype=pl.Int64)
        for name, number in numbers:
            found = pl.when(pl.col(self.of) == name).then(pl.lit(number, dtype=pl.Int64)).otherwise(found)
        return found

    def _fits(self, value: object) -> bool:
        if self.type == "bands":
            return isinstance(value, str) and bool(_BANDS.match(value)) and _rising(_bands(value))
        if self.type == "table":
            return isinstance(value, str) and bool(_TABLE.match(value)) and _differing(_numbers(value))
        if self.type == "enum":
            return value in self.choices
        return isinstance(value, int) and not isinstance(value, bool) and self.minimum <= value < 2**31


def _bands(text: str) -> list[tuple[int, int]]:
    pairs = (band.split(":") for band in text.split(","))
    return [(int(start), int(fen)) for start, fen in pairs]


def _band_chosen(of: str, bands: list[tuple[int, int]]) -> Run:
    def chosen(row: Mapping[str, Any]) -> int | None:
        number = row[of]
        if number is None:
            return None
        fen = 0
        for start, of_band in bands:
            if number >= start:
                fen = of_band
        return fen

    return chosen


def _written(pairs: list[Any]) -> str:
    """The county's table keeps bands as JSON pairs, [[80, 5000], …]; a verdict keeps them as one line of text."""
    return ",".join(":".join(str(part) for part in pair) if isinstance(pair, list) else "" for pair in pairs)


def _records(records: list[Any], cells: Sequence[str]) -> str:
    """The county's table keeps records, [{"grade": "一类", "fen": 42000}, …]; a verdict keeps two cells of each."""
    return ",".join(_cells(record, cells) for record in records)


def _cells(record: object, cells: Sequence[str]) -> str:
    """What is no record becomes a text that fits nothing."""
    return ":".join(str(record.get(cell)) for cell in cells) if isinstance(record, dict) else "?"


def _numbers(text: str) -> list[tuple[str, int]]:
    pairs = (record.split(":") for record in text.split(",") if record)
    return [(name, int(number)) for name, number in pairs]


def _differing(numbers: list[tuple[str, int]]) -> bool:
    names = [name for name, _ in numbers]
    return len(names) == len(set(names))


def _rising(bands: list[tuple[int, int]]) -> bool:
    starts = [start for start, _ in bands]
    return starts == sorted(set(starts))
