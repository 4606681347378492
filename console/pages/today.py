"""Today: what waits for this officer, line by line, each with the room where it is done."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backend import (
    applications,
    campaigns,
    entitlements,
    errands,
    evidence,
    fieldwork,
    inquiries,
    letters,
    messages,
    rate_changes,
    recoveries,
    relays,
    rosters,
)
from backend.applications import Due, State
from backend.entitlements import Which
from backend.places import villages_of
from backend.staff import Officer, Power, has_power
from console.asking import OfficerAsking
from console.rendering import page

router = APIRouter(prefix="/today")

_BATCHES_AT_MOST = 100  # as `inquiries.replies_owed` gives them
_AWARDS = {
    Which.WAITING: "待遇变动等确认", Which.UNCERTIFIED: "生存认证已过期，还没有认证",
    Which.RECHECK_DUE: "待遇复核到期", Which.CARD_EXPIRED: "残疾证过期，还没有暂停",
    Which.FUNERAL_OPEN: "特困人员去世，丧葬费用还没有办", Which.AGREEMENT_ENDING: "代领协议快到期或已到期",
    Which.CARE_AGREEMENT_MISSING: "养育协议还没有签好",
}  # fmt: skip
# A step of a case, late or not, by whose turn it is.
_STEPS = {
    State.SUBMITTED: "办件等受理", State.ACCEPTED: "办件等核实、公示或者送审", State.OBJECTED: "有异议的办件等答复",
    State.COUNTY_REVIEW: "办件等县里审核",
}  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """One line: so many of something, where they are seen to, and whether they are late."""

    title: str
    number: int
    address: str
    late: bool = False
    or_more: bool = False  #: counted as far as a list goes

    @property
    def shown(self) -> str:
        """「100 件以上」 where a list ends before the things do."""
        return f"{self.number} 件{'以上' if self.or_more else ''}"


@router.get("")
async def today(request: Request, officer: OfficerAsking) -> HTMLResponse:
    """What is late first; what has nothing waiting is left out."""
    parts = (_cases, _proposed, _asked, _at_the_door, _told)
    lines = [each for part in parts for each in await part(officer)]
    waiting = sorted((each for each in lines if each.number), key=lambda each: not each.late)
    return page(request, "today.html", waiting=waiting)


async def _cases(officer: Officer) -> list[Waiting]:
    if not has_power(officer, Power.SEE_CASES):
        return []
    counts = await applications.counts_by_due(officer)
    turn = [
        Waiting(_STEPS[state], number, f"/cases?state={state.value}")
        for state, number in (await applications.counts_of_turn(officer)).items()
    ]
    steps = [
        Waiting(f"办件{each.shown}", counts[each], f"/cases?due={each.value}", late=each is not Due.CLOSE)
        for each in Due
    ]
    denied = await applications.denials_open(officer)
    denied_at = f"/cases/{denied[0][0]}" if denied else "/cases"  # one after the other
    amended = await entitlements.amendments_waiting(officer)
    amended_at = f"/cases/{amended[0]}#amendment" if amended else "/cases"
    for_township, township_late = await applications.wait_for_township(officer)
    awards = await entitlements.counts_of_awards(officer, *_AWARDS)
    return [
        *steps,
        *turn,
        Waiting("本人说没有委托，要先问清本人", len(denied), denied_at, late=True),
        Waiting("等乡镇审核确认的低保、特困已超期", township_late, "/cases?state=county_review", late=True),
        Waiting("等乡镇审核确认的低保、特困", for_township - township_late, "/cases?state=county_review"),
        Waiting("更正决定等您决定", len(amended), amended_at),
        *(
            Waiting(title, awards[each], f"/awards?which={each.value}", late=each is Which.CARD_EXPIRED)
            for each, title in _AWARDS.items()
        ),
    ]


async def _proposed(officer: Officer) -> list[Waiting]:
    """What a colleague proposed and this officer may let hold."""
    lines = []
    if has_power(officer, Power.APPROVE_EXTENSION):
        cases = await applications.extensions_waiting(officer)
        lines.append(Waiting("延长办理时限等您批准", len(cases), f"/cases/{cases[0]}" if cases else "/cases"))
    if has_power(officer, Power.APPROVE_WRITE_OFF):
        lines.append(Waiting("多发核销等您审批", await recoveries.write_offs_waiting(officer), "/recoveries"))
    if has_power(officer, Power.CONFIRM_RATE):
        lines.append(Waiting("标准调整等您确认", await rate_changes.changes_waiting(officer), "/parameters"))
    if has_power(officer, Power.CONFIRM_ROSTER):
        lines.append(Waiting("花名册等您确认导入", await rosters.rosters_waiting(officer), "/rosters"))
    return lines


async def _asked(officer: Officer) -> list[Waiting]:
    """Of other offices: the departments asked about people, and counties with whom an application is shared."""
    lines = []
    if has_power(officer, Power.INVESTIGATE):
        reports = await applications.count_reports(officer)
        lines += [
            Waiting("实名举报超期没有答复到人", reports.overdue, "/complaints", late=True),
            Waiting("实名举报快到答复期限", reports.close, "/complaints"),
            Waiting("实名举报等答复", reports.in_time, "/complaints"),
        ]
    if has_power(officer, Power.SEE_CASES):
        on_their_way = await relays.relays_open(officer)
        lines += [
            Waiting("跨省通办超期", on_their_way["late"], "/relays", late=True),
            Waiting("外省转来的申请还没有建立办件", on_their_way["without_case"], "/relays"),
            Waiting("跨省通办在办", on_their_way["in_time"], "/relays"),
        ]
    if has_power(officer, Power.RUN_CHECKS):
        owed = await inquiries.replies_owed(officer)
        people, _ = await inquiries.waiting_to_be_asked(officer)
        lines += [
            Waiting(
                "部门核对回复超期",
                sum(each.late for each in owed),
                "/checks",
                late=True,
                or_more=len(owed) == _BATCHES_AT_MOST,
            ),
            Waiting("等着提请部门核对的人", people, "/checks"),
        ]
    return lines


async def _at_the_door(officer: Officer) -> list[Waiting]:
    if not has_power(officer, Power.SEE_CASES):
        return []
    villages = [village.code for village in await villages_of(officer.scope)]
    late = await errands.late_by_village(villages, children=has_power(officer, Power.HANDLE_CHILDREN))
    in_time, overdue = await letters.letters_waiting(officer)
    died = await errands.deaths_reported(officer)
    doubts = await evidence.how_many_doubts(officer)
    given_up = await fieldwork.how_many_given_up(officer)
    return [
        Waiting("村干部上门得知去世、还没有登记", died, "/errands/finished?outcome=died", late=True),
        Waiting("上门任务超期", sum(each.late for each in late), "/errands", late=True),
        Waiting("孩子的事要经办人员自己办（不派村干部）", await errands.children_waiting(officer), "/errands"),
        Waiting("村干部离线办的没有传全、已不再等", given_up, "/errands/given-up", late=True),
        Waiting("告知书超期没有送达", overdue, "/letters", late=True),
        Waiting("告知书等送达", in_time, "/letters"),
        Waiting("照片疑点：同一张照片用在两个人身上", doubts, "/photos/doubts"),
    ]


async def _told(officer: Officer) -> list[Waiting]:
    if not has_power(officer, Power.SEE_CASES):
        return []
    lines = [
        Waiting("乡亲来信没有答复", await messages.unanswered(officer), "/messages/inbox"),
        Waiting("错过的定时任务等您定", await messages.duties_asked(officer), "/messages/operations", late=True),
    ]
    if has_power(officer, Power.APPROVE_CAMPAIGN):
        lines.append(Waiting("群发等批准", await campaigns.waiting_for_approval(officer), "/campaigns"))
    return lines
