"""Posting (公示): the notice on a village's board, one line a case."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Ending(StrEnum):
    """How a line of the notice ended."""

    UNOPPOSED = "unopposed"  #: nobody objected until the last day
    DISMISSED = "dismissed"  #: someone did, and was answered that the case stands
    UPHELD = "upheld"  #: someone was right
    WITHDRAWN = "withdrawn"  #: the person took the case back


class Posting(Model):
    """`ends_on` is the last whole day on which the notice hangs; it is over only when that day has passed."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    programme = fields.TextField()
    posted_on = fields.DateField()
    ends_on = fields.DateField()
    posted_by = fields.UUIDField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "posting"


class PostingLine(Model):
    """Frozen when posted: masked name and age band, nothing else may ever be shown (policy §13.1, §22.5)."""

    id = fields.UUIDField(primary_key=True)
    posting_id = fields.UUIDField()
    application_id = fields.UUIDField()
    shown_name = fields.TextField()
    shown_detail = fields.TextField()
    ended = fields.TextField(null=True)

    class Meta:
        table = "posting_line"
        unique_together = (("posting_id", "application_id"),)
