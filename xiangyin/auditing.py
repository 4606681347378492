"""Proving to an auditor that nothing in the journal, a batch or a case was changed, added or taken away afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend import applications, database, inquiries, journal, payouts, statements
from backend.settings import settings
from xiangyin.connecting import connected
from xiangyin.refusal import CommandRefused


@dataclass(frozen=True)
class Verified:
    """All that holds: links of the journal, batches, and the payouts in them."""

    links: int
    batches: int
    payouts: int


async def verify() -> Verified:
    """Chain what is not chained yet, redo the journal's chain and each batch's. CommandRefused where one breaks."""
    await database.connect(pool_max=2)
    try:
        while await journal.chain_new_entries():
            pass
        links = await journal.verify_chain()
        batches = await payouts.verify_batches()
        strayed = await applications.strayed_cases()
    except journal.ChainBroken as broken:
        raise CommandRefused(f"The journal was altered: {broken}.") from broken
    finally:
        await database.close()
    if batches.altered:
        raise CommandRefused(f"{links} links of the journal hold. Batches were altered: {_named(batches.altered)}.")
    if strayed:
        named = ", ".join(f"{each.case_number}: {'date' if each.only_its_clock else 'state'}" for each in strayed)
        raise CommandRefused(f"{links} links of the journal hold. Cases stand otherwise than their deeds: {named}.")
    return Verified(links, batches.batches, batches.payouts)


def replay() -> statements.Replayed:
    """The present county's state made of the journal alone, beside the tables."""
    return connected(lambda: statements.replay(settings().county))


async def redo_sample(number: str) -> inquiries.SampleProof:
    """What holds of a drawn sample. CommandRefused where there is none of that number, or it is not drawn."""
    await database.connect(pool_max=2)
    try:
        return await inquiries.prove_sample(number)
    except inquiries.NoSuchSample as none:
        raise CommandRefused(f"There is no drawn sample {number}.") from none
    finally:
        await database.close()


def check_file(file: Path) -> list[statements.Finding]:
    """What holds and what does not in an audit file. CommandRefused where it is none."""
    try:
        return statements.check_audit_file(file.read_bytes())
    except (OSError, statements.NotAnAuditFile) as none:
        raise CommandRefused(f"{file} is no audit file, or is damaged.") from none


def _named(altered: Sequence[payouts.AlteredBatch]) -> str:
    return ", ".join(f"{each.number} at line {each.line}" if each.line else each.number for each in altered)
