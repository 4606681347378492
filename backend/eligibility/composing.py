"""Who counts as a family member living together (共同生活的家庭成员), one by one, and why.

The booklet of registration is not the answer: 《最低生活保障审核确认办法》第七条 counts by duty and by living together,
and leaves out some who are away. What is not known of a person stays not known, and so does the number.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.eligibility.fact import BadFact

_ARTICLE = "《最低生活保障审核确认办法》第七条"
_LOCAL = f"{_ARTICLE}，省里另有规定的人员"
_OLDEST_YEARS = 130
_GROWN_UP_YEARS = 18
_MOST_MEMBERS = 30  # as the fact members_counted takes it


class Kinship(StrEnum):
    """What a person is to the applicant."""

    APPLICANT = "applicant"
    SPOUSE = "spouse"
    CHILD = "child"
    OTHER = "other"


class Absence(StrEnum):
    """Why a person may be left out; the last two only where the province says so."""

    NONE = "none"
    RELIGIOUS_LIFE = "religious_life"  #: 宗教教职人员，连续三年以上（含三年）离开家庭
    PRISON = "prison"
    ISOLATION = "isolation"  #: 强制隔离戒毒
    DECLARED_MISSING = "declared_missing"
    CONSCRIPT = "conscript"
    OUT_OF_CONTACT = "out_of_contact"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the household as told or found; None is not yet known."""

    key: str  #: the caller's own name for the person, no name or number of theirs
    kinship: Kinship
    age: int | None = None  #: full years
    can_live_alone: bool | None = None  #: an adult child who can live independently
    studies_full_time: bool | None = None  #: up to and including a bachelor's course
    duty_of_support: bool | None = None  #: 法定赡养、抚养、扶养义务
    lives_here_long: bool | None = None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one person counts: yes, no, or not yet known (None), with article and sentence."""

    key: str
    counted: bool | None
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Composition:
    """The household as the law sees it; `members_counted` is None as long as somebody's standing is open."""

    members_counted: int | None
    standings: tuple[Standing, ...]


def compose(
    members: Sequence[Member], *, local_absences: Collection[Absence] = (), grown_children_apart: bool = False
) -> Composition:
    """Judge every member; `local_absences` are those the province adds to the national ones.

    `grown_children_apart`: the county reads the article so that a grown-up child who can live alone is a household of
    their own, whoever they live with (dibao.independent_adult_child).

    Refuses a household without members or with too many, one person twice, none or two applicants, an applicant who
    does not live in the family, and an age that nobody has.
    """
    _refuse_the_impossible(members)
    standings = tuple(_standing(member, frozenset(local_absences), grown_children_apart) for member in members)
    for member, standing in zip(members, standings, strict=True):
        if member.kinship is Kinship.APPLICANT and standing.counted is False:
            raise BadFact("申请人要是一起生活的家庭成员，请由家里另一位成员来申请。", fact="applicant")
    known = [standing.counted for standing in standings if standing.counted is not None]
    return Composition(sum(known) if len(known) == len(standings) else None, standings)


def compose_several(
    households: Mapping[str, Sequence[Member]], *, local_absences: Collection[Absence] = ()
) -> dict[str, Composition]:
    """The same for several households by the caller's own keys, where a member's key is the same person in all of them.

    Refuses besides a person who counts in two of them. Listed in two but counted in one is no mistake: a grown-up
    child stands in the parents' booklet and heads a household of their own.
    """
    homes = {key: compose(members, local_absences=local_absences) for key, members in households.items()}
    counted = Counter(each.key for home in homes.values() for each in home.standings if each.counted)
    if any(times > 1 for times in counted.values()):
        raise BadFact("有一个人同时算在了两户家里，一个人只能算在一户，请核对后去掉一户里的。", fact="members")
    return homes


def _refuse_the_impossible(members: Sequence[Member]) -> None:
    if not members:
        raise BadFact("家里一个人也没有填，请至少填写申请人自己。", fact="members")
    if len(members) > _MOST_MEMBERS:
        raise BadFact(f"家庭成员最多填{_MOST_MEMBERS}人，请检查后再填。", fact="members")
    if len({member.key for member in members}) != len(members):
        raise BadFact("同一个人在家庭成员里填了两次，请去掉一次。", fact="members")
    if sum(member.kinship is Kinship.APPLICANT for member in members) != 1:
        raise BadFact("申请人要有一位，也只能有一位，请检查后再填。", fact="applicant")
    if any(member.age is not None and not 0 <= member.age <= _OLDEST_YEARS for member in members):
        raise BadFact(f"年龄要在0到{_OLDEST_YEARS}岁之间，请检查后再填。", fact="age")


def _standing(member: Member, local: frozenset[Absence], apart: bool) -> Standing:
    away = _away(member, local)
    if away is not None:
        return away
    standing = _by_kinship(member, apart)
    if member.absence is None and standing.counted is not False:
        return Standing(member.key, None, _ARTICLE, "还不知道这位家人是不是在服刑、强制戒毒、宣告失踪等不算的情形里。")
    return standing


def _away(member: Member, local: frozenset[Absence]) -> Standing | None:
    if member.absence is None or member.absence not in _AWAY:
        return None
    is_local = member.absence in (Absence.CONSCRIPT, Absence.OUT_OF_CONTACT)
    if is_local and member.absence not in local:
        return None
    return Standing(member.key, False, _LOCAL if is_local else _ARTICLE, _AWAY[member.absence])


def _by_kinship(member: Member, apart: bool) -> Standing:
    if member.kinship is Kinship.APPLICANT:
        return Standing(member.key, True, _ARTICLE, "申请人自己，算在内。")
    if member.kinship is Kinship.SPOUSE:
        return Standing(member.key, True, f"{_ARTICLE}第（一）项", "是配偶，算在内。")
    minor = dependent = False if member.kinship is Kinship.OTHER else None
    if member.kinship is Kinship.CHILD:
        minor = None if member.age is None else member.age < _GROWN_UP_YEARS
        cannot = None if member.can_live_alone is None else not member.can_live_alone
        dependent = _any(cannot, member.studies_full_time)
    if minor:
        return Standing(member.key, True, f"{_ARTICLE}第（二）项", "是未成年子女，算在内。")
    if dependent:
        return Standing(
            member.key, True, f"{_ARTICLE}第（三）项", "是还不能独立生活或者还在读书（本科及以下）的子女，算在内。"
        )
    if apart and member.kinship is Kinship.CHILD:
        counted = _any(minor, dependent)
        return Standing(member.key, counted, f"{_ARTICLE}，县里的规定", _APART[counted])
    supported = _every(member.duty_of_support, member.lives_here_long)
    counted = _any(minor, dependent, supported)
    return Standing(member.key, counted, f"{_ARTICLE}第（四）项", _SUPPORTED[counted])


def _any(*parts: bool | None) -> bool | None:
    """OR as the rules have it: one yes settles it, otherwise something open leaves it open."""
    if any(parts):
        return True
    return None if None in parts else False


def _every(*parts: bool | None) -> bool | None:
    """AND as the rules have it: one no settles it."""
    if False in parts:
        return False
    return None if None in parts else True


_SUPPORTED = {
    True: "有赡养、抚养、扶养义务，并且长期住在一起，算在内。",
    False: "没有赡养、抚养、扶养义务，或者没有长期住在一起，不算在内。",
    None: "还不知道这位家人的年龄、能不能独立生活，或者是不是有赡养、抚养、扶养义务并长期住在一起。",
}
_APART = {
    **_SUPPORTED,
    False: "是能独立生活的成年子女，另算一户，作为赡养人。",
    None: "还不知道这位子女的年龄，或者能不能独立生活、是不是还在读书。",
}
_AWAY = {
    Absence.RELIGIOUS_LIFE: "是宗教教职人员，已经连续三年以上离开家庭，不算在内。",
    Absence.PRISON: "正在服刑，不算在内。",
    Absence.ISOLATION: "正在强制隔离戒毒，不算在内。",
    Absence.DECLARED_MISSING: "已经宣告失踪，不算在内。",
    Absence.CONSCRIPT: "正在服义务兵役，按省里的规定不算在内。",
    Absence.OUT_OF_CONTACT: "失去联系两年以上并有证明，按省里的规定不算在内。",
}
