"""Kin case (近亲属备案): the separate ledger of cases in which a close relative of a handler lives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, programmes, staff
from backend.applications.application import Application, State
from backend.applications.children import withheld_from
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature, record
from backend.staff import Kinship, Officer, Power, Relation, must_have

_PAGE = 50
_UNDER_WAY = (State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)


class KinCase(Model):
    """One relative of one handler in one case; never taken back, whatever is declared later."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    application_id = fields.UUIDField()
    resident_id = fields.UUIDField()
    relation = fields.CharEnumField(Relation, max_length=12)
    handler_kind = fields.TextField()
    handler_id = fields.UUIDField()
    filed_at = fields.DatetimeField()

    class Meta:
        table = "kin_case"
        unique_together = (("application_id", "resident_id", "handler_kind", "handler_id"),)


@dataclass(frozen=True)
class KinLine:
    """A line of the ledger: whose case, and which handler's relative lives there."""

    id: UUID
    application_id: UUID
    case_number: str
    programme_title: str
    applicant_name: str
    village_name: str
    state_title: str
    relative_name: str
    relation: Relation
    handler_name: str
    filed_at: datetime


async def file_kin(application: Application, by: Signature) -> list[Kinship]:
    """Match the household against the kin register and file what is new, inside the present transaction.

    Done at acceptance, after a declaration, and again before the county decides. Everything that the ledger now
    holds of the household is found again by `kin_on_file`. Source: 民发〔2021〕57号 art. 11 (policy §1.9).
    """
    found = await staff.kinships_of(application.resident_id)
    for each in found:
        new = await database.execute(
            """INSERT INTO kin_case (id, county, village, application_id, resident_id, relation, handler_kind,
                                     handler_id, filed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (application_id, resident_id, handler_kind, handler_id) DO NOTHING""",
            new_id(), application.county, application.village, application.id, each.resident_id, each.relation.value,
            each.handler.kind.value, each.handler.id, clock.now(),
        )  # fmt: skip
        if new:
            facts = {"relation": each.relation.value, "handler_kind": each.handler.kind.value}
            await record(application.line(Deed.KIN_CASE_FILED, handler_id=each.handler.id, **facts), by=by)
    return found


async def file_kin_of(handler: Signature) -> None:
    """After `handler` declared: cases under way that it concerns go on the ledger now, where the county sees them.

    Each in a transaction of its own; whatever is missed is filed before the decision.
    """
    cases = Application.filter(resident_id__in=await staff.kin_of(handler), state__in=_UNDER_WAY)
    for case in await cases.order_by("id"):
        async with database.transaction():
            await file_kin(case, Signature(By.CLOCK))


async def kin_on_file(application_id: UUID) -> list[KinCase]:
    """What the ledger holds of a case, oldest first; empty for nearly all."""
    return await KinCase.filter(application_id=application_id).order_by("id")


async def lives_with_kin(case: Application) -> bool:
    """Whether the ledger or the family says that a relative of a handler lives there: the county looks itself."""
    return bool(case.kin_told) or bool(await kin_on_file(case.id))


async def kin_ledger(
    officer: Officer, *, application_id: UUID | None = None, before: UUID | None = None
) -> list[KinLine]:
    """The ledger of the officer's places, newest first, a page at a time; of one case if one is given.

    NoSuchPower for who neither keeps the register nor audits.
    """
    if not staff.has_power(officer, Power.SEE_JOURNAL):
        must_have(officer, Power.KEEP_KIN_REGISTER)
    found = await database.rows(
        """SELECT k.id, k.application_id, a.case_number, a.programme, me.name AS applicant_name,
                  coalesce(p.name, k.village) AS village_name, a.state, r.name AS relative_name, k.relation,
                  coalesce(o.name, c.name, '—') AS handler_name, k.filed_at
           FROM kin_case k
           JOIN application a ON a.id = k.application_id
           JOIN resident me ON me.id = a.resident_id
           JOIN resident r ON r.id = k.resident_id
           LEFT JOIN place p ON p.code = k.village
           LEFT JOIN officer o ON k.handler_kind = 'officer' AND o.id = k.handler_id
           LEFT JOIN cadre c ON k.handler_kind = 'cadre' AND c.id = k.handler_id
           WHERE k.county = $1 AND k.village LIKE $2 AND ($3::uuid IS NULL OR k.application_id = $3)
             AND ($4::uuid IS NULL OR k.id < $4) AND NOT a.programme = ANY ($6)
           ORDER BY k.id DESC LIMIT $5""",
        officer.county, officer.scope.like, application_id, before, _PAGE, withheld_from(officer),
    )  # fmt: skip
    return [_line(each) for each in found]


def _line(found: dict[str, Any]) -> KinLine:
    given = {name: value for name, value in found.items() if name not in ("programme", "state", "relation")}
    return KinLine(
        **given,
        programme_title=programmes.get_programme(found["programme"]).title,
        state_title=State(found["state"]).shown,
        relation=Relation(found["relation"]),
    )
