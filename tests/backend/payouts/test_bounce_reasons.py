"""Banks word their reasons as they please; each becomes one of ours, with what to do about it."""

import pytest

from backend.payouts import BounceReason
from backend.payouts.bounce_reason import reason_for


@pytest.mark.parametrize(
    ("banks_words", "code"),
    [
        ("户名不符", "F01"), ("账号户名不一致", "F01"), ("身份证号码不符", "F01"), ("姓名与账号不匹配", "F01"),
        ("账号不存在", "F02"), ("卡号有误", "F02"), ("无此账户", "F02"), ("帐号不存在", "F02"),
        ("账户已销户", "F03"), ("该账号已注销", "F03"),
        ("账户冻结", "F04"), ("账号状态异常：只收不付控制", "F04"), ("卡已挂失", "F04"), ("止付", "F04"),
        ("久悬户", "F05"), ("睡眠户", "F05"),
        ("证件已过期", "F06"), ("客户信息不完整", "F06"),
        ("社保卡金融功能未激活", "F07"), ("卡未激活", "F07"),
        ("超过二类户限额", "F08"), ("行号错误", "F09"), ("开户行不符", "F09"), ("重复交易", "F10"),
        ("客户已死亡", "F11"), ("文件格式错误", "F12"),
        ("系统忙", "F99"), ("", "F99"),
    ],
)  # fmt: skip
def test_a_banks_words_become_our_reason(banks_words: str, code: str) -> None:
    assert reason_for(banks_words).value == code


def test_every_reason_has_a_title_and_says_what_to_do() -> None:
    assert all(reason.shown and reason.what_to_do.endswith("。") for reason in BounceReason)
