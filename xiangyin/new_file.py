"""Files with personal data: readable by their owner alone, whole or not there, and never over another file."""

from __future__ import annotations

import os
from pathlib import Path

from xiangyin.refusal import CommandRefused


def must_be_writable(file: Path) -> None:
    """CommandRefused before anything is done, where the file could not be put in its folder afterwards."""
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise CommandRefused(f"{file} cannot be written; nothing was done.")


def write_new(file: Path, content: bytes) -> None:
    """Write a file under a name of its own first: whoever kills us leaves no half file, and again finishes.

    Where the same bytes are there already nothing is written; CommandRefused where other bytes are.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(part, file)
        finally:
            part.unlink()
    except FileExistsError:
        if file.read_bytes() != content:
            raise CommandRefused(f"{file} exists and holds something else; name another file.") from None
    except OSError as failed:
        raise CommandRefused(f"{file} cannot be written.") from failed
