"""WeChat as api.weixin.qq.com answers: login, tokens, phone numbers, subscribe messages and their events."""

from sandbox.wechat.app import WeChatApp
from sandbox.wechat.platform import WeChatPlatform

__all__ = ["WeChatApp", "WeChatPlatform"]
