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
    digest = hashlib.sha256()
    for row in rows:
        digest.update(line_of_digest("|".join(map(str, row))))
    return digest.hexdigest()


def line_of_digest(words: str) -> bytes:
    """What the digest is made of for a row in words."""
    return words.encode() + b"\n"
