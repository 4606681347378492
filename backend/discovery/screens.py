"""The discovery rules, on one page, after policy §7.3. Conditions are the law's; what a county sets comes from `Terms`.

They only choose whom to look at. Whether somebody is entitled is said by the programme's own rule file, and in the end
by the county.
"""

from collections.abc import Callable

import polars as pl

from backend import eligibility
from backend.discovery.conditions import (
    aged,
    alone_without_support,
    assisted,
    barred,
    birthday_near,
    card_valid,
    child_without_care,
    costs_still_count,
    grade,
    here,
    income,
    may_apply_alone,
    members,
    pays_much_for_care,
    receives,
    soon_expired,
    standard,
    within,
)
from backend.discovery.hit import HitRule
from backend.discovery.screen import Rows, Screen
from backend.discovery.terms import Terms


def _both(one: str, other: str) -> Callable[[Terms], pl.Expr]:
    return lambda terms: receives(one) & receives(other)


def _without_a_card(subsidy: str) -> Callable[[Terms], pl.Expr]:
    return lambda terms: receives(subsidy) & ~card_valid(terms).fill_null(False)


SCREENS = (
    Screen(
        HitRule.AGE_COMING, "old_age_allowance", Rows.PEOPLE, lambda t: here & birthday_near(t).is_not_null(),
        "{due_on}满{reached}周岁，到高龄津贴的年龄档。", "本县高龄津贴发放办法：按身份证出生日期计算年龄",
        "{due_on}满{reached}周岁，可以领（或者调整）高龄津贴，请提前告诉老人。", birthday_near,
    ),
    Screen(
        HitRule.ENTITLED, "old_age_allowance", Rows.PEOPLE, lambda t: here & aged(t, t.bands("aged.bands")[0][0]),
        "已到高龄津贴的年龄，还没有领。", "本县高龄津贴发放办法",
        "老人可能可以领高龄津贴，还没有申请。请上门问一问，愿意的话帮忙申请。",
    ),
    Screen(
        HitRule.ENTITLED, "rural_dibao", Rows.HOMES,
        lambda t: (pl.col("register_kind") == "rural") & (income < standard(t) * members) & ~assisted,
        "家庭人均月收入低于低保标准，还没有享受低保。", "《社会救助暂行办法》第九条",
        "这户可能符合低保条件，还没有申请。请上门了解，愿意的话帮忙申请。",
    ),
    Screen(
        HitRule.ENTITLED, "urban_dibao", Rows.HOMES,
        lambda t: (pl.col("register_kind") == "urban") & (income < standard(t) * members) & ~assisted,
        "家庭人均月收入低于低保标准，还没有享受低保。", "《社会救助暂行办法》第九条",
        "这户可能符合低保条件，还没有申请。请上门了解，愿意的话帮忙申请。",
    ),
    Screen(
        HitRule.ENTITLED, "disability_care", Rows.PEOPLE,
        lambda t: (
            here & grade.is_not_null() & card_valid(t) & ~barred("disability_care", t)
            & ~pl.col("work_injury_care").fill_null(False)
        ),
        "持有有效的残疾人证，没有享受特困供养，还没有领重度残疾人护理补贴。",
        "国发〔2015〕52号：残疾等级为一级、二级且需要长期照护的重度残疾人",
        "可能可以领重度残疾人护理补贴，还没有申请。请上门问一问，愿意的话帮忙申请。",
    ),
    Screen(
        HitRule.ENTITLED, "disability_living", Rows.PEOPLE,
        lambda t: (
            here & card_valid(t) & pl.col("anyone_on_dibao") & ~barred("disability_living", t)
            & ~pl.col("work_injury_care").fill_null(False)
        ),
        "低保家庭里持有有效残疾人证的人，还没有领困难残疾人生活补贴。", "国发〔2015〕52号：低保家庭中的残疾人",
        "可能可以领困难残疾人生活补贴，还没有申请。请上门问一问，愿意的话帮忙申请。",
    ),
    Screen(
        HitRule.ENTITLED, "unsupported_child", Rows.PEOPLE, lambda t: child_without_care(t, orphan=False),
        "父母双方都有不能抚养的情形，还没有认定为事实无人抚养儿童。", "民发〔2019〕62号第一条；民发〔2020〕125号",
        "请联系乡镇儿童督导员。",
        dated="kin_date",
    ),
    Screen(
        HitRule.ENTITLED, "orphan", Rows.PEOPLE, lambda t: child_without_care(t, orphan=True),
        "父母双方死亡或者失踪，还没有认定为孤儿。", "国办发〔2010〕54号", "请联系乡镇儿童督导员。",
        dated="kin_date",
    ),
    Screen(
        HitRule.SINGLE_PERSON_DIBAO, "", Rows.PEOPLE, may_apply_alone,
        "家庭在低保边缘，本人是重度残疾人或者重病患者，可以单独提出低保申请。",
        "《最低生活保障审核确认办法》第八条", "可能可以单独申请低保，请上门了解。",
    ),
    Screen(
        HitRule.HIGH_MEDICAL_COST, "", Rows.HOMES, pays_much_for_care,
        "一年里自己付的医疗费，比家庭人均年收入的{discovery_medical_times}%还多。",
        "《关于进一步加强和改进临时救助工作的意见》（2018年）；《刚性支出困难家庭认定办法》第五条",
        "家里最近花销大，请上门看看有没有困难。",
        dated="means_date",
    ),
    Screen(
        HitRule.ALONE_WITHOUT_SUPPORT, "tekun", Rows.PEOPLE, alone_without_support,
        "满60周岁，一个人生活，没有登记能赡养的人，收入低于低保标准。", "民发〔2021〕43号第四条至第八条",
        "老人独居，可能没有人赡养。请上门看看生活情况。",
        dated="kin_date",
    ),
    Screen(
        HitRule.ENTITLED, "rigid_spending", Rows.HOMES,
        lambda t: costs_still_count(t) & pl.col("medical_year_fen").is_not_null() & income.is_not_null() & ~assisted,
        "一年里的刚性支出占家庭收入的比例高，还没有认定为刚性支出困难家庭。", "《刚性支出困难家庭认定办法》",
        "家里最近花销大，可能可以认定为困难家庭，请上门了解。", by_law_only=True, dated="means_date",
    ),
    Screen(
        HitRule.ENTITLED, "edge_family", Rows.HOMES, lambda t: (income >= standard(t) * members) & ~assisted,
        "家庭人均月收入在低保标准和低保边缘线之间，还没有认定为低保边缘家庭。", "《最低生活保障审核确认办法》第八条",
        "这户可能符合低保边缘家庭条件，请上门了解。", by_law_only=True,
    ),
    Screen(
        HitRule.PAYMENT_FAILING, None, Rows.FAILING,
        lambda t: pl.col("months") >= t.number("discovery.bounced_months"),
        "已有{months}个月的钱打不进账户。", "应发尽发：不能因账户问题一停了之",
        "钱打不进账户，请上门看看人，帮忙核对账户。",
    ),
    Screen(
        HitRule.CARD_EXPIRING, "", Rows.PEOPLE,
        lambda t: (pl.col("card_valid_to") >= t.today) & (pl.col("card_valid_to") < soon_expired(t)),
        "残疾人证{card_valid_to}到期，过期后补贴会停。", "参照贵州省2024年办法：到期前6个月预警",
        "残疾人证快到期了，请提醒换证。", lambda t: pl.col("card_valid_to"),
    ),
    Screen(
        HitRule.LEFT_ASSISTANCE, "", Rows.HOMES,
        lambda t: ~assisted & within(t, pl.col("left_on"), "discovery.watch_months"),
        "{left_on}起退出低保或者特困，退出不久，看看生活有没有又变困难。", "民办函〔2024〕31号：退出救助的家庭继续监测",
        "请上门看看最近的生活情况。",
    ),
    Screen(
        HitRule.REFUSED_BEFORE, None, Rows.REFUSALS,
        lambda t: within(t, pl.col("day"), "discovery.watch_months"),
        "{day}申请没有通过，看看情况有没有变化。", "民办函〔2024〕31号：申请未通过的家庭继续监测",
        "请上门看看最近的生活情况。",
    ),
    Screen(
        HitRule.DEATH_IN_HOUSEHOLD, "", Rows.HOMES,
        lambda t: assisted & within(t, pl.col("died_on"), "discovery.death_months"),
        "{died_on}家里有人去世，要重新核定并办理增减停发。", "民发〔2022〕83号第一条：家庭成员死亡的，3个月内办理",
        "家里有人去世，救助要重新核定，请上门了解。",
        lambda t: pl.col("died_on").dt.offset_by(f"{t.number('discovery.death_months')}mo"),
    ),
    Screen(
        HitRule.NO_LONGER_FITS, None, Rows.DEAD_PAID, lambda t: pl.lit(True),
        "本人{died_on}去世，待遇还没有停。", "发放前核对：已去世的人不再发放", "请联系乡镇核对。",
    ),
    *(
        Screen(
            HitRule.NO_LONGER_FITS, subsidy, Rows.PEOPLE, _without_a_card(subsidy),
            f"在领{eligibility.benefit_name(subsidy)}，但残疾人证过期或者注销了。", "国发〔2015〕52号",
            "请联系乡镇核对补贴。",
        )
        for subsidy in ("disability_care", "disability_living")
    ),
    *(
        Screen(
            HitRule.NO_LONGER_FITS, each.benefit, Rows.PEOPLE, _both(each.benefit, each.other),
            f"同时在领{eligibility.benefit_name(each.benefit)}和{eligibility.benefit_name(each.other)}。{each.sentence}",
            each.article, "请联系乡镇核对待遇。",
        )
        for each in eligibility.exclusions()
        if each.kind is eligibility.Together.EXCLUDES and each.other in eligibility.programmes()
    ),
)  # fmt: skip
