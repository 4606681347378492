"""Clearing what a check found (差异说明): the family says how it is, an officer says what stands, or asks again."""

from uuid import UUID

from backend import applications, clock, database, journal, sealing, staff
from backend.applications import Application, State
from backend.inquiries.check import CheckRequest, CheckResult, Settled
from backend.inquiries.taking_replies import CHECKED
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power

_WORDS_AT_MOST = 500  # characters


class NoSuchResult(NotFound):
    """Nothing flagged of that id in the officer's county."""

    sentence = "没有找到这条核对结果，请刷新后再选。"


class AlreadySettled(NotNow):
    """A colleague was faster."""

    sentence = "这条核对结果已经处理过了，请刷新后查看。"


class ExplanationMissing(NotAcceptable):
    """What the family said, or why it fits what was declared, is not written down."""

    sentence = f"请写明家庭怎么说明、或者为什么与申报一致，最多{_WORDS_AT_MOST}个字。"


async def settle_result(result_id: UUID, how: Settled, words: str, officer: Officer) -> CheckResult:
    """Settle something flagged; `words` are the family's explanation, or the officer's grounds (policy §1.8 step 6).

    RECHECK puts the person into the next request file. Refuses with NoSuchPower, NoSuchResult, OutsideYourPlace,
    applications.WrongState, staff.YourOwnKin, ExplanationMissing and AlreadySettled.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    if not 0 < len(words.strip()) <= _WORDS_AT_MOST:
        raise ExplanationMissing
    result = await CheckResult.get_or_none(id=result_id, county=officer.county, flagged=True)
    if result is None:
        raise NoSuchResult
    request = await CheckRequest.get(id=result.request_id)
    await applications.visible_to_officer(request.application_id, officer)
    async with database.transaction():
        case = await Application.select_for_update().get(id=request.application_id)
        if case.state not in (State.ACCEPTED, State.OBJECTED):
            await applications.tell_what_happened(case.id, officer.signature)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        settled = await database.execute(
            """UPDATE check_result SET settled = $2, words_sealed = $3, settled_by = $4, settled_at = $5
               WHERE id = $1 AND settled IS NULL""",
            result_id, how.value, sealing.seal(words.strip(), CHECKED), officer.id, clock.now(),
        )  # fmt: skip
        if not settled:
            done = await CheckResult.get(id=result_id)
            who = await staff.who_and_when(done.settled_by, done.settled_at)
            raise AlreadySettled(f"这条核对结果已经处理过了（{who}），请刷新后查看。")
        line = case.line(journal.Deed.CHECK_RESULT_SETTLED, result_id=result_id, item=result.item, how=how.value)
        await journal.record(line, by=officer.signature)
    return await CheckResult.get(id=result_id)
