"""The file that goes to the bank (代发文件): GB18030 CSV with CRLF, which every Chinese office and bank program opens.

Two rows say what the file is; then a header and one row a payout (columns: policy §10.3). Nothing in it depends on
the moment of export, so that a second export gives the same bytes.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ENCODING = "gb18030"
_HEAD = ("批次号", "笔数", "总金额(元)", "项目", "发放年月")
_COLUMNS = ("行号", "业务流水号", "收款户名", "账号", "开户行", "金额(元)", "摘要")


@dataclass(frozen=True, slots=True)
class BankLine:
    """One payment; `number` is the account number in clear, which goes to the bank only."""

    line: int
    serial: str
    holder: str
    number: str
    bank: str
    amount_fen: int
    narration: str


@dataclass(frozen=True)
class BankFile:
    """`digest` is the SHA-256 of `content` in hex; both are the same at each export."""

    name: str
    content: bytes
    digest: str


def lay_out(number: str, title: str, month: date, lines: Sequence[BankLine]) -> bytes:
    """The file's bytes. Count and sum come from the lines and from nothing else."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    total = sum(line.amount_fen for line in lines)
    writer.writerow(_HEAD)
    writer.writerow((number, len(lines), _plain_yuan(total), title, f"{month:%Y%m}"))
    writer.writerow(_COLUMNS)
    writer.writerows(
        (line.line, line.serial, line.holder, line.number, line.bank, _plain_yuan(line.amount_fen), line.narration)
        for line in lines
    )
    return text.getvalue().encode(ENCODING)


def narration(title: str, month: date) -> str:
    """What the passbook shows, such as 「2026年3月高龄津贴」."""
    return f"{month.year}年{month.month}月{title}"


def _plain_yuan(fen: int) -> str:
    """Without thousands separators: bank programs take the cell as it is."""
    return f"{fen // 100}.{fen % 100:02d}"
