"""Household visit (入户调查): what investigators found at the door, with whose signature."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from backend.journal import By, Signature


class Level(StrEnum):
    """Whose visit it is: the township investigates, the county looks again where the law wants it."""

    TOWNSHIP = "township"
    COUNTY = "county"

    @property
    def shown(self) -> str:
        """As the case page says it."""
        return {Level.TOWNSHIP: "乡镇入户调查", Level.COUNTY: "县级入户核查"}[self]


class Way(StrEnum):
    """How; anything but the door only in an emergency (民发〔2021〕57号 art. 16)."""

    DOOR = "door"
    PHONE = "phone"
    VIDEO = "video"

    @property
    def shown(self) -> str:
        """As the form says it."""
        return {Way.DOOR: "上门", Way.PHONE: "电话", Way.VIDEO: "视频"}[self]


class HouseholdVisit(Model):
    """`findings` answer the questions of `visit_form`, by key."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField()
    level = fields.CharEnumField(Level, max_length=10)
    way = fields.CharEnumField(Way, max_length=10)
    emergency = fields.TextField(default="")
    visited_at = fields.DatetimeField()
    findings = fields.JSONField[dict[str, Any]]()
    conclusion = fields.TextField()
    signer_name = fields.TextField(default="")
    signer_relation = fields.TextField(default="")
    signature_photo_id = fields.UUIDField(null=True)
    no_place_because = fields.TextField(default="")
    recorded_by = fields.UUIDField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "household_visit"


class Investigator(Model):
    """Who was there; officers and cadres, two at the least."""

    id = fields.UUIDField(primary_key=True)
    visit_id = fields.UUIDField()
    hand_kind = fields.TextField()
    hand_id = fields.UUIDField()

    class Meta:
        table = "visit_investigator"
        unique_together = (("visit_id", "hand_kind", "hand_id"),)

    @property
    def hand(self) -> Signature:
        """As the journal names them."""
        return Signature(By(self.hand_kind), self.hand_id)


class VisitPhoto(Model):
    """A photo taken at the visit."""

    id = fields.UUIDField(primary_key=True)
    visit_id = fields.UUIDField()
    photo_id = fields.UUIDField()

    class Meta:
        table = "visit_photo"
        unique_together = (("visit_id", "photo_id"),)
