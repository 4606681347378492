"""Non-cooperation (不配合): what a family was asked, and would not do; the ground on which a procedure may be ended."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Declined(StrEnum):
    """What the family would not do (民发〔2021〕57号 art. 9: its duties; art. 29)."""

    VISIT = "visit"
    LETTER = "letter"
    EXPLANATION = "explanation"

    @property
    def shown(self) -> str:
        """As the form and the case page say it."""
        return {"visit": "不让入户调查", "letter": "不签核对授权书", "explanation": "不说明核对出来的情况"}[self.value]


class NonCooperation(Model):
    """`words`: who asked, who was there, what was answered; never edited."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    declined = fields.CharEnumField(Declined, max_length=12)
    asked_on = fields.DateField()
    words = fields.TextField()
    recorded_by = fields.UUIDField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "non_cooperation"
