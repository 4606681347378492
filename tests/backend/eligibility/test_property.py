"""What a household owns against the county's list: each kind on either side of its limit, gaps, exemptions, prose."""

from pathlib import Path

import pytest

from backend.eligibility import Asset, BadFact, Owner, PropertyItem, PropertyJudged, judge_property
from backend.programmes import read_file

STANDARD = 44_000
HOME = Owner(STANDARD, 3, frail=False)


def rule(asset: str, operator: str, threshold: str, severity: str = "REVIEW", **more: str) -> dict[str, str]:
    return {"asset": asset, "operator": operator, "threshold": threshold, "severity": severity, **more}


SAVINGS = rule("financial", ">", "CASE WHEN 有重病重残 THEN 48 ELSE 36 END × 低保标准 × 人数", "BLOCK")
CAR = rule("vehicle", ">", "0辆", exempt="普通二轮、三轮摩托车")
VALUE = rule("vehicle_value", ">", "8万元", "BLOCK")
HOMES = rule("home", ">=", "2套")
CAPITAL = rule("capital", ">", "100000元")
BUILDING = rule("recent_building", ">=", "申请前1年内购房、建房或高标准装修", "BLOCK")
PROSE = rule("home_area", ">", "当地住房保障标准的2倍")


def judged(listed: dict[str, str], *found: PropertyItem, owner: Owner = HOME) -> PropertyJudged:
    return judge_property(found, owner, county={"dibao.asset_rules": [listed]})


def item(asset: str, amount: int | None, *, exempt: bool = False) -> PropertyItem:
    return PropertyItem(Asset(asset), amount, exempt)


@pytest.mark.parametrize(
    ("listed", "asset", "within", "beyond", "so"),
    [
        (SAVINGS, "financial", 36 * STANDARD * 3, 36 * STANDARD * 3 + 1, "blocked"), (CAR, "vehicle", 0, 1, "review"),
        (VALUE, "vehicle_value", 8_000_000, 8_000_001, "blocked"), (HOMES, "home", 1, 2, "review"),
        (CAPITAL, "capital", 10_000_000, 10_000_001, "review"), (BUILDING, "recent_building", 0, 1, "blocked"),
        (PROSE, "home_area", 0, 90, "review"),
    ],
)  # fmt: skip
def test_each_kind_on_either_side_of_its_limit(
    listed: dict[str, str], asset: str, within: int, beyond: int, so: str
) -> None:
    assert judged(listed, item(asset, within)).outcome == "clear"
    assert judged(listed).outcome == "clear"
    assert judged(listed, item(asset, beyond)).outcome == so
    assert judged(listed, item(asset, None)).outcome is None
    assert "第十四条" in judged(listed, item(asset, beyond)).lines[0].article


def test_the_sentence_says_the_sum_and_the_limit() -> None:
    said = judged(SAVINGS, item("financial", 3_000_000), item("financial", 2_000_000)).lines[0].sentence
    assert said == "金融资产共50,000元，超过47,520元的界限，县里规定这样就超出界限了。"
    allowed = judged(CAR, item("vehicle", 1, exempt=True)).lines[0]
    assert (allowed.outcome, allowed.sentence) == ("clear", "机动车船共0辆，另有1项按规定不算，没有超过0辆的界限。")
    assert judged(CAR, item("vehicle", 1)).lines[0].sentence == (
        "机动车船共1辆，超过0辆的界限（不算的：普通二轮、三轮摩托车），需要工作人员核实。"
    )
    assert "当地住房保障标准的2倍" in judged(PROSE, item("home_area", 90)).lines[0].sentence


def test_a_frail_household_may_save_more_and_until_that_is_known_nothing_is_said() -> None:
    between = item("financial", 40 * STANDARD * 3)
    assert judged(SAVINGS, between).outcome == "blocked"
    assert judged(SAVINGS, between, owner=Owner(STANDARD, 3, frail=True)).outcome == "clear"
    assert judged(SAVINGS, between, owner=Owner(STANDARD, 3, frail=None)).outcome is None
    assert judged(SAVINGS, between, owner=Owner(STANDARD, None, frail=False)).outcome is None


def test_what_is_known_to_be_too_much_needs_no_more_and_blocked_goes_before_open() -> None:
    assert judged(HOMES, item("home", 2), item("home", None)).outcome == "review"
    county = {"dibao.asset_rules": [VALUE, HOMES]}
    both = [item("vehicle_value", 9_000_000), item("home", None)]
    assert judge_property(both, HOME, county=county).outcome == "blocked"
    assert judge_property(both[1:], HOME, county=county).outcome is None
    assert judge_property([item("home", 2)], HOME, county=county).outcome == "review"


def test_what_nobody_has_set_a_limit_for_is_not_known() -> None:
    assert judge_property([item("home", 9)], HOME, county={}).outcome is None
    assert judge_property([], HOME, county={"dibao.asset_rules": []}).outcome is None


@pytest.mark.parametrize("threshold", ["", "DIV(低保标准, 0)", "2套；3套", "SELECT 1", "1.5 × 低保标准", "家产"])
def test_a_limit_that_is_no_sum_is_never_a_no(threshold: str) -> None:
    listed = rule("financial", ">", threshold, "BLOCK")
    assert judged(listed, item("financial", 1)).outcome in ("review", None)


@pytest.mark.parametrize("amount", [-1, 10_000_000_001])
def test_amounts_that_cannot_be_are_refused(amount: int) -> None:
    with pytest.raises(BadFact):
        judged(SAVINGS, item("financial", amount))


def test_the_shipped_list_can_be_reckoned() -> None:
    shipped = read_file((Path(__file__).parents[3] / "data/parameters/410325.csv").read_bytes())
    county = {each.key: each.value for each in shipped}
    found = judge_property([item(asset, 0) for asset in Asset], HOME, county=county)
    assert (found.outcome, len(found.lines)) == ("clear", 7)
    rich = [item("financial", 36 * STANDARD * 3 + 1), item("vehicle", 1), item("home", 2), item("behaviour", 1)]
    lines = {line.asset: line.outcome for line in judge_property(rich, HOME, county=county).lines}
    assert [lines[each.asset] for each in rich] == ["review"] * 4
