"""Every parameter that can be set, out of the files in parameters/, in the order of those."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from backend.programmes.declaration import Declaration
from backend.refusals import NotFound

_FILES = Path(__file__).parent / "parameters"


class NoSuchParameter(NotFound):
    """Nothing of that key is declared."""

    sentence = "没有这项标准，请从列表里选择。"


@cache
def declarations() -> Mapping[str, Declaration]:
    """By key. Read at the first question, then kept."""
    found: dict[str, Declaration] = {}
    for file in sorted(_FILES.glob("*.yaml")):
        section = yaml.safe_load(file.read_text(encoding="utf-8"))
        for key, written in section["parameters"].items():
            if key in found:
                raise ValueError(f"{file.name} declares {key} a second time")
            found[key] = Declaration.model_validate({"key": key, "group": section["group"], **written})
    return found


def get_declaration(key: str) -> Declaration:
    """The declaration of this key; NoSuchParameter otherwise."""
    if key not in declarations():
        raise NoSuchParameter
    return declarations()[key]
