"""Digest (每日提醒): what an officer is told in the morning, as numbers by kind of matter."""

import json
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Matter(StrEnum):
    """One line of a digest, in the order in which it stands there."""

    STEP_ESCALATED = "step_escalated"
    ERRAND_ESCALATED = "errand_escalated"
    STEP_OVERDUE = "step_overdue"
    ERRAND_OVERDUE = "errand_overdue"
    LETTER_OVERDUE = "letter_overdue"
    STEP_CLOSE = "step_close"
    REPLY_UNANSWERED = "reply_unanswered"
    CAMPAIGN_PROPOSED = "campaign_proposed"

    @property
    def shown(self) -> str:
        """As the officer reads it."""
        return _TITLES[self]

    @property
    def is_late(self) -> bool:
        """Whether a day has passed that was to be kept."""
        return self in (
            Matter.STEP_ESCALATED, Matter.ERRAND_ESCALATED, Matter.STEP_OVERDUE, Matter.ERRAND_OVERDUE,
            Matter.LETTER_OVERDUE,
        )  # fmt: skip


_TITLES = {
    Matter.STEP_ESCALATED: "超期的办件交到您这里督办",
    Matter.ERRAND_ESCALATED: "超期的上门任务交到您这里督办",
    Matter.STEP_OVERDUE: "办件已超期",
    Matter.ERRAND_OVERDUE: "上门任务超期",
    Matter.LETTER_OVERDUE: "告知书超期没有送达",
    Matter.STEP_CLOSE: "办件快到期",
    Matter.REPLY_UNANSWERED: "乡亲来信没有答复",
    Matter.CAMPAIGN_PROPOSED: "群发等您批准",
}


class Digest(Model):
    """At most one a day and officer; none where nothing waits."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    officer_id = fields.UUIDField()
    day = fields.DateField()
    matters = fields.JSONField[dict[str, int]](encoder=json.dumps, decoder=json.loads)
    drawn_at = fields.DatetimeField()
    seen_at = fields.DatetimeField(null=True)

    class Meta:
        table = "digest"
        unique_together = (("officer_id", "day"),)

    @property
    def lines(self) -> list[tuple[Matter, int]]:
        """The matters with their numbers, what is late first; a word of a later version is left out."""
        return [(each, self.matters[each.value]) for each in Matter if each.value in self.matters]
