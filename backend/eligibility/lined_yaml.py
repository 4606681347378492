"""YAML that remembers its lines, so that a mistake in a rule file is reported where a policy officer can find it."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)


class RuleFileInvalid(Exception):
    """A rule or fact file that must not be put in force; the message names file and line in plain Chinese."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file.name} 第{line}行：{reason}")


class Section(dict[str, Any]):
    """A YAML mapping that knows the line of each of its keys."""

    lines: dict[str, int]

    def line_of(self, path: tuple[int | str, ...], heading: int = 1) -> int:
        """The line of what `path` points at; of the heading it belongs under where it was not written at all."""
        if not path or path[0] not in self:
            return heading
        line, below = self.lines[str(path[0])], self[str(path[0])]
        return below.line_of(path[1:], line) if isinstance(below, Section) else line


def read_lined(file: Path) -> Section:
    """The file's top mapping; RuleFileInvalid where it is no YAML, no mapping, or names a key twice."""
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
        loader.file = file
        content = loader.get_single_data()
    except yaml.MarkedYAMLError as mistake:
        line = mistake.problem_mark.line + 1 if mistake.problem_mark else 1
        raise RuleFileInvalid(file, line, "不是合格的 YAML，请检查缩进、冒号和引号") from mistake
    except (yaml.YAMLError, ValueError) as mistake:
        raise RuleFileInvalid(file, 1, "文件不是 UTF-8 文字，或者有一个日期不存在") from mistake
    if not isinstance(content, Section):
        raise RuleFileInvalid(file, 1, "文件最外层应当是「名称: 内容」的形式")
    return content


def modelled(model: type[_Model], file: Path, top: Section, path: tuple[str, ...], more: dict[str, Any]) -> _Model:
    """What stands at `path`, with `more` said of it, as a model; RuleFileInvalid at the line that does not fit."""
    written: Any = top
    for step in path:
        written = written[step]
    try:
        return model.model_validate({**written, **more} if isinstance(written, dict) else written)
    except ValidationError as mistakes:
        # A name misspelt is also missing under its right spelling; its own line is where to look.
        mistake = min(mistakes.errors(), key=lambda each: each["type"] != "extra_forbidden")
        where = (*path, *mistake["loc"])
        raise RuleFileInvalid(file, top.line_of(where), _said(mistake["type"], mistake["msg"], where)) from mistakes


def _said(kind: str, message: str, where: tuple[int | str, ...]) -> str:
    name = ".".join(str(step) for step in where)
    if kind == "missing":
        return f"缺少「{name}」"
    if kind == "extra_forbidden":
        return f"不认识的内容「{name}」"
    if kind == "value_error":
        return f"「{name}」{message.removeprefix('Value error, ')}"
    return f"「{name}」写法不对，或者是空的"


class _Loader(yaml.CSafeLoader):
    """By libyaml: in plain Python reading would take longer than all checks together."""

    file: Path


def _section(loader: _Loader, node: yaml.MappingNode) -> Section:
    section = Section()
    section.lines = {}
    for key_node, value_node in node.value:
        key, line = loader.construct_object(key_node, deep=True), key_node.start_mark.line + 1
        if not isinstance(key, str) or key in section:
            raise RuleFileInvalid(loader.file, line, "同一个名称写了两次，或者名称写法不对")
        section[key] = loader.construct_object(value_node, deep=True)
        section.lines[key] = line
    return section


# In YAML 1.1 a bare yes or no is a boolean; here they are outcomes, so only true and false are booleans.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:map", _section)
