"""A standard, cap or switch that the city or the county sets; it reaches the rules as `param_*` columns."""

import re
from collections.abc import Mapping
from typing import Any, Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, model_validator

from backend.refusals import NotNow

ParameterValue = int | str

_BANDS = re.compile(r"^[0-9]{1,3}:[0-9]{1,9}(,[0-9]{1,3}:[0-9]{1,9})*$")


class StandardsNotSet(NotNow):
    """The county has not published a parameter that the rule needs, or it is unreadable; `details["key"]` names it."""

    sentence = "县里还没有公布或设好这项标准，暂时看不出结果，请向乡镇或县民政局询问。"


class Parameter(BaseModel):
    """One declaration out of a rule file. `bands` is 「80:5000,90:10000」: from an age on, so many fen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    key: str
    name: str
    type: Literal["int", "fen", "enum", "bands"]
    of: str | None = None  # for bands: the fact that chooses the band
    choices: list[str] = []
    minimum: int = 0
    default: ParameterValue | None = None
    example: ParameterValue
    source: str

    @model_validator(mode="after")
    def sound(self) -> Self:
        """Default and example are values that the county could set; bands name the fact that chooses one."""
        if (self.type == "bands") != bool(self.of):
            raise ValueError("分档参数要写明 of（按哪个事实分档），别的参数不写")
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
        if value is None or not self._fits(value):
            raise StandardsNotSet(key=self.key)
        return int(value) if self.type in ("int", "fen") else str(value)

    def expressions(self, value: ParameterValue) -> list[pl.Expr]:
        """The `param_*` columns for this value."""
        if self.type == "bands":
            return self._band_expressions(str(value))
        return [pl.lit(value, dtype=self.columns[self.column]).alias(self.column)]

    def _band_expressions(self, text: str) -> list[pl.Expr]:
        bands = _bands(text)
        amount = pl.lit(0, dtype=pl.Int64)
        for start, fen in bands:
            amount = pl.when(pl.col(self.of or "") >= start).then(pl.lit(fen, dtype=pl.Int64)).otherwise(amount)
        known = pl.when(pl.col(self.of or "").is_not_null()).then(amount)
        return [known.alias(self.column), pl.lit(bands[0][0], dtype=pl.Int64).alias(f"{self.column}_first")]

    def _fits(self, value: object) -> bool:
        if self.type == "bands":
            return isinstance(value, str) and bool(_BANDS.match(value)) and _rising(_bands(value))
        if self.type == "enum":
            return value in self.choices
        return isinstance(value, int) and not isinstance(value, bool) and self.minimum <= value < 2**31


def _bands(text: str) -> list[tuple[int, int]]:
    pairs = (band.split(":") for band in text.split(","))
    return [(int(start), int(fen)) for start, fen in pairs]


def _written(pairs: list[Any]) -> str:
    """The county's table keeps bands as JSON pairs, [[80, 5000], …]; a verdict keeps them as one line of text."""
    return ",".join(":".join(str(part) for part in pair) if isinstance(pair, list) else "" for pair in pairs)


def _rising(bands: list[tuple[int, int]]) -> bool:
    starts = [start for start, _ in bands]
    return starts == sorted(set(starts))
