"""Who holds a WeChat account: a living resident, a cadre in office, whoever holds mandates as somebody on no register,
or nobody; fetched with one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend import database
from backend.residents import Resident
from backend.staff.cadre import Cadre


@dataclass(frozen=True, slots=True)
class AccountHolder:
    """Every request of a signed-in phone asks this, so it must be quick."""

    account_id: UUID
    county: str
    resident: Resident | None
    cadre: Cadre | None
    outsiders: tuple[UUID, ...] = ()  #: as whom mandates name them: on no register, or before they came on it


def _columns(table: str, model: type[Any]) -> str:
    return ", ".join(f"{table}.{column} AS {table}_{column}" for column in sorted(model._meta.db_fields))


_WHO = f"""
SELECT a.id, a.county, {_columns("r", Resident)}, {_columns("c", Cadre)},
       (SELECT array_agg(o.id ORDER BY o.id) FROM outsider o
        WHERE o.account_id = a.id OR (o.account_id IS NULL AND o.identity_index = r.identity_index AND o.name = r.name)
       ) AS outsiders
FROM wechat_account a
LEFT JOIN resident r ON r.id = a.resident_id AND r.deceased_on IS NULL
LEFT JOIN cadre c ON c.id = a.cadre_id AND c.left_on IS NULL
WHERE a.id = ANY ($1)
"""


async def account_holders(account_ids: Sequence[UUID]) -> dict[UUID, AccountHolder]:
    """Whom the accounts are bound to, by account; those that do not exist are left out."""
    return {
        found["id"]: AccountHolder(
            found["id"],
            found["county"],
            _one("r", Resident, found),
            _one("c", Cadre, found),
            tuple(found["outsiders"] or ()),
        )
        for found in await database.rows(_WHO, account_ids)
    }


def _one(table: str, model: type[Any], found: dict[str, Any]) -> Any:
    """The joined row as its model; None where the join found nobody."""
    if found[f"{table}_id"] is None:
        return None
    return database.as_model(model, {column: found[f"{table}_{column}"] for column in model._meta.db_fields})
