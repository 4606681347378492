"""What is paid on top for important members (重点对象增发): percentages of the standard, member by member.

Who they are and what they get is the county's list `dibao.extra`; a member of several kinds gets the highest only,
unless the county adds them up (`dibao.extra_stacking`). The sum is what the rules take as `extra_percent`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.eligibility.fact import BadFact
from backend.eligibility.parameter import StandardsNotSet

_LIST, _STACKING = "dibao.extra", "dibao.extra_stacking"
_ARTICLE = "《社会救助暂行办法》第十二条，《最低生活保障审核确认办法》第二十七条"
_AGED, _GROWN_UP, _OLDEST = 70, 18, 130
_KINDS = {
    "serious_illness": "重病患者", "severe_disability": "重度残疾人", "aged_70": "70周岁以上老人", "minor": "未成年人",
    "single_parent": "单亲家庭成员",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportantMember:
    """What is known of a counted member; None is not yet known."""

    key: str  #: the caller's own name for the person, no name or number of theirs
    age: int | None = None  #: full years
    serious_illness: bool | None = None
    severe_disability: bool | None = None  #: grade 1 or 2
    single_parent: bool | None = None  #: of a single-parent family

    def is_a(self, kind: str) -> bool | None:
        """Whether they are of that kind of the county's list."""
        if kind == "aged_70":
            return None if self.age is None else self.age >= _AGED
        if kind == "minor":
            return None if self.age is None else self.age < _GROWN_UP
        found: bool | None = getattr(self, kind)
        return found


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """One member: percent of the standard, None while a kind that could raise it is not known."""

    key: str
    percent: int | None
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Extra:
    """Percent of the standard for all members together; None as long as a line is open."""

    percent: int | None
    lines: tuple[ExtraLine, ...]


def reckon_extra(members: Sequence[ImportantMember], *, county: Mapping[str, Any]) -> Extra:
    """Of the counted members; `county` are its parameters in force on the day.

    Without a list of the county nobody gets anything on top. Refuses an age that nobody has with BadFact, and a list
    that cannot be read with StandardsNotSet.
    """
    rates, highest_only = extra_rates(county), not extras_add_up(county)
    for member in members:
        if member.age is not None and not 0 <= member.age <= _OLDEST:
            raise BadFact(f"年龄要在0到{_OLDEST}岁之间，请检查后再填。", fact="age")
    lines = tuple(_line(member, rates, highest_only) for member in members)
    known = [line.percent for line in lines if line.percent is not None]
    return Extra(sum(known) if len(known) == len(lines) else None, lines)


def _line(member: ImportantMember, rates: Mapping[str, int], highest_only: bool) -> ExtraLine:
    held = {kind: percent for kind, percent in rates.items() if member.is_a(kind)}
    most = max(held.values(), default=0) if highest_only else sum(held.values())
    open_kinds = [
        _KINDS[kind]
        for kind, percent in rates.items()
        if member.is_a(kind) is None and (percent > most or not highest_only)
    ]
    if open_kinds:
        return ExtraLine(member.key, None, _ARTICLE, f"还不知道是不是{'、'.join(open_kinds)}。")
    if not held:
        return ExtraLine(member.key, 0, _ARTICLE, "不在县里规定增发的对象里。")
    kinds = "、".join(f"{_KINDS[kind]}{percent}%" for kind, percent in held.items())
    how = ("，只按最高的一项" if highest_only else "，各项相加") if len(held) > 1 else ""
    return ExtraLine(member.key, most, _ARTICLE, f"是{kinds}{how}，按标准增发{most}%。")


def extra_rates(county: Mapping[str, Any]) -> dict[str, int]:
    """Percent of the standard by kind, as the county lists them; StandardsNotSet where the list cannot be read."""
    try:
        rates = {str(each["kind"]): each["percent"] for each in county.get(_LIST) or []}
    except (KeyError, TypeError) as mistake:
        raise StandardsNotSet(key=_LIST) from mistake
    if not rates.keys() <= _KINDS.keys() or any(type(each) is not int or each < 0 for each in rates.values()):
        raise StandardsNotSet(key=_LIST)
    return rates


def extras_add_up(county: Mapping[str, Any]) -> bool:
    """Whether somebody of several kinds gets them all, and not the highest only."""
    return county.get(_STACKING) == "sum"
