"""Batch (发放批次): one file to the bank, made by one officer, approved by others and released by a third."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import journal
from backend.refusals import NotFound, NotNow


class NoSuchBatch(NotFound):
    """No such batch in your county."""

    sentence = "没有找到这个发放批次，请刷新后再选。"


class WrongBatchState(NotNow):
    """A colleague was faster, or the order of steps is another; `details["state"]` is where the batch stands."""

    sentence = "这个批次现在不能这样办，请刷新后再看。"


class BatchState(StrEnum):
    """Where a batch stands."""

    DRAWN_UP = "drawn_up"
    APPROVED = "approved"
    RELEASED = "released"
    EXPORTED = "exported"
    CLOSED = "closed"
    DISCARDED = "discarded"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _TITLES[self]


_TITLES = {
    BatchState.DRAWN_UP: "已编制，待复核",
    BatchState.APPROVED: "已复核，待放款",
    BatchState.RELEASED: "已放款，待导出",
    BatchState.EXPORTED: "已交银行，待回单",
    BatchState.CLOSED: "已办结",
    BatchState.DISCARDED: "已作废",
}


@dataclass(frozen=True)
class Skipped:
    """Someone to whom months are owed but who cannot be in the batch; `why` is the sentence for the officer."""

    resident_id: UUID
    award_id: UUID
    why: str


class Batch(Model):
    """`rows_digest` is the SHA-256 over its payouts when drawn up; the approver approves exactly those.

    `chain_digest` is the last link of their chain. How many must approve and whether townships confirm was settled
    when it was drawn up. A later run of the same programme and month is a `supplement_to` the first.
    `skipped` is filled on the batch that `draw_up` returns, and empty on one read later.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    number = fields.CharField(40, unique=True)
    programme = fields.TextField()
    month = fields.DateField()
    round = fields.IntField()
    state = fields.CharEnumField(BatchState, max_length=20)
    rows_digest = fields.CharField(64)
    drawn_up_by = fields.UUIDField()
    drawn_up_at = fields.DatetimeField()
    approved_by = fields.UUIDField(null=True)
    approved_at = fields.DatetimeField(null=True)
    township_confirms = fields.BooleanField(default=False)
    approvers_needed = fields.IntField(default=1)
    released_by = fields.UUIDField(null=True)
    released_at = fields.DatetimeField(null=True)
    supplement_to = fields.UUIDField(null=True)
    chain_digest = fields.CharField(64, null=True)
    layout = fields.TextField(default="csv")
    exported_by = fields.UUIDField(null=True)
    exported_at = fields.DatetimeField(null=True)
    file_digest = fields.CharField(64, null=True)
    closed_at = fields.DatetimeField(null=True)

    skipped: tuple[Skipped, ...] = ()

    class Meta:
        table = "batch"

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about this batch."""
        return journal.Line(deed, self.county, "batch", self.id, facts={"number": self.number, **facts})
