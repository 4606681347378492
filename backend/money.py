"""Amounts of money: integers of fen (分), never floats."""

import re

_YUAN = re.compile(r"^-?\d{1,12}(\.\d{1,2})?$")


def yuan(fen: int) -> str:
    """How an amount is written for a person: 1234550 fen is 「12,345.50」."""
    sign, amount = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{amount // 100:,}.{amount % 100:02d}"


def short_yuan(fen: int) -> str:
    """The same without needless zeros: 5000 fen is 「50」."""
    return yuan(fen).removesuffix(".00")


def fen_from_yuan(text: str) -> int:
    """Fen from a written amount such as 「1234.5」; ValueError for anything finer than a fen or not a number."""
    plain = text.strip().replace(",", "").replace("，", "")
    if not _YUAN.match(plain):
        raise ValueError("not an amount in yuan with at most two decimals")
    whole, _, part = plain.lstrip("-").partition(".")
    fen = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    return -fen if plain.startswith("-") else fen
