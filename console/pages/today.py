"""Today: what waits for this officer, line by line, each with the room where it is done."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backend import applications, campaigns, entitlements, errands, inquiries, letters, messages, relays
from backend.applications import Due
from backend.campaigns import CampaignState
from backend.entitlements import Which
from backend.places import villages_of
from backend.staff import Officer, Power, has_power
from console.asking import OfficerAsking
from console.rendering import page

router = APIRouter(prefix="/today")

_A_PAGE = 50  # as the rooms give lists: of more there is only said that there are more


@dataclass(frozen=True)
class Waiting:
    """One line: so many of something, where they are seen to, and whether they are late."""

    title: str
    number: int
    address: str
    late: bool = False

    @property
    def shown(self) -> str:
        """「50 件以上」 where a list ends before the things do."""
        return f"{self.number} 件以上" if self.number == _A_PAGE else f"{self.number} 件"


@router.get("")
async def today(request: Request, officer: OfficerAsking) -> HTMLResponse:
    """What is late first; what has nothing waiting is left out."""
    lines = [*await _cases(officer), *await _asked(officer), *await _at_the_door(officer), *await _told(officer)]
    waiting = sorted((each for each in lines if each.number), key=lambda each: not each.late)
    return page(request, "today.html", waiting=waiting)


async def _cases(officer: Officer) -> list[Waiting]:
    if not has_power(officer, Power.SEE_CASES):
        return []
    counts = await applications.counts_by_due(officer)
    steps = [
        Waiting(f"办件{each.shown}", counts[each], f"/cases?due={each.value}", late=each is not Due.CLOSE)
        for each in Due
    ]
    denied = await applications.denials_open(officer)
    denied_at = f"/cases/{denied[0][0]}" if denied else "/cases"  # one after the other
    amended = await entitlements.amendments_waiting(officer)
    amended_at = f"/cases/{amended[0]}#amendment" if amended else "/cases"
    waiting = await entitlements.awards_for(officer, Which.WAITING)
    due = await entitlements.awards_for(officer, Which.RECHECK_DUE)
    ending = await entitlements.awards_for(officer, Which.AGREEMENT_ENDING)
    for_township = await applications.wait_for_township(officer)
    expired = await entitlements.awards_for(officer, Which.CARD_EXPIRED)
    funerals = await entitlements.awards_for(officer, Which.FUNERAL_OPEN)
    return [
        *steps,
        Waiting("本人说没有委托，要先问清本人", len(denied), denied_at, late=True),
        Waiting("等乡镇审核确认的低保、特困", for_township, "/cases?state=county_review"),
        Waiting("更正决定等您决定", len(amended), amended_at),
        Waiting("待遇变动等确认", len(waiting), "/awards?which=waiting"),
        Waiting("待遇复核到期", len(due), "/awards?which=recheck_due"),
        Waiting("残疾证过期，等您暂停", len(expired), "/awards?which=card_expired", late=True),
        Waiting("特困人员去世，丧葬费用还没有办", len(funerals), "/awards?which=funeral_open"),
        Waiting("代领协议快到期或已到期", len(ending), "/awards?which=agreement_ending"),
    ]


async def _asked(officer: Officer) -> list[Waiting]:
    """Of other offices: the departments asked about people, and counties with whom an application is shared."""
    on_their_way = await relays.open_relays(officer) if has_power(officer, Power.SEE_CASES) else []
    late = sum(each.overdue for each in on_their_way)
    came = sum(each.relay.waits_for_its_case for each in on_their_way)
    lines = [
        Waiting("跨省通办超期", late, "/relays", late=True),
        Waiting("外省转来的申请还没有建立办件", came, "/relays"),
        Waiting("跨省通办在办", len(on_their_way) - late, "/relays"),
    ]
    if has_power(officer, Power.RUN_CHECKS):
        owed = await inquiries.replies_owed(officer)
        people, _ = await inquiries.waiting_to_be_asked(officer)
        lines += [
            Waiting("部门核对回复超期", sum(each.late for each in owed), "/checks", late=True),
            Waiting("等着提请部门核对的人", people, "/checks"),
        ]
    return lines


async def _at_the_door(officer: Officer) -> list[Waiting]:
    if not has_power(officer, Power.SEE_CASES):
        return []
    late = await errands.late_by_village([village.code for village in await villages_of(officer.scope)])
    papers = await letters.undelivered(officer)
    overdue = [each for each in papers if each.overdue]
    return [
        Waiting("上门任务超期", sum(each.late for each in late), "/errands", late=True),
        Waiting("告知书超期没有送达", len(overdue), "/letters", late=True),
        Waiting("告知书等送达", len(papers) - len(overdue), "/letters"),
    ]


async def _told(officer: Officer) -> list[Waiting]:
    if not has_power(officer, Power.SEE_CASES):
        return []
    lines = [
        Waiting("乡亲来信没有答复", await messages.unanswered(officer), "/messages/inbox"),
        Waiting("错过的定时任务等您定", await messages.duties_asked(officer), "/messages/operations", late=True),
    ]
    if has_power(officer, Power.APPROVE_CAMPAIGN):
        proposed = [each for each in await campaigns.campaigns_for(officer) if each.state is CampaignState.PROPOSED]
        lines.append(Waiting("群发等批准", len(proposed), "/campaigns"))
    return lines
