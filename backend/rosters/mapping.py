"""Mapping: which column of a sheet is what. Guessed from the headings, and changed by the officer where it errs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from backend.refusals import NotAcceptable
from backend.rosters.columns import Column, columns_of, plain_heading
from backend.spreadsheet import Row, Sheet

_HEADINGS_WITHIN = 15  # rows: titles, dates and the name of the office stand above the headings
_NEEDED = ("name", "identity")  # without these a sheet is no roster
_LEAST_RECOGNISED = 3


class BadMapping(NotAcceptable):
    """A sheet lacks a column that is needed, or two columns are said to be the same; `details["reasons"]`."""

    sentence = "列的对应关系还不对，请按下面的提示改好。"


@dataclass(frozen=True)
class SheetMapping:
    """`heading` is the number of the last row of headings, as the officer counts; `columns` go from 0."""

    sheet: str
    heading: int
    columns: Mapping[int, str]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """As `as_json` gave it, or an officer's file says it."""
        return cls(
            str(given["sheet"]), int(given["heading"]), {int(at): str(key) for at, key in given["columns"].items()}
        )

    def as_json(self) -> dict[str, Any]:
        """For keeping; columns as text, for JSON has no other keys."""
        return {
            "sheet": self.sheet,
            "heading": self.heading,
            "columns": {str(at): key for at, key in sorted(self.columns.items())},
        }

    @property
    def places(self) -> dict[str, int]:
        """Where each column stands."""
        return {key: at for at, key in self.columns.items()}


def guess_mapping(sheets: Sequence[Sheet], programme: str) -> list[SheetMapping]:
    """What the sheets' headings say; a sheet with neither names nor ID numbers (a cover, a legend) is left out."""
    columns = columns_of(programme)
    guessed = (_guess(sheet, columns) for sheet in sheets)
    return [each for each in guessed if each is not None and set(_NEEDED) <= set(each.columns.values())]


def map_by_row(sheet: Sheet, heading: int, programme: str) -> SheetMapping:
    """The mapping that a row chosen by the officer suggests, also where it says little."""
    row = next((row for row in sheet.rows if row.number == heading), Row(heading, ()))
    return SheetMapping(sheet.name, heading, _recognised(row, columns_of(programme)))


def must_fit(mappings: Sequence[SheetMapping], sheets: Sequence[Sheet], programme: str) -> None:
    """BadMapping where a roster cannot be read by these mappings, with a reason for each fault."""
    known = {column.key: column.title for column in columns_of(programme)}
    names = {sheet.name for sheet in sheets}
    reasons = [] if mappings else ["没有一张表有“姓名”和“身份证号”两列，请指出表头在第几行、哪一列是什么。"]
    for each in mappings:
        where = f"「{each.sheet}」" if each.sheet else ""
        if each.sheet not in names:
            reasons.append(f"文件里没有名叫{where}的表。")
        keys = list(each.columns.values())
        reasons += [f"{where}不认识“{key}”这一列。" for key in sorted(set(keys) - set(known))]
        reasons += [f"{where}有两列都对应“{known[key]}”。" for key in known if keys.count(key) > 1]
        reasons += [f"{where}没有“{known[key]}”这一列。" for key in _NEEDED if key not in keys]
        if not {"village", "village_code"} & set(keys):
            reasons.append(f"{where}没有“村”这一列。")
        if programme != "old_age_allowance" and "amount" not in keys:
            reasons.append(f"{where}没有“{known['amount']}”这一列。")
    if reasons:
        raise BadMapping(reasons=reasons)


def _guess(sheet: Sheet, columns: Sequence[Column]) -> SheetMapping | None:
    best: SheetMapping | None = None
    for row in sheet.rows:
        if row.number > _HEADINGS_WITHIN:
            break
        found = _recognised(row, columns)
        # Of two rows that say as much the later: a merged heading stands in both of its rows.
        if len(found) >= max(_LEAST_RECOGNISED, len(best.columns) if best else 0):
            best = SheetMapping(sheet.name, row.number, found)
    return best


def _recognised(row: Row, columns: Sequence[Column]) -> dict[int, str]:
    headings = [plain_heading(cell) for cell in row.cells]
    found: dict[int, str] = {}
    for words in ("words", "other_words"):
        for column in columns:
            if column.key not in found.values():
                at = next(
                    (
                        at
                        for at, heading in enumerate(headings)
                        if heading in getattr(column, words) and at not in found
                    ),
                    None,
                )
                if at is not None:
                    found[at] = column.key
    return found
