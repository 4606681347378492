"""The provider's export of a month, as its console writes it and as people damage it."""

from datetime import date

import pytest

from backend.messages import Listed, StatementColumnsMissing, StatementUnreadable
from backend.messages.statement_file import read_statement
from backend.refusals import Refusal

MARCH = date(2026, 3, 1)
HEADINGS = "外部流水扩展字段,发送时间,发送状态,计费条数\n"


def read(text: str) -> list[Listed]:
    return read_statement(text.encode("gb18030"), MARCH)


def test_numbers_results_and_parts_are_read_and_nothing_else() -> None:
    table = "短信发送记录\n手机号码,短信内容," + HEADINGS + (
        "13800001111,您的补贴已到账,a1,2026-03-02 08:00:00,发送成功,1\n"
        "13800001111,您的补贴已到账,a2,2026/3/2 8:00,发送失败,2\n"
        "13800001111,您的补贴已到账,a3,2026-03-31,等待回执,1\n"
    )  # fmt: skip
    assert read(table) == [Listed("a1", True, 1), Listed("a2", False, 2), Listed("a3", None, 1)]
    assert read("OutId,SendDate,SendStatus\na1,2026-03-02,3\n") == [Listed("a1", True, None)]
    assert read("OutId,SendDate,SendStatus,费用（元）\na1,2026-03-02,3,0.045\n") == [Listed("a1", True, None, 4500)]


@pytest.mark.parametrize(
    ("text", "refusal", "named"),
    [
        ("手机号码,发送时间\n1,2026-03-02\n", StatementColumnsMissing, "外部流水扩展字段"),
        (HEADINGS + "a1,2026-04-01 00:00:00,成功,1\n", StatementUnreadable, "B2 不是2026年3月的"),
        (HEADINGS + "a1,昨天,成功,1\n", StatementUnreadable, "B2 不是日期"),
        (HEADINGS + "a1,2026-03-02,大概成功,1\n", StatementUnreadable, "C2 的发送状态"),
        (HEADINGS + "a1,2026-03-02,成功,两条\n", StatementUnreadable, "D2 的条数"),
        (HEADINGS + "a1,2026-03-02,成功,9999\n", StatementUnreadable, "D2 的条数"),
        ("OutId,SendDate,SendStatus,费用\na1,2026-03-02,3,免费\n", StatementUnreadable, "D2 的费用"),
        ("OutId,SendDate,SendStatus,费用\na1,2026-03-02,3,0.0450001\n", StatementUnreadable, "D2 的费用"),
        ("OutId,SendDate,SendStatus,费用\na1,2026-03-02,3,-1\n", StatementUnreadable, "D2 的费用"),
    ],
)
def test_what_cannot_be_understood_is_named_by_its_cell(text: str, refusal: type[Refusal], named: str) -> None:
    with pytest.raises(refusal) as refused:
        read(text)
    assert named in refused.value.shown
