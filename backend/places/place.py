"""A province, city, county, township or village."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from backend.refusals import NotFound


class NoSuchVillage(NotFound):
    """The map has no village of this code."""

    sentence = "没有找到这个村，请从列表里重新选择。"


class Level(StrEnum):
    """Where a place stands in the order of administration."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"  #: 乡镇, and here also a forest farm (林场) with its own code
    VILLAGE = "village"


class Place(Model):
    """A place by its statistical code; codes change when a 乡 becomes a 镇, so each has its years."""

    code = fields.CharField(12, primary_key=True)
    level = fields.TextField()
    name = fields.TextField()
    parent_code = fields.CharField(12, null=True)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)

    class Meta:
        table = "place"


def township_of(village: str) -> str:
    """The 12-digit code of the township that a village code lies in."""
    return village[:9] + "000"
