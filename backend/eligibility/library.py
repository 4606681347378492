"""All rule files, read and checked once, and which version is in force on a day."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from backend.eligibility.checking import must_be_sound
from backend.eligibility.expression import ExpressionInvalid, read_expression
from backend.eligibility.fact import BadFact, Fact, columns
from backend.eligibility.law import Law, LawInvalid, made_ready
from backend.eligibility.lined_yaml import RuleFileInvalid, Section, modelled, read_lined
from backend.eligibility.rule import Rule
from backend.refusals import NotFound

_HOME = Path(__file__).parent


class NoSuchProgramme(NotFound):
    """No rule file speaks of this programme."""

    sentence = "没有找到这个补贴项目，请返回上一页重新选择。"


class Library:
    """The facts declared and the laws by programme, the oldest version first."""

    def __init__(self, facts: Mapping[str, Fact], laws: Mapping[str, tuple[Law, ...]]) -> None:
        self.facts, self.laws = facts, laws

    def in_force(self, programme: str, on: date) -> Law:
        """The version in force that day; BadFact for a day before the first one or in a gap."""
        versions = self.laws.get(programme)
        if not versions:
            raise NoSuchProgramme()
        for law in versions:
            if law.rule.effective.holds(on):
                return law
        first = versions[0].rule
        if on < first.effective.first:
            since = f"{first.effective.first:%Y年%m月%d日}"
            raise BadFact(f"系统里的{first.name}规定从{since}起，更早的日期请向县民政局询问。", fact="on")
        raise BadFact(f"这一天没有在用的{first.name}规定，请向县民政局询问。", fact="on")


@cache
def library() -> Library:
    """The product's own rule files; read at the first question, then kept."""
    return read_library(_HOME / "facts", _HOME / "rules")


def read_library(facts_folder: Path, rules_folder: Path) -> Library:
    """Every file read and checked; RuleFileInvalid with file and line for the first that may not be put in force."""
    facts = _read_facts(facts_folder)
    laws: dict[str, list[tuple[Path, Section, Law]]] = {}
    for file in sorted(rules_folder.glob("*.yaml")):
        section = read_lined(file)
        law = _read_law(file, section, facts)
        laws.setdefault(law.rule.programme, []).append((file, section, law))
    return Library(facts, {programme: _in_order(versions) for programme, versions in laws.items()})


def _read_facts(folder: Path) -> dict[str, Fact]:
    """By key; the files in the order of their names, which is the order of a conversation."""
    facts: dict[str, Fact] = {}
    for file in sorted(folder.glob("*.yaml")):
        facts |= _read_fact_file(file, facts)
    return facts


def _read_fact_file(file: Path, earlier: Mapping[str, Fact]) -> dict[str, Fact]:
    top = read_lined(file)
    declared = top.get("facts")
    if not isinstance(declared, Section):
        raise RuleFileInvalid(file, 1, "缺少「facts」")
    named = {fact.name for fact in earlier.values()}
    facts: dict[str, Fact] = {}
    for key in declared:
        fact = modelled(Fact, file, top, ("facts", key), {"key": key})
        if key in earlier or fact.name in named:
            raise RuleFileInvalid(file, top.line_of(("facts", key)), f"「{key}」或它的名称「{fact.name}」已经声明过了")
        facts[key] = fact
        named.add(fact.name)
    for key, fact in facts.items():
        origin = facts.get(fact.age_from or "")
        if fact.age_from and (origin is None or origin.type != "date"):
            raise RuleFileInvalid(
                file, top.line_of(("facts", key, "age_from")), "age_from 要指向同一个文件里的日期事实"
            )
        if fact.presumed_from:
            try:
                read_expression(fact.presumed_from, columns(facts), pl.Int64())
            except ExpressionInvalid as mistake:
                line = top.line_of(("facts", key, "presumed_from"))
                raise RuleFileInvalid(file, line, "presumed_from 要用同一个文件里的数字事实写成算式") from mistake
    return facts


def _read_law(file: Path, section: Section, facts: Mapping[str, Fact]) -> Law:
    written = section.get("parameters")
    for key, parameter in written.items() if isinstance(written, Section) else ():
        if isinstance(parameter, Section):
            parameter["key"] = key
    rule = modelled(Rule, file, section, (), {})
    try:
        law = made_ready(rule, facts, hashlib.sha256(file.read_bytes()).hexdigest())
        must_be_sound(law, facts)
        return law
    except LawInvalid as mistake:
        raise RuleFileInvalid(file, section.line_of(mistake.where), mistake.reason) from mistake


def _in_order(versions: list[tuple[Path, Section, Law]]) -> tuple[Law, ...]:
    versions = sorted(versions, key=lambda version: version[2].rule.effective.first)
    for (file, section, law), following in zip(versions, [*versions[1:], None], strict=True):
        effective = law.rule.effective
        if following is not None and (effective.end is None or effective.end > following[2].rule.effective.first):
            line = following[1].line_of(("effective", "from"))
            raise RuleFileInvalid(following[0], line, f"与版本 {law.rule.version} 的施行日期重叠，请给旧版本写上 to")
        follows_on = following is not None and effective.end == following[2].rule.effective.first
        if effective.end is not None and not follows_on and not effective.ended:
            line = section.line_of(("effective", "to"))
            raise RuleFileInvalid(file, line, "这一天以后没有接着施行的版本；是停办的，请用 ended 写明停办的文件")
        if effective.ended and (effective.end is None or follows_on):
            line = section.line_of(("effective", "ended"))
            raise RuleFileInvalid(file, line, "没有停办，不写 ended")
    return tuple(law for _, _, law in versions)
