"""WeChat's server side as our doors see it: log in, learn a phone number, send a subscribe message."""

from wechat_platform.client import WechatPlatform
from wechat_platform.failures import (
    CodeRefused,
    CodeUsed,
    PersonBlocked,
    WechatDidNotAnswer,
    WechatFailure,
    WechatOutcomeUnknown,
    WechatRefused,
    WechatTooOften,
    WechatUnreachable,
)

__all__ = [
    "CodeRefused", "CodeUsed", "PersonBlocked", "WechatDidNotAnswer", "WechatFailure", "WechatOutcomeUnknown",
    "WechatPlatform", "WechatRefused", "WechatTooOften", "WechatUnreachable",
]  # fmt: skip
