"""What is on offer: one entry a programme; an explicit list, in the order shown."""

from backend.programmes.programme import Material, PhotoKind, Programme
from backend.refusals import NotFound


class NoSuchProgramme(NotFound):
    """No programme of that code."""

    sentence = "没有这项待遇，请从列表里选择。"


# Identity and household register are in government data already: nobody is asked for them (民发〔2021〕57号 art. 10).
_DIBAO_PAPERS = (
    Material(PhotoKind.DECLARATION, "申请书和家庭收入、财产申报表照片"),
    Material(PhotoKind.CHECK_AUTHORISATION, "核对授权书照片（一起生活的成年人都签字）"),
)

CATALOGUE: dict[str, Programme] = {
    programme.code: programme
    for programme in (
        Programme(
            code="old_age_allowance",
            title="高龄津贴",
            about="年满80周岁、户籍在本县的老人，每月可以领取高龄津贴。标准随年龄段提高。",
            open_for_application=True,
            materials=(Material(PhotoKind.PORTRAIT, "本人近照"),),  # who and where is in government data already
            posting_days=7,
            statutory_workdays=30,
            source="各地高龄津贴办法；办理时限和公示天数由县里设定",
        ),
        Programme(
            code="rural_dibao",
            title="农村最低生活保障",
            about="共同生活的家庭成员人均收入低于当地农村低保标准、财产符合规定的农村家庭，可以申请低保。",
            open_for_application=True,
            materials=_DIBAO_PAPERS,
            posting_days=7,
            statutory_workdays=30,
            extended_workdays=45,
            first_opinion=True,
            source="《最低生活保障审核确认办法》（民发〔2021〕57号）",
        ),
        Programme(
            code="urban_dibao",
            title="城市最低生活保障",
            about="共同生活的家庭成员人均收入低于当地城市低保标准、财产符合规定的城镇家庭，可以申请低保。",
            open_for_application=True,
            materials=_DIBAO_PAPERS,
            posting_days=7,
            statutory_workdays=30,
            extended_workdays=45,
            first_opinion=True,
            source="《最低生活保障审核确认办法》（民发〔2021〕57号）",
        ),
        Programme(
            code="tekun",
            title="特困人员救助供养",
            about="没有劳动能力、没有生活来源，法定义务人没有能力或者没有法定义务人的老年人、残疾人和未成年人，可以申请。",
            open_for_application=True,
            materials=(
                Material(PhotoKind.DECLARATION, "书面声明（劳动能力、生活来源、财产和赡养情况）照片"),
                Material(PhotoKind.CHECK_AUTHORISATION, "核对授权书照片（本人和法定义务人签字）"),
            ),
            posting_days=7,
            statutory_workdays=30,
            first_opinion=True,
            posting_outside_limit=True,
            source="《特困人员认定办法》（民发〔2021〕43号）",
        ),
        Programme(
            code="disability_living",
            title="困难残疾人生活补贴",
            about="低保家庭里持有残疾人证的人，每月可以领取生活补贴，从申请的当月算起。",
            open_for_application=True,
            materials=(),  # identity, card and account are in government data already
            posting_days=7,  # until the county sets dis.posting_workdays
            statutory_workdays=30,  # local; a published guide gives township, federation and county 10 each
            first_opinion=True,
            source="国发〔2015〕52号；办理时限由当地定",
        ),
        Programme(
            code="disability_care",
            title="重度残疾人护理补贴",
            about="一级、二级残疾、需要长期照护的人，每月可以领取护理补贴，从申请的当月算起。",
            open_for_application=True,
            materials=(Material(PhotoKind.CARE_NEED, "需要长期照护的情况说明照片", instead="长期照护情况"),),
            posting_days=7,
            statutory_workdays=30,
            first_opinion=True,
            source="国发〔2015〕52号；办理时限由当地定",
        ),
        Programme(
            code="edge_family",
            title="低保边缘家庭认定",
            about="不符合低保条件、人均收入低于低保标准1.5倍、财产符合规定的家庭，可以申请认定，按规定享受专项帮助。",
            open_for_application=True,
            materials=_DIBAO_PAPERS,
            posting_days=0,
            statutory_workdays=30,
            extended_workdays=45,
            first_opinion=True,
            source="《最低生活保障审核确认办法》（民发〔2021〕57号）、民发〔2022〕83号",
        ),
        Programme(
            code="rigid_spending",
            title="刚性支出困难家庭认定",
            about="医疗、教育、残疾康复等必需支出占收入比例过高、基本生活困难的家庭，可以申请认定，有效期最长12个月。",
            open_for_application=True,
            materials=(
                *_DIBAO_PAPERS,
                Material(
                    PhotoKind.SPENDING_PROOF,
                    "医疗、教育、残疾康复等支出的凭证照片",
                    instead="医疗、教育、残疾康复等支出的凭证",
                ),
            ),
            posting_days=0,
            statutory_workdays=30,
            extended_workdays=45,
            first_opinion=True,
            source="《刚性支出困难家庭认定办法》（2025年1月1日起施行）",
        ),
        Programme(
            code="temporary_emergency",
            title="临时救助（急难型）",
            about="遇到火灾、交通事故、突发重病等急难，基本生活眼下过不下去的家庭或者个人，先救助、后补手续。",
            open_for_application=True,
            materials=(
                Material(PhotoKind.IDENTITY_CARD, "身份证照片（可以后补）", instead="居民身份证"),
                Material(PhotoKind.HARDSHIP_PROOF, "急难情形的证明照片（可以后补）", instead="急难情形的证明"),
            ),
            posting_days=0,
            statutory_workdays=1,  # until the county sets temp.help_workdays; the law only says at once
            first_opinion=True,
            urgent=True,
            source="《社会救助暂行办法》第四十七条至第四十九条；民政部、财政部2018年1月23日意见",
        ),
        Programme(
            code="temporary_expenditure",
            title="临时救助（支出型）",
            about="看病、上学这些必需的开支突然大到家里承受不了，可以申请支出型临时救助。",
            open_for_application=True,
            materials=(
                Material(PhotoKind.SPENDING_PROOF, "必需支出的票据照片"),
                Material(PhotoKind.CHECK_AUTHORISATION, "核对授权书照片（一起生活的成年人都签字）"),
            ),
            posting_days=7,  # no national number; as long as 低保
            statutory_workdays=15,  # until the county sets temp.limit_workdays
            first_opinion=True,
            source="《社会救助暂行办法》第四十七条至第四十九条；国发〔2014〕47号",
        ),
        Programme(
            code="orphan",
            title="孤儿基本生活费",
            about="失去父母或者查找不到生父母的未满18周岁的孩子，由监护人替孩子申请。为保护孩子，不公示。",
            open_for_application=True,
            materials=(
                Material(PhotoKind.DECLARATION, "申请表照片（写明父母情况和谁是监护人，监护人签字）"),
                Material(PhotoKind.PORTRAIT, "孩子近照"),
            ),
            posting_days=0,
            statutory_workdays=20,
            first_opinion=True,
            of_children=True,
            source="国办发〔2010〕54号、民发〔2010〕161号",
        ),
        Programme(
            code="unsupported_child",
            title="事实无人抚养儿童基本生活补贴",
            about="父母双方都有规定情形、没有办法抚养的未满18周岁的孩子，由监护人替孩子申请。为保护孩子，不公示。",
            open_for_application=True,
            materials=(Material(PhotoKind.DECLARATION, "申请表照片（写明父母情况和谁是监护人，监护人签字）"),),
            posting_days=0,
            statutory_workdays=30,
            first_opinion=True,
            of_children=True,
            source="民发〔2019〕62号、民发〔2020〕125号",
        ),
    )
}

# Whose cases only named handlers see (policy §14.4).
OF_CHILDREN = tuple(code for code, programme in CATALOGUE.items() if programme.of_children)


def get_programme(code: str) -> Programme:
    """The programme of this code; NoSuchProgramme otherwise."""
    if code not in CATALOGUE:
        raise NoSuchProgramme
    return CATALOGUE[code]
