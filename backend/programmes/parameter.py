"""Parameter: a value set by county, city or province, from a date, with its source."""

import json
from datetime import date

from tortoise import fields
from tortoise.models import Model

from backend import database


class Parameter(Model):
    """Never edited: a change is a new row that begins where the old one ends."""

    id = fields.UUIDField(primary_key=True)
    place = fields.CharField(12)
    key = fields.TextField()
    value = fields.JSONField[object]()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    source = fields.TextField()
    confirmed = fields.BooleanField(default=False)

    class Meta:
        table = "parameter"
        unique_together = (("place", "key", "valid_from"),)


async def parameters_on(county: str, day: date) -> dict[str, object]:
    """All values in force in a county on `day`: its own win over its city's, those over the province's."""
    found = await database.rows(
        """SELECT DISTINCT ON (key) key, value FROM parameter
           WHERE place = ANY ($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
           ORDER BY key, array_position($1, place::text), valid_from DESC""",
        [f"{county}000000", f"{county[:4]}00000000", f"{county[:2]}0000000000"],
        day,
    )
    return {each["key"]: json.loads(each["value"]) for each in found}
