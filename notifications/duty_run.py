"""DutyRun: that a duty of the timetable was done for one due time."""

from tortoise import fields
from tortoise.models import Model


class DutyRun(Model):
    """Unique by duty, county and due time: a restart misses no occasion and repeats none.

    `county` is empty where the duty is the whole house's.
    """

    id = fields.UUIDField(primary_key=True)
    duty = fields.TextField()
    county = fields.TextField(default="")
    due_at = fields.DatetimeField()
    started_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)
    outcome = fields.TextField(null=True)
    touched = fields.IntField(null=True)
    tries = fields.IntField(default=1)
    answered_by = fields.UUIDField(null=True)

    class Meta:
        table = "duty_run"
        unique_together = (("duty", "county", "due_at"),)
