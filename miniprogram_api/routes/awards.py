"""What a person receives, in everyday words: how much from when, and why it changed."""

from datetime import date
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from backend import clock, entitlements
from backend.entitlements import Award, NoCareAgreement, NoSuchAward, OwedLine, month_of
from backend.money import short_yuan
from backend.residents import Resident
from miniprogram_api.answering import PAPER, paper_answer
from miniprogram_api.asking import AsResident
from miniprogram_api.page import Page
from miniprogram_api.route import room

router = room("entitlements")


class Months(BaseModel):
    """Months on end with the same amount."""

    first: date = Field(title="从哪个月起（当月1日）")
    last: date = Field(title="到哪个月（当月1日）")
    amount_fen: int | None = Field(title="每月应发（分）；县里还没有定标准的月份是空的")
    words: str = Field(title="一句话说明")
    basis: str = Field(title="依据，没有就是空的")


class Received(BaseModel):
    """One benefit of the person."""

    id: UUID
    person_name: str = Field(title="谁的待遇")
    own: bool = Field(title="是不是本人的；不是的，是由您监护、照看的人的")
    programme_title: str = Field(title="待遇名称")
    state_title: str = Field(title="这个月的状态")
    paid_by_others: bool = Field(title="是不是由别的部门发放")
    recheck_due_on: date | None = Field(title="下次复核的日期，没有就是空的")
    certified_on: date | None = Field(title="上次生存认证的日期，没有就是空的")
    certification_due_on: date | None = Field(
        title="下次生存认证最晚哪天做；过了还没做的暂不发放，做了补发；不用做的是空的"
    )
    care_agreement: str = Field(title="养育、照料协议签到哪一步，不用签的是空的")
    months: list[Months] = Field(title="每月应发，最近的在前")


@router.get("/awards", summary="我的待遇")
async def awards(asker: AsResident) -> Page[Received]:
    """What one receives or received, then what the children at home and one's wards do, with the months of each."""
    heard = await entitlements.awards_heard_by(asker.resident)
    return Page[Received](items=[await _shown(each, whose, asker.resident) for each, whose in heard])


@router.get(
    "/awards/{award_id}/care-agreement", summary="养育、照料协议（PDF）", response_class=Response, responses=PAPER
)
async def care_agreement(award_id: UUID, asker: AsResident) -> Response:
    """The paper to be signed, or as it was signed; NoSuchAward to who does not hear of the award."""
    heard = await entitlements.awards_heard_by(asker.resident)
    award = next((each for each, _ in heard if each.id == award_id), None)
    if award is None:
        raise NoSuchAward
    return paper_answer(await entitlements.print_care_agreement(award))


async def _shown(award: Award, resident: Resident, asker: Resident) -> Received:
    standing = entitlements.standing_of(await entitlements.facts_of(award))
    lines = [] if award.read_only else await entitlements.lines_of(award, resident)
    return Received(
        id=award.id, person_name=resident.name, own=resident.id == asker.id,
        care_agreement=await _care_words(award),
        programme_title=entitlements.get_benefit(award.programme).title,
        state_title=standing.status(month_of(clock.today())).shown,
        paid_by_others=award.read_only,
        recheck_due_on=None if award.stopped_from else entitlements.recheck_due(award, clock.today()),
        certified_on=award.certified_on,
        certification_due_on=None if award.stopped_from else award.certification_due_on,
        months=[
            Months(
                first=each.first, last=each.last, amount_fen=each.fen, words=_in_words(each), basis=each.basis
            ) for each in reversed(lines)
        ],
    )  # fmt: skip


async def _care_words(award: Award) -> str:
    """「养育协议：王秀英3月5日已签，等县民政局签。」"""
    try:
        agreed = entitlements.agreed_of(award)
    except NoCareAgreement:
        return ""
    agreement = await entitlements.care_agreement_of(award)
    if agreement is None:
        wanted = agreed.asked_for and award.stopped_from is None
        return f"{agreed.title}还没有签，请{agreed.carer}带身份证到乡镇民政窗口签；签以前钱照发。" if wanted else ""
    signed = f"{agreed.title}：{agreement.carer_name}{_day(agreement.carer_signed_on)}已签"
    organ = agreement.organ_signed_on
    return f"{signed}，{agreed.organ}{_day(organ)}已签。" if organ else f"{signed}，等{agreed.organ}签。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _in_words(line: OwedLine) -> str:
    """「2026年4月至6月每月300元，按月核定的金额：家庭收入或者财产有变化」."""
    first = f"{line.first.year}年{line.first.month}月"
    same_year = line.last.year == line.first.year
    last = f"{line.last.month}月" if same_year else f"{line.last.year}年{line.last.month}月"
    one = line.first == line.last
    amount = f"{'' if one else '每月'}{short_yuan(line.fen)}元" if line.fen else ("不发" if line.fen == 0 else "")
    months = first if one else f"{first}至{last}"
    why = f"：{line.reason}" if line.reason else ""
    return f"{months}{amount}，{line.words}{why}。"
