"""Made of (金额组成): what a line's amount consists of, by the roster's own columns, else by the standards. Pure."""

from collections.abc import Mapping

from backend.entitlements import Component, ComponentKind, Rates, SaidBy
from backend.programmes import OF_CHILDREN
from backend.rosters.cells import CARE_LEVELS, RAISING
from backend.rosters.line import Line

_LEVELS = ("full", "half", "self")
_MODES = ("institution", "home")
_ONE_RATE = {"disability_living": "dis.living", "disability_care": "dis.care"}


def said_parts(line: Line) -> list[Component]:
    """What the roster's columns say of the amount, with fen or without."""
    parts = [
        (ComponentKind.GRADE, None, line.grade or ""),
        (ComponentKind.SUPPLEMENT, line.supplement, ""),
        (ComponentKind.EXTRA, line.extra, line.extra_kind or ""),
        (ComponentKind.LIVING, line.living, ""),
        (ComponentKind.CARE, line.care, CARE_LEVELS.get(line.care_level or "", "")),
    ]
    return [Component(kind, fen, SaidBy.ROSTER, what) for kind, fen, what in parts if fen is not None or what]


def add_up(line: Line) -> bool:
    """Whether the amounts that the roster gives of the parts, if any, are its amount."""
    given = [each.fen for each in said_parts(line) if each.fen is not None]
    return not given or sum(given) == line.fen


def made_of(line: Line, programme: str, rates: Rates) -> tuple[Component, ...]:
    """The roster's word where it gives amounts; else what the standards in `rates` make of the whole amount.

    Where neither comes to the amount, only what the roster says without one is kept: a class, a care level.
    """
    said = said_parts(line) if add_up(line) else [each for each in said_parts(line) if each.fen is None]
    if line.fen is None or any(each.fen is not None for each in said):
        return tuple(said)
    return tuple(_by_law(line, programme, rates) or said)


def _by_law(line: Line, programme: str, rates: Rates) -> list[Component]:
    match programme:
        case "tekun":
            return _tekun(line, rates)
        case "rural_dibao" | "urban_dibao":
            return _dibao(line, programme, rates)
        case _ if programme in OF_CHILDREN:
            return _child(line, rates)
    return _exactly(ComponentKind.STANDARD, line, _fen(rates, _ONE_RATE.get(programme, "")), "")


def _tekun(line: Line, rates: Rates) -> list[Component]:
    """Basic living, and of care the level whose rate makes up the rest; without a level where two would."""
    living = _fen(rates, f"tekun.base.{line.register_kind or 'rural'}")
    if line.fen is None or living is None or living > line.fen:
        return []
    made = [Component(ComponentKind.LIVING, living, SaidBy.LAW)]
    rest = line.fen - living
    if rest == 0:
        return made
    fitting = {
        level
        for level in ([line.care_level] if line.care_level else _LEVELS)
        for mode in ([line.care_mode] if line.care_mode else _MODES)
        if _fen(rates, f"tekun.care.{level}.{mode}") == rest
    }
    if not fitting:
        return []
    what = CARE_LEVELS[fitting.pop()] if len(fitting) == 1 else ""
    return [*made, Component(ComponentKind.CARE, rest, SaidBy.LAW, what)]


def _dibao(line: Line, programme: str, rates: Rates) -> list[Component]:
    """By class where the roster names one or the county goes by classes, and the class makes the amount; else 补差."""
    grades = _grades(rates, line.register_kind or programme.removesuffix("_dibao"))
    by_classes = rates.get("dibao.method") == "分档"
    if line.grade or by_classes:
        asked = {line.grade: grades.get(line.grade)} if line.grade else grades
        fitting = [name for name, fen in asked.items() if fen is not None and fen * (line.members or 0) == line.fen]
        what = f"{fitting[0]}，{line.members}人" if len(fitting) == 1 else ""
        return [Component(ComponentKind.GRADE, line.fen, SaidBy.LAW, what)] if what else []
    return [Component(ComponentKind.SUPPLEMENT, line.fen, SaidBy.LAW, "增发没有分列")]


def _child(line: Line, rates: Rates) -> list[Component]:
    for where in [line.raising] if line.raising else RAISING:
        found = _exactly(ComponentKind.STANDARD, line, _fen(rates, f"child.{where}"), RAISING[where])
        if found:
            return found
    return []


def _exactly(kind: ComponentKind, line: Line, fen: int | None, what: str) -> list[Component]:
    return [Component(kind, fen, SaidBy.LAW, what)] if fen is not None and fen == line.fen else []


def _grades(rates: Rates, kind: str) -> Mapping[str, int]:
    """Fen a person by class."""
    listed = rates.get(f"dibao.grades.{kind}")
    rows = listed if isinstance(listed, list) else []
    return {str(row["grade"]): int(row["fen"]) for row in rows}


def _fen(rates: Rates, key: str) -> int | None:
    value = rates.get(key)
    return value if isinstance(value, int) else None
