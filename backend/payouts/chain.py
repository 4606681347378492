"""Chain (明细链): each payout's link is made of the link before and of all that decides who gets how much where.

A row that was changed, taken out, put in or moved breaks the chain at its line; so does an account whose holder or
number was rewritten in place. A row that an officer decided not to pay stays in the chain, and counts no more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from backend import database
from backend.payouts.batch import Batch
from backend.payouts.payout import PayoutState
from backend.payouts.row_digest import DigestRow, line_of_digest
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
    for row in rows:
        link = next_link(link, row)
        yield link


def next_link(link: bytes, row: FrozenRow) -> bytes:
    """The link of a row that follows the row of `link`, of which the first follows none."""
    return sha256(link + row.words.encode() + row.account).digest()


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
#: What a query must select of a payout `p` and its account `acc`, in the order of `p.line`, for `ChainWalk`.
CHAIN_COLUMNS = f"""p.line, p.amount_fen, p.state, p.link, {_ACCOUNT} AS account,
    concat_ws('|', {", ".join(f"p.{column}" for column in _WORDS)}) AS words"""

_ROWS = f"""SELECT {CHAIN_COLUMNS} FROM payout p JOIN account acc ON acc.id = p.account_id
            WHERE p.batch_id = $1 ORDER BY p.line"""


@dataclass(frozen=True)
class ChainCheck:
    """`payouts` and `total_fen` are what the rows that are to be paid say.

    `broken_at` is the first line that is not as drawn up, 0 where rows are missing at the end, None where all holds.
    """

    payouts: int
    total_fen: int
    broken_at: int | None


class ChainWalk:
    """The chain of a batch redone from its rows, read with CHAIN_COLUMNS in the order of their lines, in parts.

    A batch of older rules without links has its digest redone. `broken_at` is the first line so far that is not as
    drawn up.
    """

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._link, self._digest = b"", sha256()
        self._payouts = self._total = 0
        self.broken_at: int | None = None

    def go_on(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """The next rows."""
        taken_out, linked = PayoutState.DISCARDED.value, self._batch.chain_digest is not None
        for row in rows:
            if row["state"] != taken_out:
                self._payouts += 1
                self._total += row["amount_fen"]
            if linked:
                self._link = next_link(self._link, FrozenRow(row["words"], row["account"]))
                if self.broken_at is None and row["link"] != self._link:
                    self.broken_at = row["line"]
            else:
                self._digest.update(line_of_digest(row["words"].rsplit("|", 2)[0]))

    def end(self) -> ChainCheck:
        """What the chain says of all rows."""
        if self._batch.chain_digest is None:
            whole = self._digest.hexdigest() == self._batch.rows_digest
        else:
            whole = self._link.hex() == self._batch.chain_digest
        broken_at = 0 if self.broken_at is None and not whole else self.broken_at
        return ChainCheck(self._payouts, self._total, broken_at)


async def check_chain(batch: Batch) -> ChainCheck:
    """Redo the chain of a batch from its rows."""
    walk = ChainWalk(batch)
    async with database.transaction():
        async for rows in database.parts(_ROWS, batch.id):
            walk.go_on(rows)
    return walk.end()


async def must_be_as_drawn_up(batch: Batch) -> ChainCheck:
    """BatchChanged with the line in `details` unless every row is as it was drawn up."""
    return must_hold(await check_chain(batch))


def must_hold(check: ChainCheck) -> ChainCheck:
    """BatchChanged with the line in `details` unless the chain holds."""
    if check.broken_at is not None:
        raise BatchChanged(line=check.broken_at)
    return check
