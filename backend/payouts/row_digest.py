"""What the approver approves: a SHA-256 over a batch's payouts in order."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID


class DigestRow(NamedTuple):
    """Everything of a payout that decides who gets how much where."""

    line: int
    serial: str
    award_id: UUID
    for_month: date
    amount_fen: int
    account_id: UUID


def digest_of(rows: Iterable[DigestRow]) -> str:
    """64 hex digits; any change of a row, their order or their number gives another."""
    return digest_of_words("|".join(map(str, row)) for row in rows)


def digest_of_words(rows: Iterable[str]) -> str:
    """The same of rows that are in words already."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row.encode() + b"\n")
    return digest.hexdigest()
