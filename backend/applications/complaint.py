"""Complaint (投诉、举报): what somebody says against a case; who says it is kept only where they want an answer."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, programmes, residents, sealing, staff
from backend.applications.application import Application, State
from backend.applications.reading import visible_to_officer
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import Deed, record
from backend.refusals import NotAcceptable
from backend.residents import PHONE
from backend.staff import Officer, Power

REPORTER = "reporter"  # the sealing purpose of a reporter's name
_BODY_AT_MOST = 1000  # characters, as of an objection
_NAME_AT_MOST = 30  # characters
# Until the decision, and of who is paid already.
_STATES = (
    State.SUBMITTED, State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW, State.CONFIRMED,
)  # fmt: skip
# 民发〔2021〕57号 art. 20 is about 低保; no rule of another programme has the county look because of it.
COUNTY_LOOKS = ("rural_dibao", "urban_dibao")
_ANSWERED_WITHIN = "report.answer_days"


class ComplaintEmpty(NotAcceptable):
    """Whoever looks into it has to know what is said."""

    sentence = f"请写明反映的问题，最多{_BODY_AT_MOST}个字；不要写反映人的姓名和电话。"


class ReporterNamedInWords(NotAcceptable):
    """The words are read by everybody who looks into the case, the name by who answers."""

    sentence = "反映的问题里写了举报人的姓名或者电话，请去掉：看案卷的人都会看到这段话。"


class ReporterIncomplete(NotAcceptable):
    """A phone without a name, or a name that is none."""

    sentence = f"实名举报的，请写举报人的姓名，最多{_NAME_AT_MOST}个字；不愿意留姓名的，电话也不要写。"


class FedBack(StrEnum):
    """How the answer reached who reported by name."""

    IN_PERSON = "in_person"
    POST = "post"
    TEXT = "text"  #: the provider says that the text arrived

    @property
    def shown(self) -> str:
        """As the case page says it."""
        return {FedBack.IN_PERSON: "当面交给本人", FedBack.POST: "挂号信或邮政快递", FedBack.TEXT: "短信送到"}[self]


@dataclass(frozen=True)
class Reporter:
    """Who wants an answer; `phone` empty where it is not to be texted."""

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)


class Complaint(Model):
    """By telephone, by letter, at the window or too late for the notice's objections; what was said is never edited.

    `answer_due_on`: by when the answer has reached who reported by name, None of all others. `found` stays in the
    office: it tells of the family.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    body = fields.TextField()
    noted_by = fields.UUIDField()
    noted_at = fields.DatetimeField()
    reporter_sealed = fields.BinaryField(null=True)
    phone_sealed = fields.BinaryField(null=True)
    phone_index = fields.BinaryField(null=True)
    answer_due_on = fields.DateField(null=True)
    upheld = fields.BooleanField(null=True)
    found = fields.TextField(null=True)
    answered_by = fields.UUIDField(null=True)
    answered_at = fields.DatetimeField(null=True)
    fed_back_way = fields.CharEnumField(FedBack, max_length=10, null=True)
    fed_back_proof = fields.TextField(null=True)
    fed_back_by = fields.UUIDField(null=True)
    fed_back_at = fields.DatetimeField(null=True)

    class Meta:
        table = "complaint"

    @property
    def named(self) -> bool:
        """Whether somebody gave their name and waits for an answer."""
        return self.answer_due_on is not None


async def note_complaint(
    application_id: UUID, body: str, officer: Officer, reporter: Reporter | None = None
) -> Complaint:
    """Put on file what was reported; of 低保 the county then visits before anybody confirms (policy §1.8 step 9').

    With a `reporter` it is a named report, each of which is checked and fed back (policy §12). The journal says that
    there is one, not what it says nor by whom. Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace,
    WrongState, staff.YourOwnKin, ComplaintEmpty, ReporterIncomplete, ReporterNamedInWords and residents.BadPhone.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    await visible_to_officer(application_id, officer)
    text = body.strip()
    if not 0 < len(text) <= _BODY_AT_MOST:
        raise ComplaintEmpty
    kept = _sealed(reporter, text) if reporter else {}
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state not in _STATES:
            await tell_what_happened(case.id, officer.signature)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        due_on = await _answer_due(case.county) if reporter else None
        complaint = await Complaint.create(
            id=new_id(), county=case.county, application_id=case.id, body=text, noted_by=officer.id,
            noted_at=clock.now(), answer_due_on=due_on, **kept,
        )  # fmt: skip
        index = kept.get("phone_index")
        if index is not None:
            await residents.revive_number(case.county, index)
        facts = {"answer_due_on": due_on} if due_on else {}
        await record(case.line(Deed.COMPLAINT_NOTED, complaint_id=complaint.id, **facts), by=officer.signature)
    return complaint


async def complaints_for(case: Application, officer: Officer) -> list[Complaint]:
    """All about a case that the officer may see, oldest first; none to a relative of the family's."""
    if not staff.has_power(officer, Power.INVESTIGATE) or case.resident_id in await staff.kin_of(officer.signature):
        return []
    return await Complaint.filter(application_id=case.id).order_by("id")


async def county_looks_because_reported(case: Application) -> Complaint | None:
    """The latest complaint for which the law has the county visit, None where it need not."""
    if case.programme not in COUNTY_LOOKS:
        return None
    return await Complaint.filter(application_id=case.id).order_by("-id").first()


def _sealed(reporter: Reporter, text: str) -> dict[str, Any]:
    name = reporter.name.strip()
    if not 0 < len(name) <= _NAME_AT_MOST:
        raise ReporterIncomplete
    phone = residents.normalise_phone(reporter.phone) if reporter.phone.strip() else ""
    if (len(name) > 1 and name in text) or (phone and phone in text):
        raise ReporterNamedInWords
    kept = {"reporter_sealed": sealing.seal(name, REPORTER)}
    if phone:
        kept |= {"phone_sealed": sealing.seal(phone, PHONE), "phone_index": sealing.blind_index(phone, PHONE)}
    return kept


async def _answer_due(county: str) -> date:
    """Calendar days from today; how many the county sets (policy §18: local), until then as declared."""
    today = clock.today()
    days = (await programmes.parameters_on(county, today)).get(_ANSWERED_WITHIN)
    return today + timedelta(days=int(str(days or programmes.get_declaration(_ANSWERED_WITHIN).default)))
