"""How a value is written for an officer, in a form as in a file, and how what they wrote is read back."""

import json
import re
from collections.abc import Iterator, Mapping

from backend.money import NoAmount, fen_from_yuan, short_yuan
from backend.programmes.declaration import BadValue, Column, Declaration
from backend.programmes.declared import declarations

_BAND = re.compile(r"^(\d{1,3})岁起(.+)$")
_YES, _NO = "是", "否"
_WHOLE = re.compile(r"^\d{1,10}$")


def written(declaration: Declaration, value: object) -> str:
    """The value in words that `read` takes back: 440元, 补差, 80岁起50元，90岁起100元, a record a line."""
    match declaration.type:
        case "fen":
            return _yuan(value)
        case "enum":
            return declaration.choices[str(value)]
        case "bool":
            return _YES if value else _NO
        case "structure":
            return json.dumps(value, ensure_ascii=False)
        case "bands" if isinstance(value, list):
            return "，".join(f"{start}岁起{_yuan(fen)}" for start, fen in value)
        case "table" if isinstance(value, list):
            return "\n".join(_line(declaration.columns, record) for record in value)
    return str(value)


def shown(declaration: Declaration, value: object) -> str:
    """The same with its unit, to be looked at."""
    return written(declaration, value) + (declaration.unit if declaration.type == "int" else "")


def standards_in_words(values: Mapping[str, object]) -> list[tuple[str, str, str | None]]:
    """Key, name and value in words of each standard that a rule reads; None where none is set.

    Bands and tables may come as the one line of text that a verdict keeps: 80:5000,90:10000, 一类:42000,二类:22000.
    """
    return [_in_words(key, value) for key, value in values.items()]


def read(declaration: Declaration, text: str) -> object:
    """The value that was written; BadValue where it cannot be read or is not one that could be set."""
    text = text.strip()
    match declaration.type:
        case "int":
            return declaration.taken(_number(text.removesuffix(declaration.unit)))
        case "fen":
            return declaration.taken(_fen(declaration.name, text))
        case "bool":
            return declaration.taken({_YES: True, _NO: False}.get(text, text))
        case "structure":
            return declaration.taken(_structure(text))
        case "enum":
            return declaration.taken(_word(declaration.choices, text))
        case "bands":
            return declaration.taken([_band(declaration, part) for part in re.split("[，,]", text) if part.strip()])
        case "table":
            lines = (line for line in text.splitlines() if line.strip())
            return declaration.taken([_record(declaration, line) for line in lines])
    return declaration.taken(text)


def _in_words(key: str, value: object) -> tuple[str, str, str | None]:
    declaration = declarations().get(key)
    if declaration is None or value is None:
        return key, declaration.name if declaration else key, None if value is None else str(value)
    if declaration.type == "table" and isinstance(value, str):
        return (
            key,
            declaration.name,
            "，".join(_record_in_words(declaration, part) for part in value.split(",") if part),
        )
    if declaration.type == "bands" and isinstance(value, str):
        value = [[int(part) for part in band.split(":")] for band in value.split(",")]
    return key, declaration.name, shown(declaration, value)


def _record_in_words(declaration: Declaration, part: str) -> str:
    """A record of two cells: what is named, and its amount or percentage."""
    (naming, number), (name, said) = list(declaration.columns.values())[:2], part.split(":")
    return f"{_cell(naming, name)}{_cell(number, int(said))}{number.unit}"


def _line(columns: Mapping[str, Column], record: Mapping[str, object]) -> str:
    return "；".join(f"{column.name}={_cell(column, record[key])}" for key, column in columns.items() if key in record)


def _cell(column: Column, value: object) -> str:
    if column.type == "fen":
        return _yuan(value)
    return column.choices[str(value)] if column.type == "enum" else str(value)


def _record(declaration: Declaration, line: str) -> dict[str, object]:
    by_name = {column.name: key for key, column in declaration.columns.items()}
    found = dict(_parts(line, by_name))
    if not found:
        raise BadValue(f"「{declaration.name}」请一行写一条，如“{'；'.join(f'{name}=…' for name in by_name)}”。")
    return {by_name[name]: _read_cell(declaration.columns[by_name[name]], text) for name, text in found.items()}


def _parts(line: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Column by column; a text may itself hold a 「；」, as long as no column's name and 「=」 follow it."""
    heads = "|".join(re.escape(name) for name in names)
    found = list(re.finditer(rf"(?:^|；)\s*({heads})\s*=", line))
    ends = [*(head.start() for head in found[1:]), len(line)]
    for head, end in zip(found, ends, strict=False):
        yield head[1], line[head.end() : end].strip()


def _read_cell(column: Column, text: str) -> object:
    if column.type == "enum":
        return _word(column.choices, text)
    if column.type == "text":
        return text
    return _fen(column.name, text) if column.type == "fen" else _number(text)


def _band(declaration: Declaration, part: str) -> list[object]:
    band = _BAND.match(part.strip())
    if not band:
        raise BadValue(f"「{declaration.name}」请写成“80岁起50元，90岁起100元”这样。")
    return [int(band[1]), _fen(declaration.name, band[2])]


def _word(choices: Mapping[str, str], text: str) -> str:
    """The word behind a title; a word itself is taken, too."""
    return next((word for word, title in choices.items() if text in (word, title)), text)


def _structure(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _number(text: str) -> object:
    return int(text) if _WHOLE.match(text.strip()) else text


def _fen(name: str, text: str) -> object:
    """Only an amount that says 元 is money: a bare 440 could be fen."""
    if not text.endswith("元"):
        return text
    try:
        return fen_from_yuan(text.removesuffix("元"))
    except NoAmount as wrong:
        raise BadValue(f"「{name}」{wrong.shown}") from None


def _yuan(value: object) -> str:
    """Without thousands separators: a comma parts bands."""
    return f"{short_yuan(value).replace(',', '')}元" if isinstance(value, int) else str(value)
