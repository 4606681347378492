"""Photos on disk, each under the SHA-256 of its bytes: the same photo is kept once, and a name can't lie."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from backend.settings import settings


def keep(content: bytes) -> str:
    """Store `content`, return its hash (64 hex digits). Durable before it returns: a row may point to it."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists():
        os.utime(path)  # young again, so that the sweeper does not take it before its new row is written
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{uuid4().hex}")
    with open(unfinished, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    return digest


def fetch(digest: str) -> bytes:
    """The bytes kept under `digest`; FileNotFoundError if there are none."""
    return _path(digest).read_bytes()


def forget(digest: str) -> None:
    """Remove the bytes; nothing happens if they are gone already."""
    _path(digest).unlink(missing_ok=True)


def kept_before(moment: float) -> Iterator[str]:
    """Hashes of photos whose file is older than `moment` (seconds since the epoch), for the sweeper."""
    root = Path(settings().photo_dir)
    for file in root.glob("??/??/*"):
        if not file.name.startswith(".") and file.stat().st_mtime < moment:
            yield file.name


def _path(digest: str) -> Path:
    if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
        raise ValueError("not a SHA-256 in hex")
    return Path(settings().photo_dir) / digest[:2] / digest[2:4] / digest
