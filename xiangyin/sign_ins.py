"""Who can sign in to a demo county, and how: written by the loader, read by `up`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class SignIn:
    """One demo account: `door` is `console` or `miniprogram`, `who` says in Chinese whose it is.

    `totp_secret` (base32) is the second factor; `xiangyin code <account>` prints its present six digits.
    """

    door: str
    who: str
    account: str
    password: str = ""
    totp_secret: str = ""


def write_sign_ins(root: Path, sign_ins: Iterable[SignIn]) -> None:
    """Keep them with the instance's data, readable by its owner only."""
    half = root / "sign-ins.half"
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as content:
        json.dump([asdict(sign_in) for sign_in in sign_ins], content, ensure_ascii=False, indent=1)
    half.replace(root / "sign-ins.json")


def read_sign_ins(root: Path) -> list[SignIn]:
    """Those of the demo county; none where it was not loaded by us."""
    try:
        content = (root / "sign-ins.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [SignIn(**entry) for entry in json.loads(content)]
