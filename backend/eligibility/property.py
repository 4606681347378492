"""What the household owns, judged item by item by the county's list (《最低生活保障审核确认办法》第十四条).

The list is the county's parameter `dibao.asset_rules` in force on the day: a kind of property, a comparison, a
threshold, what is let off, and what it means to be beyond it: not fitting (BLOCK) or to be looked at (REVIEW).
A threshold is a small sum over the household, such as 「36 × 低保标准 × 人数」 or 「10万元」; one that cannot be
reckoned, like a sentence of prose, is for an officer to hold beside what was found, never a no.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from backend.eligibility.expression import ExpressionInvalid, read_expression
from backend.eligibility.fact import BadFact
from backend.eligibility.rule import Severity
from backend.money import short_yuan

_LIST = "dibao.asset_rules"
_ARTICLE = "《社会救助暂行办法》第九条、第十条，《最低生活保障审核确认办法》第十四条"
_MOST = 10_000_000_000
_KNOWN = {"standard": pl.Int64(), "members": pl.Int64(), "frail": pl.Boolean()}
_WORDS = {"低保标准": " standard ", "人数": " members ", "有重病重残": " frail ", "×": "*"}
_MONEY = re.compile(r"([0-9]+)(万?)元")
_COUNTED = re.compile(r"([0-9]+)(?:套|辆|处|平方米)")


class Asset(StrEnum):
    """Kinds of property that a county's list may name."""

    FINANCIAL = "financial"
    VEHICLE = "vehicle"
    VEHICLE_VALUE = "vehicle_value"
    HOME = "home"
    HOME_AREA = "home_area"
    RECENT_BUILDING = "recent_building"
    BUSINESS = "business"
    CAPITAL = "capital"
    BEHAVIOUR = "behaviour"

    @property
    def shown(self) -> str:
        """As people call it."""
        return _NAMES[self]

    @property
    def unit(self) -> str:
        """元 for amounts in fen, 辆, 套 and 平方米 for counts, empty for what is there or is not."""
        return _UNITS.get(self, "")


_NAMES = {
    Asset.FINANCIAL: "金融资产", Asset.VEHICLE: "机动车船", Asset.VEHICLE_VALUE: "机动车价值", Asset.HOME: "住房",
    Asset.HOME_AREA: "住房面积", Asset.RECENT_BUILDING: "近期购建装修", Asset.BUSINESS: "经营实体",
    Asset.CAPITAL: "认缴出资", Asset.BEHAVIOUR: "行为",
}  # fmt: skip
_UNITS = {
    Asset.FINANCIAL: "元", Asset.VEHICLE_VALUE: "元", Asset.CAPITAL: "元", Asset.VEHICLE: "辆", Asset.HOME: "套",
    Asset.HOME_AREA: "平方米",
}  # fmt: skip


class PropertyOutcome(StrEnum):
    """As the fact `property_outcome` takes it."""

    CLEAR = "clear"
    REVIEW = "review"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class PropertyItem:
    """What was found: fen for money, a count, or 1 for what is there and 0 for what is not; None is not yet known.

    `exempt`: the officer found that it is among what the county lets off, such as an ordinary motorcycle.
    """

    asset: Asset
    amount: int | None
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """The household that owns it; None is not yet known. `frail`: somebody is seriously ill or severely disabled."""

    standard_fen: int
    members: int | None
    frail: bool | None


@dataclass(frozen=True, slots=True)
class PropertyLine:
    """One rule of the list: within its limit (CLEAR), beyond it (REVIEW, BLOCKED) or not yet known (None)."""

    asset: Asset
    outcome: PropertyOutcome | None
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PropertyJudged:
    """The whole: BLOCKED as soon as a line is, else not known while a line is open."""

    outcome: PropertyOutcome | None
    lines: tuple[PropertyLine, ...]


def judge_property(items: Sequence[PropertyItem], owner: Owner, *, county: Mapping[str, Any]) -> PropertyJudged:
    """Every rule of the county's list over all items of its kind together; `county` are its parameters of the day.

    What is not listed has no limit. The items are all that there is: a kind without one is nothing, so ask first.
    Where the county has set no list the outcome is not known. Refuses amounts that cannot be with BadFact.
    """
    for item in items:
        if item.amount is not None and not 0 <= item.amount <= _MOST:
            raise BadFact("财产的数目要在0到1亿元之间，请检查后再填。", fact="property")
    rules = [rule for rule in county.get(_LIST) or [] if isinstance(rule, Mapping) and rule.get("asset") in set(Asset)]
    lines = tuple(_line(rule, items, owner) for rule in rules)
    return PropertyJudged(_together(lines), lines)


def _together(lines: Sequence[PropertyLine]) -> PropertyOutcome | None:
    found = {line.outcome for line in lines}
    if PropertyOutcome.BLOCKED in found:
        return PropertyOutcome.BLOCKED
    if None in found or not lines:
        return None
    return PropertyOutcome.REVIEW if PropertyOutcome.REVIEW in found else PropertyOutcome.CLEAR


def _line(rule: Mapping[str, Any], items: Sequence[PropertyItem], owner: Owner) -> PropertyLine:
    asset, threshold = Asset(rule["asset"]), str(rule.get("threshold", ""))
    ours = [item for item in items if item.asset is asset]
    amounts = [item.amount for item in ours if not item.exempt]
    total, whole = sum(each for each in amounts if each is not None), None not in amounts
    let_off = f"，另有{len(ours) - len(amounts)}项按规定不算" if len(amounts) < len(ours) else ""
    limit = _limit(threshold, owner) if asset.unit else (1, True)
    if limit is None:
        return _by_hand(asset, total, threshold, whole)
    line, known = limit
    if known and line is not None:
        reaching = rule.get("operator") == ">="
        if total >= line if reaching else total > line:
            return _beyond(asset, rule, total, line, let_off)
        if whole:
            return PropertyLine(asset, PropertyOutcome.CLEAR, _ARTICLE, _within(asset, total, line, reaching, let_off))
    return PropertyLine(asset, None, _ARTICLE, f"{asset.shown}：还有情况不知道，定不下来（县里的界限：{threshold}）。")


def _beyond(asset: Asset, rule: Mapping[str, Any], total: int, line: int, let_off: str) -> PropertyLine:
    blocked = rule.get("severity") == Severity.BLOCK
    so = "县里规定这样就超出界限了" if blocked else "需要工作人员核实"
    verb = "达到" if rule.get("operator") == ">=" else "超过"
    exempt = f"（不算的：{rule['exempt']}）" if rule.get("exempt") else ""
    if asset.unit:
        said = f"{asset.shown}共{_said(asset, total)}{let_off}，{verb}{_said(asset, line)}的界限{exempt}，{so}。"
    else:
        said = f"{asset.shown}：有县里列出的情形（{rule.get('threshold', '')}），{so}。"
    return PropertyLine(asset, PropertyOutcome.BLOCKED if blocked else PropertyOutcome.REVIEW, _ARTICLE, said)


def _within(asset: Asset, total: int, line: int, reaching: bool, let_off: str) -> str:
    if not asset.unit:
        return f"{asset.shown}：没有县里列出的情形。"
    verb = "没有达到" if reaching else "没有超过"
    return f"{asset.shown}共{_said(asset, total)}{let_off}，{verb}{_said(asset, line)}的界限。"


def _by_hand(asset: Asset, total: int, threshold: str, whole: bool) -> PropertyLine:
    """A limit in prose: whoever has nothing of the kind is within it, the rest is for an officer to read."""
    if whole and total == 0:
        return PropertyLine(asset, PropertyOutcome.CLEAR, _ARTICLE, f"{asset.shown}：没有。")
    said = f"{asset.shown}共{_said(asset, total)}，请工作人员对照县里的规定（{threshold}）。"
    return PropertyLine(asset, PropertyOutcome.REVIEW if whole else None, _ARTICLE, said)


def _limit(text: str, owner: Owner) -> tuple[int | None, bool] | None:
    """The threshold for this household and whether it is known; None where the text is no sum."""
    for word, name in _WORDS.items():
        text = text.replace(word, name)
    text = _MONEY.sub(lambda found: str(int(found[1]) * (1_000_000 if found[2] else 100)), text)
    text = _COUNTED.sub(r"\1", text)
    if text.strip().isdecimal():
        return int(text), True
    try:
        sum_of = read_expression(text, _KNOWN, pl.Int64(), case=True)
    except ExpressionInvalid:
        return None
    values = {"standard": owner.standard_fen, "members": owner.members, "frail": owner.frail}
    found = pl.DataFrame([values], schema=_KNOWN).select(sum_of.only_where_known()).item()
    return found, found is not None


def _said(asset: Asset, amount: int) -> str:
    return f"{short_yuan(amount)}元" if asset.unit == "元" else f"{amount}{asset.unit}"
