"""Wishing: what a walk is steered to a little, so that what is promised happens in some walk, whatever the seeds."""

from backend.applications import State
from backend.journal import Deed

Steps = dict[State, tuple[str, ...]]
_BEFORE = (State.SUBMITTED, State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)
_NOES = tuple(each for each in State if each.is_a_no)
_UNDER_WAY = _BEFORE[1:]
_ASKED = ("sign", "ask_registers", "reply")


def _while(states: tuple[State, ...], *steps: str) -> Steps:
    return dict.fromkeys(states, steps)


_LENGTHENED = _while((State.ACCEPTED, State.OBJECTED, State.COUNTY_REVIEW), "extend")
_MANDATED = _while((State.DRAFT, State.RETURNED), "mandate")
#: Where a case stands, what may bring about the deed. None of a confirmed case: it goes straight on.
TOWARDS: dict[Deed, Steps] = {
    Deed.APPLICATION_SENT_BACK: _while((State.COUNTY_REVIEW,), "send_back"),
    Deed.APPLICATION_RETURNED: _while((State.SUBMITTED,), "return_it"),
    Deed.APPLICATION_TURNED_AWAY: _while((State.SUBMITTED,), "refuse"),
    Deed.APPLICATION_REFUSED: _while((State.COUNTY_REVIEW,), "refuse"),
    Deed.APPLICATION_TERMINATED: {
        State.SUBMITTED: ("return_it",),
        State.RETURNED: ("would_not", "refuse"),
        State.ACCEPTED: ("would_not",),
        State.COUNTY_REVIEW: ("refuse",),
    },
    Deed.APPLICATION_FORWARDED: _while((State.SUBMITTED,), "forward"),
    Deed.CASE_PASSED_ON: _while((State.SUBMITTED,), "forward"),
    Deed.APPLICATION_WITHDRAWN: _while(_BEFORE, "withdraw"),
    Deed.APPLICATION_GOES_ON: _while((State.SUBMITTED,), "refuse") | _while(_NOES, "go_on"),
    Deed.DECISION_AMENDED: _while((State.CONFIRMED, *_NOES), "propose_amendment", "decide_amendment"),
    Deed.MANDATE_GIVEN: _MANDATED,
    Deed.MANDATE_DENIED: _while((State.DRAFT, State.RETURNED), "mandate", "hear") | _while(_BEFORE, "hear"),
    Deed.PRINCIPAL_HEARD_OUT: _MANDATED | _while(_UNDER_WAY, "hear", "hear_out"),
    Deed.KIN_CASE_FILED: _while(_BEFORE, "declare_kin"),
    Deed.COMPLAINT_NOTED: _while(_BEFORE, "complain"),
    Deed.EXTENSION_APPROVED: _LENGTHENED,
    Deed.EXTENSION_DECLINED: _LENGTHENED,
    Deed.CHECK_DISCREPANCY_FOUND: _while((State.ACCEPTED,), *_ASKED),
    Deed.CHECK_EXPLAINED: _while((State.ACCEPTED,), *_ASKED, "explain"),
    Deed.CHECK_RESULT_SETTLED: _while((State.ACCEPTED,), *_ASKED, "settle"),
    Deed.OBJECTION_RAISED: _while((State.POSTED,), "object"),
    Deed.OBJECTION_ANSWERED: _while((State.POSTED,), "object") | _while((State.OBJECTED,), "answer"),
    Deed.DELIBERATED: _while((State.POSTED,), "object") | _while((State.OBJECTED,), "deliberate"),
    Deed.DEATH_RECORDED: _while((*_UNDER_WAY, State.CONFIRMED), "die"),
    Deed.AWARD_SUSPENDED: _while((State.CONFIRMED,), "let_a_year_pass"),
    Deed.LIFE_CERTIFIED: _while((State.CONFIRMED,), "let_a_year_pass", "certify"),
}
