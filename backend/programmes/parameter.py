"""Parameter: a value set by county, city or province, from a date, with its source."""

import json
from datetime import date

from tortoise import fields
from tortoise.models import Model

from backend import database


class Parameter(Model):
    """Never edited: a change supersedes the row and writes new ones, so that the past can be told as it was known.

    `recorded_at` is None for what came with the county's first loading.
    """

    id = fields.UUIDField(primary_key=True)
    place = fields.CharField(12)
    key = fields.TextField()
    value = fields.JSONField[object](encoder=json.dumps, decoder=json.loads)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    source = fields.TextField()
    confirmed = fields.BooleanField(default=False)
    recorded_at = fields.DatetimeField(null=True)
    superseded_at = fields.DatetimeField(null=True)

    class Meta:
        table = "parameter"

    def overlaps(self, start: date, end: date | None) -> bool:
        """Whether it holds on any day from `start` until before `end`."""
        return (end is None or self.valid_from < end) and (self.valid_to is None or start < self.valid_to)


async def parameters_on(county: str, day: date) -> dict[str, object]:
    """All values in force in a county on `day`: its own win over its city's, those over the province's."""
    found = await database.rows(
        """SELECT DISTINCT ON (key) key, value FROM parameter
           WHERE place = ANY ($1) AND superseded_at IS NULL AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
           ORDER BY key, array_position($1, place::text)""",
        places_above(county),
        day,
    )
    return {each["key"]: json.loads(each["value"]) for each in found}


def places_above(county: str) -> list[str]:
    """The places whose values hold in a county, the nearest first: itself, its city, its province."""
    return [f"{county}000000", f"{county[:4]}00000000", f"{county[:2]}0000000000"]
