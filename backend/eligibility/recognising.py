"""Recognising (分类认定): in which order one application is tried, and what a recognition makes true."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from backend.eligibility.library import library
from backend.eligibility.lined_yaml import RuleFileInvalid, Section, read_lined

_FILE = Path(__file__).parent / "recognition.yaml"


class Rung(BaseModel):
    """Programmes of equal rank; `grants` is the fact that holds once one of them is granted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    programmes: tuple[str, ...] = Field(min_length=1)
    grants: str | None = None


class Ladder(BaseModel):
    """The rungs, the first to be tried at the top."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str = Field(min_length=2)
    rungs: tuple[Rung, ...] = Field(min_length=1)


@cache
def ladder() -> Ladder:
    """The product's own; RuleFileInvalid where it names a programme or a fact that nobody declares."""
    return read_ladder(_FILE)


def read_ladder(file: Path) -> Ladder:
    """The file read and checked against the rules and facts."""
    section = read_lined(file)
    try:
        found = Ladder.model_validate(section)
    except ValueError as mistake:
        raise RuleFileInvalid(file, 1, "分类认定的次序写法不对，要有 article 和 rungs") from mistake
    for rung, written in zip(found.rungs, section["rungs"], strict=True):
        line = next(iter(written.lines.values())) if isinstance(written, Section) else 1
        for programme in rung.programmes:
            if programme not in library().laws:
                raise RuleFileInvalid(file, line, f"没有「{programme}」这个项目的规则")
        granted = library().facts.get(rung.grants) if rung.grants else None
        if rung.grants and (granted is None or granted.type != "bool"):
            raise RuleFileInvalid(file, line, f"没有声明「{rung.grants}」这个是否事实")
    return found
