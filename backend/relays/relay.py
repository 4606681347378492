"""Relay (跨省通办): one application on its way between the place that took it in and the place that decides it."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend import journal
from backend.refusals import NotFound


class NoSuchRelay(NotFound):
    """None in the officer's places."""

    sentence = "没有找到这件跨省通办，请刷新后再选。"


class Way(StrEnum):
    """From whom to whom."""

    OUT = "out"  #: taken in here, decided at home
    IN = "in"  #: taken in elsewhere, decided here

    @property
    def shown(self) -> str:
        """As the list says it."""
        return {Way.OUT: "代收转出", Way.IN: "外地转来"}[self]


class Part(StrEnum):
    """Whose turn it is."""

    PUSH = "push"
    ANSWER = "answer"
    TELL = "tell"
    OVER = "over"


class Relay(Model):
    """`due_on` is of the next part; the person need not be on our register when it goes out.

    What came in becomes the case `application_id`; the person asked elsewhere on `applied_on`.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    township = fields.CharField(12)
    way = fields.CharEnumField(Way, max_length=3)
    programme = fields.TextField()
    other_place = fields.TextField()
    name = fields.TextField()
    identity_sealed = fields.BinaryField()
    identity_index = fields.BinaryField()
    phone_sealed = fields.BinaryField(null=True)
    resident_id = fields.UUIDField(null=True)
    application_id = fields.UUIDField(null=True, unique=True)
    applied_on = fields.DateField(null=True)
    began_on = fields.DateField()
    due_on = fields.DateField(null=True)
    due_provisional = fields.BooleanField(default=False)
    pushed_on = fields.DateField(null=True)
    answered_on = fields.DateField(null=True)
    granted = fields.BooleanField(null=True)
    words = fields.TextField(null=True)
    told_on = fields.DateField(null=True)
    taken_by = fields.UUIDField()
    taken_at = fields.DatetimeField()

    class Meta:
        table = "relay"

    @property
    def waits_for_its_case(self) -> bool:
        """Whether it came in, and nobody has made a case of it yet."""
        return self.way is Way.IN and self.application_id is None and self.due_on is not None

    @property
    def part(self) -> Part:
        """What is to be done next."""
        if self.due_on is None:
            return Part.OVER
        if self.way is Way.OUT and self.pushed_on is None:
            return Part.PUSH
        return Part.ANSWER if self.answered_on is None else Part.TELL

    def line(self, deed: journal.Deed, **facts: object) -> journal.Line:
        """A journal line about it."""
        said = {"programme": self.programme, "way": self.way.value, **facts}
        return journal.Line(deed, self.county, "relay", self.id, resident_id=self.resident_id, facts=said)
