"""Audit file (审计包): a batch with its proofs in one ZIP, which can be checked without this house."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend import clock, database, funds, journal, payouts, staff
from backend.payouts import Batch
from backend.staff import Officer, Power
from backend.statements.audit_readme import README

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same batch gives the same bytes
_ROW = (
    "line", "serial", "award_id", "for_month", "amount_fen", "account_id", "account_last_four", "village", "state",
    "bounce_code", "settled_on", "bank_reference", "payout_id", "resident_id", "withheld_fen", "account_digest", "link",
)  # fmt: skip


async def audit_file(batch_id: UUID, officer: Officer) -> bytes:
    """The ZIP of a batch: rows, digests, hands, return files, vouchers, journal links, and how to check them.

    No name, no ID number, no account beyond four digits. What has no link in the journal's chain yet is chained first.
    Refuses with NoSuchPower, OutsideYourPlace and NoSuchBatch. Recorded in the journal.
    """
    staff.must_have(officer, Power.SEE_FUNDS)
    batch = await payouts.get_batch(batch_id, officer)
    while await journal.chain_new_entries():
        pass
    rows = await _rows(batch)
    proofs = await journal.proofs_of([batch.id, *(row["payout_id"] for row in rows)])
    vouchers = await funds.vouchers_of_batch(batch.county, batch.id)
    files = {
        "README.md": README.format(number=batch.number).encode(),
        "batch.json": _as_json(await _facts(batch)),
        "rows.csv": _as_csv(_ROW, rows),
        "return_files.json": _as_json(await _return_files(batch)),
        "vouchers.json": _as_json(vouchers),
        "journal.jsonl": "".join(json.dumps(asdict(proof), ensure_ascii=False, default=str) + "\n" for proof in proofs)
        .encode(),
    }  # fmt: skip
    files["manifest.json"] = _as_json({name: sha256(content).hexdigest() for name, content in files.items()})
    async with database.transaction():
        facts = {"manifest": sha256(files["manifest.json"]).hexdigest(), "rows": len(rows)}
        await journal.record(batch.line(journal.Deed.AUDIT_FILE_MADE, **facts), by=officer.signature)
    return _zipped(files)


async def _rows(batch: Batch) -> list[dict[str, Any]]:
    rows = await database.rows(
        """SELECT p.line, p.serial, p.award_id, p.for_month, p.amount_fen, p.account_id,
                  acc.last_four AS account_last_four, p.village, p.state, p.bounce_code, p.settled_on,
                  p.bank_reference, p.id AS payout_id, p.resident_id, p.withheld_fen, encode(p.link, 'hex') AS link
           FROM payout p JOIN account acc ON acc.id = p.account_id WHERE p.batch_id = $1 ORDER BY p.line""",
        batch.id,
    )
    digests = await payouts.account_digests(row["account_id"] for row in rows)
    return [row | {"account_digest": digests[row["account_id"]].hex()} for row in rows]


async def _facts(batch: Batch) -> Mapping[str, object]:
    hands = {
        "drawn_up": batch.drawn_up_by, "approved": batch.approved_by, "released": batch.released_by,
        "exported": batch.exported_by,
    }  # fmt: skip
    officers = {each.id: each for each in await Officer.filter(id__in=[hand for hand in hands.values() if hand])}
    return {
        "number": batch.number, "county": batch.county, "programme": batch.programme,
        "month": batch.month.isoformat(), "round": batch.round, "state": batch.state.value,
        "rows_digest": batch.rows_digest, "chain_digest": batch.chain_digest, "bank_file_digest": batch.file_digest,
        "hands": {
            deed: {"officer": officers[hand].username, "role": officers[hand].role, "id": str(hand)}
            for deed, hand in hands.items() if hand
        },
        "drawn_up_at": batch.drawn_up_at, "approved_at": batch.approved_at, "released_at": batch.released_at,
        "exported_at": batch.exported_at,
        "closed_at": batch.closed_at,
        # Not now(): asked twice on a day the file is the same, and the journal says when it was made.
        "made_on": clock.today().isoformat(),
    }  # fmt: skip


async def _return_files(batch: Batch) -> list[dict[str, Any]]:
    files = await payouts.ReturnFile.filter(batch_id=batch.id).order_by("id")
    return [
        {"digest": each.digest, "lines": each.lines, "read_by": each.read_by, "read_at": each.read_at,
         "odd_lines": each.odd_lines}
        for each in files
    ]  # fmt: skip


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
