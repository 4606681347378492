"""Reading a case file; every mistake is said in plain Chinese with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from backend import eligibility, programmes
from backend.eligibility import BadFact, RuleFileInvalid, Section, read_lined
from backend.money import fen_from_yuan
from xiangyin.law_cases.case import Case, CaseFile, Side
from xiangyin.law_cases.fact_words import UnreadableFact, fact_named, fact_read
from xiangyin.law_cases.place import NoSuchPlace, standards_at

_TOP = ("待遇", "日期", "地点", "标准", "平时", "案例")
_EACH = ("名称", "日期", "地点", "标准", "情况", "结果", "金额", "条件")
_OPEN = "未定"


def read_cases(file: Path) -> CaseFile:
    """The file's cases. RuleFileInvalid names file, line and mistake."""
    try:
        top = read_lined(file)
    except OSError as missing:
        raise RuleFileInvalid(file, 1, "文件打不开，请检查文件名") from missing
    return _Reader(file, top).read()


class _Reader:
    def __init__(self, file: Path, top: Section) -> None:
        self.file, self.top = file, top

    def read(self) -> CaseFile:
        self._known(self.top, _TOP)
        programme = self._text(self.top, "待遇")
        if programme not in eligibility.programmes():
            codes = "、".join(eligibility.programmes())
            self._wrong(self.top, "待遇", f"没有「{programme}」这项待遇的规则，请从{codes}里选")
        self.programme = programme
        self.facts = eligibility.facts_declared(programme)
        written = self.top.get("案例")
        if not isinstance(written, list) or not written:
            self._wrong(self.top, "案例", "缺少「案例」，每个案例前面写一个短横")
        self.usual = self._facts(self.top, "平时")
        cases = tuple(self._case(each) for each in written)
        names: set[str] = set()
        for case in cases:
            if case.name in names:
                raise RuleFileInvalid(self.file, case.line, f"「{case.name}」这个名称用了两次")
            names.add(case.name)
        return CaseFile(self.file, programme, cases)

    def _case(self, written: object) -> Case:
        if not isinstance(written, Section):
            raise RuleFileInvalid(self.file, self.top.line_of(("案例",)), "每个案例要写成「名称: 内容」的形式")
        self._known(written, _EACH)
        on = self._day(written)
        declared = self._declared(written, on)
        expected = self._side(written, "结果", written.get("结果"))
        conditions = {
            key: self._condition(written, key, word, declared) for key, word in self._section(written, "条件").items()
        }
        return Case(
            name=self._text(written, "名称"),
            line=min(written.lines.values()),
            on=on,
            facts={**self.usual, **self._facts(written, "情况")},
            standards=self._standards(written, on),
            expected=expected,
            says_amount="金额" in written,
            amount_fen=self._amount(written),
            conditions=conditions,
        )

    def _declared(self, case: Section, on: date) -> set[str]:
        try:
            read_out = eligibility.read_out(self.programme, on=on, parameters={})
        except BadFact as early:
            self._wrong(case, "日期", early.shown)
        return {clause.key for clause in read_out.clauses}

    def _condition(self, case: Section, key: str, word: object, declared: set[str]) -> Side:
        if key not in declared:
            self._wrong(case["条件"], key, f"规则里没有「{key}」这个条件，请从{'、'.join(sorted(declared))}里选")
        return self._side(case["条件"], key, word)

    def _standards(self, case: Section, on: date) -> Mapping[str, object]:
        place = case.get("地点", self.top.get("地点"))
        try:
            found = dict(standards_at(str(place), on)) if place is not None else {}
        except NoSuchPlace as missing:
            self._wrong(case if "地点" in case else self.top, "地点", str(missing))
        for section in (self._section(self.top, "标准"), self._section(case, "标准")):
            for key, value in section.items():
                found[key] = self._standard(section, key, value)
        return found

    def _standard(self, section: Section, key: str, value: object) -> object:
        try:
            return programmes.read(programmes.get_declaration(key), str(value))
        except (programmes.BadValue, programmes.NoSuchParameter) as bad:
            self._wrong(section, key, bad.shown)

    def _facts(self, section: Section, part: str) -> dict[str, Any]:
        given = self._section(section, part)
        taken: dict[str, Any] = {}
        for name, value in given.items():
            try:
                fact = fact_named(self.facts, name)
                taken[fact.key] = fact_read(fact, value)
            except UnreadableFact as bad:
                self._wrong(given, name, str(bad))
        return taken

    def _amount(self, case: Section) -> int | None:
        written = case.get("金额", _OPEN)
        if written == _OPEN:
            return None
        try:
            return fen_from_yuan(str(written).removesuffix("元"))
        except ValueError:
            self._wrong(case, "金额", "金额要写成「165元」这样，最多到分；金额还定不下来的写「未定」")

    def _side(self, section: Section, key: str, word: object) -> Side:
        if word not in list(Side):
            self._wrong(section, key, f"「{key}」要从{'、'.join(Side)}里选一个")
        return Side(str(word))

    def _day(self, case: Section) -> date:
        day = case.get("日期", self.top.get("日期"))
        if type(day) is not date:
            self._wrong(case if "日期" in case else self.top, "日期", "要写日期，写成 2026-11-23 这样")
        return day

    def _text(self, section: Section, key: str) -> str:
        text = section.get(key)
        if not isinstance(text, str) or not text.strip():
            self._wrong(section, key, f"缺少「{key}」")
        return text.strip()

    def _section(self, section: Section, key: str) -> Section:
        found = section.get(key)
        if found is None:
            nothing = Section()
            nothing.lines = {}
            return nothing
        if not isinstance(found, Section):
            self._wrong(section, key, f"「{key}」里面要写成「名称: 内容」的形式")
        return found

    def _known(self, section: Section, allowed: tuple[str, ...]) -> None:
        for key in section:
            if key not in allowed:
                self._wrong(section, key, f"不认识「{key}」，这里可以写{'、'.join(allowed)}")

    def _wrong(self, section: Section, key: str, reason: str) -> NoReturn:
        heading = min(section.lines.values(), default=1)
        raise RuleFileInvalid(self.file, section.line_of((key,), heading), reason)
