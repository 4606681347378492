"""Fixed answer (定长回盘版式): which bytes of a line say what, as data of a layout."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_Content = Literal[
    "serial", "amount", "amount_fen", "status", "reason", "paid_on", "reference", "count", "sum", "sum_fen", "blank"
]


class FixedField(BaseModel):
    """`width` in bytes of the layout's encoding; `blank` for what is not read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    content: _Content
    width: int = Field(gt=0)


class FixedAnswer(BaseModel):
    """The lines of the return file and, where the bank sends one, its first line with count and sum."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    encoding: Literal["gb18030", "gbk", "utf-8"] = "gb18030"
    head: tuple[FixedField, ...] = ()
    columns: tuple[FixedField, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        have = {column.content.removesuffix("_fen") for column in self.columns}
        if not {"serial", "amount", "status"} <= have:
            raise ValueError("a line says serial, amount and status")
        if self.head and not {"count", "sum"} <= {field.content.removesuffix("_fen") for field in self.head}:
            raise ValueError("the head says count and sum")
        return self
