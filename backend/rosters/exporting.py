"""Exporting (导出花名册): who receives a programme, in the columns in which rosters come in. In clear, on record."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backend import clock, cycle_collector, database, entitlements, journal, programmes, sealing
from backend.entitlements import Claim, Component, ComponentKind, SaidBy
from backend.identifiers import new_id
from backend.journal import Signature
from backend.places import Place, Scope, township_of
from backend.refusals import NotAcceptable
from backend.residents import ACCOUNT, CARD, IDENTITY, PHONE
from backend.rosters import cells
from backend.rosters.columns import Column, columns_of
from backend.rosters.reading import BY_AGE
from backend.workbook import Leaf, write_xlsx

_PAGE = 2_000  # rows of one statement
_NOT_WRITTEN = {"age", "care_mode", "raising"}  # wrong tomorrow; and read only to reckon what the amount is made of
_WIDTHS = {"identity": 21, "account": 22, "card_number": 24, "name": 10, "village": 24, "village_code": 15, "bank": 18}
_WHO = """
SELECT a.id, a.village, a.monthly_fen, a.from_month, a.paid_here_from, a.certified_on, a.rechecked_on, r.name, r.sex,
       r.birth_date, r.identity_sealed, r.relation_to_head, r.marital, h.number AS household, h.register_kind,
       h.members_counted,
       k.number_sealed AS account_sealed, k.holder_name, k.bank, c.phone_sealed, c.owner,
       d.number_sealed AS card_sealed, d.disability_class, d.grade, d.valid_to
FROM award a
JOIN resident r ON r.id = a.resident_id
JOIN household h ON h.id = r.household_id
LEFT JOIN account k ON k.resident_id = r.id AND k.closed_at IS NULL AND k.only_for IS NULL
LEFT JOIN disability_card d ON d.resident_id = r.id
LEFT JOIN LATERAL (SELECT phone_sealed, owner FROM contact WHERE resident_id = r.id AND dead_since IS NULL
                   ORDER BY owner <> 'self', priority, id LIMIT 1) c ON true
WHERE a.county = $1 AND a.programme = $2 AND a.stopped_from IS NULL AND a.village LIKE $3 AND a.id > $4
ORDER BY a.id LIMIT $5
"""


class ExportReasonMissing(NotAcceptable):
    """A file of names, numbers and accounts leaves the house for a reason, or not at all."""

    sentence = "请写明导出花名册的用途。"


@cycle_collector.resting()
async def export_roster(county: str, programme: str, scope: Scope, *, by: Signature, reason: str) -> bytes:
    """Everyone under `scope` with a running award of the programme, as XLSX with a sheet for each township.

    Taken in again it changes nothing. Refuses with NoSuchProgramme and ExportReasonMissing.
    """
    columns = [column for column in columns_of(programme) if column.key not in _NOT_WRITTEN]
    if len(reason.strip()) < 2:
        raise ExportReasonMissing
    names = {place.code: place.name for place in await Place.filter(code__startswith=county)}
    month = clock.today().replace(day=1)
    rates = await programmes.parameters_on(county, month) if programme == BY_AGE else {}
    found = await _everyone(county, programme, scope)
    made_of = await entitlements.components_of(row["id"] for row in found)
    for row in found:
        row["made_of"] = {each.kind: each for each in made_of.get(row["id"], []) if each.said_by is SaidBy.ROSTER}
    content = await asyncio.to_thread(_written, found, columns, names, month, rates)
    async with database.transaction():
        facts = {
            "programme": programme, "place": scope.code, "rows": len(found), "reason": reason.strip(),
            "digest": hashlib.sha256(content).hexdigest(),
        }  # fmt: skip
        await journal.record(journal.Line(journal.Deed.ROSTER_SHOWN, county, "roster", new_id(), facts=facts), by=by)
    return content


async def _everyone(county: str, programme: str, scope: Scope) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = "00000000-0000-0000-0000-000000000000"
    while True:
        page = await database.rows(_WHO, county, programme, scope.like, after, _PAGE)
        found += page
        if len(page) < _PAGE:
            return sorted(found, key=lambda row: (row["village"], row["id"]))
        after = page[-1]["id"]


def _written(
    found: Sequence[Mapping[str, Any]], columns: Sequence[Column], names: Mapping[str, str], month: date,
    rates: entitlements.Rates,
) -> bytes:  # fmt: skip
    sheets: dict[str, list[list[str | int | Decimal | date | None]]] = {}
    for row in found:
        said = _row(row, names, month, rates)
        sheets.setdefault(township_of(row["village"]), []).append([said.get(column.key) for column in columns])
    header, widths = [column.title for column in columns], [_WIDTHS.get(column.key, 12) for column in columns]
    leaves = [Leaf(names.get(code, code)[:31], header, rows, widths) for code, rows in sheets.items()]
    return write_xlsx(leaves or [Leaf("花名册", header, [], widths)])


def _row(
    row: Mapping[str, Any], names: Mapping[str, str], month: date, rates: entitlements.Rates
) -> dict[str, str | int | Decimal | date | None]:
    phone = sealing.unseal(row["phone_sealed"], PHONE) if row["phone_sealed"] else None
    township = township_of(row["village"])
    return {
        "township": names.get(township, township),
        "village": names.get(row["village"], row["village"]),
        "village_code": row["village"],
        "household": row["household"],
        "register_kind": "城市" if row["register_kind"] == "urban" else "农村",
        "members": row["members_counted"],
        "name": row["name"],
        "sex": "男" if row["sex"] == "male" else "女",
        "identity": sealing.unseal(row["identity_sealed"], IDENTITY),
        "birth_date": row["birth_date"],
        "relation": cells.RELATION_TITLES.get(row["relation_to_head"], "其他"),
        "marital": cells.MARITAL_TITLES.get(row["marital"]),
        "phone": phone if row["owner"] == "self" else None,
        "contact_phone": phone if row["owner"] != "self" else None,
        "card_number": sealing.unseal(row["card_sealed"], CARD) if row["card_sealed"] else None,
        "card_class": cells.CLASS_TITLES.get(row["disability_class"]),
        "card_grade": cells.GRADE_TITLES.get(row["grade"]),
        "card_until": row["valid_to"],
        "amount": _amount(row, month, rates),
        **_parts(row["made_of"]),
        "from_month": f"{row['from_month']:%Y-%m}",
        "certified_on": row["certified_on"],
        "rechecked_on": row["rechecked_on"],
        "bank": row["bank"],
        "holder": row["holder_name"],
        "account": sealing.unseal(row["account_sealed"], ACCOUNT) if row["account_sealed"] else None,
    }


def _parts(made_of: Mapping[ComponentKind, Component]) -> dict[str, str | int | Decimal | date | None]:
    """What the roster had said of the amount; what was reckoned is not written, or it would come back as its word."""
    levels = {words: code for code, words in cells.CARE_LEVELS.items()}
    said: dict[str, str | int | Decimal | date | None] = {
        kind.value: Decimal(each.fen) / 100 for kind, each in made_of.items() if each.fen is not None
    }
    for kind, key in ((ComponentKind.GRADE, "grade"), (ComponentKind.EXTRA, "extra_kind")):
        said[key] = made_of[kind].what or None if kind in made_of else None
    if ComponentKind.CARE in made_of and made_of[ComponentKind.CARE].what in levels:
        said["care_level"] = made_of[ComponentKind.CARE].what
    return said


def _amount(row: Mapping[str, Any], month: date, rates: entitlements.Rates) -> Decimal | None:
    """Yuan a month; of an elder, by the age of this month."""
    fen = row["monthly_fen"]
    if fen is None:
        first = max(month, row["from_month"], row["paid_here_from"])
        fen = entitlements.fen_for(Claim(False, first, first, None, None, None, row["birth_date"], None), first, rates)
    return Decimal(fen) / 100 if fen else None
