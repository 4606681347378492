"""Complaint (投诉、举报): what somebody says against a case before it is decided; who says it is not kept."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, staff
from backend.applications.application import Application, State
from backend.applications.reading import visible_to_officer
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import Deed, record
from backend.refusals import NotAcceptable
from backend.staff import Officer, Power

_BODY_AT_MOST = 1000  # characters, as of an objection
_STATES = (State.SUBMITTED, State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)
# 民发〔2021〕57号 art. 20 is about 低保; no rule of another programme has the county look because of it.
_COUNTY_LOOKS = ("rural_dibao", "urban_dibao")


class ComplaintEmpty(NotAcceptable):
    """Whoever looks into it has to know what is said."""

    sentence = f"请写明反映的问题，最多{_BODY_AT_MOST}个字；不要写反映人的姓名和电话。"


class Complaint(Model):
    """Added, never edited. By telephone, by letter, at the window or too late for the notice's objections."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    body = fields.TextField()
    noted_by = fields.UUIDField()
    noted_at = fields.DatetimeField()

    class Meta:
        table = "complaint"


async def note_complaint(application_id: UUID, body: str, officer: Officer) -> Complaint:
    """Put on file what was reported; of 低保 the county then visits before anybody confirms (policy §1.8 step 9').

    The journal says that there is one, not what it says. Refuses with NoSuchPower, NoSuchApplication,
    OutsideYourPlace, WrongState, staff.YourOwnKin and ComplaintEmpty.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    await visible_to_officer(application_id, officer)
    text = body.strip()
    if not 0 < len(text) <= _BODY_AT_MOST:
        raise ComplaintEmpty
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state not in _STATES:
            await tell_what_happened(case.id, officer.signature)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        complaint = await Complaint.create(
            id=new_id(), county=case.county, application_id=case.id, body=text, noted_by=officer.id,
            noted_at=clock.now(),
        )  # fmt: skip
        await record(case.line(Deed.COMPLAINT_NOTED, complaint_id=complaint.id), by=officer.signature)
    return complaint


async def complaints_about(application_id: UUID) -> list[Complaint]:
    """All about a case, oldest first, for who may see it."""
    return await Complaint.filter(application_id=application_id).order_by("id")


async def county_looks_because_reported(case: Application) -> Complaint | None:
    """The latest complaint for which the law has the county visit, None where it need not."""
    if case.programme not in _COUNTY_LOOKS:
        return None
    return await Complaint.filter(application_id=case.id).order_by("-id").first()
