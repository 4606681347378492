"""Offset order (抵扣安排): that a person agreed to have a debt taken from what they are owed, and how much at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database
from backend.funds.booking import hold_ledger
from backend.funds.offset_rule import OffsetRule
from backend.identifiers import new_id


class OffsetOrder(Model):
    """One a debt; `share` and `leave_fen` are the county's rule on the day of the agreement."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    programme = fields.TextField()
    award_id = fields.UUIDField()
    debt_id = fields.UUIDField(unique=True)
    share = fields.IntField()
    leave_fen = fields.BigIntField()
    since = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "offset_order"


@dataclass(frozen=True, slots=True)
class Withholding:
    """What may be held back of an award: of each month by the rule, of all months no more than is left of the debt."""

    debt_id: UUID
    rule: OffsetRule
    left_fen: int


async def order_offset(county: str, programme: str, award_id: UUID, debt_id: UUID, rule: OffsetRule) -> None:
    """From the next batch on the debt is taken from the award, inside the transaction of the agreement."""
    await database.execute(
        """INSERT INTO offset_order (id, county, programme, award_id, debt_id, share, leave_fen, since)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (debt_id) DO UPDATE SET share = $6, leave_fen = $7, since = $8, ended_at = NULL""",
        new_id(), county, programme, award_id, debt_id, rule.share, rule.leave_fen, clock.now(),
    )  # fmt: skip


async def end_offset(debt_id: UUID) -> None:
    """Another agreement takes its place; what is held back in a batch already stays so."""
    await database.execute(
        "UPDATE offset_order SET ended_at = $2 WHERE debt_id = $1 AND ended_at IS NULL", debt_id, clock.now()
    )


async def withholdings(county: str, programme: str) -> Mapping[UUID, Withholding]:
    """By award, its oldest order with anything left; the ledger stays as it is until the transaction ends.

    Left is what the ledger has as recoverable, less what live payouts hold back for it and have not settled.
    """
    if not await OffsetOrder.filter(county=county, programme=programme, ended_at=None).exists():
        return {}
    await hold_ledger(county)
    found = await database.rows(
        """SELECT DISTINCT ON (award_id) award_id, debt_id, share, leave_fen, left_fen FROM (
               SELECT o.award_id, o.debt_id, o.share, o.leave_fen, o.since,
                      coalesce((SELECT sum(l.fen) FROM voucher v JOIN voucher_line l ON l.voucher_id = v.id
                                WHERE v.subject_id = o.debt_id AND l.account = 'recoverable'), 0)::bigint
                      - held_back(o.debt_id) AS left_fen
               FROM offset_order o WHERE o.county = $1 AND o.programme = $2 AND o.ended_at IS NULL) AS open
           WHERE left_fen > 0 ORDER BY award_id, since""",
        county, programme,
    )  # fmt: skip
    return {
        each["award_id"]: Withholding(each["debt_id"], OffsetRule(each["share"], each["leave_fen"]), each["left_fen"])
        for each in found
    }
