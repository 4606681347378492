"""A stand-in for the county's bank: reads the file it is sent, answers with a return file.

An account that ends in 0001 does not exist, one in 0002 is in another's name; everyone else gets their money. Knows the
file's layout as the bank's manual would give it, and nothing of who wrote it.
"""

import csv
import hashlib
import io
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

FAILURES = {"0001": "账号不存在", "0002": "户名不符"}
_COLUMNS = ("业务流水号", "金额", "状态", "失败原因", "入账日期", "银行流水")
_HEADER_AT = 2  # two rows say what the file is: names, then batch, count and sum


class FileRejected(Exception):
    """The bank takes no file whose count or sum is not that of its lines."""


@dataclass(frozen=True)
class Payment:
    """One line as the bank reads it."""

    serial: str
    number: str
    amount: Decimal


def answer(sent: bytes, *, paid_on: date) -> bytes:
    """The return file for a file sent: GBK, CRLF, ended by a trailer with the sum and the count of its lines.

    The same file and day give the same bytes. Raises FileRejected.
    """
    payments = _payments(sent)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for payment in payments:
        failure = FAILURES.get(payment.number[-4:])
        reference = "B" + hashlib.sha256(payment.serial.encode()).hexdigest()[:15].upper()
        outcome = ("失败", failure, "", "") if failure else ("成功", "", f"{paid_on:%Y%m%d}", reference)
        writer.writerow((payment.serial, payment.amount, *outcome))
    writer.writerow(
        ("合计", sum((each.amount for each in payments), Decimal("0.00")), f"{len(payments)}笔", "", "", "")
    )
    return text.getvalue().encode("gbk")


def main(arguments: list[str] | None = None) -> None:
    """`python -m sandbox.bank FILE RETURN_FILE [YYYY-MM-DD]`: read the one, write the other."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) not in (2, 3):
        sys.exit("usage: python -m sandbox.bank FILE RETURN_FILE [YYYY-MM-DD]")
    paid_on = date.fromisoformat(given[2]) if len(given) == 3 else date.today()  # noqa: DTZ011 the bank's own calendar
    try:
        Path(given[1]).write_bytes(answer(Path(given[0]).read_bytes(), paid_on=paid_on))
    except FileRejected as rejected:
        sys.exit(f"bank: {rejected}")


def _payments(sent: bytes) -> list[Payment]:
    rows = list(csv.reader(io.StringIO(sent.decode("gb18030"), newline="")))
    if len(rows) <= _HEADER_AT:
        raise FileRejected("the file has no lines")
    head = dict(zip(rows[0], rows[1], strict=False))
    columns = rows[_HEADER_AT]
    lines = [dict(zip(columns, row, strict=False)) for row in rows[_HEADER_AT + 1 :]]
    payments = [Payment(line["业务流水号"], line["账号"], Decimal(line["金额(元)"])) for line in lines]
    total = sum((each.amount for each in payments), Decimal())
    if int(head["笔数"]) != len(payments) or Decimal(head["总金额(元)"]) != total:
        raise FileRejected("count or sum of the header is not that of the lines")
    return payments


if __name__ == "__main__":
    main()
