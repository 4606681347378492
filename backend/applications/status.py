"""Status: where a case stands, how it got there, who acts next and by when, in everyday Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from backend.applications.acting import must_speak_for
from backend.applications.application import Application, State
from backend.applications.decision import NOES, DecisionKind
from backend.applications.gathering import PAPER_TITLES, Missing, missing
from backend.applications.next_step import Next, next_of
from backend.applications.reasons import REFUSAL_REASONS
from backend.applications.story import Happened, Said, Story, story_of
from backend.applications.transitions import TRANSITIONS, Move
from backend.applications.withdrawing import must_be_their_wish
from backend.applications.wrong_state import hand_of
from backend.journal import Deed, Signature
from backend.programmes import PhotoKind
from backend.refusals import NotAllowed, NotNow


class Audience(StrEnum):
    """Who reads; `next_step` is said to them."""

    RESIDENT = "resident"
    CADRE = "cadre"
    OFFICER = "officer"


@dataclass(frozen=True)
class Step:
    """Something that happened, and what was said with it."""

    at: datetime
    title: str
    by_title: str
    note: str


@dataclass(frozen=True)
class Status:
    """`due_on` is the present step's due date, or the decision's where the step has none; county dates.

    `due_provisional`: the calendar of that year is not published yet.
    """

    state: State
    state_title: str
    history: list[Step]
    next_step: str
    who_acts: str
    due_on: date | None
    due_provisional: bool
    can_withdraw: bool
    missing: list[Missing]


_STEP_TITLES = {
    Deed.APPLICATION_STARTED: "开始填写申请",
    Deed.MANDATE_GIVEN: "交了委托书",
    Deed.MANDATE_REVOKED: "撤销了委托",
    Deed.MANDATE_ENDED: "登记了去世，委托终止",
    Deed.MANDATE_REVIVED: "去世登记有误，委托仍然有效",
    Deed.MANDATE_CONFIRMED: "本人确认了委托",
    Deed.MANDATE_DENIED: "本人说没有委托",
    Deed.PRINCIPAL_HEARD_OUT: "工作人员问清了本人的意愿",
    Deed.APPLICATION_SUBMITTED: "提交申请",
    Deed.APPLICATION_ACCEPTED: "乡镇受理",
    Deed.APPLICATION_RETURNED: "一次性告知需要补的材料",
    Deed.APPLICATION_REFUSED: "不予通过",
    Deed.APPLICATION_TURNED_AWAY: "不予受理",
    Deed.APPLICATION_TERMINATED: "终止办理",
    Deed.NON_COOPERATION_NOTED: "工作人员登记：没有配合核实",
    Deed.APPLICATION_WITHDRAWN: "撤回申请",
    Deed.APPLICATION_CONFIRMED: "县民政局审核通过",
    Deed.HOUSEHOLD_VISITED: "入户调查",
    Deed.CARD_CHECKED: "残联核对了残疾人证",
    Deed.DELIBERATED: "村里评议",
    Deed.PAPERS_AWAITED: "先行救助，手续后补",
    Deed.PAPERS_COMPLETED: "手续补齐",
    Deed.OBLIGOR_NAMED: "登记了一位法定义务人",
    Deed.OBLIGOR_STRUCK: "划去了一位法定义务人",
    Deed.PAPER_PROMISED: "用承诺代替一份材料",
    Deed.APPLICATION_FORWARDED: "转到应当受理的乡镇",
    Deed.CASE_PASSED_ON: "转到外县的民政部门",
    Deed.HANDOVER_RECEIVED: "对方已经收到",
    Deed.PASSED_UNPOSTED: "送县里审核",
    Deed.ADVISED_AGAINST: "乡镇建议不予通过，由县里决定",
    Deed.APPLICATION_SENT_BACK: "县里请乡镇再核实",
    Deed.RECOGNISED: "县民政局认定",
    Deed.EXTENSION_APPROVED: "办理时限延长",
    Deed.DUE_MOVED: "办结期限按规定调整",
    Deed.CHECK_DISCREPANCY_FOUND: "信息核对有要说明的情况",
    Deed.CHECK_EXPLAINED: "说明了核对的情况",
    Deed.FIRST_OPINION_GIVEN: "乡镇提出初审意见",
    Deed.NOTICE_POSTED: "在村里公示",
    Deed.NOTICE_ENDED: "公示结束，送县里审核",
    Deed.OBJECTION_RAISED: "有人提出异议，正在核实",
    Deed.OBJECTION_ANSWERED: "异议已答复",
    Deed.DECISION_AMENDED: "原来的决定已更正",
    Deed.LETTER_DRAWN_UP: "告知书已出具",
    Deed.LETTER_DELIVERED: "告知书已送达",
}
# What the township may decide itself has no step that names the county.
_TITLES_AT_THE_TOWNSHIP = {
    Deed.APPLICATION_CONFIRMED: "审批通过",
    Deed.PASSED_UNPOSTED: "送审批",
    Deed.ADVISED_AGAINST: "经办建议不予通过，送审批",
    Deed.NOTICE_ENDED: "公示结束，送审批",
}


async def status_of(
    application: Application, *, audience: Audience, by: Signature | None = None, story: Story | None = None
) -> Status:
    """Everything one asks about a case; whether the audience may see it was asked before.

    `by`: who reads, None for the person themselves. `story` saves fetching it a second time.
    """
    story = story or await story_of(application.id)
    said = _said_with(application, story.said)
    nexts = await next_of(application, story.happened)
    open_to_papers = application.state in TRANSITIONS[Move.SUBMIT].allowed
    return Status(
        state=application.state,
        state_title=application.state.shown,
        history=_history(nexts, story.happened, said),
        next_step=nexts.for_officers if audience == Audience.OFFICER else nexts.for_people,
        who_acts=_named(nexts.who_acts, audience),
        due_on=application.told_due_on,
        due_provisional=bool(application.provisional),
        can_withdraw=application.state.is_running and await _may_withdraw(application, audience, by),
        missing=await missing(application) if open_to_papers or application.papers_follow else [],
    )


async def _may_withdraw(application: Application, audience: Audience, by: Signature | None) -> bool:
    """As `withdraw` lets: the person, who began the draft, or who speaks for the person today."""
    if audience == Audience.OFFICER:
        return False
    if by is None:
        return audience == Audience.RESIDENT
    if application.state is State.DRAFT and application.started_by == by:
        return True
    try:
        await must_speak_for(application, by)
        await must_be_their_wish(application, by)
    except (NotAllowed, NotNow):
        return False
    return True


def _named(who: str, audience: Audience) -> str:
    return "申请人" if who == "您" and audience != Audience.RESIDENT else who


def _history(nexts: Next, entries: Sequence[Happened], said: dict[str, list[str]]) -> list[Step]:
    """Each decision's words are told with the deed that it was written with, in order."""
    steps = []
    titles = {**_STEP_TITLES, **(_TITLES_AT_THE_TOWNSHIP if nexts.township_may_decide else {})}
    for entry in entries:
        title = titles.get(Deed(entry.deed))
        if title is not None:
            words = said.get(entry.deed, [])
            steps.append(
                Step(entry.at, title, hand_of(entry.deed, entry.by_kind, own=entry.own), words.pop(0) if words else "")
            )
    return steps


_DEED_OF = {
    DecisionKind.ACCEPTED: Deed.APPLICATION_ACCEPTED,
    DecisionKind.RETURNED: Deed.APPLICATION_RETURNED,
    DecisionKind.REFUSED: Deed.APPLICATION_REFUSED,
    DecisionKind.NOT_ACCEPTED: Deed.APPLICATION_TURNED_AWAY,
    DecisionKind.TERMINATED: Deed.APPLICATION_TERMINATED,
    DecisionKind.CONFIRMED: Deed.APPLICATION_CONFIRMED,
    DecisionKind.ADVISED: Deed.ADVISED_AGAINST,
    DecisionKind.SENT_BACK: Deed.APPLICATION_SENT_BACK,
    DecisionKind.AMENDED: Deed.DECISION_AMENDED,
}


_WITH_REASONS = {each.value for each in (*NOES, DecisionKind.ADVISED, DecisionKind.AMENDED)}


def _said_with(application: Application, decisions: Sequence[Said]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for decision in decisions:
        deed = _DEED_OF[DecisionKind(decision.kind)].value
        said.setdefault(deed, []).append(_words(application, decision))
    return said


def _words(application: Application, decision: Said) -> str:
    """Papers or reasons spelled out, then the officer's note."""
    reasons: list[Any] = decision.reasons
    parts: list[str] = []
    if decision.kind == DecisionKind.RETURNED.value and reasons:
        parts.append("需要补：" + "、".join(PAPER_TITLES[PhotoKind(kind)] for kind in reasons) + "。")
    if decision.kind in _WITH_REASONS:
        known = REFUSAL_REASONS[application.programme]
        parts += [f"{known[code].sentence}（依据：{known[code].article}）" for code in reasons]
    if decision.note:
        parts.append(decision.note)
    return "".join(parts)
