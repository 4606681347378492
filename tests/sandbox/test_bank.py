"""The bank's stand-in: pays, bounces by the account's last digits, and takes no file that does not add up."""

from datetime import date
from pathlib import Path

import pytest

from sandbox import bank

SENT = (
    "批次号,笔数,总金额(元),项目,发放年月\r\nB-1,3,200.10,高龄津贴,202603\r\n"
    "行号,业务流水号,收款户名,账号,开户行,金额(元),摘要\r\n"
    "1,B-1-000001,王䶮,6228480000000000018,农商行,50.00,津贴\r\n"
    "2,B-1-000002,李四,6228480000000000001,农商行,100.10,津贴\r\n"
    "3,B-1-000003,张三,6228480000000000002,农商行,50.00,津贴\r\n"
).encode("gb18030")


def test_it_pays_and_bounces_by_the_last_digits() -> None:
    lines = bank.answer(SENT, paid_on=date(2026, 3, 9)).decode("gbk").split("\r\n")
    assert lines[0] == "业务流水号,金额,状态,失败原因,入账日期,银行流水"
    assert lines[1].startswith("B-1-000001,50.00,成功,,20260309,B")
    assert lines[2:] == [
        "B-1-000002,100.10,失败,账号不存在,,", "B-1-000003,50.00,失败,户名不符,,", "合计,200.10,3笔,,,", ""
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [SENT.replace(b"200.10", b"200.11"), SENT.replace(b"B-1,3,", b"B-1,2,"), b"a\r\n"])
def test_it_takes_no_file_that_does_not_add_up(wrong: bytes) -> None:
    with pytest.raises(bank.FileRejected):
        bank.answer(wrong, paid_on=date(2026, 3, 9))


def test_its_command_reads_one_file_and_writes_another(tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_bytes(SENT)
    bank.main([str(tmp_path / "sent.csv"), str(tmp_path / "return.csv"), "2026-03-09"])
    assert (tmp_path / "return.csv").read_bytes() == bank.answer(SENT, paid_on=date(2026, 3, 9))
