"""Putting right: what an amendment does to the case, the award and the recognition, in the deciding transaction."""

from datetime import timedelta
from uuid import UUID

from backend import applications, clock, inquiries, journal
from backend.applications import Application, Decision, Move, State
from backend.entitlements.amendment import Amendment, Becomes, NothingToAmend, ReopenInstead, RestoreInstead
from backend.entitlements.award import Award
from backend.entitlements.award_change import AwardChange, Reason
from backend.entitlements.award_fact import FactKind
from backend.entitlements.granting import checked_again, start_award
from backend.entitlements.lawful import must_be_lawful, must_be_posted
from backend.entitlements.noting import hold, note
from backend.entitlements.recognising import keep_recognition
from backend.entitlements.recognition import Recognition, only_recognised
from backend.entitlements.restoring import must_have_been_withdrawn, restore
from backend.identifiers import new_id
from backend.staff import Officer

_UNTRUE = "papers_untrue"  # of the programmes' lists: only who obtained it so loses months gone by (policy §13.2)
_NO = {state for state in State if state.is_a_no}
_FROM = {
    Becomes.GRANTED: _NO,
    Becomes.REOPENED: _NO,
    Becomes.WITHDRAWN: {State.CONFIRMED},
    Becomes.AMOUNT: {State.CONFIRMED},
    Becomes.RESTORED: {State.REFUSED},
}
_MOVES = {
    Becomes.GRANTED: Move.AMEND_TO_CONFIRMED,
    Becomes.REOPENED: Move.REOPEN,
    Becomes.WITHDRAWN: Move.AMEND_TO_REFUSED,
    Becomes.AMOUNT: None,
    Becomes.RESTORED: Move.AMEND_TO_CONFIRMED,
}


async def must_be_amendable(amendment: Amendment, case: Application) -> None:
    """NothingToAmend, ReopenInstead, RestoreInstead, applications.NoReasonGiven, of the money as `must_be_lawful`."""
    if case.state not in _FROM[amendment.becomes]:
        raise NothingToAmend
    match amendment.becomes:
        case Becomes.GRANTED:
            await _must_be_without_effect(case)
            if inquiries.given_once(case) or not await _was_before_the_county(case):
                raise ReopenInstead
        case Becomes.REOPENED:
            await _must_be_without_effect(case)
        case Becomes.WITHDRAWN:
            if not amendment.reasons:
                raise applications.NoReasonGiven
            await _must_fit_the_award(amendment, case)
        case Becomes.AMOUNT:
            await _must_fit_the_award(amendment, case)
        case Becomes.RESTORED:
            await must_have_been_withdrawn(amendment)


async def put_right(amendment: Amendment, case: Application, officer: Officer) -> UUID:
    """The decision that stands instead, its effects and their journal entries; its id."""
    lines: list[journal.Line] = []
    facts: dict[str, object] = {}
    verdict = await checked_again(case.id) if amendment.becomes is Becomes.GRANTED else None
    case, decision = await applications.mark_amended(
        case.id, officer, _MOVES[amendment.becomes], note=amendment.words, reasons=amendment.reasons, verdict=verdict
    )
    if verdict is not None and only_recognised(case.programme, clock.today()):
        lines.append((await keep_recognition(case))[1])
    elif verdict is not None:
        wrong = await Decision.get(id=amendment.amends)
        lines.append((await start_award(case, verdict, clock.in_county_time(wrong.at).date()))[1])
    elif amendment.becomes in (Becomes.WITHDRAWN, Becomes.AMOUNT):
        facts |= await _change_what_is_owed(amendment, case, officer)
    elif amendment.becomes is Becomes.RESTORED:
        facts |= await restore(amendment, case, officer)
    told = case.moved(
        journal.Deed.DECISION_AMENDED, amendment_id=amendment.id, becomes=amendment.becomes.value,
        ground=amendment.ground.value, amends=amendment.amends, decision_id=decision.id, reasons=amendment.reasons,
        **facts,
    )  # fmt: skip
    await journal.record_many([told, *lines], by=officer.signature)
    return decision.id


async def _change_what_is_owed(amendment: Amendment, case: Application, officer: Officer) -> dict[str, object]:
    """`tells_of_money`: whether an award changed, of which the person hears by itself; a recognition ends yesterday."""
    award = await Award.get_or_none(application_id=case.id)
    if award is None:
        recognition = await Recognition.get(application_id=case.id)
        ends = min(recognition.valid_until, clock.today() - timedelta(days=1))
        await Recognition.filter(id=recognition.id).update(valid_until=ends)
        return {"tells_of_money": False, "valid_until": ends.isoformat()}
    held = await hold(award.id)
    change = _as_change(amendment, held)
    must_be_posted(change, held)
    await note(held, change.told, officer.signature, amendment_id=amendment.id)
    return {"tells_of_money": True}


async def _must_be_without_effect(case: Application) -> None:
    if await Award.filter(application_id=case.id).exists() or await Recognition.filter(application_id=case.id).exists():
        raise RestoreInstead


async def _must_fit_the_award(amendment: Amendment, case: Application) -> None:
    award = await Award.get_or_none(application_id=case.id)
    if award is not None:
        await must_be_lawful(_as_change(amendment, award), award)
    elif amendment.becomes is Becomes.AMOUNT:
        raise NothingToAmend("这件申请只是认定，没有金额可以更正。")


def _as_change(amendment: Amendment, award: Award) -> AwardChange:
    """For the rules of the money it is what any stop or adjustment is."""
    stops = amendment.becomes is Becomes.WITHDRAWN
    return AwardChange(
        id=new_id(), county=award.county, award_id=award.id, month=amendment.month, fen=amendment.fen,
        kind=FactKind.STOPPED if stops else FactKind.ADJUSTED, basis=amendment.basis, posted_on=amendment.posted_on,
        reason=Reason.FRAUD if stops and _UNTRUE in amendment.reasons else Reason.PUT_RIGHT,
        proposed_by=amendment.proposed_by, proposed_at=amendment.proposed_at,
    )  # fmt: skip


async def _was_before_the_county(case: Application) -> bool:
    """Whether the township had finished when it was refused: checked, and posted where the law has a notice."""
    told = [(each.deed, each.facts.get("stands")) for each in await journal.history_of(case.id)]
    stood = [(deed, stands["state"]) for deed, stands in told if isinstance(stands, dict)]
    before, after = "", ""  # the deed that brought it there, and where it lay when the no came
    for deed, state in stood:
        if state != after and state not in _NO:
            before, after = deed, state
    return after == State.COUNTY_REVIEW and before != journal.Deed.ADVISED_AGAINST
