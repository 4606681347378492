"""What the county pays each month, by name: also programmes that are not applied for here but run on."""

from dataclasses import dataclass

from backend.entitlements.funeral_aid import FUNERAL
from backend.programmes import NoSuchProgramme


@dataclass(frozen=True)
class Benefit:
    """`letters` name it in batch numbers, which must be ASCII for the bank.

    `paid_elsewhere`: another office pays it, and here it only counts beside other benefits (policy §13.3).
    """

    code: str
    title: str
    letters: str
    paid_elsewhere: bool = False


_BENEFITS = {
    benefit.code: benefit
    for benefit in (
        Benefit("old_age_allowance", "高龄津贴", "GL"),
        Benefit("rural_dibao", "农村低保", "ND"),
        Benefit("urban_dibao", "城市低保", "CD"),
        Benefit("tekun", "特困供养", "TK"),
        Benefit(FUNERAL, "特困人员丧葬费用", "TS"),
        Benefit("disability_living", "困难残疾人生活补贴", "CS"),
        Benefit("disability_care", "重度残疾人护理补贴", "CH"),
        Benefit("orphan", "孤儿基本生活费", "GE"),
        Benefit("unsupported_child", "事实无人抚养儿童基本生活补贴", "SW"),
        Benefit("temporary_emergency", "临时救助（急难型）", "LJ"),
        Benefit("temporary_expenditure", "临时救助（支出型）", "LZ"),
        Benefit("youfu", "优抚补助", "YF", paid_elsewhere=True),  # by the veterans' office, since 2018
        Benefit("old_party_member", "老党员生活补助", "LD", paid_elsewhere=True),  # by the organisation department
    )
}


def get_benefit(programme: str) -> Benefit:
    """The benefit of this code; NoSuchProgramme otherwise."""
    if programme not in _BENEFITS:
        raise NoSuchProgramme
    return _BENEFITS[programme]


def benefits() -> list[Benefit]:
    """All that are paid here, in the order of the catalogue."""
    return [benefit for benefit in _BENEFITS.values() if not benefit.paid_elsewhere]
