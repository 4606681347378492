"""Reading overpayments: the county's worklist, a person's balance, and the history of one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import database, staff
from backend.programmes import OF_CHILDREN
from backend.recoveries.overpayment import ENDING, Cause, FactKind, NoSuchOverpayment, Overpayment, RecoveryFact
from backend.residents import Resident
from backend.staff import Officer, Power

_PAGE = 50
# Children's files are restricted: no list has their names (民发〔2019〕62号, policy §13.1 and §14).
_UNNAMED = "儿童，不显示姓名"
_MAY_SEE = (Power.RECOVER, Power.APPROVE_WRITE_OFF, Power.SEE_JOURNAL)


@dataclass(frozen=True)
class ListedOverpayment:
    """A line of the worklist, without a child's name; `last` is what happened last."""

    id: UUID
    name: str
    village: str
    programme: str
    cause: Cause
    fen: int
    left: int
    last: FactKind
    found_on: date


@dataclass(frozen=True)
class OverpaidMonth:
    """One month of an overpayment: `fen` as it was found, of it `released_fen` were owed after all."""

    for_month: date
    paid_fen: int
    owed_fen: int
    fen: int
    released_fen: int

    @property
    def claimed_fen(self) -> int:
        """What is claimed of the month now."""
        return self.fen - self.released_fen


def must_see_recoveries(officer: Officer) -> None:
    """NoSuchPower unless the officer recovers, approves write-offs, or audits."""
    if not any(staff.has_power(officer, power) for power in _MAY_SEE):
        staff.must_have(officer, Power.RECOVER)


async def overpayments_for(
    officer: Officer, *, open_only: bool = True, before: UUID | None = None
) -> list[ListedOverpayment]:
    """At most 50 of the officer's places, newest first, older than `before`; NoSuchPower."""
    must_see_recoveries(officer)
    found = await database.rows(
        """SELECT o.id, CASE WHEN o.programme = ANY ($7) THEN $8 ELSE r.name END AS name,
                  o.village, o.programme, o.cause, o.fen, o.found_on,
                  o.fen - sums.ended AS left, sums.last
           FROM overpayment o JOIN resident r ON r.id = o.resident_id
           CROSS JOIN LATERAL (
               SELECT coalesce(sum(f.fen) FILTER (WHERE f.kind = ANY ($5)), 0)::bigint AS ended,
                      (array_agg(f.kind ORDER BY f.id DESC))[1] AS last
               FROM recovery_fact f WHERE f.overpayment_id = o.id) AS sums
           WHERE o.county = $1 AND o.village LIKE $2 AND ($3::uuid IS NULL OR o.id < $3)
             AND (NOT $4 OR sums.ended < o.fen)
           ORDER BY o.id DESC LIMIT $6""",
        officer.county, officer.scope.like, before, open_only, [kind.value for kind in ENDING], _PAGE,
        list(OF_CHILDREN), _UNNAMED,
    )  # fmt: skip
    return [ListedOverpayment(**{**row, "cause": Cause(row["cause"]), "last": FactKind(row["last"])}) for row in found]


async def write_offs_waiting(officer: Officer) -> int:
    """How many write-offs in the officer's places wait for this officer, who proposed none of them; NoSuchPower."""
    staff.must_have(officer, Power.APPROVE_WRITE_OFF)
    row = await database.row(
        """SELECT count(*)::int AS waiting FROM recovery_fact f JOIN overpayment o ON o.id = f.overpayment_id
           WHERE f.kind = $4 AND o.county = $1 AND o.village LIKE $2 AND f.by_id <> $3
             AND o.fen > (SELECT coalesce(sum(e.fen), 0) FROM recovery_fact e
                          WHERE e.overpayment_id = o.id AND e.kind = ANY ($6))
             AND NOT EXISTS (SELECT FROM recovery_fact later WHERE later.overpayment_id = o.id AND later.id > f.id
                             AND later.kind = ANY ($5))""",
        officer.county, officer.scope.like, officer.id, FactKind.WRITE_OFF_PROPOSED.value,
        [FactKind.WRITTEN_OFF.value, FactKind.WRITE_OFF_DECLINED.value], [kind.value for kind in ENDING],
    )  # fmt: skip
    return int(row["waiting"]) if row else 0


async def get_overpayment(overpayment_id: UUID, officer: Officer) -> Overpayment:
    """One of the officer's places; NoSuchPower, NoSuchOverpayment."""
    must_see_recoveries(officer)
    found = await Overpayment.get_or_none(
        id=overpayment_id, county=officer.county, village__startswith=officer.scope.prefix
    )
    if found is None:
        raise NoSuchOverpayment
    return found


def is_unnamed(overpayment: Overpayment, officer: Officer) -> bool:
    """Whether it is a child's and the officer has no power over children's files."""
    return overpayment.programme in OF_CHILDREN and not staff.has_power(officer, Power.HANDLE_CHILDREN)


async def name_for(overpayment: Overpayment, officer: Officer) -> str:
    """Whose it is, for the page of `officer`."""
    if is_unnamed(overpayment, officer):
        return _UNNAMED
    return (await Resident.get(id=overpayment.resident_id)).name


async def facts_of(overpayment_id: UUID) -> list[RecoveryFact]:
    """What happened, oldest first."""
    return await RecoveryFact.filter(overpayment_id=overpayment_id).order_by("id")


async def months_of(overpayment_id: UUID) -> list[OverpaidMonth]:
    """The months that were overpaid, oldest first; fen."""
    found = await database.rows(
        """SELECT for_month, m.paid_fen, m.owed_fen, m.fen, m.fen - c.fen AS released_fen
           FROM overpaid_month m JOIN claimed_month c USING (overpayment_id, payout_id, for_month)
           WHERE overpayment_id = $1 ORDER BY for_month, payout_id""",
        overpayment_id,
    )
    return [OverpaidMonth(**row) for row in found]


async def owes(resident_id: UUID) -> int:
    """Fen that a person was overpaid and that have not come back."""
    found = await database.row(
        """SELECT coalesce(sum(o.fen), 0)::bigint
                  - coalesce((SELECT sum(f.fen) FROM recovery_fact f JOIN overpayment of ON of.id = f.overpayment_id
                              WHERE of.resident_id = $1 AND f.kind = ANY ($2)), 0)::bigint AS left
           FROM overpayment o WHERE o.resident_id = $1""",
        resident_id, [kind.value for kind in ENDING],
    )  # fmt: skip
    return int(found["left"]) if found else 0
