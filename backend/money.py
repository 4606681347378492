"""Amounts of money: integers of fen (分), never floats."""

import re

# Not `\d`: it takes the digits of every script, and an amount in another script's digits is a slip or a trick.
_YUAN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋ｅＥ", "0123456789.,-+eE")
# What is wrong with an amount that is none, the first that fits; a sentence never repeats what was written.
_FAULTS = (
    (re.compile(r""), "没有写金额，请填写。"),
    (
        re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+"),
        "金额写成了科学计数法，后几位可能已经丢了，请写成普通的数字，如“350.50”。",
    ),
    (re.compile(r"-?[0-9]*(,[0-9]*)+(\.[0-9]*)?"), "逗号只能每三位隔一个，如“12,345.50”；小数点请用“.”。"),
    (re.compile(r"-?[0-9]+\.[0-9]{3,}"), "金额最多写到分，也就是两位小数，请核对后再填。"),
    (re.compile(r"-?[0-9]{13,}(\.[0-9]*)?"), "金额太大，请核对是不是多写了几位。"),
)
_NO_NUMBER = "金额请填数字，最多两位小数，如“350”或“350.50”。"


class NoAmount(ValueError):
    """What is written is no amount in yuan; `shown` is a sentence that says why not."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.shown = shown


def yuan(fen: int) -> str:
    """How an amount is written for a person: 1234550 fen is 「12,345.50」."""
    sign, amount = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{amount // 100:,}.{amount % 100:02d}"


def short_yuan(fen: int) -> str:
    """The same without needless zeros: 5000 fen is 「50」."""
    return yuan(fen).removesuffix(".00")


def fen_from_yuan(text: str) -> int:
    """Fen from a written amount such as 「1,234.5」, full-width digits too; below zero where a minus stands before it.

    NoAmount for anything finer than a fen, in scientific notation, with a comma that parts no thousands, of more than
    twelve digits, or no number.
    """
    plain = text.strip().translate(_FULL_WIDTH)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _YUAN.fullmatch(plain):
        raise NoAmount(next((said for fault, said in _FAULTS if fault.fullmatch(plain)), _NO_NUMBER))
    whole, _, part = plain.lstrip("-").partition(".")
    fen = int(whole) * 100 + int(part.ljust(2, "0"))
    return -fen if plain.startswith("-") else fen
