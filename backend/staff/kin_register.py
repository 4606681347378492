"""The kin register as its keeper reads it: who has declared, when, and how many; who has not."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from backend import database
from backend.staff.kin_declaration import DeclaredRelative, KinDeclaration, Relation
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have

_PAGE = 50


@dataclass(frozen=True)
class CadreDeclared:
    """A cadre, and when they last declared; None where they never did."""

    cadre_id: UUID
    name: str
    villages: str
    made_at: datetime | None
    relatives: int


class Named(NamedTuple):
    """A relative of a declaration, by name; the number stays sealed."""

    relation: Relation
    name: str


async def cadres_declared(officer: Officer, *, after: UUID | None = None) -> list[CadreDeclared]:
    """The cadres of the officer's places, a page at a time; NoSuchPower."""
    must_have(officer, Power.KEEP_KIN_REGISTER)
    found = await database.rows(
        """SELECT c.id AS cadre_id, c.name, string_agg(p.name, '、' ORDER BY v.village) AS villages,
                  max(k.made_at) AS made_at,
                  (SELECT count(*) FROM kin_declaration d JOIN declared_relative r ON r.declaration_id = d.id
                   WHERE d.declarer_kind = 'cadre' AND d.declarer_id = c.id AND d.superseded_at IS NULL) AS relatives
           FROM cadre c
           JOIN cadre_village v ON v.cadre_id = c.id
           JOIN place p ON p.code = v.village
           LEFT JOIN kin_declaration k
                  ON k.declarer_kind = 'cadre' AND k.declarer_id = c.id AND k.superseded_at IS NULL
           WHERE c.county = $1 AND v.village LIKE $2 AND c.left_on IS NULL AND ($3::uuid IS NULL OR c.id > $3)
           GROUP BY c.id, c.name ORDER BY c.id LIMIT $4""",
        officer.county, officer.scope.like, after, _PAGE,
    )  # fmt: skip
    return [CadreDeclared(**each) for each in found]


async def own_declaration(officer: Officer) -> tuple[KinDeclaration | None, list[Named]]:
    """What the officer declared last, and whom it names."""
    declaration = await KinDeclaration.get_or_none(
        declarer_kind=officer.signature.kind.value, declarer_id=officer.id, superseded_at=None
    )
    if declaration is None:
        return None, []
    named = await DeclaredRelative.filter(declaration_id=declaration.id).order_by("id")
    return declaration, [Named(each.relation, each.name) for each in named]
