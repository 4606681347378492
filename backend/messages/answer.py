"""What an officer answered to somebody's text."""

from collections.abc import Iterable
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import sealing
from backend.messages.inbox import ANSWER


class ReplyAnswer(Model):
    """One answer a text; sealed, for it may speak of a person's affairs. No `contact_id`: a note on what nobody on file
    wrote."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    reply_id = fields.UUIDField(unique=True)
    resident_id = fields.UUIDField(null=True)
    contact_id = fields.UUIDField(null=True)
    by_text = fields.BooleanField()
    answer_sealed = fields.BinaryField()
    officer_id = fields.UUIDField()
    answered_at = fields.DatetimeField()

    class Meta:
        table = "reply_answer"

    @property
    def text(self) -> str:
        """What was answered."""
        return sealing.unseal(self.answer_sealed, ANSWER)


async def answers_of(reply_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The answers by the text that they answer; for outreach, which puts them into words."""
    return {each.reply_id: each.text for each in await ReplyAnswer.filter(reply_id__in=list(reply_ids))}
