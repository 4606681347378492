"""Provider statement (服务商账单): a month's texts by the provider's own export, and how they compare with ours."""

from datetime import date

from tortoise import fields
from tortoise.models import Model

from backend import database, programmes

_MONTHS = 24


class ProviderStatement(Model):
    """At most one a month (a constraint): taken in again, the later file stands."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    month = fields.DateField()
    digest = fields.TextField()
    ours = fields.IntField()
    theirs = fields.IntField()
    parts = fields.IntField(null=True)
    taken_by = fields.UUIDField()
    taken_at = fields.DatetimeField()

    class Meta:
        table = "provider_statement"
        unique_together = (("county", "month"),)


async def statements_taken(county: str) -> list[tuple[ProviderStatement, int, int | None]]:
    """The last 24 months, newest first, each with how many texts differ, and its cost in fen by the price of the time.

    The cost is None where the file does not say how much is charged, or the county has set no price.
    """
    found = await ProviderStatement.filter(county=county).order_by("-month").limit(_MONTHS)
    counted = await database.rows(
        """SELECT statement_id, count(DISTINCT out_id) AS texts FROM provider_statement_difference
           WHERE statement_id = ANY ($1) GROUP BY statement_id""",
        [each.id for each in found],
    )
    differing = {each["statement_id"]: each["texts"] for each in counted}
    return [(each, differing.get(each.id, 0), await _cost(each)) for each in found]


async def _cost(statement: ProviderStatement) -> int | None:
    price = (await programmes.parameters_on(statement.county, statement.month)).get("outreach.thousand_texts_fen")
    return None if statement.parts is None or price is None else round(statement.parts * int(str(price)) / 1000)


async def statement_of(county: str, month: date) -> ProviderStatement | None:
    """The month's, once it was taken in."""
    return await ProviderStatement.get_or_none(county=county, month=month)
