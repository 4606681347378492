"""Decision (决定): what an officer decided in a case, with reasons; never edited."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock
from backend.applications.application import Application
from backend.eligibility import Verdict
from backend.identifiers import new_id
from backend.refusals import NotAcceptable

_NOTE_AT_MOST = 500  # characters; what fits on the printed notice


class NoteTooLong(NotAcceptable):
    """The officer's note does not fit on the notice."""

    sentence = f"说明不能超过{_NOTE_AT_MOST}个字，请写得简短些。"


class DecisionKind(StrEnum):
    """What was decided."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    TERMINATED = "terminated"
    CONFIRMED = "confirmed"
    ADVISED = "advised"  #: the township advises a no, and somebody else decides
    SENT_BACK = "sent_back"  #: the county wants the township to look again
    AMENDED = "amended"  #: an earlier one was wrong, and this one stands instead


#: Each kind of no; who was told it may appeal, and an amendment can put it right.
NOES = (DecisionKind.NOT_ACCEPTED, DecisionKind.REFUSED, DecisionKind.TERMINATED)


class Decision(Model):
    """`reasons` are codes: photo kinds of a return, reason codes of a no and of the advice to say it.

    What was decided before a no had three kinds is `refused`; which of them it was, the case's state says.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    kind = fields.TextField()
    reasons = fields.JSONField[list[str]](default=list)
    note = fields.TextField(default="")
    officer_id = fields.UUIDField()
    verdict = fields.JSONField[dict[str, Any]](null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "decision"


async def decide(
    application: Application,
    kind: DecisionKind,
    officer_id: UUID,
    *,
    reasons: list[str] | None = None,
    note: str = "",
    verdict: Verdict | None = None,
) -> Decision:
    """Write a decision inside the present transaction; NoteTooLong."""
    if len(note) > _NOTE_AT_MOST:
        raise NoteTooLong
    return await Decision.create(
        id=new_id(), county=application.county, application_id=application.id, kind=kind.value, reasons=reasons or [],
        note=note.strip(), officer_id=officer_id, verdict=verdict.as_json() if verdict else None, at=clock.now(),
    )  # fmt: skip


async def decisions_on(application_id: UUID) -> list[Decision]:
    """All decisions in a case, oldest first; the county's confirmation asks who had a hand in it."""
    return await Decision.filter(application_id=application_id).order_by("id")
