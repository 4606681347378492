"""Audit check: an audit file is proved or disproved from itself alone; no database, no clock, no network."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from backend.refusals import NotAcceptable

_NAMES = {"README.md", "batch.json", "rows.csv", "return_files.json", "vouchers.json", "journal.jsonl"}
_MOST_BYTES = 2**30  # unpacked; a million rows are 600 MB


class NotAnAuditFile(NotAcceptable):
    """No ZIP, or not with our files in it."""

    sentence = "这不是审计包，或者文件已经损坏，请重新导出。"


@dataclass(frozen=True)
class Finding:
    """One thing that was checked; `wrong` says what does not hold, None where all does."""

    what: str
    wrong: str | None


@dataclass(frozen=True)
class _Audit:
    """What is in the file."""

    files: Mapping[str, bytes]
    manifest: Mapping[str, str]
    batch: Mapping[str, Any]
    rows: list[dict[str, str]]
    returns: list[dict[str, Any]]
    vouchers: list[dict[str, Any]]
    journal: list[dict[str, Any]]

    def told(self, deed: str) -> list[dict[str, Any]]:
        """The facts of every entry of a deed."""
        return [json.loads(entry["facts"]) | {"subject_id": entry["subject_id"]} for entry in self.journal
                if entry["deed"] == deed]  # fmt: skip


def check_audit_file(content: bytes) -> list[Finding]:
    """Every check in order, whether it holds or not; NotAnAuditFile."""
    audit = _read(content)
    return [Finding(what, check(audit)) for what, check in _CHECKS]


def _manifest(audit: _Audit) -> str | None:
    wrong = [name for name, given in audit.files.items() if audit.manifest.get(name) != sha256(given).hexdigest()]
    return f"这些文件被改过：{'、'.join(sorted(wrong))}" if wrong else None


def _rows_digest(audit: _Audit) -> str | None:
    columns = ("line", "serial", "award_id", "for_month", "amount_fen", "account_id")
    text = "".join("|".join(row[column] for column in columns) + "\n" for row in audit.rows)
    digest = sha256(text.encode()).hexdigest()
    approved = [facts["rows_digest"] for facts in audit.told("payouts.batch_approved")]
    if digest != audit.batch["rows_digest"]:
        return "明细与编制时的摘要不一致"
    return None if all(each == digest for each in approved) else "明细与复核时的摘要不一致"


def _chain(audit: _Audit) -> str | None:
    signed = {facts["chain_digest"] for facts in audit.told("payouts.batch_approved") if "chain_digest" in facts}
    last = audit.batch.get("chain_digest")
    if signed - {last}:
        return "逐行摘要链与复核时的摘要不一致"
    if last is None:
        return None  # drawn up under older rules, or written out before the chain went with the file
    columns = ("line", "serial", "award_id", "for_month", "amount_fen", "account_id", "resident_id", "withheld_fen")
    link = b""
    for row in audit.rows:
        text = "|".join(row[column] for column in columns)
        link = sha256(link + text.encode() + bytes.fromhex(row["account_digest"])).digest()
        if link.hex() != row["link"]:
            return f"第{row['line']}行或它之前的行被改过"
    return None if link.hex() == last else "最后一行与编制时的摘要不一致"


def _hands(audit: _Audit) -> str | None:
    hands = audit.batch["hands"]
    signed = [hands[deed]["id"] for deed in ("drawn_up", "approved", "released") if deed in hands]
    unapproved = "exported" in hands and "approved" not in hands
    same = len(set(signed)) < len(signed)
    return "编制、复核和放款有同一个人" if same else "没有复核就导出了" if unapproved else None


def _bank_files(audit: _Audit) -> str | None:
    sent = {facts["file_digest"] for facts in audit.told("payouts.bank_file_exported")}
    if audit.batch["bank_file_digest"] and sent != {audit.batch["bank_file_digest"]}:
        return "银行文件的摘要与导出时的留痕不一致"
    read = {facts["digest"] for facts in audit.told("payouts.return_file_read")}
    return None if {each["digest"] for each in audit.returns} == read else "回盘文件与留痕不一致"


def _payouts(audit: _Audit) -> str | None:
    for state in ("settled", "bounced"):
        rows = {row["payout_id"]: int(row["amount_fen"]) for row in audit.rows if row["state"] == state}
        told = {facts["subject_id"]: facts["amount_fen"] for facts in audit.told(f"payouts.{state}")}
        if rows != told:
            return f"有{len(rows.items() ^ told.items())}处到账或退回与留痕对不上"
    return None


def _vouchers(audit: _Audit) -> str | None:
    accounts: Counter[str] = Counter()
    for voucher in audit.vouchers:
        if sum(line["fen"] for line in voucher["lines"]):
            return f"凭证{voucher['number']}不平"
        for line in voucher["lines"]:
            accounts[line["account"]] += line["fen"]
    if not audit.vouchers:
        return None  # approved before the county kept its ledger, or never approved
    by_state: Counter[str] = Counter()
    for row in audit.rows:
        by_state[row["state"]] += int(row["amount_fen"])
    open_fen = 0 if audit.batch["state"] == "discarded" else by_state["drawn_up"] + by_state["sent"]
    if accounts["paid"] != by_state["settled"]:
        return "列支与到账的总额不一致"
    return None if accounts["committed"] == open_fen else "占用与没有回盘的总额不一致"


def _links(audit: _Audit) -> str | None:
    for entry in audit.journal:
        if entry["digest"] is None or entry["before"] is None:
            return "有留痕还没有进入留痕链"
        digest = sha256(bytes.fromhex(entry["before"]) + sha256(entry["text"].encode()).digest()).hexdigest()
        if digest != entry["digest"]:
            return f"第{entry['link']}环被改过"
        if any(entry[part] not in entry["text"] for part in ("facts", "deed", "subject_id")):
            return f"第{entry['link']}环的事实与原文不一致"
    return None


_CHECKS: tuple[tuple[str, Callable[[_Audit], str | None]], ...] = (
    ("各文件与清单一致", _manifest),
    ("明细与编制、复核时一致", _rows_digest),
    ("逐行的摘要链没有断", _chain),
    ("编制、复核、放款不是同一人", _hands),
    ("银行文件和回盘与留痕一致", _bank_files),
    ("每笔到账、退回都有留痕", _payouts),
    ("凭证平衡，并与明细一致", _vouchers),
    ("留痕链没有断", _links),
)


def _read(content: bytes) -> _Audit:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
                raise NotAnAuditFile
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files.pop("manifest.json"))
        if set(files) != _NAMES:
            raise NotAnAuditFile
        return _Audit(
            files, manifest, json.loads(files["batch.json"]),
            list(csv.DictReader(io.StringIO(files["rows.csv"].decode()))), json.loads(files["return_files.json"]),
            json.loads(files["vouchers.json"]), [json.loads(line) for line in files["journal.jsonl"].splitlines()],
        )  # fmt: skip
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, EOFError) as broken:
        raise NotAnAuditFile from broken
