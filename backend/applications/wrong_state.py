"""WrongState: too late or too early, said with what happened meanwhile, by whom and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from backend import journal, staff
from backend.applications.application import Application, NoSuchApplication
from backend.journal import By, Signature
from backend.refusals import NotNow

HAND_TITLES = {
    By.RESIDENT: "申请人",
    By.OUTSIDER: "代办人",
    By.CADRE: "村干部",
    By.OFFICER: "工作人员",
    By.CLOCK: "系统",
}
_ANOTHER = "家人或代办人"  # on the register, too


# What is on record about a case without anything having been done to it.
_KEPT_SECRET = {journal.Deed.OBJECTION_RAISED.value}
_MOVE_NOTHING = {
    journal.Deed.DECISION_TOO_LATE.value,
    journal.Deed.OBJECTION_TOO_LATE.value,
    journal.Deed.VISIT_PICTURES_REFUSED.value,
    journal.Deed.CHECK_RESULTS_SHOWN.value,
    journal.Deed.STEP_COMING_DUE.value,
    journal.Deed.STEP_ESCALATED.value,
}


def hand_of(deed: str, by_kind: str, *, own: bool) -> str:
    """Whose part it was, `own`: the person's; none of an objection: where a village has one cadre, that is a name
    (policy §12)."""
    if deed in _KEPT_SECRET:
        return ""
    return _ANOTHER if by_kind == By.RESIDENT and not own else HAND_TITLES.get(By(by_kind), "系统")


class WrongState(NotNow):
    """The case is not where this deed could be done; `details` hold `state`, `by_title` and `at`."""

    sentence = "这件申请现在不能这样办，请刷新后再看。"


async def tell_what_happened(application_id: UUID, asker: Signature) -> NoReturn:
    """Raise WrongState (NoSuchApplication where there is none) with what brought the case to where it stands.

    Officers are told the colleague's name, everyone else only whose part it was, and of an objection nobody either.
    """
    application = await Application.get_or_none(id=application_id)
    if application is None:
        raise NoSuchApplication
    last = _brought_it_there(await journal.history_of(application_id), application)
    if last is None:
        raise WrongState(state=application.state.value)
    hand = hand_of(last.deed, last.by_kind, own=last.by_id == application.resident_id)
    if hand and asker.kind is By.OFFICER and last.by_kind == By.OFFICER.value:
        officer = await staff.Officer.get_or_none(id=last.by_id)
        hand = officer.name if officer else hand
    told = "，".join(filter(None, (hand, staff.moment_said(last.at))))
    raise WrongState(
        f"这件申请现在是「{application.state.shown}」（{told}），不能这样办，请刷新后再看。",
        state=application.state.value,
        by_title=hand,
        at=last.at.isoformat(),
    )


async def must_still_be_theirs(case: Application, asker: Signature) -> None:
    """Of a locked case: WrongState for an officer whose places it has just left; the sentence says by whom and when."""
    officer = await staff.Officer.get(id=asker.id)
    if officer.scope.covers(case.village):
        return
    history = await journal.history_of(case.id)
    passed = [each for each in history if each.deed == journal.Deed.APPLICATION_FORWARDED.value]
    if not passed:
        raise staff.OutsideYourPlace
    who = await staff.who_and_when(passed[-1].by_id, passed[-1].at)
    raise WrongState(
        f"这件申请已经转到{passed[-1].facts['office']}办理（{who}），请刷新后再看。", state=case.state.value
    )


async def stood_since(case: Application) -> datetime | None:
    """Since when the case stands where it does; None of one older than these records."""
    last = _brought_it_there(await journal.history_of(case.id), case)
    return last.at if last else None


def _brought_it_there(history: Sequence[journal.Entry], case: Application) -> journal.Entry | None:
    """The deed that moved it into its state; of cases older than these records the last that did anything.

    A letter is drawn up a minute after the decision, and other things are noted later: they did not bring it there.
    """
    moved, before = None, None
    for each in history:
        stands = each.facts.get("stands")
        if isinstance(stands, dict) and stands["state"] != before:
            moved, before = each, stands["state"]
    if before == case.state.value:
        return moved
    done = [each for each in history if each.deed not in _MOVE_NOTHING]
    return done[-1] if done else None
