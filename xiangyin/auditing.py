"""Proving to an auditor that nothing in the journal was changed, added or taken away afterwards."""

from __future__ import annotations

from pathlib import Path

from backend import database, inquiries, journal, statements
from xiangyin.refusal import CommandRefused


async def verify() -> int:
    """Chain what is not chained yet, then redo the whole chain: how many links hold. CommandRefused where it breaks."""
    await database.connect(pool_max=2)
    try:
        while await journal.chain_new_entries():
            pass
        return await journal.verify_chain()
    except journal.ChainBroken as broken:
        raise CommandRefused(f"The journal was altered: {broken}.") from broken
    finally:
        await database.close()


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
