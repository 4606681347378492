"""The keys of an instance, made once at its first start: what is sealed with them is lost without them."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def keys_of(root: Path) -> dict[str, str]:
    """Read `<root>/secrets.env`, making it the first time."""
    file = root / "secrets.env"
    if not file.exists():
        _write_privately(file, _new_keys())
    lines = file.read_text(encoding="ascii").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def _new_keys() -> dict[str, str]:
    return {
        "SEALING_KEYS": "1:" + _base64(32),
        "BLIND_INDEX_KEY": _base64(32),
        "CALLBACK_PATH_SECRET": secrets.token_urlsafe(24),
        "WECHAT_PUSH_TOKEN": secrets.token_hex(16),  # letters and digits only, as WeChat asks
        "WECHAT_PUSH_AES_KEY": _letters_and_digits(43),
    }


def _base64(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode()


def _letters_and_digits(length: int) -> str:
    """An EncodingAESKey is the base64 of 32 bytes without its "=", of letters and digits only."""
    while True:
        key = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        if len(key) == length and key.isalnum():
            return key


def _write_privately(file: Path, values: dict[str, str]) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as content:
        content.writelines(f"{name}={value}\n" for name, value in values.items())
        content.flush()
        os.fsync(content.fileno())
    half.replace(file)
