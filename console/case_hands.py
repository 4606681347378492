"""Which officer did what in a case (经办记录), when, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend import applications, postings
from backend.applications import Application, DecisionKind
from backend.staff import Officer
from console.rendering import day, moment, named

_DECISION_TITLES = {
    DecisionKind.ACCEPTED: "受理",
    DecisionKind.RETURNED: "退回补正",
    DecisionKind.NOT_ACCEPTED: "不予受理",
    DecisionKind.REFUSED: "不予通过",
    DecisionKind.TERMINATED: "终止办理",
    DecisionKind.CONFIRMED: "审核确认",
    DecisionKind.ADVISED: "建议不予通过",
    DecisionKind.SENT_BACK: "退回乡镇再核实",
    DecisionKind.AMENDED: "更正决定",
}


@dataclass(frozen=True)
class Hand:
    """One deed; `reasons` with their articles."""

    when: str
    title: str
    officer: str
    reasons: list[str]
    note: str


async def hands_in(
    application: Application, decisions: Sequence[applications.Decision], notice: postings.Posting | None
) -> list[Hand]:
    """Oldest first; the last notice stands where it came between the decisions."""
    handled = [each.officer_id for each in decisions] + ([notice.posted_by] if notice else [])
    officers = {each.id: each for each in await Officer.filter(id__in=handled)}
    known = applications.REFUSAL_REASONS[application.programme]
    hands = [
        Hand(
            moment(each.at),
            _DECISION_TITLES[DecisionKind(each.kind)],
            named(officers.get(each.officer_id)),
            [f"{known[code].sentence}（依据：{known[code].article}）" for code in each.reasons if code in known],
            each.note,
        )
        for each in decisions
    ]
    if notice:
        before = sum(each.id < notice.id for each in decisions)  # ids are in order of time
        hands.insert(before, Hand(day(notice.posted_on), "张榜公示", named(officers.get(notice.posted_by)), [], ""))
    return hands
