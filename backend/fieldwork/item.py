"""Field item: one thing that a cadre did offline, and what became of it here."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class ItemState(StrEnum):
    """What became of it."""

    WAITING = "waiting"  #: for what it needs: a file, another item
    DONE = "done"
    REFUSED = "refused"  #: sent again, it is tried again
    GIVEN_UP = "given_up"  #: what it waited for never came; sent again, it is taken in anew


class FieldItem(Model):
    """`waits_for` are `file:<sha256>` and `item:<uuid>`; `body` is kept only until it is done or given up.

    An item that waits for nothing has its turn; who takes it holds it until `taken_until`.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    cadre_id = fields.UUIDField()
    item_id = fields.UUIDField()
    kind = fields.TextField()
    body = fields.JSONField[dict[str, Any]](null=True)
    digest = fields.CharField(64)
    captured_at = fields.DatetimeField()
    received_at = fields.DatetimeField()
    clock_wrong = fields.BooleanField(default=False)
    state = fields.CharEnumField(ItemState, max_length=10)
    waits_for: fields.Field[list[str]] = ArrayField("text")
    result_id = fields.UUIDField(null=True)
    code = fields.TextField(null=True)
    sentence = fields.TextField(null=True)
    finished_at = fields.DatetimeField(null=True)
    taken_until = fields.DatetimeField(null=True)
    asked_at = fields.DatetimeField(null=True)
    remarks: fields.Field[list[str]] = ArrayField("text")

    class Meta:
        table = "field_item"
        unique_together = (("cadre_id", "item_id"),)
