"""Why a case may end with a no: a closed list a programme, each with the rule it rests on and the ends it leads to.

What only a check can find out turns nobody away before acceptance (民发〔2022〕83号 §1(1); policy §1.1), and the wrong
office never does (《社会救助暂行办法》 art. 60). Want of cooperation ends the procedure, which is no finding on the
case (民发〔2021〕57号 art. 29; policy §1.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.applications.application import State
from backend.refusals import NotAcceptable

# What the papers, the register or government data show at the window already.
_SEEN_AT_THE_WINDOW = {"under_age", "over_age", "receives_elsewhere", "has_other_help", "papers_untrue", "deceased"}
_ENDS_THE_PROCEDURE = {"no_cooperation"}
_WRONG_OFFICE = {"not_registered_here"}


class NoReasonGiven(NotAcceptable):
    """A refusal without a reason, or with one that is not on the programme's list."""

    sentence = "不予通过必须说明理由，请从清单里选择。"


@dataclass(frozen=True)
class Reason:
    """A reason as the notice states it."""

    code: str
    sentence: str
    article: str

    @property
    def ends(self) -> frozenset[State]:
        """Of which kind of no it may be a reason."""
        if self.code in _ENDS_THE_PROCEDURE:
            return frozenset({State.TERMINATED})
        before = {State.NOT_ACCEPTED} if self.code in _SEEN_AT_THE_WINDOW else set()
        return frozenset({State.REFUSED, *before})


def _coded(*reasons: Reason) -> dict[str, Reason]:
    return {reason.code: reason for reason in reasons}


def _common(untrue: str, uncooperative: str) -> tuple[Reason, ...]:
    """What may end a case of any programme, each by the law of its own."""
    return (
        Reason("papers_untrue", "提交的材料与实际情况不符。", untrue),
        Reason("no_cooperation", "无正当理由不配合核实。", uncooperative),
        Reason("deceased", "申请人已去世。", "待遇发给在世的本人"),
    )


# Households in need on the edge of 低保 are looked into by the same rules (民发〔2021〕57号 art. 8).
_AS_DIBAO = _common("《最低生活保障审核确认办法》第九条（如实提供材料）", "《最低生活保障审核确认办法》第二十九条")


_CARD = (
    Reason("no_valid_card", "没有有效的残疾人证。", "国发〔2015〕52号：补贴发给持有残疾人证的人"),
    Reason("not_registered_here", "户口不在本县，请到户口所在地申请。", "国发〔2015〕52号：户籍所在地发放"),
    Reason("work_injury_care", "已经领取工伤保险的生活护理费。", "国发〔2015〕52号"),
)


def _dibao(track: str) -> dict[str, Reason]:
    return _coded(
        Reason("income_above", f"家庭人均收入没有低于当地{track}低保标准。", "《社会救助暂行办法》第九条"),
        Reason("property_above", "家庭财产超过规定。", "《最低生活保障审核确认办法》第十四条"),
        *_AS_DIBAO,
    )


REFUSAL_REASONS: dict[str, dict[str, Reason]] = {
    "old_age_allowance": _coded(
        Reason("under_age", "按身份证上的出生日期，还没有满规定的年龄。", "本县高龄津贴发放办法：年龄条件"),
        Reason("not_registered_here", "户口不在本县，请到户口所在地申请。", "本县高龄津贴发放办法：户籍条件"),
        Reason("receives_elsewhere", "已在别的县领取高龄津贴。", "本县高龄津贴发放办法：不重复发放"),
        *_common("本县高龄津贴发放办法：如实提供材料", "本县高龄津贴发放办法：配合核实"),
    ),
    "rural_dibao": _dibao("农村"),
    "urban_dibao": _dibao("城市"),
    "edge_family": _coded(
        Reason("income_above", "家庭人均收入没有低于当地低保标准的1.5倍。", "民发〔2022〕83号第一条"),
        Reason("property_above", "家庭财产超过规定。", "民发〔2022〕83号第一条"),
        Reason("has_other_help", "已经享受低保或者特困供养，不用另外认定。", "《最低生活保障审核确认办法》第八条"),
        *_AS_DIBAO,
    ),
    "rigid_spending": _coded(
        Reason("income_above", "家庭人均收入没有低于当地上年人均可支配收入。", "《刚性支出困难家庭认定办法》"),
        Reason("property_above", "家庭财产超过规定。", "《刚性支出困难家庭认定办法》"),
        Reason("spending_below", "必需支出占家庭收入的比例没有达到规定。", "《刚性支出困难家庭认定办法》第五条"),
        Reason("has_other_help", "已经享受低保、特困供养或者认定为低保边缘家庭。", "《刚性支出困难家庭认定办法》"),
        *_common("《刚性支出困难家庭认定办法》：如实申报", "《刚性支出困难家庭认定办法》：核实比照低保"),
    ),
    "tekun": _coded(
        Reason("able_to_work", "不属于无劳动能力的情形。", "《特困人员认定办法》第五条"),
        Reason("has_income", "本人有生活来源，收入达到当地低保标准。", "《特困人员认定办法》第六条"),
        Reason("property_above", "财产超过规定。", "《特困人员认定办法》第七条"),
        Reason("able_obligor", "有法定义务人，并且有履行义务的能力。", "《特困人员认定办法》第八条"),
        *_common("《特困人员认定办法》第十条（如实说明情况）", "《社会救助暂行办法》第五十八条"),
    ),
    "disability_living": _coded(
        *_CARD,
        Reason("not_in_need", "家里没有享受低保，也不在本地扩大的范围里。", "国发〔2015〕52号"),
        Reason("has_other_help", "已经享受特困供养或者孤儿、事实无人抚养儿童保障。", "国发〔2015〕52号"),
        Reason("papers_untrue", "提交的材料与实际情况不符。", "《社会救助暂行办法》第六十八条"),
        Reason("deceased", "申请人已去世。", "待遇发给在世的本人"),
    ),
    "disability_care": _coded(
        *_CARD,
        Reason("grade_outside", "残疾等级或者类别不在护理补贴的范围里。", "国发〔2015〕52号"),
        Reason("no_long_care", "不需要长期照护。", "国发〔2015〕52号"),
        Reason("has_other_help", "已经享受特困供养，照料护理已经包括在里面。", "国发〔2015〕52号"),
        Reason("papers_untrue", "提交的材料与实际情况不符。", "《社会救助暂行办法》第六十八条"),
        Reason("deceased", "申请人已去世。", "待遇发给在世的本人"),
    ),
    "temporary_emergency": _coded(
        Reason("no_sudden_hardship", "没有遇到突发的急难情形。", "《社会救助暂行办法》第四十七条"),
        Reason("life_not_broken", "基本生活没有出现严重困难。", "《社会救助暂行办法》第四十七条"),
        Reason("aided_before", "同一原因今年已经救助过，没有新的特殊情况。", "本县临时救助办法：救助次数"),
        Reason("papers_untrue", "提交的材料与实际情况不符。", "《社会救助暂行办法》第六十八条"),
        Reason("deceased", "申请人已去世。", "待遇发给在世的本人"),
    ),
    "temporary_expenditure": _coded(
        Reason("spending_bearable", "必需支出没有超出家庭承受能力。", "《社会救助暂行办法》第四十七条"),
        Reason("means_above", "家庭收入或者财产超过本县规定。", "民政部、财政部2018年1月23日意见"),
        Reason("aided_before", "同一原因今年已经救助过，没有新的特殊情况。", "本县临时救助办法：救助次数"),
        Reason("papers_untrue", "提交的材料与实际情况不符。", "《社会救助暂行办法》第六十八条"),
        Reason("no_cooperation", "无正当理由不配合核实。", "《社会救助暂行办法》第五十八条"),
        Reason("deceased", "申请人已去世。", "待遇发给在世的本人"),
    ),
    "orphan": _coded(
        Reason("parent_living", "父母还有一方在世并且查找得到，不属于孤儿。", "国办发〔2010〕54号"),
        Reason("over_age", "已满18周岁。", "国办发〔2010〕54号"),
        Reason("not_registered_here", "孩子的户口不在本县，请到户口所在地申请。", "国办发〔2010〕54号"),
        Reason("papers_untrue", "提交的材料与实际情况不符。", "国办发〔2010〕54号：由县级民政部门认定"),
        Reason("deceased", "孩子已去世。", "待遇发给在世的本人"),
    ),
    "unsupported_child": _coded(
        Reason("parent_able", "父母还有一方能够抚养孩子。", "民发〔2019〕62号第一条、民发〔2020〕125号"),
        Reason("over_age", "已满18周岁。", "民发〔2019〕62号第一条"),
        Reason("not_registered_here", "孩子的户口不在本县，请到户口所在地申请。", "民发〔2019〕62号第二条"),
        Reason("papers_untrue", "提交的材料与实际情况不符。", "民发〔2019〕62号第四条"),
        Reason("deceased", "孩子已去世。", "待遇发给在世的本人"),
    ),
}


def reasons_for(programme: str, *ends: State) -> list[Reason]:
    """Those of the programme's list that may lead to one of the ends."""
    return [each for each in REFUSAL_REASONS[programme].values() if each.ends & set(ends)]


def lawful_end(programme: str, codes: Sequence[str], ends: Sequence[State]) -> tuple[State, list[str]]:
    """To which of the `ends` that the step allows all of these reasons lead, and the codes in the list's order.

    NoReasonGiven for none, for one that is not on the list, and for one that leads elsewhere.
    """
    known = REFUSAL_REASONS[programme]
    if not codes or any(code not in known for code in codes):
        raise NoReasonGiven
    end = next((end for end in ends if all(end in known[code].ends for code in codes)), None)
    if end is None:
        raise NoReasonGiven(_why_not(known, codes, ends))
    return end, [code for code in known if code in codes]


def _why_not(known: dict[str, Reason], codes: Sequence[str], ends: Sequence[State]) -> str:
    if _ENDS_THE_PROCEDURE & set(codes):
        if State.TERMINATED in ends:
            return "不配合核实的是终止办理，不能和别的理由一起选。"
        return "还没有告知补正、核实，不能以不配合为由结束，请先一次性告知或者受理。"
    if _WRONG_OFFICE & set(codes):
        return "户口不在本县的，请用「转给外县」把申请连同材料转给户口所在地，不能因此不予受理。"
    said = next(known[code].sentence for code in codes if not known[code].ends & set(ends))
    if State.NOT_ACCEPTED in ends:
        return f"“{said}”要受理以后核实才能认定，不能作为不予受理的理由。"
    return f"“{said}”不能作为这一步终止办理的理由。"
