"""Disability card (残疾人证)."""

from tortoise import fields
from tortoise.models import Model

#: The classes on the card (GB/T 26341), as the law's facts name them.
CARD_CLASSES = {
    "1": "visual", "2": "hearing", "3": "speech", "4": "limb", "5": "intellectual", "6": "mental", "7": "multiple",
}  # fmt: skip


class DisabilityCard(Model):
    """Class 1 visual … 7 multiple; grade 1 is the heaviest."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    resident_id = fields.UUIDField(unique=True)
    number_sealed = fields.BinaryField()
    disability_class = fields.TextField()
    grade = fields.IntField()
    valid_to = fields.DateField()

    class Meta:
        table = "disability_card"
