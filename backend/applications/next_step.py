"""Next step: who acts on a case now, and what comes next, as told to the person, their cadre and staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend import clock, eligibility
from backend.applications.appeal import APPEAL, appeal_in
from backend.applications.application import Application, State
from backend.applications.delegation import township_confirms, was_delegated
from backend.applications.going_on import next_after
from backend.applications.hearing_out import waits_for_word
from backend.applications.reasons import reasons_for
from backend.applications.story import Happened
from backend.journal import Deed
from backend.programmes import get_programme


@dataclass(frozen=True)
class Next:
    """`township_may_decide`: no word of it names the county."""

    who_acts: str
    for_people: str
    for_officers: str
    township_may_decide: bool


# State: who acts, and the next step as told to the person and their cadre.
_NEXT: dict[State, tuple[str, str]] = {
    State.DRAFT: ("您", "把材料拍齐，检查后点「提交」。"),
    State.SUBMITTED: ("乡镇民政所", "乡镇检查材料，齐全就受理；缺什么会一次告诉您。"),
    State.RETURNED: ("您", "按清单补好材料，再点「提交」。"),
    State.ACCEPTED: ("乡镇民政所", "乡镇核实后，在村里公示。"),
    State.POSTED: ("村里和乡镇", "公示期间没有异议，就送县里审核。您不用做什么。"),
    State.OBJECTED: ("乡镇民政所", "有人提出了异议，乡镇会核实，核实完会告诉您。"),
    State.COUNTY_REVIEW: ("县民政局", "县里审核确认后就会告诉您结果。"),
    State.CONFIRMED: ("县民政局", "从批准的月份起按月发放，请留意到账。"),
    State.REFUSED: ("您", APPEAL),
    State.NOT_ACCEPTED: ("您", "这件申请没有受理，理由写在告知书里。" + APPEAL),
    State.TERMINATED: ("您", "这件申请停办了，理由写在告知书里。愿意配合核实的，可以重新申请。" + APPEAL),
    State.PASSED_ON: ("对方民政部门", "这件申请归户口所在地办，已连同材料转过去，不用重新交材料。"),
    State.WITHDRAWN: ("您", "这件申请已撤回。需要时可以重新申请。"),
}
_NEXT_FOR_OFFICERS: dict[State, str] = {
    State.DRAFT: "申请人还在准备材料。",
    State.SUBMITTED: "检查材料：受理、一次性告知补正，或不予受理。",
    State.RETURNED: "等申请人补材料；上门的期限过了还没有补、又不配合的，可以终止办理。",
    State.ACCEPTED: "核实情况；规定要入户的，先入户调查、提出初审意见。然后张榜公示。",
    State.POSTED: "等公示期满；有异议请登记。",
    State.OBJECTED: "核实异议并答复：规定要入户的，先重新调查或者评议、重新提出初审意见。",
    State.COUNTY_REVIEW: "县级审核确认。",
    State.CONFIRMED: "已确认，进入按月发放。",
    State.REFUSED: "已办结。",
    State.NOT_ACCEPTED: "不予受理，已办结。",
    State.TERMINATED: "已终止办理。",
    State.PASSED_ON: "已转外县：下载转办函和材料寄送，对方签收以后登记。",
    State.WITHDRAWN: "已撤回，不用再办。",
}
# Where the county has delegated the confirmation (下放).
_DELEGATED: dict[State, tuple[str, str, str]] = {
    State.POSTED: ("村里和乡镇", "公示期间没有异议，就由乡镇审核确认。您不用做什么。", "等公示期满；有异议请登记。"),
    State.COUNTY_REVIEW: (
        "乡镇", "乡镇审核确认后就会告诉您结果。",
        "审核确认权已下放：乡镇负责人审核确认；被县里抽中的、有近亲属的，由县里先入户。",
    ),
}  # fmt: skip


# Given once: a small sum is decided at the township, so that no word promises whose decision it will be.
_ONCE: dict[State, tuple[str, str, str]] = {
    State.POSTED: (
        "村里和乡镇", "公示期间没有异议，就定救助金额。您不用做什么。", "等公示期满；有异议请登记。"
    ),
    State.COUNTY_REVIEW: (
        "乡镇或县民政局", "审批以后马上告诉您，钱发到账户。",
        "定救助金额：小额的由乡镇负责人审批，以上的由县里审批。",
    ),
    State.CONFIRMED: ("乡镇或县民政局", "一次性发放，请留意到账。", "已审批，一次性发放。"),
}  # fmt: skip
_ONCE_UNPOSTED = ("乡镇民政所", "乡镇核实以后就定救助金额。", "核实情况，提出初审意见，再定救助金额。")
_URGENT_DRAFT = ("您", "马上点「提交」，先救助；有材料就拍，没有的以后补。", "申请人还在准备材料。")
_URGENT = ("乡镇民政所", "乡镇马上核实，先救助；缺的材料可以以后补。", "急难救助：马上核实受理，材料可以后补。")
_PAPERS_FOLLOW = ("您", "救助已经批准，钱会发到账户。还缺的手续请在期限以前补上。", "等申请人补齐手续。")
_BRINGS_UP = (Deed.ADVISED_AGAINST, Deed.NOTICE_ENDED, Deed.PASSED_UNPOSTED, Deed.APPLICATION_SENT_BACK)
_DENIED = (
    "乡镇民政所", "本人说没有委托别人来办。乡镇先向本人问清楚要不要办，问清以前不公示，也不作决定。",
    "本人说没有委托：先向本人问清要不要办，登记下来，再往下办。",
)  # fmt: skip
_ADVISED = (
    "乡镇认为不符合规定，建议不予通过，由{}决定，现在还没有定。您有不同看法或者证明的，请告诉乡镇；决定以后会给您告知书。",
    "乡镇建议不予通过：同意的不予通过，不同意的退回再核实。",
)  # fmt: skip
# Who would lose by silence is told so before (民发〔2021〕57号 art. 29).
_MAY_END = "有困难请告诉村干部，上门帮您补；一直不补又没有原因的，乡镇可以终止办理。"
_GOES_ON = "也可以不重新交材料，接着申请后面的救助或认定。"


async def next_of(case: Application, happened: Sequence[Happened]) -> Next:
    """As usual, but for programmes that are urgent, given once, never posted, or pay nothing, and what is delegated;
    for a person who denied the mandate, and one who knows since when a no may be appealed.
    """
    once = _given_once(case)
    who, for_people = _NEXT[case.state]
    for_officers = _NEXT_FOR_OFFICERS[case.state]
    if case.state in (State.DRAFT, State.SUBMITTED) and get_programme(case.programme).urgent:
        who, for_people, for_officers = _URGENT if case.state is State.SUBMITTED else _URGENT_DRAFT
    elif once:
        who, for_people, for_officers = _once(case, (who, for_people, for_officers))
    elif case.state in _DELEGATED and await township_confirms(case):
        who, for_people, for_officers = _DELEGATED[case.state]
    else:
        for_people, for_officers = _unposted_or_unpaid(case, for_people, for_officers)
    if case.state is State.COUNTY_REVIEW and _is_advised_against(happened):
        for_people, for_officers = _ADVISED[0].format(who), _ADVISED[1]
    if waits_for_word(case, happened):
        who, for_people, for_officers = _DENIED
    if case.state is State.RETURNED and reasons_for(case.programme, State.TERMINATED):
        for_people += _MAY_END
    if case.state is State.PASSED_ON:
        for_people = _passed_on(happened) or for_people
    if case.state.is_a_no:
        appeal = appeal_in(happened)
        for_people = for_people.replace(APPEAL, appeal.sentence) if appeal else for_people
        for_people += _GOES_ON if next_after(case.programme) else ""
    return Next(who, for_people, for_officers, once or await was_delegated(case))


def _is_advised_against(happened: Sequence[Happened]) -> bool:
    """The last that brought it before who decides was the township's no."""
    brought = [each.deed for each in happened if each.deed in _BRINGS_UP]
    return bool(brought) and brought[-1] == Deed.ADVISED_AGAINST


def _passed_on(happened: Sequence[Happened]) -> str:
    """Who has it now, since when, and from when the clock runs; blank where nothing tells."""
    told = {entry.deed: entry for entry in happened}
    gone, received = told.get(Deed.CASE_PASSED_ON.value), told.get(Deed.HANDOVER_RECEIVED.value)
    if gone is None:
        return ""
    on, office = clock.in_county_time(gone.at), (gone.facts or {}).get("office", "")
    there = f"对方{_day((received.facts or {})['received_on'])}已经收到。" if received else ""
    return (
        f"这件申请归{office}办，{on.month}月{on.day}日已连同材料转过去，不用重新交材料。{there}"
        "办理期限从那边受理那天起算，进度请问那边。"
    )


def _day(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:10])}日"


def _given_once(case: Application) -> bool:
    return eligibility.procedure(case.programme, clock.today()).first_month.rule is eligibility.FirstMonth.ONCE


def _once(case: Application, usual: tuple[str, str, str]) -> tuple[str, str, str]:
    if case.papers_follow:
        return _PAPERS_FOLLOW
    if case.state is State.ACCEPTED and _is_unposted(case):
        return _ONCE_UNPOSTED
    return _ONCE.get(case.state, usual)


def _is_unposted(case: Application) -> bool:
    return eligibility.procedure(case.programme, clock.today()).step("posting") is None


def _unposted_or_unpaid(case: Application, for_people: str, for_officers: str) -> tuple[str, str]:
    known = eligibility.procedure(case.programme, clock.today())
    if case.state is State.ACCEPTED and _is_unposted(case):
        return "乡镇核实后，送县里审核。", "核实情况，提出初审意见，再送县里审核。"
    if case.state is State.CONFIRMED and known.first_month.rule is eligibility.FirstMonth.NONE:
        return "已经认定，可以享受哪些帮助，请问村干部或乡镇。", "已认定。"
    return for_people, for_officers
