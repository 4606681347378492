"""Chain (明细链): each payout's link is made of the link before and of all that decides who gets how much where.

A row that was changed, taken out, put in or moved breaks the chain at its line; so does an account whose holder or
number was rewritten in place. A row that an officer decided not to pay stays in the chain, and counts no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from backend import database
from backend.payouts.batch import Batch
from backend.payouts.payout import PayoutState
from backend.payouts.row_digest import DigestRow, digest_of_words
from backend.refusals import NotNow


class BatchChanged(NotNow):
    """The rows are not those that were drawn up: somebody wrote to the tables behind the house's back."""

    sentence = "批次明细与编制时不一致，不能继续办理。请作废后重新编制，并报告系统管理员。"


class FrozenRow(NamedTuple):
    """A payout as it was drawn up: what decides who gets how much, in words, and its account's digest.

    `words` are those of `DigestRow`, the resident and what is withheld; `account` is over holder, bank and number.
    """

    words: str
    account: bytes


def links(rows: Iterable[FrozenRow]) -> Iterator[bytes]:
    """The link of each row in turn, 32 bytes; the first stands on nothing."""
    link = b""
    for words, account in rows:
        link = sha256(link + words.encode() + account).digest()
        yield link


def frozen(row: DigestRow, resident_id: UUID, withheld_fen: int, account: bytes) -> FrozenRow:
    """A row in words, before it is written; `check_chain` has PostgreSQL say the same of what was written."""
    return FrozenRow("|".join(map(str, (*row, resident_id, withheld_fen))), account)


async def account_digests(account_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The digest of each account as it stands now."""
    rows = await database.rows(
        f"SELECT id, {_ACCOUNT} AS digest FROM account acc WHERE id = ANY ($1)", list(set(account_ids))
    )
    return {row["id"]: row["digest"] for row in rows}


_WORDS = (*DigestRow._fields, "resident_id", "withheld_fen")
_ACCOUNT = "sha256(convert_to(acc.holder_name || '|' || acc.bank, 'UTF8') || acc.number_index)"
#: What a query must select of a payout `p` and its account `acc`, in the order of `p.line`, for `checked`.
CHAIN_COLUMNS = f"""p.line, p.amount_fen, p.state, p.link, {_ACCOUNT} AS account,
    concat_ws('|', {", ".join(f"p.{column}" for column in _WORDS)}) AS words"""


@dataclass(frozen=True)
class ChainCheck:
    """`payouts` and `total_fen` are what the rows that are to be paid say.

    `broken_at` is the first line that is not as drawn up, 0 where rows are missing at the end, None where all holds.
    """

    payouts: int
    total_fen: int
    broken_at: int | None


async def check_chain(batch: Batch) -> ChainCheck:
    """Redo the chain of a batch from its rows; a batch of older rules without links has its digest redone."""
    rows = await database.rows(
        f"""SELECT {CHAIN_COLUMNS} FROM payout p JOIN account acc ON acc.id = p.account_id
            WHERE p.batch_id = $1 ORDER BY p.line""",
        batch.id,
    )
    return checked(batch, rows)


def checked(batch: Batch, rows: Sequence[Mapping[str, Any]]) -> ChainCheck:
    """What the chain says of all rows of a batch, read with CHAIN_COLUMNS in the order of their lines."""
    taken_out = PayoutState.DISCARDED.value
    paid = [row["amount_fen"] for row in rows if row["state"] != taken_out]
    total = sum(paid)
    if batch.chain_digest is None:
        whole = digest_of_words(row["words"].rsplit("|", 2)[0] for row in rows) == batch.rows_digest
        return ChainCheck(len(paid), total, None if whole else 0)
    made = list(links(FrozenRow(row["words"], row["account"]) for row in rows))
    broken = next((row["line"] for row, link in zip(rows, made, strict=True) if row["link"] != link), None)
    if broken is None and (not made or made[-1].hex() != batch.chain_digest):
        broken = 0
    return ChainCheck(len(paid), total, broken)


async def must_be_as_drawn_up(batch: Batch) -> ChainCheck:
    """BatchChanged with the line in `details` unless every row is as it was drawn up."""
    return must_hold(await check_chain(batch))


def must_hold(check: ChainCheck) -> ChainCheck:
    """BatchChanged with the line in `details` unless the chain holds."""
    if check.broken_at is not None:
        raise BatchChanged(line=check.broken_at)
    return check
