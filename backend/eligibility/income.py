"""The household's monthly income out of dated entries, line by line (《最低生活保障审核确认办法》第十三条).

Whole months before the month of application are looked at, as many as the county has set. Every line is a month's
share in whole fen: income rounded down and what is taken off rounded up, both in favour of the household. The lines
shown add up to the total shown, except that a loss in business counts as nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.eligibility.composing import Composition
from backend.eligibility.earning import IncomeGroup, IncomeKind, income_kinds
from backend.eligibility.fact import BadFact
from backend.eligibility.parameter import StandardsNotSet
from backend.money import short_yuan

_LOOKBACK = "dibao.lookback_months"
_LONGEST_MONTHS = 36  # as far as a county may look back
_MOST_FEN = 1_200_000_000  # as the fact yearly_income_fen takes it
_ARTICLE = "《最低生活保障审核确认办法》第十三条"
_MEMBERS = "《最低生活保障审核确认办法》第七条"
_WAYS = (False, True, None)  # the order in which the parts of an entry are shown


@dataclass(frozen=True, slots=True)
class IncomeEntry:
    """What a person had or paid over whole months; `fen` is for all of them together, None is not yet known."""

    kind: str  #: a key of income_kinds.yaml
    person: str  #: the member's key in the composition
    first_month: date  #: any day in the first month
    months: int
    fen: int | None


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """A part of an entry; `monthly_fen` is below zero where it is taken off, 0 where left out, None where open."""

    entry: int  #: which of the entries, from 0 on
    kind: str
    group: IncomeGroup
    monthly_fen: int | None
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Income:
    """What counts each month, and every line of it; `monthly_fen` is None as long as a line is open."""

    monthly_fen: int | None
    lines: tuple[IncomeLine, ...]


def reckon_income(entries: Sequence[IncomeEntry], home: Composition, *, on: date, county: Mapping[str, Any]) -> Income:
    """The income that the rules take as `monthly_income_fen`; `county` are its parameters in force on that day.

    The entries are all that the household has: none at all is an income of nothing, so ask first. A loss in business
    counts as nothing, and so does a total below zero. Refuses with BadFact an unknown kind or
    person, months to come, amounts and spans that cannot be; with StandardsNotSet where the county has not set how far
    to look back.
    """
    reckoning = _Reckoning(home, on, county)
    lines = tuple(line for number, entry in enumerate(entries) for line in reckoning.lines(number, entry))
    return Income(_total(lines), lines)


def _total(lines: Sequence[IncomeLine]) -> int | None:
    sums = dict.fromkeys(IncomeGroup, 0)
    for line in lines:
        if line.monthly_fen is None:
            return None
        sums[line.group] += line.monthly_fen
    sums[IncomeGroup.BUSINESS] = max(0, sums[IncomeGroup.BUSINESS])
    return max(0, sum(sums.values()))


class _Reckoning:
    """One household on one day under one county's parameters."""

    def __init__(self, home: Composition, on: date, county: Mapping[str, Any]) -> None:
        self._county, self._now = county, _month(on)
        self._lookback = _lookback(county)
        self._standing = {each.key: each.counted for each in home.standings}

    def lines(self, number: int, entry: IncomeEntry) -> list[IncomeLine]:
        """One line for the months too far back, and one for each way in which the law takes the others."""
        self._refuse_the_impossible(entry)
        kind = income_kinds()[entry.kind]
        first = _month(entry.first_month)
        inside = [month for month in range(first, first + entry.months) if month >= self._now - self._lookback]
        said: list[tuple[int | None, str, str]] = []
        if outside := entry.months - len(inside):
            sentence = f"{kind.name}有{outside}个月不在申请前{self._lookback}个月以内，这部分不计入。"
            said.append((0, _ARTICLE, sentence))
        ways = [kind.counted_in(_begin(month), self._county) for month in inside]
        said += [self._taken(kind, entry, counted, ways.count(counted)) for counted in _WAYS if counted in ways]
        return [IncomeLine(number, entry.kind, IncomeGroup(kind.group), *each) for each in said]

    def _taken(
        self, kind: IncomeKind, entry: IncomeEntry, counted: bool | None, months: int
    ) -> tuple[int | None, str, str]:
        """A month's share in fen, article and sentence."""
        member = self._standing[entry.person]
        if member is False:
            return 0, _MEMBERS, f"{kind.name}：这个人不算一起生活的家庭成员，不计入。"
        if counted is False:
            return 0, kind.article, kind.why
        if counted is None:
            return None, kind.article, f"{kind.name}算不算收入，县里还没有定，请向县民政局询问。"
        if member is None:
            return None, _MEMBERS, f"{kind.name}：还不知道这个人算不算一起生活的家庭成员。"
        if entry.fen is None:
            return None, kind.article, f"还不知道{kind.name}有多少。"
        return self._share(kind, entry.fen, months, entry.months)

    def _share(self, kind: IncomeKind, fen: int, months: int, of: int) -> tuple[int, str, str]:
        cost = kind.cost_percent(self._county)
        whole = fen * months * (100 - cost) * (-1 if kind.counts == "less" else 1)
        monthly = whole // (of * self._lookback * 100)  # rounds down: income less, what is taken off more
        spread = f"其中{months}个月计入" if months < of else "全部计入"
        off = f"，扣除{cost}%的必要就业成本" if cost else ""
        effect = "从收入里减去" if kind.counts == "less" else "算收入"
        mean = f"按{self._lookback}个月平均，每月{effect}{short_yuan(abs(monthly))}元"
        return monthly, kind.article, f"{kind.name}{of}个月共{short_yuan(fen)}元，{spread}{off}，{mean}。"

    def _refuse_the_impossible(self, entry: IncomeEntry) -> None:
        if entry.kind not in income_kinds():
            raise BadFact("这一笔收入的种类不认识，请从列出的种类里选一项。", fact="income_kind")
        if entry.person not in self._standing:
            raise BadFact("这一笔收入的人不在家庭成员里，请先把家庭成员填全。", fact="income_person")
        if not 1 <= entry.months <= _LONGEST_MONTHS:
            raise BadFact(f"一笔收入的月数要在1到{_LONGEST_MONTHS}之间，请检查后再填。", fact="income_months")
        if _month(entry.first_month) + entry.months > self._now:
            raise BadFact("收入只填申请这个月以前的整月，请检查起止月份。", fact="income_month")
        if entry.fen is not None and not 0 <= entry.fen <= _MOST_FEN:
            raise BadFact("一笔收入要在0到1200万元之间；亏本的请把成本另填一笔。", fact="income_fen")


def _lookback(county: Mapping[str, Any]) -> int:
    months = county.get(_LOOKBACK)
    if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= _LONGEST_MONTHS:
        raise StandardsNotSet(key=_LOOKBACK)
    return months


def _month(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _begin(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
