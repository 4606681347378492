"""Decision letter (告知书): what was decided, on which facts and rules, and how to ask again."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from backend import clock
from backend.applications import Appeal, appeal_from


class Way(StrEnum):
    """How it reached the person; all but the link are proved by a photo of the signed receipt (送达回证)."""

    IN_PERSON = "in_person"  #: handed over by the officer
    TOWNSHIP = "township"  #: fetched at the township's window
    SMS_LINK = "sms_link"  #: the person opened it, signed in as themselves
    VISIT = "visit"  #: a cadre brought it to the door

    @property
    def shown(self) -> str:
        """As the page and the case say it."""
        return _TITLES[self]

    @property
    def proved_by_receipt(self) -> bool:
        """Whether an officer records it, with the photo of a signed receipt."""
        return self is not Way.SMS_LINK


_TITLES = {
    Way.IN_PERSON: "工作人员当面送达",
    Way.TOWNSHIP: "在乡镇窗口领取",
    Way.SMS_LINK: "本人在小程序里打开",
    Way.VISIT: "村干部上门送达",
}


class DecisionLetter(Model):
    """Of a decision in a case, or of a change of an award.

    `facts` are the letter's own words; `receiver` who signed for it.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField(null=True)
    decision_id = fields.UUIDField(null=True, unique=True)
    award_id = fields.UUIDField(null=True)
    change_id = fields.UUIDField(null=True, unique=True)
    resident_id = fields.UUIDField()
    favourable = fields.BooleanField()
    facts = fields.JSONField[dict[str, Any]]()
    drawn_up_at = fields.DatetimeField()
    due_on = fields.DateField(null=True)
    due_provisional = fields.BooleanField(default=False)
    way = fields.CharEnumField(Way, max_length=10, null=True)
    delivered_at = fields.DatetimeField(null=True)
    receiver = fields.TextField(default="")
    photo_id = fields.UUIDField(null=True)
    delivered_by = fields.UUIDField(null=True)

    @property
    def appeal(self) -> Appeal | None:
        """Until when it may be appealed; None while it has not reached the person."""
        return appeal_from(clock.in_county_time(self.delivered_at).date()) if self.delivered_at else None

    class Meta:
        table = "decision_letter"
