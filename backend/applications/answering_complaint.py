"""Answering what was reported: what was found, told to who gave their name, and what proves that it reached them."""

from datetime import datetime
from uuid import UUID

from backend import clock, database, sealing, staff
from backend.applications.application import Application, State
from backend.applications.complaint import COUNTY_LOOKS, REPORTER, Complaint, FedBack, Reporter
from backend.applications.reading import visible_to_officer
from backend.journal import By, Deed, Line, Signature, record, record_many
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import PHONE
from backend.staff import Officer, Power

_FOUND_AT_MOST = 1000  # characters
_PROOF_AT_MOST = 50  # characters
# While somebody goes to the door or asks the registers in any case, now or once the notice is over.
_IS_LOOKED_INTO = (State.SUBMITTED, State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)

# Rows of later rooms, read as rows: what was found out since it was reported.
_LOOKED_INTO = """
SELECT 1 WHERE EXISTS (SELECT FROM household_visit v WHERE v.application_id = $1 AND v.id > $2
                       AND v.visited_at >= date_trunc('minute', $3::timestamptz))
   OR EXISTS (SELECT FROM deliberation d WHERE d.application_id = $1 AND d.id > $2)
   OR EXISTS (SELECT FROM check_request r JOIN check_result s ON s.request_id = r.id
              WHERE r.application_id = $1 AND r.id > $2)
"""
_ARRIVED = """
SELECT c.id, max(m.finished_at) AS at FROM complaint c
JOIN message m ON m.recipient_id = c.id AND m.recipient_kind = 'objector' AND m.state = 'delivered'
WHERE c.answer_due_on IS NOT NULL AND c.fed_back_at IS NULL AND c.answered_at IS NOT NULL GROUP BY c.id
"""


class NoSuchComplaint(NotFound):
    """None about the cases of the officer's places."""

    sentence = "没有找到这条投诉举报，请刷新后再看。"


class FoundEmpty(NotAcceptable):
    """It says what was found, in at most 1000 characters."""

    sentence = f"请写明核查的情况，最多{_FOUND_AT_MOST}个字。"


class LookIntoItFirst(NotNow):
    """Each named report is checked (民发〔2021〕57号 art. 37), and nobody has looked since it came."""

    sentence = "举报以后还没有核查。请先入户、重新核对或者组织民主评议，登记好，再写核查结果。"


class ComplaintAnswered(NotNow):
    """A colleague was faster."""

    sentence = "这条投诉举报已经写了核查结果，请刷新后查看。"


class NothingToFeedBack(NotNow):
    """Nobody gave a name, nothing was found yet, or it was fed back before."""

    sentence = "这条没有要送的答复：不是实名举报，或者还没有核查结果，或者已经送到了。请刷新后查看。"


class FeedBackUnproved(NotAcceptable):
    """In person or by post, with what shows it."""

    sentence = f"请写明凭什么证明送到了：签收单的存档编号，或者邮件号码，最多{_PROOF_AT_MOST}个字；不要写举报人的姓名。"


async def answer_complaint(complaint_id: UUID, officer: Officer, *, upheld: bool, found: str) -> Complaint:
    """Write down what was found; who left a number with their name is texted whether it is so, and nothing else.

    Refuses with NoSuchPower, NoSuchComplaint, staff.YourOwnKin, FoundEmpty, LookIntoItFirst (a named one of
    低保, while the case is under way) and ComplaintAnswered.
    """
    case = await _case_of(complaint_id, officer)
    text = found.strip()
    if not 0 < len(text) <= _FOUND_AT_MOST:
        raise FoundEmpty
    async with database.transaction():
        case = await Application.select_for_update().get(id=case.id)
        complaint = await Complaint.select_for_update().get(id=complaint_id)
        if complaint.answered_at is not None:
            who = await staff.who_and_when(complaint.answered_by, complaint.answered_at)
            raise ComplaintAnswered(f"这条投诉举报已经写了核查结果（{who}），请刷新后查看。")
        to_be_checked = complaint.named and case.programme in COUNTY_LOOKS and case.state in _IS_LOOKED_INTO
        if to_be_checked and not await database.row(_LOOKED_INTO, case.id, complaint.id, complaint.noted_at):
            raise LookIntoItFirst
        complaint.upheld, complaint.found = upheld, text
        complaint.answered_by, complaint.answered_at = officer.id, clock.now()
        await complaint.save(update_fields=["upheld", "found", "answered_by", "answered_at"])
        told = [case.line(Deed.COMPLAINT_ANSWERED, complaint_id=complaint.id, upheld=upheld)]
        if complaint.phone_index is not None:
            noted_on = clock.in_county_time(complaint.noted_at).date()
            told.append(_of_itself(complaint, Deed.REPORTER_ANSWERED, upheld=upheld, raised_on=noted_on))
        await record_many(told, by=officer.signature)
    return complaint


async def feed_back(complaint_id: UUID, officer: Officer, way: FedBack, proof: str) -> None:
    """Record that the answer was handed over or sent, with what shows it; texts prove themselves.

    Refuses with NoSuchPower, NoSuchComplaint, staff.YourOwnKin, FeedBackUnproved and NothingToFeedBack.
    """
    await _case_of(complaint_id, officer)
    if way is FedBack.TEXT or not 0 < len(proof.strip()) <= _PROOF_AT_MOST:
        raise FeedBackUnproved
    if not await _fed_back(complaint_id, way, proof.strip(), clock.now(), officer.signature):
        raise NothingToFeedBack


async def heed_told_reporters() -> int:
    """Record whose answer arrived as a text; how many. For the timetable."""
    told = 0
    for each in await database.rows(_ARRIVED):
        told += await _fed_back(each["id"], FedBack.TEXT, "短信回执", each["at"], Signature(By.CLOCK))
    return told


async def show_reporter(complaint_id: UUID, officer: Officer) -> Reporter:
    """Who reported, for the answer: on record before it is shown. The phone is gone some days after it arrived.

    Refuses with NoSuchPower, NoSuchComplaint (also where nobody gave a name) and staff.YourOwnKin.
    """
    await _case_of(complaint_id, officer)
    complaint = await Complaint.get(id=complaint_id)
    if complaint.reporter_sealed is None:
        raise NoSuchComplaint
    async with database.transaction():
        await record(_of_itself(complaint, Deed.REPORTER_SHOWN), by=officer.signature)
    phone = sealing.unseal(complaint.phone_sealed, PHONE) if complaint.phone_sealed else ""
    return Reporter(sealing.unseal(complaint.reporter_sealed, REPORTER), phone)


async def complaints_with_phones(ids: list[UUID]) -> dict[UUID, Complaint]:
    """Of these the ones whose answer is texted."""
    found = await Complaint.filter(id__in=ids, phone_index__isnull=False)
    return {each.id: each for each in found}


async def forget_reporters_phones(fed_back_before: datetime) -> int:
    """They have served; how many."""
    return await database.execute(
        """UPDATE complaint SET phone_sealed = NULL, phone_index = NULL
           WHERE phone_sealed IS NOT NULL AND fed_back_at < $1""",
        fed_back_before,
    )


async def _case_of(complaint_id: UUID, officer: Officer) -> Application:
    staff.must_have(officer, Power.INVESTIGATE)
    complaint = await Complaint.get_or_none(id=complaint_id, county=officer.county)
    if complaint is None:
        raise NoSuchComplaint
    case = await visible_to_officer(complaint.application_id, officer)
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    return case


async def _fed_back(complaint_id: UUID, way: FedBack, proof: str, at: datetime, by: Signature) -> bool:
    async with database.transaction():
        done = await database.execute(
            """UPDATE complaint SET fed_back_way = $2, fed_back_proof = $3, fed_back_at = $4, fed_back_by = $5
               WHERE id = $1 AND answer_due_on IS NOT NULL AND answered_at IS NOT NULL AND fed_back_at IS NULL""",
            complaint_id, way.value, proof, at, by.id,
        )  # fmt: skip
        if done:
            complaint = await Complaint.get(id=complaint_id)
            in_time = complaint.answer_due_on is None or clock.in_county_time(at).date() <= complaint.answer_due_on
            await record(_of_itself(complaint, Deed.REPORTER_FED_BACK, way=way.value, in_time=in_time), by=by)
    return bool(done)


def _of_itself(complaint: Complaint, deed: Deed, **facts: object) -> Line:
    """A line that names neither person nor village: who reads of the case reads nothing of it."""
    return Line(deed, complaint.county, "complaint", complaint.id, facts=facts)
