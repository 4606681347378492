"""What is on offer: one entry a programme; an explicit list, in the order shown."""

from backend.programmes.programme import Material, PhotoKind, Programme
from backend.refusals import NotFound


class NoSuchProgramme(NotFound):
    """No programme of that code."""

    sentence = "没有这项待遇，请从列表里选择。"


CATALOGUE: dict[str, Programme] = {
    programme.code: programme
    for programme in (
        Programme(
            code="old_age_allowance",
            title="高龄津贴",
            about="年满80周岁、户籍在本县的老人，每月可以领取高龄津贴。标准随年龄段提高。",
            open_for_application=True,
            materials=(
                Material(PhotoKind.IDENTITY_CARD, "身份证照片"),
                Material(PhotoKind.HOUSEHOLD_BOOKLET, "户口簿照片"),
                Material(PhotoKind.PORTRAIT, "本人近照"),
            ),
            posting_days=7,
            statutory_workdays=30,
            source="各地高龄津贴办法；办理时限和公示天数由县里设定",
        ),
        Programme(
            code="rural_dibao",
            title="农村最低生活保障",
            about="共同生活的家庭成员人均收入低于当地农村低保标准、财产符合规定的农村家庭，可以申请低保。",
            open_for_application=False,
            materials=(
                Material(PhotoKind.IDENTITY_CARD, "身份证照片"),
                Material(PhotoKind.HOUSEHOLD_BOOKLET, "户口簿照片"),
            ),
            posting_days=7,
            statutory_workdays=30,
            source="《最低生活保障审核确认办法》（民发〔2021〕57号）",
        ),
    )
}


def get_programme(code: str) -> Programme:
    """The programme of this code; NoSuchProgramme otherwise."""
    if code not in CATALOGUE:
        raise NoSuchProgramme
    return CATALOGUE[code]
