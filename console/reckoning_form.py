"""The form of a household's reckoning: what was typed, line by line, and the sheet that it makes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from backend.eligibility import (
    Absence,
    Asset,
    BadFact,
    ImportantMember,
    IncomeEntry,
    Kinship,
    Member,
    Obligor,
    PropertyItem,
    Sheet,
)
from backend.money import NoAmount, fen_from_yuan

Line = dict[str, str]
# How many lines of each kind may be sent, and how many empty ones stand below those filled in.
_Choice = TypeVar("_Choice", Kinship, Absence, Asset)
MOST = {"member": 30, "entry": 60, "obligor": 20, "item": 20}
_SPARE = {"member": 1, "entry": 2, "obligor": 1, "item": 2}
_FEWEST = {"member": 3, "entry": 3, "obligor": 1, "item": 3}
_WHOLE = 4  # digits of a count; more is no count of a household's
_OPEN = ("", "不知道")
_TRUTHS = {"yes": True, "no": False}
_FACTS = ("registered_here", "members_authorised", "member_receives_tekun", "receives_dibao_elsewhere", "applies_alone",
          "lives_in_edge_family")  # fmt: skip


@dataclass
class Typed:
    """Every field as text; `lines` by kind, without the empty ones."""

    fields: Mapping[str, str]
    lines: Mapping[str, list[Line]] = field(default_factory=dict)

    def shown(self, kind: str) -> list[Line]:
        """The lines filled in and some empty ones."""
        filled = self.lines.get(kind, [])
        wanted = min(MOST[kind], max(_FEWEST[kind], len(filled) + _SPARE[kind]))
        return [defaultdict(str, line) for line in [*filled, *({} for _ in range(wanted - len(filled)))]]

    def field(self, name: str) -> str:
        """A single field as it was typed, empty where it was not."""
        return self.fields.get(name, "")

    def name_of(self, member: int) -> str:
        """What the member of that number, from 1 on, is called."""
        return self.lines["member"][member - 1].get("name") or f"第{member}位"


def typed(form: Mapping[str, object]) -> Typed:
    """What a browser sent: `member.0.age`, and single fields such as `programme`."""
    fields: dict[str, str] = {}
    found: dict[str, dict[int, Line]] = {kind: {} for kind in MOST}
    for name, value in form.items():
        if not isinstance(value, str):
            continue
        kind, _, rest = name.partition(".")
        number, _, column = rest.partition(".")
        if kind not in found:
            fields[name] = value.strip()
        elif number.isascii() and number.isdecimal() and len(number) < 3 and int(number) < MOST[kind] and value.strip():
            found[kind].setdefault(int(number), {})[column] = value.strip()
    said = {
        kind: {number: line for number, line in sorted(each.items()) if _says_something(kind, line)}
        for kind, each in found.items()
    }
    # Empty lines fall out, so that people move up: whoever an entry belongs to moves with them.
    moved = {str(number + 1): str(place) for place, number in enumerate(said["member"], 1)}
    for line in said["entry"].values():
        line["person"] = moved.get(line.get("person", ""), "")
    return Typed(fields, {kind: list(each.values()) for kind, each in said.items()})


def sheet_of(form: Typed) -> Sheet:
    """The sheet for `eligibility.reckon`; BadFact says which line cannot be read."""
    members = form.lines["member"]
    severe = [_disability(line, number) for number, line in enumerate(members, 1)]
    facts = {key: _truth(form.fields.get(key, "")) for key in _FACTS}
    grade = form.fields.get("dibao_grade") or None
    kind = {"rural_dibao": "village", "urban_dibao": "town"}.get(form.fields.get("programme", ""))
    home = form.fields.get("home_kind") or kind
    alone = _alone(members[0], severe[0]) if facts["applies_alone"] and len(members) == 1 else {}
    return Sheet(
        members=[_member(line, number) for number, line in enumerate(members, 1)],
        important=[
            _important(line, number, each) for number, (line, each) in enumerate(zip(members, severe, strict=True), 1)
        ],
        entries=[_entry(line, number) for number, line in enumerate(form.lines["entry"], 1)],
        income_complete=form.fields.get("income_complete") == "yes",
        obligors=[_obligor(line, number) for number, line in enumerate(form.lines["obligor"], 1)],
        items=[_item(line, number) for number, line in enumerate(form.lines["item"], 1)],
        property_complete=form.fields.get("property_complete") == "yes",
        facts={**facts, "dibao_grade": grade, "home_kind": home, **alone},
    )


def _says_something(kind: str, line: Line) -> bool:
    """A line with nothing but what its choices stand on from the beginning is empty."""
    return bool({key for key in line if key in _TELLING[kind]})


_TELLING = {
    "member": {"name", "age"}, "entry": {"first_month", "months", "yuan"},
    "obligor": {"income", "members", "supported", "agreed", "paid"}, "item": {"amount"},
}  # fmt: skip


def _member(line: Line, number: int) -> Member:
    return Member(
        str(number),
        _choice(Kinship, line.get("kinship", ""), number) or Kinship.OTHER,
        age=_count(line.get("age", ""), f"第{number}位家人的年龄"),
        can_live_alone=_truth(line.get("can_live_alone", "")),
        studies_full_time=_truth(line.get("studies", "")),
        duty_of_support=_truth(line.get("duty", "")),
        lives_here_long=_truth(line.get("lives_here", "")),
        absence=_choice(Absence, line.get("absence", ""), number),
    )


def _important(line: Line, number: int, severe: bool | None) -> ImportantMember:
    return ImportantMember(
        str(number),
        age=_count(line.get("age", ""), f"第{number}位家人的年龄"),
        serious_illness=_truth(line.get("illness", "")),
        severe_disability=severe,
        single_parent=_truth(line.get("single_parent", "")),
    )


def _disability(line: Line, number: int) -> bool | None:
    grade = line.get("disability", "")
    if grade not in ("", "none", "severe", "lighter"):
        raise BadFact(f"第{number}位家人的残疾等级请从列出的选项里选。", fact="disability_grade")
    return None if not grade else grade == "severe"


def _alone(line: Line, severe: bool | None) -> Mapping[str, bool | int | None]:
    """What the single person's entry asks of that person; of a lighter grade the card itself must be looked at."""
    told: dict[str, bool | int | None] = {"serious_illness": _truth(line.get("illness", "")), "religious_years": None}
    if line.get("absence") == "none":  # among them that of who left the family for a religious life
        told["religious_years"] = 0
    if severe is not None:
        told |= {"has_disability_card": line["disability"] != "none"}
    return told | ({"disability_grade": 2} if severe else {})


def _entry(line: Line, number: int) -> IncomeEntry:
    said = f"第{number}笔收入"
    months, fen = _count(line.get("months", "12"), f"{said}的月数"), _fen(line.get("yuan", ""), f"{said}的金额")
    try:
        first = date.fromisoformat(f"{line.get('first_month', '')}-01")
    except ValueError:
        raise BadFact(f"{said}的起始月份请按“2026-03”这样填写。", fact="income_month") from None
    return IncomeEntry(line.get("kind", ""), line.get("person", ""), first, months or 0, fen)


def _obligor(line: Line, number: int) -> Obligor:
    said = f"第{number}位赡养人"
    return Obligor(
        income_fen=_fen(line.get("income", ""), f"{said}的家庭月收入"),
        members=_count(line.get("members", ""), f"{said}家的人数"),
        supported=_count(line.get("supported", ""), f"{said}要赡养的人数"),
        agreed_fen=_fen(line.get("agreed", ""), f"{said}协议的金额"),
        paid_fen=_fen(line.get("paid", ""), f"{said}实际给的金额"),
        children=_count(line.get("children", ""), f"{said}这边的子女人数"),
    )


def _item(line: Line, number: int) -> PropertyItem:
    asset = _choice(Asset, line.get("asset", ""), number)
    if asset is None:
        raise BadFact(f"第{number}项财产的种类请从列出的选项里选。", fact="property")
    amount = line.get("amount", "")
    read = _fen(amount, f"第{number}项财产") if asset.unit == "元" else _count(amount, f"第{number}项财产的数目")
    return PropertyItem(asset, read, exempt=line.get("exempt") == "yes")


def _truth(word: str) -> bool | None:
    return _TRUTHS.get(word)


def _choice(kind: type[_Choice], word: str, number: int) -> _Choice | None:
    try:
        return kind(word) if word else None
    except ValueError:
        raise BadFact(f"第{number}行有一项没有从列出的选项里选，请重新选择。", fact="choice") from None


def _count(text: str, said: str) -> int | None:
    if text in _OPEN:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _WHOLE):
        raise BadFact(f"{said}请填整数。", fact="count")
    return int(text)


def _fen(text: str, said: str) -> int | None:
    if text in _OPEN:
        return None
    try:
        return fen_from_yuan(text)
    except NoAmount as wrong:
        raise BadFact(f"{said}填得不对：{wrong.shown}不知道的空着。", fact="yuan") from None


def programme_of(form: Typed, known: Sequence[str]) -> str:
    """The programme chosen, the first where none of them is."""
    chosen = form.fields.get("programme", "")
    return chosen if chosen in known else known[0]
