"""The formula by which a county reckons what is owed in support, out of those declared in support_formulas.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from backend.eligibility.lined_yaml import RuleFileInvalid, Section, read_lined
from backend.eligibility.parameter import StandardsNotSet
from backend.eligibility.supporting import SupportFormula

_FILE = Path(__file__).parent / "support_formulas.yaml"
_CHOICE = "dibao.support_formula"
_NUMBERS = ("line", "share", "many_from", "many_share")


def support_formula(county: Mapping[str, Any]) -> SupportFormula:
    """The one that the county chose; StandardsNotSet where it chose none, or one that is not declared."""
    formula = support_formulas().get(str(county.get(_CHOICE)))
    if formula is None:
        raise StandardsNotSet(key=_CHOICE)
    return formula


@cache
def support_formulas() -> Mapping[str, SupportFormula]:
    """Every formula by the county's word for it."""
    return read_support_formulas(_FILE)


def read_support_formulas(file: Path) -> dict[str, SupportFormula]:
    """The formulas of a file; RuleFileInvalid with file and line for the first that does not hold together."""
    top = read_lined(file)
    declared = top.get("formulas")
    if not isinstance(declared, Section):
        raise RuleFileInvalid(file, 1, "缺少「formulas」")
    return {key: _formula(file, top, key, declared[key]) for key in declared}


def _formula(file: Path, top: Section, key: str, written: Any) -> SupportFormula:
    line = top.line_of(("formulas", key))
    if not isinstance(written, Section) or not written.get("source"):
        raise RuleFileInvalid(file, line, f"「{key}」下面要写 line、share 和出处 source")
    numbers = {name: value for name, value in written.items() if name != "source"}
    if not set(numbers) <= set(_NUMBERS) or any(type(value) is not int for value in numbers.values()):
        raise RuleFileInvalid(file, line, f"「{key}」里有不认识的内容，或者数字写法不对")
    try:
        return SupportFormula(**numbers)
    except (TypeError, ValueError) as mistake:
        raise RuleFileInvalid(file, line, f"「{key}」的 line、share 要齐全，比例在0到100之间") from mistake
