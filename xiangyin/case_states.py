"""How a case moves, drawn from the code: docs/case-states.md is exactly this."""

from backend import eligibility, programmes
from backend.applications import TRANSITIONS, Move, State
from backend.clock import today

_TITLES = {
    Move.SUBMIT: "提交", Move.RETURN: "一次性告知补正", Move.ACCEPT: "受理", Move.TURN_AWAY: "不予受理",
    Move.REFUSE: "不予通过", Move.TERMINATE: "不配合核实，终止办理",
    Move.PASS_ON: "归外县办，连同材料转走",
    Move.WITHDRAW: "撤回", Move.POST: "张榜公示", Move.OBJECT: "有人提出异议", Move.PASS_TO_COUNTY: "公示期满送县里",
    Move.PASS_UNPOSTED: "初审同意，不公示的直接送县里", Move.ADVISE: "乡镇建议不予通过，由县里决定",
    Move.SEND_BACK: "县里退回再核实",
    Move.CONFIRM: "审核确认或认定", Move.AMEND_TO_CONFIRMED: "更正决定：予以确认",
    Move.AMEND_TO_REFUSED: "更正决定：撤销确认", Move.REOPEN: "更正决定：重新办理",
}  # fmt: skip


def drawn() -> str:
    """The page as Markdown, with the machine as a Mermaid diagram and what each programme asks of it."""
    return "\n".join([*_HEAD, "```mermaid", "stateDiagram-v2", *_states(), *_arrows(), "```", "", *_programmes(), ""])


_HEAD = [
    "# How a case moves", "",
    "Drawn from `backend/applications/transitions.py`, the catalogue and the rule files by `xiangyin law states`; a",
    "house test keeps it so. Guards that no arrow shows (visit, check, first opinion, sample, kin, two hands) are in",
    "`backend/inquiries/guarding.py` and policy §18.", "",
]  # fmt: skip


def _states() -> list[str]:
    return [f"    {state.value}: {state.shown}" for state in State]


def _arrows() -> list[str]:
    lines = [f"    [*] --> {State.DRAFT.value}"]
    for how, transition in TRANSITIONS.items():
        begins = [state for state in State if state in transition.allowed]
        lines += [f"    {state.value} --> {transition.to.value}: {_TITLES[how]}" for state in begins]
    return lines + [f"    {state.value} --> [*]" for state in State if not state.is_running]


def _programmes() -> list[str]:
    head = ["| programme | visit | first opinion | notice | county decides | in all | extended |"]
    head.append("|---" * 7 + "|")
    return head + [_row(code, each) for code, each in programmes.CATALOGUE.items() if each.open_for_application]


def _row(code: str, programme: programmes.Programme) -> str:
    known = eligibility.procedure(code, today())
    decision = known.step("decision")
    posted = f"{programme.posting_days} days" if known.step("posting") else "never"
    apart = " and the notice" if programme.posting_outside_limit else ""
    cells = [
        f"{programme.title} `{code}`",
        "two or more" if known.step("visit") or known.step("investigation") else "—",
        "on verified facts" if programme.first_opinion else "—",
        posted,
        f"{decision.limit} working days" if decision and decision.limit else "10 working days",
        f"{programme.statutory_workdays} working days{apart}",
        f"{programme.extended_workdays} working days" if programme.extended_workdays else "—",
    ]
    return f"| {' | '.join(cells)} |"
