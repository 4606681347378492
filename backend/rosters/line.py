"""Line: a person as a row of a roster has them; and what was found wrong in a cell."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Weight(StrEnum):
    """What a finding does to its row."""

    STOPS = "stops"  #: the row is not taken
    LEFT_OUT = "left_out"  #: the row is taken without this cell
    NOTED = "noted"  #: taken all the same; somebody should look

    @property
    def shown(self) -> str:
        """As the report says it."""
        return {"stops": "这一行不能导入", "left_out": "这一格没有采用", "noted": "请核对"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """`at` is the cell's address, such as 「低保!C7」; the sentence never repeats what stands in the cell."""

    at: str
    row: int  #: number of the line in the file, from 0
    title: str  #: of the column
    weight: Weight
    sentence: str


@dataclass(frozen=True, slots=True)
class DisabilityCardCells:
    """A 残疾人证 that is whole."""

    number: str = field(repr=False)
    disability_class: str
    grade: int
    valid_to: date


@dataclass(slots=True)
class Line:
    """What a row says and can be read; None where it says nothing. Amounts are fen a month."""

    at: str  #: sheet and row, such as 「低保!7」
    row: int  #: from 0 through all sheets
    village: str
    name: str = field(repr=False)
    identity: str = field(repr=False)
    sex: str
    birth_date: date
    cells: dict[str, str] = field(repr=False)  #: addresses by column, for findings that come later
    household: str | None = None
    register_kind: str | None = None
    members: int | None = None
    relation: str | None = None
    marital: str | None = None
    phone: str | None = field(default=None, repr=False)
    landline: bool = False
    phone_of_relative: bool = False
    card: DisabilityCardCells | None = None
    fen: int | None = None
    grade: str | None = None
    supplement: int | None = None
    extra: int | None = None
    extra_kind: str | None = None
    living: int | None = None
    care: int | None = None
    care_level: str | None = None
    care_mode: str | None = None
    raising: str | None = None
    from_month: date | None = None
    certified_on: date | None = None
    rechecked_on: date | None = None
    bank: str | None = None
    account: str | None = field(default=None, repr=False)
    stopped: bool = False
